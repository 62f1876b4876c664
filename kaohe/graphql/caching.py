"""Answers that a browser may keep and ask about (缓存): a tag by the content, and 304 where it has not changed."""

from starlette.datastructures import Headers


def is_unchanged(asked: Headers, tag: str) -> bool:
    """Whether the caller holds what has this tag: If-None-Match, compared weakly (RFC 9110, 13.1.2)."""
    known = asked.get("if-none-match", "")
    return known.strip() == "*" or _opaque(tag) in (_opaque(one) for one in known.split(","))


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")
