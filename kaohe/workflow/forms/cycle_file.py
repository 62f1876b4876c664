"""A cycle's documents as the forms read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, day_of
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.substitution import in_place_of

Row = Mapping[str, Any]


class CycleFile:
    """`documents` are those of an archive, by name (`results.json` …)."""

    def __init__(self, documents: Mapping[str, Any]) -> None:
        self._documents = documents
        self.cycle: Row = documents["cycle.json"]
        self.policy: Row = documents["policy.json"]
        self.period = Period.parse(self.cycle["period"])
        self.cases: Sequence[Row] = documents["results.json"]["cases"]
        self.units: Sequence[Row] = documents["units.json"]
        self._labels = {grade["key"]: grade["label"] for grade in self.policy["grades"]}

    @property
    def body(self) -> str:
        """The body's name."""
        return str(self.cycle["body_name"])

    @property
    def committee(self) -> str:
        """Who decides, as the scheme calls it (S0-1); a policy that says nothing has a party committee."""
        return str(self.policy.get("organs", {}).get("committee", "党委"))

    @property
    def office(self) -> str:
        """Who does the daily work, as the scheme calls it (S3-4)."""
        return str(self.policy.get("organs", {}).get("office", "考核办"))

    @property
    def approvers(self) -> Sequence[Row]:
        """Who approves the results, or has them on file (核准方、备案机关)."""
        found: Sequence[Row] = self.policy["appeal"]["outside_approvals"]
        return found

    @property
    def asked(self) -> str:
        """What they are asked for: 核准; 备案 where nobody approves and results are only filed (S0-26)."""
        filing = [bool(one.get("filing")) for one in self.approvers]
        return "备案" if filing and all(filing) else "核准"

    @property
    def limited(self) -> str:
        """The label of the grade that uses places: 好 in S3."""
        return next(str(grade["label"]) for grade in self.policy["grades"] if grade.get("limited"))

    def rows(self, document: str) -> Sequence[Row]:
        """A document that is a list of rows."""
        rows: Sequence[Row] = self._documents[document]
        return rows

    def label(self, grade: str | None) -> str:
        """A grade as the policy spells it; empty for none."""
        return self._labels.get(grade, grade) if grade else ""

    def of_case(self, document: str, case: Row) -> Sequence[Row]:
        """The rows of a document that belong to a case."""
        return self._by_case(document).get(case["id"], [])

    def of_unit(self, unit_id: int) -> Sequence[Row]:
        """The cases that a unit assesses."""
        return self._of_unit.get(unit_id, [])

    def decision(self, case: Row) -> tuple[Row, Row] | None:
        """The last session that decided on a case, and what it decided."""
        return self._decisions.get(case["id"])

    def ledger(self, unit_id: int | None) -> Sequence[Row]:
        """The year's entries on one unit's account of places, or on the body's (None)."""
        return self._ledger.get(unit_id, [])

    def case(self, case_id: int) -> Row:
        """The case of an id."""
        return self._cases[case_id]

    @cached_property
    def _cases(self) -> Mapping[int, Row]:
        return {case["id"]: case for case in self.cases}

    @cached_property
    def _decisions(self) -> Mapping[int, tuple[Row, Row]]:
        sessions = self.rows("sessions.json")
        return {item["assessment_id"]: (one, item) for one in sessions for item in one["items"] or ()}

    @cached_property
    def _ledger(self) -> Mapping[int | None, list[Row]]:
        found: dict[int | None, list[Row]] = defaultdict(list)
        for entry in self.rows("quota.json"):
            found[entry["unit_id"]].append(entry)
        return found

    @cached_property
    def _of_unit(self) -> Mapping[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for case in self.cases:
            found[case["unit_id"]].append(case)
        return found

    def _by_case(self, document: str) -> Mapping[int, list[Row]]:
        if document not in self._grouped:
            found: dict[int, list[Row]] = defaultdict(list)
            for row in self._documents.get(document, ()):  # one that was sealed before this document was made
                found[row["assessment_id"]].append(row)
            self._grouped[document] = found
        return self._grouped[document]

    @cached_property
    def _grouped(self) -> dict[str, Mapping[int, list[Row]]]:
        return {}


def moment(text: str | None) -> datetime | None:
    """A stored moment in Asia/Shanghai."""
    return datetime.fromisoformat(text).astimezone(BUSINESS_ZONE) if text else None


def day(text: str | None) -> str:
    """The day of a stored moment in Asia/Shanghai, as forms write it: 2026年4月7日."""
    at = moment(text)
    return f"{at.year}年{at.month}月{at.day}日" if at else "    年  月  日"


def until(text: str) -> str:
    """The end of a term: one that ends at midnight ends at 24:00 of the day before (2026年4月14日24时)."""
    at = moment(text)
    if at is None or at.time() != time():
        return minute(text)
    last = day_of(at)
    return f"{last.year}年{last.month}月{last.day}日24时"


def signature(row: Row, column: str, principal: str = "") -> str:
    """Whose signature stands in `column`: the name, and in whose place where it is a substitute's (李四(代张三)).

    `principal` is the column of the principal's name, where it is not `<column>_in_place_of`.
    """
    name = row[f"{column}_name"]
    return in_place_of(name, row[principal or f"{column}_in_place_of"]) if name else ""


def exact_text(value: object) -> str:
    """An exact number without trailing zeros."""
    return f"{Decimal(str(value)).normalize():f}"


def minute(text: str | None) -> str:
    """A stored moment to the minute: 2026年4月7日09:00."""
    at = moment(text)
    return f"{day(text)}{at:%H:%M}" if at else ""
