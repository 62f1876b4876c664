"""What happened to a subject last: told to whoever comes too late."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.charts import CHARTS, Subject
from kaohe.workflow.domain.substitution import in_place_of

_LAST = text("""
SELECT DISTINCT ON (subject_id) subject_id, trigger, actor_name, data->'in_place_of'->>'name' AS principal, at FROM history
 WHERE body_id = :body_id AND subject = :subject AND subject_id = ANY(:ids) ORDER BY subject_id, seq DESC
""")


async def last_words(
    session: AsyncSession, subject: Subject, body_id: int, ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """The last action on each subject, by its id, as the parameters `last` and `last_en` of a refusal."""
    if not ids:
        return {}
    found = await session.execute(_LAST, {"body_id": body_id, "subject": subject, "ids": list(ids)})
    return {row["subject_id"]: _words(subject, row) for row in found.mappings()}


def _words(subject: Subject, row: Any) -> dict[str, str]:
    rule = CHARTS[subject].rules.get(row["trigger"])
    at, who = minute_words(row["at"]), in_place_of(row["actor_name"], row["principal"])
    label, label_en = (rule.label, rule.label_en) if rule else (row["trigger"], row["trigger"])
    return {
        "last": f"（{who}已于{at}办理“{label}”）",
        "last_en": f" ({who} did “{label_en}” at {at})",
    }
