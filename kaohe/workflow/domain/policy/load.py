"""Reading a policy file: TOML in, a policy or all that is wrong with it out."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kaohe.workflow.domain.policy.checks import cross_checks
from kaohe.workflow.domain.policy.lines import key_lines, line_of
from kaohe.workflow.domain.policy.model import Policy
from kaohe.workflow.domain.problems import InputError, Problem, problems_of

_SYNTAX_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)")


class PolicyError(InputError):
    """The text is no usable policy. Every problem names its line and field."""


def load_policy(text: str, source: str = "") -> Policy:
    """The policy in a TOML text; `source` names the file in messages. PolicyError with all problems, in line order."""
    document = _parse(text, source)
    try:
        policy = Policy.model_validate(document)
        problems = list(cross_checks({name: getattr(policy, name) for name in Policy.model_fields}))
    except ValidationError as error:
        problems = list(problems_of(error, Policy, document))
        problems += cross_checks(dict(_sound_sections(document, problems)))
    if problems:
        lines = key_lines(text)
        placed = [replace(problem, line=line_of(lines, problem.path)) for problem in problems]
        raise PolicyError(sorted(placed, key=lambda problem: problem.line or 0), source)
    return policy


def _parse(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _SYNTAX_PLACE.search(message)
        line = int(place["line"]) if place and place["line"] else text.rstrip().count("\n") + 1
        what = _SYNTAX_PLACE.sub("", message)
        problem = Problem((), "toml_syntax", f"TOML 语法错误:{what}", f"broken TOML: {what}", line)
        raise PolicyError([problem], source) from None


def _sound_sections(document: Mapping[str, Any], problems: Iterable[Problem]) -> Iterator[tuple[str, Any]]:
    """The sections that can be read although others cannot, so that their cross-checks are reported too."""
    broken = {problem.path[0] for problem in problems if problem.path}
    for name, field in Policy.model_fields.items():
        if name in broken:
            continue
        if name in document:
            kind: Any = field.annotation
            yield name, TypeAdapter(kind).validate_python(document[name])
        else:
            yield name, field.get_default(call_default_factory=True)
