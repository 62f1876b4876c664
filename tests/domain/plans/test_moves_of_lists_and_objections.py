"""What each move of a unit's result list and of an objection brings, written out in full."""

from decimal import Decimal
from typing import Any

import pytest
from support.moves import CHARGE, CLERK, LEADER, at
from support.snapshots import ACTORS, NOW, OTHER_PERSON, PERSON, POLICY, UNIT, situation, snapshot

from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import ListState, ObjectionState, Stage, Subject
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.plans.objection import hearing_key
from kaohe.workflow.domain.snapshots import ListMember, Situation

WHERE = situation(due={Stage.REVIEW: at(13)})
MEMBERS = tuple(
    ListMember(number, name, "review", 1, Decimal(90), grade, "graded")
    for number, name, grade in ((11, "甲", "good"), (12, "乙", "fair"), (13, "丙", None))
)


def of_list(trigger: str, state: str, who: str, where: Situation = WHERE) -> Changes:
    given = snapshot(Subject.UNIT_LIST, state, content=b"\x0a\xff", members=MEMBERS)
    return plan(Subject.UNIT_LIST, given, Command(trigger, ACTORS[who], NOW, reason="理由"), where)


@pytest.mark.req("S3-30")
def test_a_signed_list_keeps_what_was_signed_and_goes_to_the_leader_in_charge() -> None:
    assert of_list("sign", "open", "main_leader") == Changes(
        dest=ListState.SIGNED,
        fields={"signed_hash": b"\x0a\xff", "members": [11, 12, 13], "signed_by": 104, "signed_at": NOW},
        tasks=[TaskSpec("consent_list", CHARGE, at(13))],
        data={"content": "0aff", "people": 3, "nominees": 1},
    )


@pytest.mark.req("S3-31")
def test_a_list_agreed_to_goes_back_to_the_clerk_who_hands_it_in() -> None:
    assert of_list("consent", "signed", "leader_in_charge") == Changes(
        dest=ListState.CONSENTED,
        fields={"consented_by": 105, "consented_at": NOW},
        tasks=[TaskSpec("hand_in_list", CLERK, at(13))],
        data={"content": "0aff"},
    )
    assert of_list("hand_in", "consented", "clerk") == Changes(
        dest=ListState.HANDED_IN,
        fields={"handed_in_by": 103, "handed_in_at": NOW},
        data={"content": "0aff"},
        notify=[("office", "list_handed_in")],
    )


@pytest.mark.req("S3-29")
@pytest.mark.parametrize(("trigger", "state"), [("return", "handed_in"), ("void", "signed")])
def test_a_list_sent_back_is_blank_again(trigger: str, state: str) -> None:
    assert of_list(trigger, state, "office") == Changes(
        dest=ListState.OPEN,
        fields=dict.fromkeys(
            (
                "signed_hash",
                "members",
                "signed_by",
                "signed_at",
                "consented_by",
                "consented_at",
                "handed_in_by",
                "handed_in_at",
            )
        ),
        tasks=[TaskSpec("sign_list", LEADER, at(13))],
    )


@pytest.mark.req("S3-31")
def test_the_task_of_a_vacant_post_goes_one_step_up_and_is_never_due_in_the_past() -> None:
    office = situation(holders={"office": frozenset({107})}, due={Stage.REVIEW: at(1)})
    assert of_list("consent", "signed", "leader_in_charge", office).tasks == [TaskSpec("hand_in_list", "office", NOW)]
    leader = situation(holders={LEADER: frozenset({104})}, due={})
    assert of_list("consent", "signed", "leader_in_charge", leader).tasks == [TaskSpec("hand_in_list", LEADER, NOW)]
    nobody = situation(holders={}, due={})
    assert of_list("consent", "signed", "leader_in_charge", nobody).tasks == [TaskSpec("hand_in_list", CLERK, NOW)]
    head = situation(holders={"main_leader@1": frozenset({112})}, due={})
    assert of_list("return", "handed_in", "office", head).tasks == [TaskSpec("sign_list", "main_leader@1", NOW)]


def of_objection(trigger: str, where: Situation | None = None, **given: Any) -> Changes:
    row = snapshot(Subject.OBJECTION, "filed", decide_due=at(22), **given)
    command = Command(trigger, ACTORS["office"], NOW, args={"reply": "维持"})
    return plan(Subject.OBJECTION, row, command, where or situation())


@pytest.mark.req("S3-38")
def test_an_admitted_objection_is_decided_by_whoever_has_it() -> None:
    expected = Changes(
        dest=ObjectionState.UNDER_REVIEW,
        fields={"entry_no": 2},
        tasks=[TaskSpec("decide_objection", "office", at(22))],
        deadlines=[
            DeadlineSpec("appeal", "remind", 1, at(21, hour=1), 2, 1),
            DeadlineSpec("appeal", "expire", 0, at(22), 2, 1),
        ],
        notify=[(f"person@{OTHER_PERSON}", "objection_admitted")],
    )
    assert of_objection("admit") == expected
    held = of_objection("admit", task_keys=frozenset({"main_leader@1"}))
    assert held.tasks == [TaskSpec("decide_objection", "main_leader@1", at(22))]


ANSWERED = {"entry_no": 2, "reply": "维持", "decided_by": 107, "decided_at": NOW}


@pytest.mark.req("S3-38")
@pytest.mark.parametrize(
    ("trigger", "state"),
    [
        ("refuse", ObjectionState.INADMISSIBLE),
        ("sustain", ObjectionState.SUSTAINED),
        ("withdraw", ObjectionState.WITHDRAWN),
    ],
)
def test_an_answered_objection_is_told_to_both(trigger: str, state: ObjectionState) -> None:
    changes = of_objection(trigger)
    assert sorted(changes.notify) == [(f"person@{one}", f"objection_{state}") for one in (PERSON, OTHER_PERSON)]
    changes.notify = []
    assert changes == Changes(dest=state, fields=ANSWERED, data={"reply": "维持"})


def test_without_words_the_reply_is_empty() -> None:
    row = snapshot(Subject.OBJECTION, "filed")
    assert plan(Subject.OBJECTION, row, Command("withdraw", ACTORS["colleague"], NOW), situation()).fields == {
        "entry_no": 2, "reply": "", "decided_by": OTHER_PERSON, "decided_at": NOW,
    }  # fmt: skip


@pytest.mark.req("S3-38")
def test_a_dismissed_objection_may_go_to_the_second_instance_within_the_window() -> None:
    changes = of_objection("dismiss")
    assert changes.dest == ObjectionState.DISMISSED
    assert changes.fields == {**ANSWERED, "second_until": at(15)}
    assert changes.deadlines == [DeadlineSpec("appeal", "expire", 0, at(15), 2, step=2)]


@pytest.mark.req("S3-38")
def test_a_second_instance_is_the_last_and_some_schemes_have_none() -> None:
    assert of_objection("dismiss", instance=2).deadlines == []
    for update in ({"second_instance": False}, {"outside_approvals": ()}):
        appeal = POLICY.appeal.model_copy(update=update)
        where = situation(policy=POLICY.model_copy(update={"appeal": appeal}))
        changes = of_objection("dismiss", where)
        assert (changes.deadlines, changes.fields) == ([], ANSWERED)


@pytest.mark.req("S3-38", "S3-8")
def test_who_hears_an_objection() -> None:
    """The office; the body's head where all of it are concerned; the superior authority in the second instance."""
    holders = {"office": frozenset({107}), "main_leader@1": frozenset({112})}

    def hears(filed_by: int = PERSON, instance: int = 1, **relatives: frozenset[int]) -> str:
        given = {int(name[1:]): found for name, found in relatives.items()}
        return hearing_key(PERSON, UNIT, filed_by, instance, situation(holders=holders, relatives=given))

    assert hears() == "office"
    assert hears(filed_by=107) == "main_leader@1"
    assert hears(**{f"p{PERSON}": frozenset({107})}) == "main_leader@1"
    assert hears(OTHER_PERSON, **{f"p{OTHER_PERSON}": frozenset({107})}) == "main_leader@1"
    assert hears(107, **{f"p{PERSON}": frozenset({112})}) == "office"
    assert hears(instance=2) == "outside_approver@county_authority"
