"""The cases before a session, with what the unit suggested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.decisions.inputs import SessionInput
from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.snapshots import Situation


@dataclass(frozen=True)
class Case:
    """One case before the committee, and what it decides of it."""

    assessment_id: int
    person_id: int
    name: str
    unit_id: int
    unit: str
    post: str
    round: int
    graded: bool
    nominee: bool
    was: str | None
    suggested: str | None
    grade: str | None
    reason: str

    def kind(self, limited: str) -> str:
        """accepted, rejected (a nominee, S3-35), added (S3-36), changed, or not_graded."""
        if not self.graded:
            return "not_graded"
        if self.nominee and self.grade != limited:
            return "rejected"
        if self.grade == limited and not self.nominee:
            return "added"
        return "accepted" if self.grade == self.suggested else "changed"


_CASES = """
SELECT a.id, a.person_id, p.name, a.unit_id, u.name AS unit, a.post, a.round, a.nominee, a.grade, a.outcome,
       COALESCE(a.suggested_grade, a.proposed_grade) AS suggested
  FROM assessment a
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  JOIN unit u ON u.body_id = a.body_id AND u.id = a.unit_id
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id
   AND {which}
 ORDER BY u.position, u.id, p.number
"""

_NAMED = text(_CASES.format(which="a.id = ANY(:ids)"))
_WITH_THE_REST = text(_CASES.format(which="(a.id = ANY(:ids) OR a.state = 'decision')"))


async def cases_before(session: AsyncSession, situation: Situation, given: SessionInput) -> list[Case]:
    """The cases named in the session and, where it accepts the rest, all others that wait."""
    decided = {one.assessment_id: one for one in given.decisions}
    found = await session.execute(
        _WITH_THE_REST if given.rest == "accept" else _NAMED,
        {"body_id": situation.body_id, "cycle_id": situation.cycle_id, "ids": list(decided)},
    )
    cases = []
    for row in found.mappings():
        graded = row["outcome"] in COUNTED
        decision = decided.get(row["id"])
        suggested = row["suggested"] if graded else None
        cases.append(
            Case(
                assessment_id=row["id"],
                person_id=row["person_id"],
                name=row["name"],
                unit_id=row["unit_id"],
                unit=row["unit"],
                post=row["post"],
                round=row["round"],
                graded=graded,
                nominee=row["nominee"],
                was=row["grade"],
                suggested=suggested,
                grade=decision.grade if decision else suggested,
                reason=decision.reason if decision else "",
            )
        )
    return cases


def recused(case: Case, attendees: Sequence[int], relatives: Mapping[int, frozenset[int]]) -> list[int]:
    """Those at the table who leave it for this case: the person himself and his declared relatives."""
    away = {case.person_id} | relatives.get(case.person_id, frozenset())
    return [one for one in attendees if one in away]
