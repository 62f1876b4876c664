"""Gathering the facts of people's cases from the database: one statement for what every scheme has, and one for each
further source that the policy has a use for, whatever the number of cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.facts.model import (
    Circumstance,
    CircumstanceKind,
    PersonFacts,
    ScoredMatter,
    SummaryState,
)
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.outcomes import LeaveKind, SanctionKind
from kaohe.workflow.domain.records.owed import working_days_in
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.sources import SOURCES

_SQL = text("""
SELECT a.id, a.unit_id, u.unit_class, a.summary, p.name, a.suggested_grade,
       (SELECT jsonb_object_agg(s.indicator, s.score::text) FROM common_score s
         WHERE s.body_id = a.body_id AND s.assessment_id = a.id) AS common,
       (SELECT jsonb_object_agg(m.month, m.score::text) FROM monthly_performance m
         WHERE m.body_id = a.body_id AND m.person_id = a.person_id AND m.month = ANY(:months)) AS monthly,
       (SELECT jsonb_agg(jsonb_build_array(b.standard, b.matter, b.points::text) ORDER BY b.id) FROM bonus_claim b
         WHERE b.body_id = a.body_id AND b.assessment_id = a.id AND b.status = 'accepted') AS claims,
       (SELECT jsonb_build_array(sum(t.sick_days)::text, sum(t.personal_days)::text) FROM attendance t
         WHERE t.body_id = a.body_id AND t.person_id = a.person_id AND t.month = ANY(:months)) AS leave,
       (SELECT jsonb_agg(jsonb_build_array(l.kind, l.starts, l.ends)) FROM leave l
         WHERE l.body_id = a.body_id AND l.person_id = a.person_id AND l.kind = ANY(:leave_kinds)
           AND l.starts <= :period_end AND l.ends >= :period_start) AS dated_leave,
       (SELECT jsonb_agg(jsonb_build_array(c.kind, c.sanction, c.starts, c.ends) ORDER BY c.id) FROM circumstance c
         WHERE c.body_id = a.body_id AND c.person_id = a.person_id AND c.starts <= :period_end) AS circumstances
  FROM assessment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  JOIN unit u ON u.body_id = a.body_id AND u.id = a.unit_id
 WHERE a.body_id = :body_id AND a.id = ANY(:ids)
 ORDER BY a.id
""")


async def gather(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> dict[int, PersonFacts]:
    """The facts of each case, by its id; keys and units are the ids as text."""
    period = Period.parse(situation.period)
    found = await session.execute(
        _SQL,
        {
            "body_id": situation.body_id,
            "ids": list(ids),
            "months": list(period.months),
            "period_start": period.start,
            "period_end": period.end,
            "leave_kinds": list(LeaveKind),
        },
    )
    working_days = working_days_in(period, situation.calendar)
    fields = {row["id"]: _fields(row, situation, period, working_days) for row in rows_of(found)}
    for source in SOURCES:
        if fields and source.wanted(situation.policy):
            for one, beside in (await source.read(session, situation, list(fields))).items():
                _add(fields[one], beside)
    return {one: PersonFacts(**of_case) for one, of_case in fields.items()}


#: What several sources give together.
_ADDED = frozenset({"claims", "deductions"})


def _add(fields: dict[str, Any], beside: Mapping[str, Any]) -> None:
    for name, value in beside.items():
        fields[name] = (*fields.get(name, ()), *value) if name in _ADDED else value


def _fields(
    row: Mapping[str, Any], situation: Situation, period: Period, working_days: frozenset[date]
) -> dict[str, Any]:
    """What every scheme has, as fields of `PersonFacts`."""
    return {
        "key": str(row["id"]),
        "unit": str(row["unit_id"]),
        "name": row["name"],
        "unit_class": situation.policy.class_of(row["unit_class"]),
        "common": {key: Decimal(score) for key, score in (row["common"] or {}).items()},
        "monthly": {month: Decimal(score) for month, score in (row["monthly"] or {}).items()},
        "claims": tuple(
            ScoredMatter(standard, matter, Decimal(points)) for standard, matter, points in row["claims"] or ()
        ),
        "summary": SummaryState(row["summary"] or SummaryState.MISSED),
        "leave": _leave(row, working_days),
        "circumstances": tuple(_holding(row["circumstances"] or (), period)),
        "suggested_grade": row["suggested_grade"],
    }


_NO_LEAVE = {LeaveKind.SICK: Decimal(), LeaveKind.PERSONAL: Decimal()}


def _leave(row: Mapping[str, Any], working_days: frozenset[date]) -> Mapping[LeaveKind, Decimal]:
    """Days of each kind (N-10): those of attendance, or the working days of dated leave where these are more. The same day
    may stand in both."""
    sick, personal = row["leave"] or (None, None)
    if not sick and not personal and not row["dated_leave"]:
        return _NO_LEAVE
    counted = {LeaveKind.SICK: Decimal(sick or 0), LeaveKind.PERSONAL: Decimal(personal or 0)}
    return {kind: max(days, Decimal(_dated(row, kind, working_days))) for kind, days in counted.items()}


def _dated(row: Mapping[str, Any], kind: LeaveKind, working_days: frozenset[date]) -> int:
    found = [one for one in row["dated_leave"] or () if one[0] == kind]
    spans = [(date.fromisoformat(starts), date.fromisoformat(ends)) for _, starts, ends in found]
    return sum(any(starts <= day <= ends for starts, ends in spans) for day in working_days) if spans else 0


def _holding(found: Sequence[Sequence[Any]], period: Period) -> list[Circumstance]:
    """Those that hold: a sanction by its date, an investigation until closed, a refusal in the period it fell in,
    the rest while they last beyond the period's end."""
    holding = []
    for kind, sanction, starts, ends in found:
        if kind == CircumstanceKind.SANCTION:
            holding.append(Circumstance(CircumstanceKind.SANCTION, SanctionKind(sanction), date.fromisoformat(starts)))
        elif _holds(kind, date.fromisoformat(starts), date.fromisoformat(ends) if ends else None, period):
            holding.append(Circumstance(CircumstanceKind(kind)))
    return holding


def _holds(kind: str, starts: date, ends: date | None, period: Period) -> bool:
    if kind == CircumstanceKind.INVESTIGATION:
        return ends is None
    if kind == CircumstanceKind.REFUSED:
        return starts >= period.start
    return ends is None or ends > period.end
