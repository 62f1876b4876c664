"""Reading a facts file: JSON in, facts that fit the policy or all that is wrong with them out."""

import json
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kaohe.workflow.domain.facts.checks import check_facts
from kaohe.workflow.domain.facts.model import FactsDocument
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.problems import InputError, Problem, problems_of


class FactsError(InputError):
    """The text is no usable set of facts. Every problem names its field."""


def load_facts(text: str, policy: Policy, source: str = "") -> FactsDocument:
    """The facts in a JSON text, checked against the policy; `source` names the file in messages. FactsError if not."""
    document = _parse(text, source)
    try:
        facts = TypeAdapter(FactsDocument).validate_python(document)
    except ValidationError as error:
        raise FactsError(problems_of(error, FactsDocument, document), source) from None
    problems = tuple(check_facts(policy, facts))
    if problems:
        raise FactsError(problems, source)
    return facts


def _parse(text: str, source: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        problem = Problem((), "json_syntax", f"JSON 语法错误:{error.msg}", f"broken JSON: {error.msg}", error.lineno)
        raise FactsError([problem], source) from None
    except _RepeatedKeyError as error:
        zh, en = "在同一对象中出现两次", "stands twice in one object"
        raise FactsError([Problem((error.key,), "json_repeated", zh, en)], source) from None


class _RepeatedKeyError(Exception):
    def __init__(self, key: str) -> None:
        self.key = key


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which no value is lost to a later one of the same key."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found
