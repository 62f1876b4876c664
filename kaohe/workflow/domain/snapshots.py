"""What rules may know of a row when they judge a move: rebuilt from the database under the row's lock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.records.window import required_until
from kaohe.workflow.domain.standing import Standing
from kaohe.workflow.domain.value import value


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """Where a unit stands: the one above it, None for the body itself; and its class as it is registered."""

    parent_id: int | None
    unit_class: str = ""


@dataclass(frozen=True)
class Situation:
    """What all rows of one cycle share: the policy, the dates, and who holds which role.

    `due` gives each stage's due moment; `holders` the people behind each role key; `relatives` the declared
    relatives of each person; `units` where each unit stands in the body; `posting` the period that quota entries are
    posted to now (§3, quota after the freeze).
    """

    body_id: int
    cycle_id: int
    cycle_state: str
    suspended: bool
    frozen: bool
    year: int
    period: str
    period_end: date
    posting: str
    policy: Policy
    calendar: WorkCalendar
    root_unit_id: int
    units: Mapping[int, UnitPlace] = field(default_factory=dict)
    due: Mapping[str, datetime] = field(default_factory=dict)
    holders: Mapping[str, frozenset[int]] = field(default_factory=dict)
    relatives: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def records_until(self) -> datetime | None:
        """Until when records that the period requires may still come; None where it requires none (S1-13)."""
        return required_until(self.policy, Period.parse(self.period), self.calendar)


@value(frozen=True, kw_only=True)
class Snapshot:
    """What every subject has. `row` is the row itself, by column."""

    body_id: int
    id: int
    state: str
    version: int
    entry_no: int
    row: Mapping[str, Any]
    task_keys: frozenset[str] = frozenset()


@value(frozen=True)
class Opinion:
    """A signature that still stands: who signed which step of which round, and in whose place (代理)."""

    round: int
    step: str
    person_id: int
    in_place_of: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Who has acted by it: the signer, and the one in whose place he signed."""
        return frozenset({self.person_id} if self.in_place_of is None else {self.person_id, self.in_place_of})


@value(frozen=True, kw_only=True)
class AssessmentSnapshot(Snapshot):
    """One person's case. See `schema/models/assessment.py` for the columns.

    `grade_now` is the grade that holds: the newest supplement's, if there is one. `excluded_from` is the state in which
    somebody was who is excluded now.
    """

    person_id: int
    person_name: str
    unit_id: int
    standing: Standing = Standing.STAFF
    round: int
    review_step: int
    summary: str | None
    outcome: str | None
    score: Decimal | None
    allowed_grades: tuple[str, ...]
    proposed_grade: str | None
    suggested_grade: str | None
    grade: str | None
    nominee: bool
    due_at: datetime | None
    feedback_at: datetime | None
    list_state: str | None = None
    on_list: bool = True
    opinions: tuple[Opinion, ...] = ()
    unsettled_claims: int = 0
    undecided_objections: int = 0
    approvals_missing: tuple[str, ...] = ()
    decided_before: bool = False
    excluded_from: str | None = None
    returned: bool = False
    delivered_by: int | None = None
    grade_now: str | None = None
    appraised: bool = False
    publicity_until: datetime | None = None
    objections_until: datetime | None = None
    second_until: datetime | None = None

    def altered(self, **fields: Any) -> Self:
        """The case as it will be with other `fields`. Raises TypeError for one that it does not have."""
        if not fields.keys() <= self.__dict__.keys():
            raise TypeError(f"a case has no {sorted(fields.keys() - self.__dict__.keys())}")
        # `dataclasses.replace` hands over every field by name, in six times the time. A case has no cached property, whose
        # value would be copied, too.
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, **fields)
        return copy

    @property
    def graded(self) -> bool:
        """Whether there can be a grade: a refusal to take part brings one too (N-13)."""
        return self.outcome in COUNTED


@value(frozen=True, kw_only=True)
class CycleSnapshot(Snapshot):
    """A cycle."""

    suspended: bool
    frozen: bool


@value(frozen=True)
class ListMember:
    """One line of a unit's result list."""

    assessment_id: int
    name: str
    state: str
    review_step: int
    score: Decimal | None
    grade: str | None
    outcome: str | None


@value(frozen=True, kw_only=True)
class UnitListSnapshot(Snapshot):
    """A unit's result list with its lines; `content` is the hash of what is signed."""

    unit_id: int
    unit_name: str
    signed_hash: bytes | None
    content: bytes
    members: tuple[ListMember, ...]
    limited: str

    @cached_property
    def nominees(self) -> int:
        return sum(member.grade is not None and member.grade == self.limited for member in self.members)


@value(frozen=True, kw_only=True)
class ObjectionSnapshot(Snapshot):
    """An objection and the case it is about."""

    assessment_id: int
    subject_person_id: int
    unit_id: int
    filed_by: int
    instance: int
    round: int
    decide_due: datetime


@value(frozen=True, kw_only=True)
class FindingSnapshot(Snapshot):
    """A finding; `issuer_key` is the role that issued it."""

    unit_id: int
    wants_answer: bool
    issuer_key: str


@value(frozen=True, kw_only=True)
class BallotBoxSnapshot(Snapshot):
    """A ballot box. `external` are the people proposed from outside the unit, `waiting` the raters that have not cast,
    `superior_keys` those who approve proposed raters (S1-26)."""

    unit_id: int
    key: str
    due_at: datetime | None
    proposed_by: int | None
    raters: int
    external: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    superior_keys: frozenset[str] = frozenset()
