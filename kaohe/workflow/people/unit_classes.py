"""The classes under which units may be registered (单位分类, S0-9, S1-17)."""

import re
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_PUBLISHED = text("""
SELECT DISTINCT u->>'key' AS key, u->>'label' AS label
  FROM policy_version v, jsonb_array_elements(v.document->'unit_classes') u
 WHERE v.body_id = :body_id ORDER BY key
""")

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


async def published_classes(session: AsyncSession, body_id: int) -> dict[str, str]:
    """Label and key of every class in the body's published policies → its key."""
    found = list(await session.execute(_PUBLISHED, {"body_id": body_id}))
    return {row.label: row.key for row in found} | {row.key: row.key for row in found}


def class_key(written: str, published: Mapping[str, str]) -> str | None:
    """The key of the class that somebody has written, by its key or its label; "" for none.

    None where it is neither. Units are often registered before any policy is published: then every key will do.
    """
    if not written or written in published:
        return published.get(written, "")
    return written if not published and _KEY.fullmatch(written) else None


def unknown_class(written: str, published: Mapping[str, str]) -> tuple[str, str]:
    """What to tell somebody who wrote no class, in Chinese and English."""
    listed = "、".join(published)
    if listed:
        return f"没有单位分类“{written}”，可填：{listed}", f"there is no class “{written}” of units; known: {listed}"
    return (
        f"单位分类“{written}”须为细则中的代码（如 township）；细则发布后也可填名称",
        f"“{written}” is no class's key, such as township; labels can be written once a policy is published",
    )
