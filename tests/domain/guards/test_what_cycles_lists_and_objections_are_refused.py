"""The refusals of a cycle's, a list's and an objection's moves, whole: the code, the field, what fills the words."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from support.snapshots import ACTORS, NOW, OTHER_PERSON, PERSON, POLICY, situation, snapshot

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.guards.unit_list import waiting_for
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.snapshots import ListMember, Situation, UnitListSnapshot

HOUR = timedelta(hours=1)
REASON = Refusal(Code.REQUIRED, "reason", {"label": "理由", "label_en": "reason"})
REPLY = Refusal(Code.REQUIRED, "reply", {"label": "答复", "label_en": "reply"})


def refused(
    subject: Subject,
    trigger: str,
    state: str,
    given: dict[str, Any] | None = None,
    where: Situation | None = None,
    reason: str = "理由",
    who: str = "office",
    **args: Any,
) -> list[Refusal]:
    command = Command(trigger, ACTORS[who], NOW, reason=reason, args=args)
    found = judge(subject, snapshot(subject, state, **(given or {})), command, where or situation())
    return [one for one in found if one.code is not Code.NOT_ALLOWED]


def of_cycle(trigger: str, state: str = "review", **changes: Any) -> list[Refusal]:
    return refused(Subject.CYCLE, trigger, state, **changes)


@pytest.mark.req("S3-33")
def test_the_places_are_frozen_once() -> None:
    assert of_cycle("freeze_quota") == []
    assert of_cycle("freeze_quota", given={"frozen": True}) == [Refusal(Code.QUOTA_FROZEN)]


def test_a_cycle_is_resumed_after_it_was_suspended() -> None:
    assert of_cycle("resume", given={"suspended": True}) == []
    assert of_cycle("resume") == [Refusal(Code.NOT_SUSPENDED)]


@pytest.mark.parametrize("trigger", ["suspend", "cancel"])
def test_a_cycle_is_stopped_with_a_reason(trigger: str) -> None:
    assert of_cycle(trigger) == []
    assert of_cycle(trigger, reason="") == [REASON]


@pytest.mark.req("S3-31")
def test_a_present_or_later_stage_is_extended_beyond_its_end() -> None:
    due = NOW + 2 * HOUR

    def extended(stage: str | None, until: datetime | None, end: datetime = due, reason: str = "理由") -> list[Refusal]:
        where = situation(due=dict.fromkeys((Stage.AGGREGATION, Stage.REVIEW, Stage.DECISION), end))
        return of_cycle("extend", where=where, reason=reason, stage=stage, until=until)

    assert extended("review", due + HOUR) == extended("decision", due + HOUR) == []
    for stage in ("aggregation", "appeal", None):
        (refusal,) = extended(stage, due + HOUR)
        assert (refusal.code, refusal.field) == (Code.BAD_INPUT, "stage")
        assert refusal.message == "只能延长当前或以后环节的期限"
        assert refusal.message_en == "only a present or later stage can be extended"
    not_later = Refusal(Code.NOT_EXTENDED, "until", {"due": "2026-04-08 11:00"})
    assert extended("review", due) == extended("review", None) == [not_later]
    past = Refusal(Code.NOT_EXTENDED, "until", {"due": "2026-04-08 09:00"})
    assert extended("review", NOW, NOW - HOUR) == [past]
    assert extended("review", due, NOW - HOUR) == []
    assert extended("review", due + HOUR, reason="") == [REASON]


def member(number: int, state: str = "review", step: int = 0, grade: str | None = "fair") -> ListMember:
    return ListMember(number, f"第{number}人", state, step, None, grade, "graded")


def of_list(trigger: str, state: str, *members: ListMember, places: int | None = 1, **changes: Any) -> list[Refusal]:
    given = {"members": members, "signed_hash": b"same", "content": b"same", **changes}
    return refused(Subject.UNIT_LIST, trigger, state, given, places=places)


def incomplete(count: int, names: str) -> list[Refusal]:
    return [Refusal(Code.LIST_INCOMPLETE, params={"count": count, "names": names})]


@pytest.mark.req("S3-30", "S3-31")
def test_a_list_waits_for_everyone_on_it() -> None:
    assert of_list("sign", "open", member(1, step=1), member(2, "decision")) == []
    assert of_list("sign", "open", member(1), member(2, "aggregation", 2)) == incomplete(2, "第1人、第2人")
    # The unit's leader has signed, the leader in charge has not.
    assert of_list("hand_in", "consented", member(1, step=1)) == incomplete(1, "第1人")
    assert of_list("consent", "signed", member(1, step=1)) == incomplete(1, "第1人")
    assert of_list("hand_in", "consented", member(1, step=2)) == []


@pytest.mark.req("S3-30")
def test_five_names_are_enough_to_look_for_the_rest() -> None:
    five = "第0人、第1人、第2人、第3人、第4人"
    assert of_list("sign", "open", *(member(one) for one in range(5))) == incomplete(5, five)
    assert of_list("sign", "open", *(member(one) for one in range(6))) == incomplete(6, f"{five}等")


def test_where_the_chain_has_no_such_step_only_what_comes_before_the_review_is_waited_for() -> None:
    chain = tuple(step for step in POLICY.review.chain if step.role != Role.MAIN_LEADER)
    review = POLICY.review.model_copy(update={"chain": chain})
    where = situation(policy=POLICY.model_copy(update={"review": review}))
    given = snapshot(Subject.UNIT_LIST, "open", members=(member(1), member(2, "aggregation")))
    assert isinstance(given, UnitListSnapshot)
    assert waiting_for(given, where, Role.MAIN_LEADER) == [member(2, "aggregation")]


@pytest.mark.req("S3-24", "S3-25", "S3-26")
def test_a_unit_names_no_more_than_its_places() -> None:
    three = [member(one, "decision", grade="good") for one in range(3)]
    for trigger, state in (("sign", "open"), ("consent", "signed"), ("hand_in", "consented")):
        assert of_list(trigger, state, *three, places=3) == of_list(trigger, state, *three, places=None) == []
        (refusal,) = of_list(trigger, state, *three, member(4, "decision"), places=1)
        assert refusal.code is Code.OVER_UNIT_PLACES
        assert refusal.message == "刑警大队“好”名额1个，拟评3个，超出2个，请由审核领导退回其中的人员重办"
        assert refusal.message_en == (
            "刑警大队 has 1 places and names 3: 2 too many; a reviewer can send somebody back for rework"
        )


@pytest.mark.req("S3-31")
def test_a_list_that_changed_since_it_was_signed_is_signed_again() -> None:
    for trigger, state in (("consent", "signed"), ("hand_in", "consented")):
        assert of_list(trigger, state) == []
        assert of_list(trigger, state, content=b"other") == [Refusal(Code.LIST_CHANGED)]
    assert of_list("sign", "open", content=b"other") == []


def test_a_list_is_sent_back_with_a_reason() -> None:
    assert refused(Subject.UNIT_LIST, "return", "handed_in") == []
    assert refused(Subject.UNIT_LIST, "return", "handed_in", reason=" ") == [REASON]


def of_objection(trigger: str, who: str = "office", **changes: Any) -> list[Refusal]:
    state = "filed" if trigger in ("admit", "refuse") else "under_review"
    where = situation(relatives=changes.pop("relatives", {}))
    reply = changes.pop("reply", "维持")
    return refused(Subject.OBJECTION, trigger, state, changes, where, who=who, reply=reply)


@pytest.mark.req("S3-38")
@pytest.mark.parametrize("trigger", ["admit", "refuse", "dismiss", "sustain"])
def test_nobody_hears_an_objection_that_concerns_him(trigger: str) -> None:
    assert of_objection(trigger) == []
    assert of_objection(trigger, "person") == [Refusal(Code.OWN_CASE)]
    assert of_objection(trigger, "colleague") == [Refusal(Code.OWN_CASE)]
    for concerned in (PERSON, OTHER_PERSON):
        assert of_objection(trigger, relatives={concerned: frozenset({107})}) == [Refusal(Code.RELATIVE)]


@pytest.mark.req("S3-38")
@pytest.mark.parametrize("trigger", ["refuse", "dismiss", "sustain"])
def test_an_answer_has_words(trigger: str) -> None:
    assert of_objection(trigger, reply=" ") == [REPLY]
    assert of_objection("admit", reply="") == []


@pytest.mark.req("S3-38")
def test_an_objection_in_the_last_round_cannot_be_sustained_but_by_the_second_instance() -> None:
    assert of_objection("sustain", round=1) == of_objection("sustain", round=2, instance=2) == []
    assert of_objection("sustain", round=2) == [Refusal(Code.ROUND_LIMIT, params={"rounds": 2})]
