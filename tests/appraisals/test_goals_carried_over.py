"""The loop closes: what a feedback sets as goals, the next summary answers for (目标改进)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from appraisals.bureau import goals_carried, opened, quarter, three_inputs
from sqlalchemy import text
from support.drive import at
from support.scene import Scene

from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.feedback import FeedbackInput, deliver_feedback
from kaohe.workflow.queries.case_parts import goals_of, summaries_of
from kaohe.workflow.summaries import GoalProgress, SummaryInput, submit_summary

JULY = datetime(2026, 7, 2, 1, tzinfo=UTC)
SAID = {
    "method": "individual_talk",
    "affirmed": "扎实",
    "shortcomings": "主动性",
    "requirements": "学习",
    "own_words": "接受",
    "goals": ("提高结案率", "学习新规"),
}


@pytest.fixture
async def scene(session) -> Scene:  # type: ignore[no-untyped-def]
    """The first quarter; a1 is to be told his result."""
    scene = await opened(session, "goals", lambda text: goals_carried(three_inputs(text)))
    await session.execute(
        text("UPDATE assessment SET state = 'feedback' WHERE id = :id"), {"id": await scene.case("a1")}
    )
    return scene


async def tell(scene: Scene, **said: object) -> None:
    case = await scene.case("a1")
    await scene.session.execute(
        text(
            "INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, due_at, state, opened_at) "
            "VALUES (:body, :key, 'deliver_feedback', 'assessment', :id, :cycle, :now, 'open', :now) ON CONFLICT DO NOTHING"
        ),
        {
            "body": scene.world.body_id, "key": f"leader_in_charge@{scene.world.units['a']}", "id": case,
            "cycle": scene.world.cycle_id, "now": at(20),
        },
    )  # fmt: skip
    await deliver_feedback(scene.session, scene.actor("deputy"), at(20), [case], FeedbackInput(**{**SAID, **said}))


async def hand_in(scene: Scene, *goals: tuple[str, str]) -> None:
    given = SummaryInput("完成任务", self_score=Decimal(80), goals=tuple(GoalProgress(*one) for one in goals))
    await submit_summary(scene.session, scene.actor("a1"), JULY, await scene.case("a1"), given)


async def carried(scene: Scene, name: str = "a1") -> list[str]:
    case = await scene.case(name)
    found = await goals_of(scene.session, scene.actor("office"), [case])
    return [goal for row in found[case] for goal in row["goals"]]


@pytest.mark.req("S0-23", "S0-25")
async def test_a_feedback_without_goals_or_without_hearing_the_person_is_refused(scene: Scene) -> None:
    async with scene.refused(Code.REQUIRED) as found:
        await tell(scene, goals=(" ",), own_words=" ", requirements="")
    assert {one.field for one in found} == {"goals", "own_words", "requirements"}
    await tell(scene)


@pytest.mark.req("S0-24", "S0-25")
async def test_a_letter_hears_nobody(scene: Scene) -> None:
    async with scene.refused(Code.REQUIRED) as found:
        await tell(scene, method="meeting_comment", own_words="")
    assert [one.field for one in found] == ["own_words"]
    await tell(scene, method="written_delivery", own_words="")


@pytest.mark.req("S0-25")
async def test_goals_are_kept_once_each(scene: Scene) -> None:
    await tell(scene, goals=(" 提高结案率 ", "提高结案率", "", "学习新规"))
    assert await scene.value("SELECT goals FROM feedback") == ["提高结案率", "学习新规"]


@pytest.mark.req("S0-23")
async def test_the_next_summary_says_what_became_of_every_goal(scene: Scene) -> None:
    await tell(scene)
    scene.world.cycle_id = await quarter(scene, "2026Q2", JULY)
    assert await carried(scene) == ["提高结案率", "学习新规"]
    async with scene.refused(Code.REQUIRED) as found:
        await hand_in(scene)
    assert [one.field for one in found] == ["goals", "goals"]
    assert "学习新规" in found[1].message
    async with scene.refused(Code.REQUIRED, Code.BAD_INPUT) as found:
        await hand_in(scene, ("提高结案率", " "), ("写得更好", "是"))
    assert {one.field for one in found} == {"goals", "goals[0].progress", "goals[1].goal"}
    async with scene.refused(Code.BAD_INPUT):
        await hand_in(scene, ("提高结案率", "一"), ("提高结案率", "二"), ("学习新规", "三"))
    await hand_in(scene, (" 提高结案率", "升至九成 "), ("学习新规", "已学"))
    case = await scene.case("a1")
    [summary] = (await summaries_of(scene.session, scene.actor("a_leader"), [case]))[case]
    assert summary["goals"] == [
        {"goal": "提高结案率", "progress": "升至九成"},
        {"goal": "学习新规", "progress": "已学"},
    ]


@pytest.mark.req("S0-23")
async def test_where_nothing_was_set_nothing_is_asked(scene: Scene) -> None:
    """Of somebody who has not been told yet, or was told in an earlier quarter only, and answered for it then."""
    scene.world.cycle_id = await quarter(scene, "2026Q2", JULY)
    assert await carried(scene) == []
    await hand_in(scene)


@pytest.mark.req("S0-23")
async def test_goals_are_those_of_the_last_case_he_took_part_in(scene: Scene) -> None:
    await tell(scene)
    second = await quarter(scene, "2026Q2", JULY)
    scene.world.cycle_id = await quarter(scene, "2026Q3", JULY)
    assert await carried(scene) == []
    await scene.session.execute(text("UPDATE assessment SET state = 'excluded' WHERE cycle_id = :id"), {"id": second})
    assert await carried(scene) == ["提高结案率", "学习新规"]
    assert await carried(scene, "a2") == []
