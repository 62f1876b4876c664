"""How many places a unit and the body have in a cycle: granted when N froze, or as they would be granted now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.quota import (
    LedgerEntry,
    LedgerKind,
    QuotaScope,
    balance,
    offered,
)
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.quota.participants import Account, participants_of

# Cycle by cycle: a join would sort what the body has posted in all its years.
_LEDGER = """
SELECT c.id AS cycle_id, q.* FROM cycle c CROSS JOIN LATERAL (
   SELECT scope, unit_id, kind, period, sum(quantity)::bigint AS quantity, max(places) AS places FROM quota_entry
    WHERE body_id = :body_id AND policy_key = c.policy_key AND year = c.year AND period <= c.period {units}
    GROUP BY scope, unit_id, kind, period) q
 WHERE c.body_id = :body_id AND c.id = ANY(:cycle_ids)
"""

_OF_BODY = text(_LEDGER.format(units=""))
_OF_UNITS = text(_LEDGER.format(units="AND unit_id = ANY(:units)"))

_OPENING = frozenset({LedgerKind.OPENING_PARTICIPANTS, LedgerKind.OPENING_USED})


@dataclass(frozen=True)
class Grant:
    """One account's participants (N) and places in one cycle, and what it has used of them so far."""

    scope: QuotaScope
    unit_id: int | None
    participants: int
    places: int
    used: int


@dataclass(frozen=True)
class Offer:
    """All grants of a cycle; `frozen` once the forms are filed (S3-33)."""

    frozen: bool
    grants: Mapping[Account, Grant]
    by_unit: bool
    by_body: bool

    def of_unit(self, unit_id: int) -> int | None:
        """A unit's places; None where the policy sets none per unit."""
        grant = self.grants.get((QuotaScope.UNIT, unit_id))
        return (grant.places if grant else 0) if self.by_unit else None

    def of_body(self) -> Grant | None:
        """The body's grant; None where the policy sets none for it."""
        return self.grants.get((QuotaScope.BODY, None)) if self.by_body else None


async def places_now(session: AsyncSession, situation: Situation, units: Collection[int] | None = None) -> Offer:
    """The offer of a cycle (S3-23..26): R_k over the year's periods so far, whether N has frozen or not.

    With `units` the offer is of these alone, and has nothing for the body.
    """
    return (await places_of(session, [situation], units))[situation.cycle_id]


async def places_of(
    session: AsyncSession, situations: Sequence[Situation], units: Collection[int] | None = None
) -> dict[int, Offer]:
    """The same for several cycles of one body, by cycle: one statement for the ledger, and `participants_of`."""
    if not situations:
        return {}
    asked = {"body_id": situations[0].body_id, "cycle_ids": [one.cycle_id for one in situations]}
    lines: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    if units is None:
        found = await session.execute(_OF_BODY, asked)
    else:
        found = await session.execute(_OF_UNITS, {**asked, "units": sorted(units)})
    for line in rows_of(found):
        lines[line["cycle_id"]].append(line)
    counted = await participants_of(session, [one for one in situations if not one.frozen], units)
    return {one.cycle_id: _offer(one, lines[one.cycle_id], counted.get(one.cycle_id)) for one in situations}


@dataclass
class _Posted:
    """What the ledger says in one cycle, by account: what was left by those before it, its own N and places once they are
    frozen, and what it has used."""

    earlier: dict[Account, list[LedgerEntry]] = field(default_factory=lambda: defaultdict(list))
    participants: dict[Account, int] = field(default_factory=dict)
    places: dict[Account, int] = field(default_factory=dict)
    used: dict[Account, int] = field(default_factory=lambda: defaultdict(int))


def _posted(situation: Situation, lines: Iterable[Mapping[str, Any]]) -> _Posted:
    posted = _Posted()
    for line in lines:
        scope, kind = QuotaScope(line["scope"]), LedgerKind(line["kind"])
        account = scope, line["unit_id"]
        entry = LedgerEntry(kind, scope, line["unit_id"], Period.parse(line["period"]), line["quantity"])
        if line["period"] < situation.period or kind in _OPENING:
            posted.earlier[account].append(entry)
        elif kind == LedgerKind.PARTICIPANTS:
            posted.participants[account], posted.places[account] = line["quantity"], line["places"]
        else:
            posted.used[account] += int(-balance([entry], situation.policy.quota.ratio))
    return posted


def _offer(situation: Situation, lines: Iterable[Mapping[str, Any]], counted: Mapping[Account, int] | None) -> Offer:
    """A cycle's offer from the lines of the ledger, and from who was counted where N is not frozen."""
    posted = _posted(situation, lines)
    participants = posted.participants if counted is None else counted
    grants = {
        account: Grant(
            scope=account[0],
            unit_id=account[1],
            participants=count,
            places=posted.places[account] if account in posted.places else _granted(situation, posted, account, count),
            used=posted.used[account],
        )
        for account, count in participants.items()
    }
    quota = situation.policy.quota
    return Offer(frozen=situation.frozen, grants=grants, by_unit=quota.by_unit, by_body=quota.by_body)


def _granted(situation: Situation, posted: _Posted, account: Account, participants: int) -> int:
    """The places that an account would be granted for so many participants."""
    quota = situation.policy.quota
    left = balance(posted.earlier[account], quota.ratio) + Fraction(quota.ratio) * participants
    return offered(left, quota.threshold, quota.below_threshold_places)
