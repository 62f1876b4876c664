"""compose.yaml as tests read it: what each service is started with, the variables filled in as compose does."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parents[2]

_VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?:(:-|:\?)([^}]*))?\}")


@cache
def document() -> dict[str, Any]:
    """The file, anchors and merges resolved."""
    loaded: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text())
    return loaded


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = document()["services"][name]
    return found


def environment(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """What a container of the service has in its environment, where the operator has set `given`.

    A variable without a value in the file is passed on where it is given, else left out.
    """
    wanted: dict[str, str | None] = service(name)["environment"]
    passed = {key: given.get(key) if value is None else filled_in(value, given) for key, value in wanted.items()}
    return {key: value for key, value in passed.items() if value is not None}


def filled_in(value: str, given: Mapping[str, str]) -> str:
    """`${NAME}`, `${NAME:-default}` and `${NAME:?message}` replaced; KeyError with the message for one that is missing."""

    def one(found: re.Match[str]) -> str:
        name, kind, words = found.groups()
        if name is None:
            return "$"
        if given.get(name):
            return given[name]
        if kind == ":-":
            return str(words)
        raise KeyError(f"{name}: {words}")

    return _VARIABLE.sub(one, value)
