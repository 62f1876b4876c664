"""A cycle's documents as the forms read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.periods import Period

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

    def case(self, case_id: int) -> Row:
        """The case of an id."""
        return self._cases[case_id]

    @cached_property
    def _cases(self) -> Mapping[int, Row]:
        return {case["id"]: case for case in self.cases}

    @cached_property
    def _of_unit(self) -> Mapping[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for case in self.cases:
            found[case["unit_id"]].append(case)
        return found

    def _by_case(self, document: str) -> Mapping[int, list[Row]]:
        if document not in self._grouped:
            found: dict[int, list[Row]] = defaultdict(list)
            for row in self._documents[document]:
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


def minute(text: str | None) -> str:
    """A stored moment to the minute: 2026年4月7日09:00."""
    at = moment(text)
    return f"{day(text)}{at:%H:%M}" if at else ""
