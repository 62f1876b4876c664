"""Which policy governs a record: that of the person's newest cycle whose period it lies in; where the scheme has no
cycle for it yet, the version in force on its last day (people write from a period's first day, cycles open when they
open)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.records import RecordKind, RecordRules
from kaohe.workflow.domain.records.covers import Cover
from kaohe.workflow.situations import policy_of

_SQL = text("""
SELECT (SELECT jsonb_agg(jsonb_build_array(v.key, c.period_start, c.period_end, v.id, v.sha256) ORDER BY c.id DESC)
          FROM assessment a JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
          JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
         WHERE a.body_id = :body_id AND a.person_id = :person_id AND a.state NOT IN ('excluded', 'cancelled')
           AND c.state NOT IN ('draft', 'cancelled') AND c.period_start <= :last AND c.period_end >= :first) AS cycles,
       (SELECT jsonb_agg(jsonb_build_array(v.key, v.effective_from, v.effective_to, v.id, v.sha256)
                         ORDER BY v.effective_from DESC, v.id DESC)
          FROM policy_version v
         WHERE v.body_id = :body_id AND v.effective_from <= :last
           AND (v.effective_to IS NULL OR v.effective_to >= :first)
           AND EXISTS (SELECT 1 FROM jsonb_each(v.document->'records') one
                        WHERE one.key = ANY(:kinds) AND jsonb_typeof(one.value) = 'object')) AS versions
""")


@dataclass(frozen=True)
class Governing:
    """A policy version, and the days on which it governs: a cycle's period, or from when to when it is in force."""

    key: str
    first: date
    last: date
    version_id: int
    policy: Policy

    def holds(self, day: date) -> bool:
        """Whether it governs on that day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Governed:
    """The version that governs a record, and its rules for records of that kind."""

    version_id: int
    policy: Policy
    rules: RecordRules


@dataclass(frozen=True)
class Governance:
    """What may govern one person's records: his cycles, the newest first, and the versions in force, the last to come
    into force first."""

    cycles: tuple[Governing, ...]
    versions: tuple[Governing, ...]

    def of(self, cover: Cover) -> Governed | None:
        """What governs a record; None where nobody asks for one."""
        own = [one for one in self.cycles if one.holds(cover.last)]
        pinned = {one.key for one in own}
        others = [one for one in self.versions if one.holds(cover.last) and one.key not in pinned]
        return next((found for one in (*own, *others) if (found := _governed(one, cover)) is not None), None)


def _governed(one: Governing, cover: Cover) -> Governed | None:
    rules = one.policy.records.rules(cover.kind)
    if rules is None or (
        cover.kind is RecordKind.INVENTORY and Period.parse(cover.key).kind != one.policy.cycle.period
    ):
        return None
    return Governed(one.version_id, one.policy, rules)


async def governance_of(session: AsyncSession, body_id: int, person_id: int, covers: Iterable[Cover]) -> Governance:
    """What may govern these records (at least one) of a person: one statement, and one for each policy not read yet."""
    known = list(covers)
    row = (
        await session.execute(
            _SQL,
            {
                "body_id": body_id,
                "person_id": person_id,
                "first": min(one.last for one in known),
                "last": max(one.last for one in known),
                "kinds": sorted({str(one.kind) for one in known}),
            },
        )
    ).one()
    return Governance(
        tuple([await _governing(session, body_id, *one) for one in row.cycles or ()]),
        tuple([await _governing(session, body_id, *one) for one in row.versions or ()]),
    )


async def _governing(session: AsyncSession, body_id: int, *found: Any) -> Governing:
    key, first, last, version_id, sha256 = found
    until = date.fromisoformat(last) if last else date.max
    policy = await policy_of(session, body_id, version_id, sha256)
    return Governing(key, date.fromisoformat(first), until, version_id, policy)
