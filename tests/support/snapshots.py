"""Snapshots for pure tests: a case, a cycle, a list, an objection in any state, without a database."""

from datetime import UTC, date, datetime
from typing import Any

from support.box import BOX

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.actor import Actor, system
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.snapshots import (
    AssessmentSnapshot,
    BallotBoxSnapshot,
    CycleSnapshot,
    FindingSnapshot,
    ObjectionSnapshot,
    Situation,
    Snapshot,
    UnitListSnapshot,
)

NOW = datetime(2026, 4, 8, 1, tzinfo=UTC)
POLICY = load_policy(shipped_text("county-psb") + BOX)  # with a ballot box, so that every chart has something to judge
UNIT, OTHER_UNIT, ROOT = 2, 3, 1
PERSON, OTHER_PERSON = 101, 102

#: Each kind of caller, by name: who he is and which keys he holds.
KEYS: dict[str, tuple[int, frozenset[str]]] = {
    "person": (PERSON, frozenset()),
    "colleague": (OTHER_PERSON, frozenset()),
    "clerk": (103, frozenset({role_key(Role.UNIT_CLERK, UNIT)})),
    "main_leader": (104, frozenset({role_key(Role.MAIN_LEADER, UNIT)})),
    "leader_in_charge": (105, frozenset({role_key(Role.LEADER_IN_CHARGE, UNIT)})),
    "other_clerk": (106, frozenset({role_key(Role.UNIT_CLERK, OTHER_UNIT)})),
    "office": (107, frozenset({role_key(Role.OFFICE)})),
    "secretary": (108, frozenset({role_key(Role.COMMITTEE_SECRETARY)})),
    "member": (109, frozenset({role_key(Role.COMMITTEE_MEMBER)})),
    "outside": (110, frozenset({role_key(Role.OUTSIDE_APPROVER, "county_authority")})),
    "administrator": (111, frozenset({role_key(Role.ADMINISTRATOR)})),
}

ACTORS: dict[str, Actor] = {
    "system": system(1),
    **{
        name: Actor(body_id=1, name=name, account_id=one, person_id=one, unit_id=UNIT, keys=keys | {person_key(one)})
        for name, (one, keys) in KEYS.items()
    },
}


def situation(**changes: Any) -> Situation:
    """The first quarter's cycle under the shipped policy, with one holder for every key in `KEYS`."""
    values: dict[str, Any] = {
        "body_id": 1,
        "cycle_id": 1,
        "cycle_state": "review",
        "suspended": False,
        "frozen": True,
        "year": 2026,
        "period": "2026Q1",
        "period_end": date(2026, 3, 31),
        "posting": "2026Q1",
        "policy": POLICY,
        "calendar": WorkCalendar(),
        "root_unit_id": ROOT,
        "due": {stage: datetime(2026, 4, 30, 16, tzinfo=UTC) for stage, _ in POLICY.stages.in_order()},
        "holders": {key: frozenset({one}) for one, keys in KEYS.values() for key in keys},
    }
    return Situation(**{**values, **changes})


def snapshot(subject: Subject, state: str, **changes: Any) -> Snapshot:
    """A row of that kind in that state, at version 3, with nothing on anybody's desk unless given."""
    base: dict[str, Any] = {"body_id": 1, "id": 7, "state": state, "version": 3, "entry_no": 1, "row": _ROW}
    return _KINDS[subject](**{**base, **_OWN[subject], **changes})


_ROW = {"entered_at": NOW, "cycle_id": 1, "unit_id": UNIT, "person_id": PERSON, "version": 3}

_KINDS: dict[Subject, type[Snapshot]] = {
    Subject.ASSESSMENT: AssessmentSnapshot,
    Subject.CYCLE: CycleSnapshot,
    Subject.UNIT_LIST: UnitListSnapshot,
    Subject.OBJECTION: ObjectionSnapshot,
    Subject.BALLOT_BOX: BallotBoxSnapshot,
    Subject.FINDING: FindingSnapshot,
}

_OWN: dict[Subject, dict[str, Any]] = {
    Subject.ASSESSMENT: {
        "person_id": PERSON,
        "person_name": "张三",
        "unit_id": UNIT,
        "round": 1,
        "review_step": 0,
        "summary": "submitted",
        "outcome": "graded",
        "score": None,
        "allowed_grades": ("good", "fairly_good", "fair", "poor"),
        "proposed_grade": "fairly_good",
        "suggested_grade": None,
        "grade": None,
        "nominee": False,
        "due_at": NOW,
        "feedback_at": None,
    },
    Subject.CYCLE: {"suspended": False, "frozen": False},
    Subject.UNIT_LIST: {
        "unit_id": UNIT,
        "unit_name": "刑警大队",
        "signed_hash": b"",
        "content": b"",
        "members": (),
        "limited": "good",
    },
    Subject.OBJECTION: {
        "assessment_id": 7,
        "subject_person_id": PERSON,
        "unit_id": UNIT,
        "filed_by": OTHER_PERSON,
        "instance": 1,
        "round": 1,
        "decide_due": NOW,
    },
    Subject.BALLOT_BOX: {
        "unit_id": UNIT,
        "key": "quarter",
        "due_at": NOW,
        "proposed_by": None,
        "raters": 0,
        "superior_keys": frozenset({"office"}),
    },
    Subject.FINDING: {"unit_id": UNIT, "wants_answer": True, "issuer_key": "office"},
}
