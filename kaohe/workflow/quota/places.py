"""How many places a unit and the body have in a cycle: granted when N froze, or as they would be granted now."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.quota import (
    LedgerEntry,
    LedgerKind,
    QuotaScope,
    balance,
    offered,
)
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.quota.participants import participants_now

Account = tuple[QuotaScope, int | None]

_LEDGER = text("""
SELECT scope, unit_id, kind, period, sum(quantity)::bigint AS quantity, max(places) AS places FROM quota_entry
 WHERE body_id = :body_id AND policy_key = :policy_key AND year = :year AND period <= :period
 GROUP BY scope, unit_id, kind, period
""")


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

    With `units` people are counted in these alone, where N has not frozen: the offer has nothing for the others, nor
    for the body.
    """
    found = await session.execute(
        _LEDGER,
        {
            "body_id": situation.body_id,
            "policy_key": situation.policy.key,
            "year": situation.year,
            "period": situation.period,
        },
    )
    lines = found.mappings().all()
    earlier: dict[Account, list[LedgerEntry]] = defaultdict(list)
    participants: dict[Account, int] = {}
    granted: dict[Account, int] = {}
    used: dict[Account, int] = defaultdict(int)
    for line in lines:
        account = (QuotaScope(line["scope"]), line["unit_id"])
        entry = LedgerEntry(
            LedgerKind(line["kind"]), account[0], line["unit_id"], Period.parse(line["period"]), line["quantity"]
        )
        if line["period"] < situation.period or entry.kind in _OPENING:
            earlier[account].append(entry)
        elif entry.kind == LedgerKind.PARTICIPANTS:
            participants[account], granted[account] = line["quantity"], line["places"]
        else:
            used[account] += int(-balance([entry], situation.policy.quota.ratio))
    if not situation.frozen:
        participants = await participants_now(session, situation, units)
    quota = situation.policy.quota
    grants = {
        account: Grant(
            scope=account[0],
            unit_id=account[1],
            participants=count,
            places=granted.get(
                account,
                offered(
                    balance(earlier[account], quota.ratio) + Fraction(quota.ratio) * count,
                    quota.threshold,
                    quota.below_threshold_places,
                ),
            ),
            used=used[account],
        )
        for account, count in participants.items()
    }
    return Offer(frozen=situation.frozen, grants=grants, by_unit=quota.by_unit, by_body=quota.by_body)


_OPENING = frozenset({LedgerKind.OPENING_PARTICIPANTS, LedgerKind.OPENING_USED})
