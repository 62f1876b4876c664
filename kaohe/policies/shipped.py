"""The schemes that come with the package, by key."""

from functools import cache
from importlib.resources import files

from kaohe.workflow.domain.policy import Policy, load_policy

_FOLDER = files("kaohe.policies")


def shipped() -> tuple[str, ...]:
    """The keys of the shipped schemes, in alphabetical order."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml")))


def shipped_text(key: str) -> str:
    """The TOML of a shipped scheme; KeyError when there is none of that key."""
    if key not in shipped():
        raise KeyError(key)
    return _FOLDER.joinpath(f"{key}.toml").read_text(encoding="utf-8")


@cache
def shipped_policy(key: str) -> Policy:
    """A shipped scheme; KeyError when there is none of that key."""
    return load_policy(shipped_text(key), f"{key}.toml")
