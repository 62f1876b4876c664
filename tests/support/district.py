"""A scheme of a district with every kind of part that S0 and S1 evaluate by, and changes of it."""

from pathlib import Path

from kaohe.workflow.domain.policy import Policy, load_policy

TEXT = (Path(__file__).parent / "district.toml").read_text(encoding="utf-8")


def changed(*changes: tuple[str, str]) -> str:
    """Its text after (old, new) replacements, each of which must match."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def district(*changes: tuple[str, str]) -> Policy:
    """The scheme after these changes."""
    return load_policy(changed(*changes))
