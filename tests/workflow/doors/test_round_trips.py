"""What a use case costs in statements, whatever the number of cases: each is a trip to the database."""

from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy import event, text
from support.drive import at
from support.scene import Scene

from kaohe.schema.session import Database
from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.domain.actor import system
from kaohe.workflow.door.stores.assessments import STORE as CASES
from kaohe.workflow.reviews import ReviewInput, approve_reviews, return_for_rework

#: The cases under lock, as far as they are visible; the cycle; what belongs to the cases; all that is written; their
#: lists under lock; and whether somebody still keeps them open.
OF_A_REVIEW = 6

#: As above, and the signatures that become void.
OF_REWORK = 7


async def _statements(scene: Scene, work: Awaitable[Any]) -> list[str]:
    connection = (await scene.session.connection()).sync_connection
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(connection, "before_cursor_execute", note)
    await work
    event.remove(connection, "before_cursor_execute", note)
    return seen


async def _approved(scene: Scene, *names: str) -> list[str]:
    reviews = [ReviewInput(await scene.case(name), "good") for name in names]
    return await _statements(scene, approve_reviews(scene.session, scene.actor("a_leader"), at(3), reviews))


@pytest.mark.req("S3-30", "§4")
async def test_reviews_take_the_same_few_statements_for_one_and_for_many(at_review: Scene) -> None:
    await _approved(at_review, "a_clerk")  # from here on this process knows the policy and the roster
    assert len(await _approved(at_review, "a1")) == OF_A_REVIEW
    assert len(await _approved(at_review, "a2", "a3")) == OF_A_REVIEW


@pytest.mark.req("S3-30")
async def test_a_return_takes_the_same_few_statements_for_one_and_for_many(at_review: Scene) -> None:
    scene = at_review
    await _approved(scene, "a_clerk")
    for names in (["a1"], ["a2", "a3", "a4"]):
        work = return_for_rework(
            scene.session, scene.actor("a_leader"), at(3), await scene.cases(*names), "aggregation", "有误"
        )
        assert len(await _statements(scene, work)) == OF_REWORK


@pytest.mark.req("S3-29")
async def test_an_aggregation_takes_the_same_statements_for_one_and_for_many(at_review: Scene) -> None:
    scene = at_review
    cases = await scene.cases("a1", "a2", "a3", "a4")
    await return_for_rework(scene.session, scene.actor("a_leader"), at(3), cases, "aggregation", "有误")
    system_actor = system(scene.world.body_id)
    one = await _statements(scene, aggregate(scene.session, system_actor, at(3), cases[:1]))
    many = await _statements(scene, aggregate(scene.session, system_actor, at(3), cases[1:]))
    assert len(one) == len(many)


@pytest.mark.req("design: one door")
async def test_all_that_a_move_writes_is_one_statement(at_review: Scene) -> None:
    writing = [one for one in await _approved(at_review, "a1", "a2") if "INSERT INTO" in one or "UPDATE " in one[:40]]
    (statement,) = [one for one in writing if not one.endswith("FOR UPDATE OF a")]
    for table in ("assessment", "history", "task", "outbox", "review_opinion"):
        assert table in statement


@pytest.mark.req("design: one door")
async def test_a_plan_made_while_tables_were_empty_finds_their_rows_by_an_index(fresh_database: Database) -> None:
    """It is kept on its connection, and the tables fill."""
    async with fresh_database.reading() as session:
        await session.execute(text("VACUUM ANALYZE"))
        lines = await session.scalars(text(f"EXPLAIN {CASES._beside.text}"), {"body_id": 1, "ids": [1]})
        plan = "\n".join(lines)
    assert "review_opinion" in plan
    assert "Seq Scan" not in plan
