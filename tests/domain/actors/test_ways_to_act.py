"""The ways in which somebody may pull a trigger, in his own name or in another's, and what stands in the way (代理)."""

from dataclasses import replace
from typing import Any

import pytest
from support.snapshots import ACTORS, OTHER_PERSON, PERSON, POLICY, UNIT, situation, snapshot

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Subject, Who
from kaohe.workflow.domain.permissions import Acting, acting, barred_from_step, clerk_holder, hindrances, standing_in
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Opinion
from kaohe.workflow.domain.substitution import Loan, WorkKind

pytestmark = pytest.mark.req("§3", "design: tasks")

LEADER, CHARGE, OUTSIDE = f"main_leader@{UNIT}", f"leader_in_charge@{UNIT}", "outside_approver@county_authority"


def loan(key: str, *kinds: WorkKind, principal: int = 104) -> Loan:
    return Loan(key, principal, "李四", frozenset(kinds), 5)


def lent(*loans: Loan) -> Actor:
    """A clerk of another unit who stands in for somebody."""
    return replace(ACTORS["other_clerk"], loans=loans)


def case(**changes: Any) -> AssessmentSnapshot:
    given = snapshot(Subject.ASSESSMENT, "review", task_keys=frozenset({LEADER}), **changes)
    assert isinstance(given, AssessmentSnapshot)
    return given


REVIEWS = loan(LEADER, WorkKind.REVIEW)


def hindered(actor: Actor, trigger: str = "approve_review", given: Any = None, **where: Any) -> list[Refusal]:
    return list(hindrances(Subject.ASSESSMENT, trigger, actor, given or case(), situation(**where)))


def test_a_key_of_ones_own_comes_before_a_lent_one() -> None:
    both = replace(ACTORS["clerk"], loans=(loan(f"leader_in_charge@{UNIT}", WorkKind.AGGREGATION),))
    given = snapshot(Subject.ASSESSMENT, "aggregation")
    found = acting(Subject.ASSESSMENT, "aggregate", both, given, situation())
    assert found == Acting(f"unit_clerk@{UNIT}")
    assert (found.principal_id, found.loans) == (None, ())


def test_who_has_the_task_in_hand_for_another_acts_as_its_holder() -> None:
    found = acting(Subject.ASSESSMENT, "approve_review", lent(REVIEWS), case(), situation())
    assert found == Acting(LEADER, REVIEWS)
    assert (found.principal_id, found.loans) == (104, (REVIEWS,))
    # The office delivers where nobody does; with the task lent to it, it is the holder.
    office = replace(ACTORS["office"], loans=(loan(LEADER, WorkKind.FEEDBACK),))
    assert acting(Subject.ASSESSMENT, "deliver_feedback", office, case(), situation()) == Acting(
        LEADER, office.loans[0]
    )


def test_work_that_was_not_lent_is_refused_by_its_name() -> None:
    actor = lent(loan(LEADER, WorkKind.FEEDBACK))
    assert acting(Subject.ASSESSMENT, "approve_review", actor, case(), situation()) is None
    words = {"principal": "李四", "work": "审核", "work_en": "review"}
    assert hindered(actor) == [Refusal(Code.NOT_LENT, params=words)]
    (summaries,) = hindered(actor, "submit_summary")
    assert (summaries.params["work"], summaries.params["work_en"]) == (
        "小结代录和综合汇总",
        "summaries on behalf and aggregation",
    )


def test_neither_of_the_two_may_be_concerned() -> None:
    away = [Refusal(Code.PRINCIPAL_KEPT_AWAY, params={"principal": "李四"})]
    assert hindered(lent(REVIEWS)) == []
    assert hindered(replace(lent(REVIEWS), person_id=PERSON)) == [Refusal(Code.OWN_CASE)]
    assert hindered(lent(REVIEWS), relatives={PERSON: frozenset({106})}) == [Refusal(Code.RELATIVE)]
    assert hindered(lent(REVIEWS), relatives={PERSON: frozenset({104})}) == away
    assert hindered(lent(loan(LEADER, WorkKind.REVIEW, principal=PERSON))) == away


def test_neither_of_the_two_has_signed_another_step() -> None:
    assert hindered(lent(REVIEWS), given=case(opinions=(Opinion(1, "consent", 106),))) == [Refusal(Code.ACTED_ALREADY)]
    principal = [Refusal(Code.PRINCIPAL_ACTED, params={"principal": "李四"})]
    assert hindered(lent(REVIEWS), given=case(opinions=(Opinion(1, "consent", 104),))) == principal
    assert hindered(lent(REVIEWS), given=case(opinions=(Opinion(1, "consent", 120, 104),))) == principal
    assert hindered(lent(REVIEWS), "return_for_rework", case(opinions=(Opinion(1, "consent", 104),))) == []


def test_on_an_objection_who_filed_it_and_whom_it_is_about_are_concerned() -> None:
    hears = loan("office", WorkKind.OBJECTION, principal=107)
    given = snapshot(Subject.OBJECTION, "filed", task_keys=frozenset({"office"}))

    def found(actor: Actor, **where: Any) -> list[Refusal]:
        return list(hindrances(Subject.OBJECTION, "admit", actor, given, situation(**where)))

    assert found(lent(hears)) == []
    for one in (PERSON, OTHER_PERSON):
        assert {refusal.code for refusal in found(replace(lent(hears), person_id=one))} == {Code.OWN_CASE}


def test_what_the_committee_decides_the_secretary_records_for_anybody() -> None:
    actor = lent(loan("committee_secretary", WorkKind.DECISION, principal=PERSON))
    assert hindered(actor, "decide") == []
    assert hindered(actor, "return_to_review") == [Refusal(Code.PRINCIPAL_KEPT_AWAY, params={"principal": "李四"})]


def test_a_cycle_that_begins_has_no_situation_yet() -> None:
    actor = lent(loan("office", WorkKind.CYCLE))
    given = snapshot(Subject.CYCLE, "draft")
    assert acting(Subject.CYCLE, "open", actor, given, None) == Acting("office", actor.loans[0])


def test_outside_approvers_act_by_their_own_or_a_lent_key() -> None:
    given = snapshot(Subject.ASSESSMENT, "appeal")
    assert acting(Subject.ASSESSMENT, "outside_reject", ACTORS["outside"], given, situation()) == Acting(OUTSIDE)
    one = loan(OUTSIDE, WorkKind.APPROVAL)
    assert acting(Subject.ASSESSMENT, "outside_reject", lent(one), given, situation()) == Acting(OUTSIDE, one)


def test_who_is_asked_may_be_narrowed() -> None:
    given = snapshot(Subject.ASSESSMENT, "aggregation")
    assert acting(Subject.ASSESSMENT, "submit_late", ACTORS["clerk"], given, situation(), [Who.SELF]) is None
    assert acting(Subject.ASSESSMENT, "submit_late", ACTORS["clerk"], given, situation(), [Who.CLERK]) is not None


def test_who_delivered_a_result_still_has_it_in_hand() -> None:
    given = snapshot(Subject.ASSESSMENT, "feedback", delivered_by=106)
    assert acting(Subject.ASSESSMENT, "acknowledge", ACTORS["other_clerk"], given, situation()) == Acting("person@106")
    nobody = snapshot(Subject.ASSESSMENT, "feedback")
    assert acting(Subject.ASSESSMENT, "acknowledge", ACTORS["other_clerk"], nobody, situation()) is None


def test_standing_in_for_a_kind_of_work() -> None:
    office = loan("office", WorkKind.CLAIMS)
    assert list(standing_in(ACTORS["office"], "office", WorkKind.REVIEW)) == [Acting("office")]
    assert list(standing_in(lent(office, REVIEWS), "office", WorkKind.CLAIMS)) == [Acting("office", office)]
    assert list(standing_in(lent(office, REVIEWS), "office", WorkKind.REVIEW)) == []


def test_who_keeps_away_from_a_step() -> None:
    """The person, his relatives, who signed another step of this round; in round two who signed this one before."""
    where = situation(relatives={PERSON: frozenset({130})})
    signed = (Opinion(1, "unit", 104), Opinion(1, "consent", 105, 131), Opinion(2, "office", 107))
    assert barred_from_step(case(opinions=signed), where, 0) == {PERSON, 130, 105, 131}
    second = case(round=2, opinions=signed)
    assert barred_from_step(second, where, 0) == {PERSON, 130, 107, 104}
    assert barred_from_step(second, where, 2) == {PERSON, 130}
    # Where nobody else is left, the same may sign again; and so where the scheme does not ask for another.
    alone = situation(holders={LEADER: frozenset({104})})
    assert barred_from_step(second, alone, 0) == {PERSON, 107}
    chain = tuple(step.model_copy(update={"another_in_round_two": False}) for step in POLICY.review.chain)
    review = POLICY.review.model_copy(update={"chain": chain})
    same = situation(policy=POLICY.model_copy(update={"review": review}))
    assert barred_from_step(second, same, 0) == {PERSON, 107}


def test_the_clerks_work_goes_one_step_up_where_he_keeps_away() -> None:
    holders = situation().holders
    assert clerk_holder(UNIT, holders, frozenset()) == f"unit_clerk@{UNIT}"
    assert clerk_holder(UNIT, holders, frozenset({103})) == LEADER
    assert clerk_holder(UNIT, holders, frozenset({103, 104})) == CHARGE
    assert clerk_holder(UNIT, {}, frozenset()) == f"unit_clerk@{UNIT}"


def test_who_is_concerned_himself_acts_as_himself_first() -> None:
    keys = ACTORS["clerk"].keys | {f"person@{PERSON}"}
    clerk = replace(ACTORS["clerk"], person_id=PERSON, keys=keys)
    given = snapshot(Subject.ASSESSMENT, "self_summary")
    assert acting(Subject.ASSESSMENT, "submit_summary", clerk, given, situation()) == Acting(f"person@{PERSON}")
