"""One matter counts once (同一事项只记一次, S3-16)."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kaohe.workflow.domain.facts.model import ScoredMatter


def counted_once(matters: Sequence[ScoredMatter], *, smallest: bool = False) -> Iterator[tuple[ScoredMatter, bool]]:
    """Each entry, and whether it is the one that counts for its matter: the largest, or the smallest; of equal ones the
    first."""
    chosen = _chosen(matters, smallest)
    return ((matter, chosen[matter.matter] is matter) for matter in matters)


def _chosen(matters: Iterable[ScoredMatter], smallest: bool) -> dict[str, ScoredMatter]:
    chosen: dict[str, ScoredMatter] = {}
    for one in matters:
        best = chosen.get(one.matter)
        if best is None or _beats(one.points, best.points, smallest):
            chosen[one.matter] = one
    return chosen


def _beats(points: Decimal, best: Decimal, smallest: bool) -> bool:
    return points < best if smallest else points > best
