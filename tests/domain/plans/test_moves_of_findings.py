"""What each move of a finding (发现的情况) brings, and what it is refused (S0-27)."""

from typing import Any

import pytest
from support.moves import CLERK, LEADER, at
from support.snapshots import ACTORS, NOW, UNIT, situation, snapshot

from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import FindingState, Subject
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.plans.finding import answer_task, close_task
from kaohe.workflow.domain.refusals import Code, Refusal

pytestmark = pytest.mark.req("S0-27")

#: Ten working days from Wednesday, the 8th, and the working day before.
DUE, REMINDER = at(22), at(21, hour=1)


def command(trigger: str, who: str, reason: str = "理由", **args: Any) -> Command:
    return Command(trigger, ACTORS[who], NOW, reason=reason, args=args)


def terms(step: int) -> list[DeadlineSpec]:
    return [
        DeadlineSpec("feedback", "remind", 1, REMINDER, 2, step),
        DeadlineSpec("feedback", "expire", 0, DUE, 2, step),
    ]


def test_an_answer_goes_to_whoever_issued_it() -> None:
    given = snapshot(Subject.FINDING, "issued", issuer_key=LEADER)
    assert plan(Subject.FINDING, given, command("answer_finding", "clerk", reply=" 已整改 "), situation()) == Changes(
        dest=FindingState.ANSWERED,
        fields={
            "entry_no": 2,
            "reply": "已整改",
            "replied_by": 103,
            "replied_at": NOW,
            "asked_at": NOW,
            "due_at": DUE,
        },
        tasks=[TaskSpec("close_finding", LEADER, DUE)],
        deadlines=terms(1),
        data={"reply": "已整改"},
    )


def test_a_returned_answer_has_its_whole_term_again() -> None:
    given = snapshot(Subject.FINDING, "answered")
    assert plan(Subject.FINDING, given, command("return_finding", "office"), situation()) == Changes(
        dest=FindingState.ISSUED,
        fields={"entry_no": 2, "asked_at": NOW, "due_at": DUE},
        tasks=[TaskSpec("answer_finding", CLERK, DUE)],
        deadlines=terms(0),
    )


def test_a_closed_finding_is_told_to_the_clerk() -> None:
    given = snapshot(Subject.FINDING, "answered")
    assert plan(
        Subject.FINDING, given, command("close_finding", "office", conclusion=" 通过 "), situation()
    ) == Changes(
        dest=FindingState.CLOSED,
        fields={"entry_no": 2, "conclusion": "通过", "closed_at": NOW, "due_at": None},
        data={"conclusion": "通过"},
        notify=[(CLERK, "finding_closed")],
    )


def test_vacant_posts_are_passed_over() -> None:
    where = situation(holders={LEADER: frozenset({104})})
    assert answer_task(UNIT, DUE, where) == TaskSpec("answer_finding", LEADER, DUE)
    assert close_task("main_leader@9", DUE, situation()) == TaskSpec("close_finding", "office", DUE)
    assert close_task("main_leader@9", DUE, situation(holders={})) == TaskSpec("close_finding", "office", DUE)


def refused(trigger: str, state: str, who: str, reason: str = "理由", wants: bool = True, **args: Any) -> list[Refusal]:
    given = snapshot(Subject.FINDING, state, wants_answer=wants)
    return judge(Subject.FINDING, given, command(trigger, who, reason, **args), situation())


def test_what_a_finding_is_refused() -> None:
    assert refused("answer_finding", "issued", "clerk", reply="已整改") == []
    assert refused("answer_finding", "issued", "clerk", wants=False, reply=" ") == [
        Refusal(Code.NO_ANSWER_WANTED),
        Refusal(Code.REQUIRED, "reply", {"label": "答复", "label_en": "reply"}),
    ]
    assert refused("return_finding", "answered", "office", reason=" ") == [
        Refusal(Code.REQUIRED, "reason", {"label": "理由", "label_en": "reason"})
    ]
    assert refused("close_finding", "issued", "office", conclusion="") == [
        Refusal(Code.REQUIRED, "conclusion", {"label": "办结意见", "label_en": "conclusion"})
    ]
