"""What an archived case rests on (归档)."""

from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.scalars import Date, DateTime
from kaohe.graphql.types.grades import policy_of_row
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Stage


class Archive(ObjectType):
    """归档 · The sealed case: when, until when it is kept, and the head of its chain of history."""

    archived_at = DateTime(required=True)
    keep_until = Date(required=True)
    history_count = graphene.Int(required=True)
    history_head = graphene.String(required=True)


async def archive_of(row: Row, info: Info) -> dict[str, Any] | None:
    """The archive of a case; null before it is archived."""
    if row["state"] != Stage.ARCHIVED:
        return None
    years = (await policy_of_row(row, info)).archive.retention_years
    archived = row["entered_at"].astimezone(BUSINESS_ZONE).date()
    return {
        "archived_at": row["entered_at"],
        "keep_until": archived.replace(year=archived.year + years, month=12, day=31),
        "history_count": row["history_count"],
        "history_head": row["history_head"].hex(),
    }
