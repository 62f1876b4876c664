"""The refusals of a ballot box's moves, whole: the code, the field, and what fills the words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from support.snapshots import ACTORS, NOW, situation, snapshot

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.guards.ballot_box import fewest_together
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.domain.policy.ballots import RaterGroup, Raters, RaterSet
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.substitution import Loan, WorkKind

HOUR = timedelta(hours=1)
POLICY = load_policy(shipped_text("show-assess-use"))
(BOX,) = POLICY.ballots.boxes


def refused(
    trigger: str, state: str, who: Actor | str = "system", reason: str = "理由", given: Any = None, **args: Any
) -> list[Refusal]:
    actor = ACTORS[who] if isinstance(who, str) else who
    row = snapshot(Subject.BALLOT_BOX, state, key=BOX.key, **(given or {}))
    command = Command(trigger, actor, NOW, reason=reason, args=args)
    return judge(Subject.BALLOT_BOX, row, command, situation(policy=POLICY))


THREE = ((130, "服务对象"), (131, "服务对象"), (132, "服务对象"))
NOBODY: dict[str, Any] = {"unknown": frozenset(), "members": frozenset(), "rating": frozenset()}


@pytest.mark.req("S1-26")
def test_external_raters_are_enough_known_from_outside_and_each_one_once() -> None:
    def proposed(*people: tuple[int, str], **known: Any) -> list[Refusal]:
        return refused("propose_raters", "drafted", "clerk", people=people, **{**NOBODY, **known})

    assert proposed(*THREE) == []
    assert proposed(*THREE[:2]) == [Refusal(Code.TOO_FEW_EXTERNAL, "people", {"fewest": 3, "count": 2})]
    rater = {"what": "此评分人", "what_en": "this rater"}
    assert proposed(*THREE, THREE[0]) == [
        Refusal(Code.DUPLICATE, "people[0].person_id", rater),
        Refusal(Code.DUPLICATE, "people[3].person_id", rater),
    ]
    known = {"unknown": frozenset({130}), "members": frozenset({131}), "rating": frozenset({132})}
    assert proposed(*THREE, **known) == [
        Refusal(Code.NOT_FOUND, "people[0].person_id", {"what": "人员", "what_en": "person"}),
        Refusal(Code.RATER_OF_THE_UNIT, "people[1].person_id"),
        Refusal(Code.DUPLICATE, "people[2].person_id", rater),
    ]
    words = {"label": "提名理由", "label_en": "why this person is proposed"}
    assert proposed(*THREE[:2], (133, " ")) == [Refusal(Code.REQUIRED, "people[2].reason", words)]


@pytest.mark.req("S1-26")
def test_nobody_approves_his_own_proposal_himself_or_through_another() -> None:
    proposal = {"proposed_by": 107}
    assert refused("approve_raters", "proposed", "office", given={"proposed_by": 103}) == []
    assert refused("approve_raters", "proposed", "office") == []
    assert refused("approve_raters", "proposed", "office", given=proposal) == [Refusal(Code.OWN_PROPOSAL)]
    loan = Loan("office", 107, "李四", frozenset({WorkKind.RATERS}), 5)
    deputy = replace(ACTORS["other_clerk"], loans=(loan,))
    assert refused("approve_raters", "proposed", deputy, given=proposal) == [Refusal(Code.OWN_PROPOSAL)]
    assert refused("approve_raters", "proposed", deputy, given={"proposed_by": 103}) == []


@pytest.mark.req("S1-20")
def test_at_least_three_ballots_stand_together_whatever_a_policy_says() -> None:
    assert [fewest_together(BOX.model_copy(update={"fewest_ballots": one})) for one in (1, 3, 5)] == [3, 3, 5]
    assert refused("open_box", "approved", fewest=3) == []
    lacks = {"count": 2, "fewest": 3}
    assert refused("open_box", "approved", fewest=2) == [Refusal(Code.BOX_LACKS_RATERS, params=lacks)]
    assert refused("count_box", "closed", fewest=3, sealed=4, readable=4, cast=4) == []
    assert refused("count_box", "closed", fewest=2, sealed=4, readable=4, cast=4) == [
        Refusal(Code.TOO_FEW_BALLOTS, params=lacks)
    ]


@pytest.mark.req("S1-20")
@pytest.mark.parametrize("numbers", [(5, 4, 4), (4, 3, 4), (4, 4, 5)])
def test_nothing_is_slipped_in_or_taken_out(numbers: tuple[int, int, int]) -> None:
    said = dict(zip(("sealed", "readable", "cast"), numbers, strict=True))
    assert refused("count_box", "closed", fewest=3, **said) == [Refusal(Code.BALLOTS_DO_NOT_ADD_UP, params=said)]


@pytest.mark.req("S1-20")
def test_a_box_closes_at_its_end_or_when_all_have_cast() -> None:
    waiting = {"waiting": frozenset({101})}
    assert refused("close_box", "open", given={**waiting, "due_at": NOW}) == []
    assert refused("close_box", "open", given={**waiting, "due_at": None}) == []
    assert refused("close_box", "open", given={"due_at": NOW + HOUR}) == []
    assert refused("close_box", "open", given={**waiting, "due_at": NOW + HOUR}) == [
        Refusal(Code.TERM_NOT_OVER, params={"until": "2026-04-08 10:00"})
    ]


def test_a_new_end_is_later_than_the_old_one_and_than_now() -> None:
    def extended(hours: int, due: int | None = 1, reason: str = "理由") -> list[Refusal]:
        given = {"due_at": None if due is None else NOW + due * HOUR}
        return refused("extend_box", "open", "office", reason, given, due_at=NOW + hours * HOUR)

    assert extended(2) == extended(1, due=None) == extended(1, due=-1) == []
    assert extended(1) == [Refusal(Code.NOT_EXTENDED, "due_at", {"due": "2026-04-08 10:00"})]
    assert extended(0, due=-1) == [Refusal(Code.NOT_EXTENDED, "due_at", {"due": "2026-04-08 09:00"})]
    assert [one.field for one in extended(2, reason=" ")] == ["reason"]
    assert [one.field for one in refused("return_raters", "proposed", "office", " ")] == ["reason"]


def test_a_box_is_opened_again_for_a_time_to_come_and_with_as_few_raters_as_one_likes() -> None:
    def again(hours: int, *people: tuple[int, str]) -> list[Refusal]:
        return refused("reopen_box", "closed", "office", due_at=NOW + hours * HOUR, people=people, **NOBODY)

    assert again(1) == again(1, THREE[0]) == []
    (past,) = again(0)
    assert (past.code, past.field) == (Code.BAD_INPUT, "due_at")
    assert (past.message, past.message_en) == ("新的截止时间须晚于现在", "the new end must lie in the future")
    assert [one.code for one in again(1, (130, ""))] == [Code.REQUIRED]


def test_nobody_is_added_where_the_policy_has_no_raters_from_outside() -> None:
    only = (("staff", "peer"),)
    raters = tuple(Raters(group=RaterGroup(group), of_staff=leaf) for group, leaf in only)
    inside = BOX.model_copy(update={"rater_sets": (RaterSet(raters=raters),)})
    policy = POLICY.model_copy(update={"ballots": POLICY.ballots.model_copy(update={"boxes": (inside,)})})

    def again(*people: tuple[int, str]) -> list[Refusal]:
        args = {"due_at": NOW + HOUR, "people": people, **NOBODY}
        row = snapshot(Subject.BALLOT_BOX, "closed", key=BOX.key)
        return judge(
            Subject.BALLOT_BOX, row, Command("reopen_box", ACTORS["office"], NOW, args=args), situation(policy=policy)
        )

    assert again() == []
    (found,) = again(THREE[0])
    assert (found.code, found.field, found.message_en) == (
        Code.BAD_INPUT,
        "people",
        "the policy has no external raters",
    )


def test_a_box_is_voided_with_a_reason() -> None:
    assert refused("restart_box", "closed", "office") == refused("restart_box", "open", "office") == []
    assert [one.field for one in refused("restart_box", "closed", "office", " ")] == ["reason"]
