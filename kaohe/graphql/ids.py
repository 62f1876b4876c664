"""Global ids (relay): a type and a row's number, opaque to clients."""

from binascii import a2b_base64, b2a_base64
from typing import Any

from kaohe.workflow.domain.refusals import Code, Refusal

#: The largest number that a row can have.
_LAST = 2**63 - 1


def global_id(kind: str, number: int | str) -> str:
    """The id of row `number` of type `kind`: relay's own text, which a page has dozens of, in less time."""
    return b2a_base64(f"{kind}:{number}".encode(), newline=False).decode("ascii")


def parse_id(value: Any) -> tuple[str, int] | None:
    """Type and number of a global id; None where it is not one of ours."""
    try:
        kind, _, number = a2b_base64(str(value)).decode().partition(":")
    except ValueError:  # no base64, or no text
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 20 and int(number) <= _LAST):
        return None
    return kind, int(number)


def number_of(value: Any, kinds: tuple[str, ...]) -> int | None:
    """The row's number, where the id is of one of these types."""
    parsed = parse_id(value)
    return parsed[1] if parsed is not None and parsed[0] in kinds else None


def wrong_id(field: str, kinds: tuple[str, ...]) -> Refusal:
    """The refusal of an id that is not one, or one of another type."""
    expected = " / ".join(kinds)
    return Refusal(
        Code.BAD_INPUT,
        field,
        {"problem": f"编号有误，须为{expected}的编号", "problem_en": f"not an id of type {expected}"},
    )
