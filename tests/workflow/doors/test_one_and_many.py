"""One row and many take the same path: what is left behind is identical, and costs the same number of statements."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from support.drive import at
from support.left_behind import Way, left_behind
from support.scene import Scene

from kaohe.schema.models import Person
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.participation import exclude
from kaohe.workflow.reviews import ReviewInput, approve_reviews, return_for_rework

BY_LEADER = ("a_clerk", "a1", "a2", "a3", "a4")


def _approving(grades: dict[str, str]) -> Way:
    async def way(scene: Scene, names: Sequence[str]) -> None:
        reviews = [ReviewInput(await scene.case(name), grades[name], "评语") for name in names]
        await approve_reviews(scene.session, scene.actor("a_leader"), at(3), reviews)

    return way


async def _excluding(scene: Scene, names: Sequence[str]) -> None:
    await exclude(scene.session, scene.actor("office"), at(3), await scene.cases(*names), "退休")


async def _sending_back(scene: Scene, names: Sequence[str]) -> None:
    cases = await scene.cases(*names)
    await return_for_rework(scene.session, scene.actor("a_leader"), at(3), cases, "aggregation", "分数有误")


_grades = st.fixed_dictionaries({name: st.sampled_from(["good", "fairly_good", "poor"]) for name in BY_LEADER})
_people = st.lists(st.sampled_from(BY_LEADER), unique=True, min_size=1)
_given = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@_given
@given(names=_people, grades=_grades)
async def test_reviews_leave_the_same_rows(walked_to_review: Scene, names: list[str], grades: dict[str, str]) -> None:
    way = _approving(grades)
    at_once = await left_behind(walked_to_review, way, [names])
    assert at_once == await left_behind(walked_to_review, way, [[name] for name in names])


@_given
@given(names=_people, way=st.sampled_from([_excluding, _sending_back]))
async def test_other_moves_leave_the_same_rows(walked_to_review: Scene, names: list[str], way: Way) -> None:
    at_once = await left_behind(walked_to_review, way, [names])
    assert at_once == await left_behind(walked_to_review, way, [[name] for name in sorted(names)])


async def test_a_move_costs_the_same_number_of_statements_for_500(at_archived: Scene) -> None:
    scene = at_archived
    cycle_id = await _crowd(scene, 500)
    ids = [
        row["id"] for row in await scene.rows("SELECT id FROM assessment WHERE cycle_id = :id ORDER BY id", id=cycle_id)
    ]
    command = Command("exclude", scene.actor("office"), at(2, month=7), reason="机构改革")
    one = await _statements(scene, ids[:1], command)
    many = await _statements(scene, ids[1:501], command)
    assert len(ids) >= 501
    assert one == many <= 6


async def _crowd(scene: Scene, count: int) -> int:
    people = [
        Person(body_id=scene.world.body_id, number=f"X{index}", name=f"X{index}", unit_id=scene.world.units["a"])
        for index in range(count)
    ]
    scene.session.add_all(people)
    await scene.session.flush()
    cycle_id = await create_cycle(scene.session, scene.actor("office"), at(1, month=7), "county-psb", "2026Q2")
    await open_cycle(scene.session, scene.actor("office"), at(1, month=7), cycle_id)
    return cycle_id


async def _statements(scene: Scene, ids: Sequence[int], command: Command) -> int:
    connection = (await scene.session.connection()).sync_connection
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    await move(scene.session, Subject.ASSESSMENT, ids, command)
    event.remove(connection, "before_cursor_execute", note)
    return len(seen)


async def test_a_refused_move_leaves_nothing(at_review: Scene) -> None:
    scene = at_review
    before = await left_behind(scene, _nothing, [[]])

    async def refused(scene: Scene, names: Sequence[str]) -> None:
        with pytest.raises(Exception, match="own_case"):
            async with scene.session.begin_nested():
                await _approving(dict.fromkeys(names, "good"))(scene, names)

    assert await left_behind(scene, refused, [["a1", "a2", "a_leader"]]) == before


async def _nothing(_scene: Scene, _names: Sequence[str]) -> None:
    return


async def test_a_row_that_is_not_there_is_not_found_and_nothing_moves(at_review: Scene) -> None:
    scene = at_review
    command = Command("exclude", scene.actor("office"), at(3), reason="退休")
    with pytest.raises(Exception, match="not_found"):
        await move(scene.session, Subject.ASSESSMENT, [await scene.case("a1"), 999_999], command)
    assert await scene.state("a1") == "review"
    moved = await move(scene.session, Subject.ASSESSMENT, [await scene.case("a1"), 999_999], command, partial=True)
    assert list(moved.states.values()) == ["excluded"]
    assert await scene.session.scalar(text("SELECT 1")) == 1
