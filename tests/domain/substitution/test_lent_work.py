"""Every piece of a role's work can be lent, and nothing that a person does in his own name."""

import re
from pathlib import Path

import pytest
from support.snapshots import ACTORS

import kaohe.workflow
from kaohe.workflow.domain.charts import CHARTS, Who
from kaohe.workflow.domain.notices import TASKS
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import (
    LENDABLE,
    WORK_LABELS,
    WORK_OF_TASK,
    WORK_OF_TRIGGER,
    Loan,
    WorkKind,
    in_place_of,
    stages_seen,
)

pytestmark = pytest.mark.req("design: tasks")

#: What a person does in his own name, whatever he is.
PERSONAL = {Who.SELF, Who.UNIT_MEMBER, Who.SYSTEM}

#: Tasks that are addressed to a person.
OWN_TASKS = {"write_summary", "acknowledge", "cast_ballot"}


def test_every_trigger_that_a_role_pulls_is_of_a_kind() -> None:
    pulled_by_a_role = {
        (subject, name)
        for subject, chart in CHARTS.items()
        for name, rule in chart.rules.items()
        if rule.who - PERSONAL
    }
    assert pulled_by_a_role == set(WORK_OF_TRIGGER)


def test_every_task_of_a_role_is_of_a_kind() -> None:
    assert set(WORK_OF_TASK) == set(TASKS) - OWN_TASKS


def test_the_tasks_are_those_that_the_service_opens() -> None:
    """Read from the code, so that a new kind of task is not forgotten here."""
    root = Path(kaohe.workflow.__file__).parent
    opened = {
        kind
        for file in [*(root / "domain" / "plans").glob("*.py"), *root.glob("*.py"), *root.glob("*/*.py")]
        for kind in re.findall(r'TaskSpec\(\s*"(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert len(opened) > 5
    assert opened <= set(WORK_OF_TASK) | OWN_TASKS


def test_every_kind_has_work_and_words() -> None:
    assert set(WORK_OF_TRIGGER.values()) == set(WorkKind)
    assert set(WORK_LABELS) == set(WorkKind)


@pytest.mark.parametrize("role", [Role.PERSON, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER])
def test_what_is_personal_is_not_lent(role: Role) -> None:
    assert role not in LENDABLE


def test_a_loan_names_its_tasks() -> None:
    loan = Loan(role_key(Role.MAIN_LEADER, 2), 104, "张三", frozenset({WorkKind.UNIT_LIST}), 1)
    assert loan.tasks == ("consent_list", "hand_in_list", "sign_list")


def test_a_lent_key_is_no_key_of_ones_own() -> None:
    office = role_key(Role.OFFICE)
    loan = Loan(office, 107, "office", frozenset({WorkKind.CLAIMS}), 1)
    clerk = ACTORS["clerk"].__class__(**{**vars(ACTORS["clerk"]), "loans": (loan,)})
    assert not clerk.has(Role.OFFICE)
    assert office in clerk.keys_for(WorkKind.CLAIMS)
    assert office not in clerk.keys_for(WorkKind.REVIEW)


def test_both_names_are_written() -> None:
    assert in_place_of("李四", "张三") == "李四(代张三)"
    assert in_place_of("李四", None) == "李四"


@pytest.mark.parametrize(
    ("kind", "role", "stages"),
    [
        (WorkKind.AGGREGATION, Role.UNIT_CLERK, {"self_summary", "aggregation", "review"}),
        (WorkKind.AGGREGATION, Role.OFFICE, set()),
        (WorkKind.REVIEW, Role.MAIN_LEADER, {"review", "decision"}),
        (WorkKind.REVIEW, Role.UNIT_CLERK, set()),
        (WorkKind.FEEDBACK, Role.LEADER_IN_CHARGE, {"feedback"}),
        (WorkKind.DECISION, Role.OFFICE, {"decision"}),
        (WorkKind.OBJECTION, Role.OFFICE, set()),
        (WorkKind.CORRECTION, Role.OFFICE, {"publicity", "appeal", "feedback", "archived"}),
        (WorkKind.APPROVAL, Role.OUTSIDE_APPROVER, set()),
        (WorkKind.CYCLE, Role.OFFICE, set()),
    ],
)
def test_the_stages_that_must_be_seen(kind: WorkKind, role: Role, stages: set[str]) -> None:
    assert stages_seen(kind, role) == stages
