"""What has happened to a cycle, read from its terms and its history, which is append-only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.pauses import Pause
from kaohe.workflow.domain.stage_plan import Course, Extension

Row = Mapping[str, Any]

_HISTORY = text("""
SELECT trigger, at, reason, data FROM history
 WHERE body_id = :body_id AND subject = 'cycle' AND subject_id = :cycle_id
   AND trigger IN ('suspend', 'resume', 'extend') ORDER BY seq
""")


async def load_course(
    session: AsyncSession,
    body_id: int,
    cycle_id: int,
    opened_at: datetime,
    terms: Iterable[Row],
    entered: Mapping[str, datetime],
    reached: Iterable[str],
) -> Course:
    """The course of a cycle up to now, with the stages `entered` just now and those that somebody has `reached`.

    A pause that is not over yet is none: its end says what it moves.
    """
    terms = list(terms)
    entries = {row["stage"]: row["entered_at"] for row in terms if row["entered_at"]}
    told = {row["stage"]: row["told_at"] for row in terms if row["told_at"]}
    planned_at = max(entries.values(), default=opened_at)
    lines = rows_of(await session.execute(_HISTORY, {"body_id": body_id, "cycle_id": cycle_id}))
    return Course(
        opened_at=opened_at,
        entered={**entries, **entered},
        told={**dict.fromkeys(reached, planned_at), **told},
        pauses=_pauses(lines),
        extensions=[
            Extension(line["data"]["stage"], datetime.fromisoformat(line["data"]["until"]), line["at"], line["reason"])
            for line in lines
            if line["trigger"] == "extend"
        ],
    )


def _pauses(lines: Sequence[Row]) -> list[Pause]:
    starts = [line["at"] for line in lines if line["trigger"] == "suspend"]
    ends = [line["at"] for line in lines if line["trigger"] == "resume"]
    return [Pause(since, until) for since, until in zip(starts, ends, strict=False)]
