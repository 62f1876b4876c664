"""What people kept of the records they owed (应记、已记), read for many people in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.owed import Absence, Kept, LeaveSpan, Owed, kept, over_by, owed_in, working_days_in


def kept_columns(person: str) -> str:
    """Columns for `Keeping.of`, to stand in a SELECT where `person` names the person's id.

    Its parameters are those of `kept_parameters` and `body_id`.
    """
    return f"""
 (SELECT jsonb_object_agg(k.kind, k.covers) FROM (
    SELECT r.kind, jsonb_agg(r.covers) AS covers FROM work_record r
     WHERE r.body_id = :body_id AND r.person_id = {person} AND r.kind = ANY(:kinds)
       AND r.last_day BETWEEN :period_start AND :period_end
     GROUP BY r.kind) k) AS recorded,
 (SELECT jsonb_agg(jsonb_build_array(l.kind, l.starts, l.ends)) FROM leave l
   WHERE l.body_id = :body_id AND l.person_id = {person} AND l.starts <= :period_end
     AND l.ends >= :period_start) AS dated_leave,
 (SELECT sum(t.sick_days + t.personal_days)::text FROM attendance t
   WHERE t.body_id = :body_id AND t.person_id = {person} AND t.month = ANY(:months)) AS leave_days"""


def kept_parameters(kinds: Iterable[RecordKind], period: Period) -> dict[str, Any]:
    """The parameters of `kept_columns`."""
    return {
        "kinds": [str(kind) for kind in kinds],
        "period_start": period.start,
        "period_end": period.end,
        "months": list(period.months),
    }


_NEVER_AWAY = Absence()


@dataclass(frozen=True)
class Keeping:
    """What everybody owes in a period, by kind; worked out once for all people."""

    period: Period
    working_days: frozenset[date]
    owed: Mapping[RecordKind, Sequence[Owed]]

    @classmethod
    def over(cls, period: Period, kinds: Iterable[RecordKind], calendar: WorkCalendar) -> Self:
        """The kinds of which something is due in the period."""
        owed = {kind: owed_in(kind, period, calendar) for kind in kinds}
        return cls(period, working_days_in(period, calendar), {kind: found for kind, found in owed.items() if found})

    def of(self, row: Mapping[str, Any], today: date | None = None) -> dict[RecordKind, Kept]:
        """What the person of a row with `kept_columns` kept, by kind; with `today`, of what is over by then."""
        absence = self._absence(row)
        found = {}
        for kind, owed in self.owed.items():
            recorded = frozenset((row["recorded"] or {}).get(kind, ()))
            due = owed if today is None else over_by(owed, today, recorded)
            found[kind] = kept(kind, due, recorded, absence)
        return found

    def _absence(self, row: Mapping[str, Any]) -> Absence:
        if not row["dated_leave"] and not row["leave_days"]:
            return _NEVER_AWAY
        spans = [
            LeaveSpan(kind, date.fromisoformat(starts), date.fromisoformat(ends))
            for kind, starts, ends in row["dated_leave"] or ()
        ]
        return Absence.of(spans, Decimal(row["leave_days"] or 0), self.period, self.working_days)
