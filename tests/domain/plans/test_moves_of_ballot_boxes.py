"""What each move of a ballot box (票箱) brings, written out in full; its history never says who rates or has cast."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support.moves import CHARGE, CLERK, LEADER, at
from support.snapshots import ACTORS, NOW, ROOT, UNIT, situation, snapshot

from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import BoxState, Stage, Subject
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.plans.ballot_box import box_deadlines, office_task, propose_task, rerouted
from kaohe.workflow.domain.snapshots import BallotBoxSnapshot, Situation, UnitPlace

#: The end of the self-summaries: external raters are wanted by then.
SUMMARIES = at(10)
HEAD = f"main_leader@{ROOT}"
WHERE = situation(
    due={Stage.SELF_SUMMARY: SUMMARIES},
    units={UNIT: UnitPlace(ROOT), ROOT: UnitPlace(None)},
    holders={**situation().holders, HEAD: frozenset({120})},
)


def box(state: str = "open", **changes: Any) -> BallotBoxSnapshot:
    given = snapshot(Subject.BALLOT_BOX, state, **changes)
    assert isinstance(given, BallotBoxSnapshot)
    return given


def move(trigger: str, given: BallotBoxSnapshot, who: str = "system", where: Situation = WHERE, **args: Any) -> Changes:
    return plan(Subject.BALLOT_BOX, given, Command(trigger, ACTORS[who], NOW, reason="理由", args=args), where)


def rater(person: int, group: str, reason: str = "") -> tuple[str, dict[str, Any]]:
    row = {"body_id": 1, "box_id": 7, "person_id": person, "rater_group": group, "reason": reason, "has_cast": False}
    return "ballot_rater", row


def until(due: datetime, step: int) -> list[DeadlineSpec]:
    """The end on Monday, the 13th, and the reminder on the working day before."""
    assert due == at(13)
    return [
        DeadlineSpec("aggregation", "remind", 1, at(10, hour=1), 2, step),
        DeadlineSpec("aggregation", "expire", 0, due, 2, step),
    ]


@pytest.mark.req("S1-26")
def test_proposed_raters_go_to_the_unit_above() -> None:
    people = ((130, " 服务对象 "), (131, "管理对象"))
    assert move("propose_raters", box("drafted"), "clerk", people=people) == Changes(
        dest=BoxState.PROPOSED,
        fields={"proposed_by": 103, "approved_by": None},
        rows=[rater(130, "external", "服务对象"), rater(131, "external", "管理对象")],
        tasks=[TaskSpec("approve_raters", HEAD, SUMMARIES)],
        data={"raters": 2},
    )


@pytest.mark.req("S1-26")
def test_the_office_approves_where_nobody_stands_above_or_it_was_he_who_proposed() -> None:
    def asked(where: Situation = WHERE, proposed_by: int | None = 103) -> str:
        return rerouted("approve_raters", box("proposed", proposed_by=proposed_by), NOW, where).assignee_key

    assert asked() == asked(proposed_by=None) == HEAD
    assert asked(proposed_by=120) == "office"
    assert asked(replace(WHERE, units={})) == asked(replace(WHERE, units={UNIT: UnitPlace(None)})) == "office"
    assert asked(replace(WHERE, holders={})) == "office"


@pytest.mark.req("S1-26")
def test_returned_raters_are_proposed_anew() -> None:
    assert move("return_raters", box("proposed"), "office") == Changes(
        dest=BoxState.DRAFTED, tasks=[TaskSpec("propose_raters", CLERK, SUMMARIES)]
    )
    assert rerouted("propose_raters", box("drafted"), NOW, WHERE) == propose_task(UNIT, NOW, WHERE)
    past = situation(due={Stage.SELF_SUMMARY: at(1)}, holders={LEADER: frozenset({104})})
    assert propose_task(UNIT, NOW, past) == TaskSpec("propose_raters", LEADER, NOW)
    assert propose_task(UNIT, NOW, situation(due={})).due_at == NOW


@pytest.mark.req("S1-26")
def test_approved_raters_wait_for_the_box_to_open() -> None:
    assert move("approve_raters", box("proposed"), "office") == Changes(
        dest=BoxState.APPROVED, fields={"approved_by": 107}
    )


@pytest.mark.req("S1-20")
def test_an_open_box_asks_everybody_and_tells_numbers_only() -> None:
    given = {
        "headcount": 9,
        "ratees": [101, 102],
        "unit_class": "window",
        "public_key": b"key",
        "due_at": at(13),
        "raters": ((104, "main_leader"), (102, "staff")),
        "everybody": (130, 104, 102),
    }
    assert move("open_box", box("approved"), **given) == Changes(
        dest=BoxState.OPEN,
        fields={
            "entry_no": 2,
            "headcount": 9,
            "ratees": [101, 102],
            "unit_class": "window",
            "public_key": b"key",
            "due_at": at(13),
            "opened_at": NOW,
        },
        rows=[rater(104, "main_leader"), rater(102, "staff")],
        tasks=[TaskSpec("cast_ballot", f"person@{one}", at(13)) for one in (102, 104, 130)],
        deadlines=until(at(13), 0),
        data={"headcount": 9, "ratees": 2, "raters": 3, "due_at": at(13)},
    )


@pytest.mark.req("S1-20")
def test_who_has_not_cast_is_asked_again_when_the_box_stays_open() -> None:
    assert move("extend_box", box(waiting=frozenset({105, 102})), "office", due_at=at(13)) == Changes(
        dest=BoxState.OPEN,
        fields={"entry_no": 2, "due_at": at(13)},
        tasks=[TaskSpec("cast_ballot", f"person@{one}", at(13)) for one in (102, 105)],
        deadlines=until(at(13), 1),
        data={"due_at": at(13)},
    )


@pytest.mark.req("S1-20")
def test_a_box_opened_again_may_have_more_raters() -> None:
    given = box("closed", waiting=frozenset({105}))
    assert move("reopen_box", given, "office", due_at=at(13), people=((99, " 联系单位 "),)) == Changes(
        dest=BoxState.OPEN,
        fields={"entry_no": 2, "due_at": at(13), "closed_at": None},
        rows=[rater(99, "external", "联系单位")],
        tasks=[TaskSpec("cast_ballot", f"person@{one}", at(13)) for one in (99, 105)],
        deadlines=until(at(13), 1),
        data={"due_at": at(13), "added": 1},
    )


@pytest.mark.req("S1-20")
def test_a_void_box_waits_to_be_opened_anew_and_everybody_in_it_is_told() -> None:
    nothing = dict.fromkeys(("headcount", "ratees", "unit_class", "public_key", "due_at", "opened_at", "closed_at"))
    told = [(f"person@{one}", "box_restarted") for one in (102, 130)]
    plain = Changes(
        dest=BoxState.DRAFTED, fields={"entry_no": 2, **nothing}, notify=[*told, ("office", "box_restarted")]
    )
    assert move("restart_box", box("closed"), "office", raters={130, 102}) == plain
    helped = box("open", external=frozenset({130}))
    assert move("restart_box", helped, "office", raters={130, 102}) == replace(plain, dest=BoxState.APPROVED)


@pytest.mark.req("S1-20")
def test_a_box_is_closed_counted_and_then_of_use_to_the_clerk() -> None:
    assert move("close_box", box()) == Changes(dest=BoxState.CLOSED, fields={"entry_no": 2, "closed_at": NOW})
    assert move("count_box", box("closed", raters=5), cast=4) == Changes(
        dest=BoxState.COUNTED,
        fields={"entry_no": 2, "counted_at": NOW, "cast": 4},
        data={"cast": 4, "raters": 5},
        notify=[(CLERK, "box_counted")],
    )
    vacant = situation(holders={CHARGE: frozenset({105})})
    assert move("count_box", box("closed"), where=vacant, cast=4).notify == [(CHARGE, "box_counted")]
    assert move("cancel_box", box()) == Changes(dest=BoxState.CANCELLED, fields={"entry_no": 2})


def test_the_office_has_a_working_day_and_a_reminder_that_is_past_is_not_set() -> None:
    assert office_task("reopen_box", NOW, WHERE) == TaskSpec("reopen_box", "office", at(9))
    expire = DeadlineSpec("aggregation", "expire", 0, at(13), 2, 1)
    assert box_deadlines(at(13), at(10, hour=1), 2, 1, WHERE) == [expire]
