"""A lent key counts for the lent kinds of work only, never on a case of either of the two, nor twice in one chain."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from support.snapshots import NOW, OTHER_PERSON, PERSON, UNIT, situation, snapshot

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import CHARTS, Subject
from kaohe.workflow.domain.guards import available, judge
from kaohe.workflow.domain.indicators.model import InForce
from kaohe.workflow.domain.permissions import acting, barred_from_step
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.snapshots import Opinion
from kaohe.workflow.domain.substitution import WORK_OF_TRIGGER, Loan, WorkKind

pytestmark = pytest.mark.req("design: tasks")

CASE, LIST, OBJECTION, CYCLE = Subject.ASSESSMENT, Subject.UNIT_LIST, Subject.OBJECTION, Subject.CYCLE
LEADER, CLERK, OFFICE = role_key(Role.MAIN_LEADER, UNIT), role_key(Role.UNIT_CLERK, UNIT), role_key(Role.OFFICE)
PRINCIPAL, SUBSTITUTE, STRANGER = 104, 120, 121
EVERYTHING = frozenset(WorkKind)
ARGS = {
    "to": "aggregation",
    "step": "unit",
    "scores": {},
    "points": (),
    "in_force": InForce(),
    "claims": (),
    "places": 2,
    "text": "小结",
    "score": Decimal(90),
    "comment": "扎实",
    "result": {"missing": ()},
    "people": (),
    "unknown": frozenset(),
    "members": frozenset(),
    "rating": frozenset(),
    "due_at": NOW + timedelta(days=1),
}


def substitute(key: str = LEADER, kinds: Any = EVERYTHING, *, principal: int = PRINCIPAL, person: int = SUBSTITUTE,
               own: frozenset[str] = frozenset()) -> Actor:  # fmt: skip
    """Somebody to whom one key is lent, beside those of his own."""
    loan = Loan(key, principal, "张三", frozenset(kinds), 1)
    return Actor(1, "李四", person, person, UNIT, own | {person_key(person)}, (loan,))


def refusals(subject: Subject, trigger: str, state: str, actor: Actor, where: Any = None, **row: Any) -> list[Refusal]:
    command = Command(trigger, actor, NOW, reason="理由", args=ARGS)
    return judge(subject, snapshot(subject, state, **row), command, where or situation())


def codes(*args: Any, **row: Any) -> set[Code]:
    return {one.code for one in refusals(*args, **row)}


IN_REVIEW = {"task_keys": frozenset({LEADER})}


def test_a_lent_key_counts_as_its_holders() -> None:
    assert codes(CASE, "approve_review", "review", substitute(), **IN_REVIEW) == set()
    way = acting(CASE, "approve_review", substitute(), snapshot(CASE, "review", **IN_REVIEW), situation())
    assert way is not None
    assert (way.key, way.principal_id) == (LEADER, PRINCIPAL)


def test_only_for_the_kinds_of_work_that_were_lent() -> None:
    """Over every trigger of every chart: refused in words where its kind is not among them."""
    for (subject, trigger), work in WORK_OF_TRIGGER.items():
        chart = CHARTS[subject]
        for state in chart.states:
            if not chart.destinations(trigger, state):
                continue
            for role in (LEADER, OFFICE, role_key(Role.COMMITTEE_SECRETARY), role_key(Role.OUTSIDE_APPROVER, "x")):
                row = {"task_keys": frozenset({LEADER})}
                given = snapshot(subject, state, **row)
                if acting(subject, trigger, substitute(role), given, situation()) is None:
                    continue  # no key for this trigger at all
                lacking = substitute(role, EVERYTHING - {work})
                found = refusals(subject, trigger, state, lacking, **row)
                assert Code.NOT_LENT in {one.code for one in found}, (subject, trigger)
                assert Code.NOT_ALLOWED not in {one.code for one in found}
                assert all("张三" in one.message for one in found if one.code is Code.NOT_LENT)


def test_ones_own_key_comes_first() -> None:
    actor = substitute(LEADER, own=frozenset({CLERK}))
    way = acting(CASE, "record_scores", actor, snapshot(CASE, "aggregation"), situation())
    assert way is not None
    assert (way.key, way.loan) == (CLERK, None)


def test_whoever_has_the_task_in_anothers_place_acts_as_its_holder() -> None:
    """Of the office, and in the place of the leader whose turn it is: he need not wait until it is overdue."""
    actor = substitute(LEADER, {WorkKind.FEEDBACK}, own=frozenset({OFFICE}))
    command = Command("deliver_feedback", actor, NOW, args={
        "method": "individual_talk", "affirmed": "好", "shortcomings": "少", "requirements": "多"})  # fmt: skip
    assert (
        judge(CASE, snapshot(CASE, "feedback", due_at=NOW.replace(year=2027), **IN_REVIEW), command, situation()) == []
    )


@pytest.mark.req("§3")
def test_not_on_the_substitutes_own_case() -> None:
    own = substitute(person=PERSON)
    assert codes(CASE, "approve_review", "review", own, **IN_REVIEW) == {Code.OWN_CASE}
    related = situation(relatives={PERSON: frozenset({SUBSTITUTE})})
    assert codes(CASE, "approve_review", "review", substitute(), related, **IN_REVIEW) == {Code.RELATIVE}


@pytest.mark.req("§3")
def test_not_on_the_principals_own_case() -> None:
    """What he may not do he cannot lend."""
    found = refusals(CASE, "approve_review", "review", substitute(principal=PERSON), **IN_REVIEW)
    assert [one.code for one in found] == [Code.PRINCIPAL_KEPT_AWAY]
    assert "张三" in found[0].message
    related = situation(relatives={PERSON: frozenset({PRINCIPAL})})
    assert codes(CASE, "approve_review", "review", substitute(), related, **IN_REVIEW) == {Code.PRINCIPAL_KEPT_AWAY}


@pytest.mark.req("§3")
def test_not_on_any_trigger_of_those_cases() -> None:
    """But for the committee's own decision, which the secretary only records."""
    for subject, trigger in WORK_OF_TRIGGER:
        if subject is not CASE or trigger == "decide":
            continue
        for state in CHARTS[CASE].states:
            if not CHARTS[CASE].destinations(trigger, state):
                continue
            for key in (LEADER, OFFICE, role_key(Role.COMMITTEE_SECRETARY), role_key(Role.OUTSIDE_APPROVER, "x")):
                given = snapshot(CASE, state, task_keys=frozenset({LEADER}))
                for actor in (substitute(key, person=PERSON), substitute(key, principal=PERSON)):
                    way = acting(CASE, trigger, actor, given, situation())
                    assert way is None or way.loan is None, (trigger, state, key)


def test_the_secretarys_substitute_records_the_committees_decision_on_everybody() -> None:
    secretary = role_key(Role.COMMITTEE_SECRETARY)
    for actor in (substitute(secretary, person=PERSON), substitute(secretary, principal=PERSON)):
        assert acting(CASE, "decide", actor, snapshot(CASE, "decision"), situation()) is not None


@pytest.mark.req("§3")
@pytest.mark.parametrize("concerned", [PERSON, OTHER_PERSON])
def test_not_on_an_objection_that_concerns_one_of_the_two(concerned: int) -> None:
    row = {"task_keys": frozenset({OFFICE})}
    assert codes(OBJECTION, "admit", "filed", substitute(OFFICE), **row) == set()
    assert codes(OBJECTION, "admit", "filed", substitute(OFFICE, person=concerned), **row) == {Code.OWN_CASE}
    found = codes(OBJECTION, "admit", "filed", substitute(OFFICE, principal=concerned), **row)
    assert found == {Code.PRINCIPAL_KEPT_AWAY}


@pytest.mark.parametrize(
    ("signed", "code"),
    [
        (Opinion(1, "consent", SUBSTITUTE), Code.ACTED_ALREADY),
        (Opinion(1, "consent", PRINCIPAL), Code.PRINCIPAL_ACTED),
        (Opinion(1, "consent", STRANGER, SUBSTITUTE), Code.ACTED_ALREADY),
        (Opinion(1, "consent", STRANGER, PRINCIPAL), Code.PRINCIPAL_ACTED),
        (Opinion(1, "consent", PRINCIPAL, STRANGER), Code.PRINCIPAL_ACTED),
    ],
)
def test_neither_of_the_two_twice_in_one_chain(signed: Opinion, code: Code) -> None:
    assert codes(CASE, "approve_review", "review", substitute(), **IN_REVIEW, opinions=(signed,)) == {code}


def test_a_signature_in_anothers_place_keeps_both_from_the_next_step() -> None:
    case = snapshot(CASE, "review", review_step=1, opinions=(Opinion(1, "unit", SUBSTITUTE, PRINCIPAL),))
    assert {SUBSTITUTE, PRINCIPAL} <= barred_from_step(case, situation(), 1)  # type: ignore[arg-type]
    key = role_key(Role.LEADER_IN_CHARGE, UNIT)
    for person in (SUBSTITUTE, PRINCIPAL):
        own = Actor(1, "x", person, person, UNIT, frozenset({key, person_key(person)}))
        found = codes(CASE, "approve_review", "review", own, review_step=1, opinions=case.opinions,  # type: ignore[attr-defined]
                      task_keys=frozenset({key}))  # fmt: skip
        assert found == {Code.ACTED_ALREADY}


@pytest.mark.req("§3")
def test_round_two_goes_to_somebody_else_than_either() -> None:
    """Where the chain has somebody else: the leader in charge has not signed the unit's step in round one."""
    before = (Opinion(1, "unit", SUBSTITUTE, PRINCIPAL),)
    case = snapshot(CASE, "review", round=2, opinions=before)
    assert {SUBSTITUTE, PRINCIPAL} <= barred_from_step(case, situation(), 0)  # type: ignore[arg-type]
    found = codes(CASE, "approve_review", "review", substitute(), round=2, opinions=before, **IN_REVIEW)
    assert found == {Code.ACTED_ALREADY}


def test_another_principals_loan_of_the_same_key_may_still_count() -> None:
    first = substitute(principal=PERSON)
    second = replace(first, loans=(*first.loans, Loan(LEADER, STRANGER, "王五", EVERYTHING, 2)))
    way = acting(CASE, "approve_review", second, snapshot(CASE, "review", **IN_REVIEW), situation())
    assert way is not None
    assert way.principal_id == STRANGER


def test_what_is_available_is_what_is_not_refused() -> None:
    """For a substitute of every role, with every kind and with none that helps, on his own case and on others'."""
    keys = (LEADER, CLERK, OFFICE, role_key(Role.COMMITTEE_SECRETARY))
    actors = [substitute(key, kinds, principal=principal, person=person)
              for key in keys for kinds in (EVERYTHING, {WorkKind.REVIEW})
              for principal in (PRINCIPAL, PERSON) for person in (SUBSTITUTE, PERSON)]  # fmt: skip
    about_who = {Code.NOT_ALLOWED, Code.NOT_LENT, Code.OWN_CASE, Code.PRINCIPAL_KEPT_AWAY, Code.WRONG_STATE}
    for subject in (CASE, LIST, OBJECTION, CYCLE):
        for state in CHARTS[subject].states:
            for actor in actors:
                given = snapshot(subject, state, task_keys=frozenset({actor.loans[0].key}))
                names = {rule.name for rule in available(subject, given, actor, situation())}
                for name in names:
                    assert not codes(subject, name, state, actor, task_keys=given.task_keys) & about_who, (name, state)
                for name in set(CHARTS[subject].triggers_from(state)) - names:
                    assert refusals(subject, name, state, actor, task_keys=given.task_keys), (name, state)
