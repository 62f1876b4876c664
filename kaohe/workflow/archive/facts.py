"""A cycle's facts as `kaohe simulate` reads them, so that anyone can compute the results again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.facts.model import (
    Circumstance,
    CircumstanceKind,
    CycleFacts,
    PersonFacts,
    PreviousCycle,
    PreviousUnit,
    UnitFacts,
)
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.quota import LedgerEntry, LedgerKind, QuotaScope, balance
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts import gather

_EARNED = frozenset({LedgerKind.OPENING_PARTICIPANTS, LedgerKind.PARTICIPANTS})
_NOTHING = Decimal(0)


async def facts_of(
    session: AsyncSession,
    situation: Situation,
    body: str,
    cases: Sequence[Mapping[str, Any]],
    ledger: Sequence[Mapping[str, Any]],
) -> CycleFacts:
    """The facts as they stand: people in the order of `cases`, earlier counts out of the year's ledger."""
    frame = CycleFrame.of(Period.parse(situation.period), situation.calendar)
    known = await gather(session, situation, [case["id"] for case in cases])
    units = {case["unit_id"]: UnitFacts(str(case["unit_id"]), case["unit"]) for case in cases}
    return CycleFacts(
        period=situation.period,
        body=body,
        previous=tuple(_previous(ledger, frame.period)),
        units=tuple(units.values()),
        people=tuple(_person(known[case["id"]], case, frame) for case in cases),
    )


def _person(facts: PersonFacts, case: Mapping[str, Any], frame: CycleFrame) -> PersonFacts:
    """The working days go with the person, so that nobody needs the body's calendar to compute again."""
    out = case["state"] in (Stage.EXCLUDED, Stage.CANCELLED)
    absence = (Circumstance(CircumstanceKind.NOT_TAKING_PART),) if out else ()
    return replace(
        facts,
        working_days_in_period=frame.working_days,
        circumstances=(*facts.circumstances, *absence),
        decided_grade=case["grade"],
    )


def _previous(ledger: Sequence[Mapping[str, Any]], period: Period) -> list[PreviousCycle]:
    """The year's earlier cycles; an opening balance counts as the last cycle before, where it was entered later."""
    earlier = [Period(period.year, period.kind, index) for index in range(1, period.index)]
    posted: dict[Period, list[LedgerEntry]] = defaultdict(list)
    for line in ledger:
        kind, of = LedgerKind(line["kind"]), Period.parse(line["period"])
        opening = kind in (LedgerKind.OPENING_PARTICIPANTS, LedgerKind.OPENING_USED)
        at = of if of in earlier else earlier[-1] if opening and earlier else None
        if at is not None:
            posted[at].append(LedgerEntry(kind, QuotaScope(line["scope"]), line["unit_id"], at, line["quantity"]))
    return [_counts(one, posted[one]) for one in earlier if one in posted]


def _counts(period: Period, entries: Sequence[LedgerEntry]) -> PreviousCycle:
    accounts: dict[int | None, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        accounts[entry.unit_id].append(entry)
    body = accounts.pop(None, None)
    units = [PreviousUnit(str(unit), *_sums(of_unit)) for unit, of_unit in accounts.items()]
    if body is None:
        return PreviousCycle(period.key, tuple(units))
    participants, good = _sums(body)
    return PreviousCycle(period.key, tuple(units), participants, good)


def _sums(entries: Sequence[LedgerEntry]) -> tuple[int, int]:
    """Participants and places used: what is left at a ratio of nothing is what was used, negated."""
    earned = sum(entry.quantity for entry in entries if entry.kind in _EARNED)
    used = -balance([entry for entry in entries if entry.kind not in _EARNED], _NOTHING)
    return earned, max(0, int(used))
