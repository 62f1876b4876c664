"""Checking (把关) and auditing (审核) bonus claims."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, update_sql
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.refusals import Code, Refusal, not_found
from kaohe.workflow.door import move
from kaohe.workflow.visibility import require_visible


@dataclass(frozen=True)
class ClaimAnswer:
    """An answer to one claim. `points` replaces the points asked for: for one matter of several people the unit
    decides each one's (S3-17)."""

    claim_id: int
    accept: bool
    points: Decimal | None = None
    remark: str = ""


_CLAIMS = text("""
SELECT b.* FROM bonus_claim b WHERE b.body_id = :body_id AND b.id = ANY(:ids) ORDER BY b.id FOR UPDATE
""")


_STATUS = {
    "filed": "已申报",
    "checked": "单位已把关",
    "refused": "单位未通过",
    "accepted": "考核办已认定",
    "rejected": "考核办未认定",
    "withdrawn": "已撤回",
}


async def check_claims(session: AsyncSession, actor: Actor, now: datetime, answers: Sequence[ClaimAnswer]) -> list[int]:
    """The unit's check: a claim goes on to the office, or is refused. The ids of the cases concerned."""
    return await _settle(session, actor, now, answers, "check_claims", "filed", ("refused", "checked"))


async def audit_claims(session: AsyncSession, actor: Actor, now: datetime, answers: Sequence[ClaimAnswer]) -> list[int]:
    """The office's audit: a claim counts, or is rejected. The ids of the cases concerned."""
    return await _settle(session, actor, now, answers, "audit_claims", "checked", ("rejected", "accepted"))


async def _settle(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    answers: Sequence[ClaimAnswer],
    trigger: str,
    expected: str,
    results: tuple[str, str],
) -> list[int]:
    ids = [answer.claim_id for answer in answers]
    found = await session.execute(_CLAIMS, {"body_id": actor.body_id, "ids": ids})
    claims = {row["id"]: row for row in found.mappings()}
    if not claims.keys() >= set(ids):
        raise not_found("bonus claim", "claims")
    cases: dict[int, list[dict[str, Any]]] = defaultdict(list)
    refusals, rows = [], []
    by = "checked_by" if trigger == "check_claims" else "audited_by"
    for index, answer in enumerate(answers):
        claim = claims[answer.claim_id]
        refusals += _refusals(f"claims[{index}]", claim, answer, expected)
        points = claim["points"] if answer.points is None else answer.points
        status = results[answer.accept]
        row = {"body_id": actor.body_id, "id": claim["id"], "status": status, "points": points}
        rows.append(row | {"remark": answer.remark, by: actor.person_id})
        cases[claim["assessment_id"]].append({"claim": claim["id"], "status": status, "points": points})
    await require_visible(session, actor, list(cases))
    await move(
        session,
        Subject.ASSESSMENT,
        list(cases),
        Command(trigger, actor, now),
        args={case: {"claims": settled} for case, settled in cases.items()},
        extra=refusals,
    )
    await session.execute(
        text(update_sql("bonus_claim", ["status", "points", "remark", by], "rows")), {"rows": document(rows)}
    )
    return list(cases)


def _refusals(place: str, claim: Any, answer: ClaimAnswer, expected: str) -> list[Refusal]:
    refusals = []
    if claim["status"] != expected:
        params: dict[str, object] = {
            "claim": f"“{claim['matter']}”",
            "status": _STATUS[claim["status"]],
            "status_en": claim["status"],
        }
        refusals.append(Refusal(Code.CLAIM_STATUS, place, params))
    if answer.points is not None and not 0 <= answer.points <= claim["points"]:
        problem, problem_en = "核定分值应在0与申报分值之间", "between 0 and the points claimed"
        refusals.append(Refusal(Code.BAD_INPUT, f"{place}.points", {"problem": problem, "problem_en": problem_en}))
    if not answer.accept and not answer.remark.strip():
        refusals.append(Refusal(Code.REQUIRED, f"{place}.remark", {"label": "理由", "label_en": "remark"}))
    return refusals
