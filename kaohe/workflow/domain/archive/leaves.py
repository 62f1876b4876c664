"""What a seal covers: every sealed document, every case with its result and history's head, every other chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kaohe.workflow.domain.archive.documents import RESULTS
from kaohe.workflow.domain.archive.merkle import leaf_hash
from kaohe.workflow.domain.canonical import canonical


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf: `item` names what it covers, for the person who reads a verdict."""

    item: str
    hash: str


def leaves_of(documents: Mapping[str, bytes], results: Mapping[str, Any]) -> list[Leaf]:
    """The leaves, in order: documents by name, cases and chains as `results` lists them.

    The results are covered entry by entry, so that one person's can be proved without showing the others'.
    """
    return [
        *(
            _leaf(name, {"document": name, "sha256": sha256(content).hexdigest()})
            for name, content in sorted(documents.items())
            if name != RESULTS
        ),
        *(_leaf(f"{RESULTS}: case {case['id']} {case['name']}", {"case": case}) for case in results["cases"]),
        *(
            _leaf(f"{RESULTS}: history of {chain['subject']} {chain['id']}", {"chain": chain})
            for chain in results["chains"]
        ),
    ]


def _leaf(item: str, content: Mapping[str, Any]) -> Leaf:
    return Leaf(item, leaf_hash(canonical(content)).hex())
