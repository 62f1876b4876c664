"""What a clerk reads where a rule that holds for every move refuses him."""

from typing import Any

import pytest
from support.snapshots import ACTORS, NOW, situation, snapshot

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.refusals import Code, Refusal


def refused(trigger: str, state: str, who: str, *, suspended: bool = False, **command: Any) -> list[Refusal]:
    given = snapshot(Subject.ASSESSMENT, state)
    asked = Command(trigger, ACTORS[who], NOW, reason="理由", **command)
    return judge(Subject.ASSESSMENT, given, asked, situation(suspended=suspended))


def said(refusals: list[Refusal]) -> list[tuple[Code, str | None, str, str]]:
    return [(one.code, one.field, one.message, one.message_en) for one in refusals]


def test_whose_it_is_to_do() -> None:
    (not_his,) = said(refused("exclude", "review", "clerk"))
    assert not_his == (
        Code.NOT_ALLOWED,
        None,
        "您无权办理“不参加考核”，须由考核办办理",
        "“exclude” is not yours to do; it is for: the assessment office",
    )
    (_, _, zh, en) = said(refused("return_to_review", "decision", "clerk", args={"step": "unit"}))[0]
    assert zh == "您无权办理“退回审核”，须由考核办、党委秘书办理"
    assert en == "“return to review” is not yours to do; it is for: the assessment office, the committee secretary"
    (_, _, _, en) = said(refused("cancel", "review", "clerk"))[0]
    assert en == "“cancelled with its cycle” is not yours to do; it is for: the system"


def test_in_which_state_it_is() -> None:
    (wrong,) = said(refused("exclude", "feedback", "office"))
    assert wrong == (
        Code.WRONG_STATE,
        None,
        "当前状态为“结果反馈”，不能办理“不参加考核”",
        "the state is “feedback”, which does not allow “exclude”",
    )


@pytest.mark.parametrize("seen", [2, 4])
def test_that_it_has_changed_meanwhile(seen: int) -> None:
    (stale,) = said(refused("exclude", "review", "office", seen_version=seen))
    assert stale == (
        Code.STALE_VERSION,
        "version",
        f"内容已被更新（您看到的是第{seen}版，现为第3版），请刷新后重试",
        f"it has changed since you read it (version {seen}, now 3); reload and try again",
    )
    assert refused("exclude", "review", "office", seen_version=3) == []


def test_that_the_cycle_stands_still() -> None:
    assert refused("exclude", "review", "office", suspended=True) == [Refusal(Code.SUSPENDED)]
