"""The overdue list: what is late, who has it, how far up it was reported; each within what he may see."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession
from support.api import Api
from support.drive import at

from kaohe.workflow.cycles import suspend_cycle
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.overdue import overdue_page

LIST = """query($cycle: ID, $unit: ID, $stage: Stage, $kind: String) {
  overdue(cycleId: $cycle, unitId: $unit, stage: $stage, kind: $kind, first: 100) { totalCount edges { node {
    taskId kind kindLabel assigneeKey role roleLabel holders vacant subject subjectId stage stageLabel
    cycle { title suspended } unit { name } person { name } dueAt workingDaysLate
    reportedLevel reportedTo reportedToLabel reportedAt } } } }"""


async def items(api: Api, who: str, **filters: Any) -> list[dict[str, Any]]:
    found = (await api.ask(who, LIST, **filters))["overdue"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"] for edge in found["edges"]]


async def names(api: Api, who: str, **filters: Any) -> set[str]:
    return {one["person"]["name"] for one in await items(api, who, **filters) if one["person"]}


async def item_of(api: Api, name: str) -> dict[str, Any]:
    """What is overdue on one person's case, as the office sees it."""
    (one,) = [one for one in await items(api, "office") if one["person"] and one["person"]["name"] == name]
    return one


async def fire(api: Api, now: datetime) -> None:
    api.clock.advance(now - api.clock.now())
    await enforce_due(api.database, now)


UNIT_A = {"a_leader", "a_clerk", "a1", "a2", "a3", "a4"}
UNIT_B = {name.replace("a", "b", 1) for name in UNIT_A}


@pytest.mark.req("S3-31")
async def test_an_item_says_who_is_late_on_what_and_who_knows(own_api: Any) -> None:
    """Review is due on Friday 10 April, 24:00; on Tuesday morning the leader in charge was told, on Friday the office."""
    api: Api = await own_api("review")
    assert await items(api, "office") == []
    await fire(api, at(14))
    one = await item_of(api, "a1")
    assert {name: one[name] for name in one if name not in ("taskId", "subjectId", "reportedAt", "dueAt")} == {
        "kind": "review",
        "kindLabel": "审核评鉴",
        "assigneeKey": f"main_leader@{api.world.units['a']}",
        "role": "MAIN_LEADER",
        "roleLabel": "单位主要领导",
        "holders": ["a_leader"],
        "vacant": False,
        "subject": "ASSESSMENT",
        "stage": "REVIEW",
        "stageLabel": "审核评鉴",
        "cycle": {"title": one["cycle"]["title"], "suspended": False},
        "unit": {"name": "刑警大队"},
        "person": {"name": "a1"},
        "workingDaysLate": 2,
        "reportedLevel": 1,
        "reportedTo": "LEADER_IN_CHARGE",
        "reportedToLabel": "分管领导",
    }
    assert datetime.fromisoformat(one["dueAt"]) == at(10, hour=16)
    assert datetime.fromisoformat(one["reportedAt"]) == at(14)
    await fire(api, at(17))
    one = await item_of(api, "a1")
    assert (one["reportedLevel"], one["reportedTo"], one["workingDaysLate"]) == (2, "OFFICE", 5)


@pytest.mark.req("S1-10", "S3-31")
async def test_each_sees_his_own(own_api: Any) -> None:
    api: Api = await own_api("review")
    await fire(api, at(13))
    for who in ("office", "office2", "secretary", "member3", "chief", "deputy"):
        assert await names(api, who) == UNIT_A | UNIT_B, who
    for who in ("a_leader", "a_clerk"):
        assert await names(api, who) == UNIT_A, who
    for who in ("a1", "admin", "inspector", "foreign-office"):
        assert await items(api, who) == [], who


@pytest.mark.req("S3-31")
async def test_filters(own_api: Any) -> None:
    api: Api = await own_api("review")
    await fire(api, at(13))
    assert await names(api, "office", unit=api.unit("a")) == UNIT_A
    assert await names(api, "office", cycle=api.cycle, stage="REVIEW", kind="review") == UNIT_A | UNIT_B
    for nothing in ({"stage": "FEEDBACK"}, {"kind": "aggregate"}, {"cycle": api.id("Cycle", api.foreign.cycle_id)}):
        assert await items(api, "office", **nothing) == []
    answer = await api.post("office", LIST, {"cycle": api.unit("a")})
    assert answer["errors"][0]["extensions"]["field"] == "cycleId"


@pytest.mark.req("S3-31")
async def test_a_vacant_post_shows(own_api: Any) -> None:
    api: Api = await own_api("review")
    async with api.database.transaction() as session:
        await session.execute(text("DELETE FROM role_grant WHERE role = 'main_leader'"))
    await fire(api, at(13))
    found = {one["assigneeKey"]: one for one in await items(api, "office")}
    assert found[f"main_leader@{api.world.units['a']}"]["holders"] == []
    assert found[f"main_leader@{api.world.units['a']}"]["vacant"] is True
    assert found[f"leader_in_charge@{api.world.units['a']}"]["vacant"] is False


@pytest.mark.req("S3-38")
async def test_an_overdue_objection_is_for_the_office_the_head_and_who_hears_it(own_api: Any) -> None:
    """Admitted on the 7th, to be decided within ten working days: by the 21st."""
    api: Api = await own_api("admitted")
    await fire(api, at(23))
    for who in ("office", "chief"):
        (one,) = await items(api, who, kind="decide_objection")
        assert (one["person"]["name"], one["stage"], one["reportedLevel"]) == ("a1", "APPEAL", 0)
    for who in ("member3", "secretary", "deputy", "a_leader", "a1", "a2"):
        assert await items(api, who, kind="decide_objection") == [], who


@pytest.mark.req("S3-8")
async def test_outside_approvers_see_what_they_owe(own_api: Any) -> None:
    api: Api = await own_api("submitted")
    await fire(api, at(30))
    (one,) = await items(api, "inspector")
    assert (one["kind"], one["role"], one["person"], one["unit"]) == ("answer_results", "OUTSIDE_APPROVER", None, None)
    assert {item["kind"] for item in await items(api, "office")} == {"answer_results"}


@pytest.mark.req("S3-31")
async def test_nothing_is_overdue_while_a_cycle_is_suspended(own_api: Any) -> None:
    api: Api = await own_api("review")
    await fire(api, at(13))
    counted = "{ cycles { edges { node { title overdueCount } } } }"
    assert [one["node"]["overdueCount"] for one in (await api.ask("office", counted))["cycles"]["edges"]] == [12]
    assert [one["node"]["overdueCount"] for one in (await api.ask("a_leader", counted))["cycles"]["edges"]] == [6]
    async with api.database.transaction() as session:
        await suspend_cycle(session, api.world.actor("office"), at(13), api.world.cycle_id, "防汛抢险")
    assert await items(api, "office") == []
    assert [one["node"]["overdueCount"] for one in (await api.ask("office", counted))["cycles"]["edges"]] == [0]


@pytest.mark.req("S3-31")
async def test_a_straggler_is_not_reported_by_the_cycles_levels(own_api: Any) -> None:
    """a1 is sent back after the stage was reported to both levels: his own term has just begun. His scores are lost, so
    that nothing is complete when it ends."""
    api: Api = await own_api("review")
    await fire(api, at(20))
    given = {"assessmentIds": [await api.case("a1")], "to": "AGGREGATION", "reason": "重算"}
    await api.done("a_leader", "returnForRework", **given)
    assert "a1" not in await names(api, "office")
    async with api.database.transaction() as session:
        await session.execute(text("DELETE FROM common_score"))
    late = api.clock.now() + timedelta(days=30)
    api.clock.advance(late - api.clock.now())
    one = await item_of(api, "a1")
    assert (one["kind"], one["reportedLevel"]) == ("aggregate", None)
    await fire(api, late)
    one = await item_of(api, "a1")
    assert one["reportedLevel"] == 2


@pytest.mark.parametrize("size", [1, 5, 100])
async def test_pages_miss_and_repeat_nothing(own_api: Any, size: int) -> None:
    api: Api = await own_api("review")
    await fire(api, at(13))
    whole = await _walk(api, 100)
    assert len({one["taskId"] for one in whole}) == len(whole) == 12
    assert [one["dueAt"] for one in whole] == sorted(one["dueAt"] for one in whole)
    assert await _walk(api, size) == whole


async def _walk(api: Api, size: int) -> list[dict[str, Any]]:
    """Everything that the office sees, page by page."""
    query = """query($n: Int, $a: String) { overdue(first: $n, after: $a) {
                 edges { node { taskId dueAt } } pageInfo { hasNextPage endCursor } } }"""
    found, after = [], None
    while True:
        part = (await api.ask("office", query, n=size, a=after))["overdue"]
        found += [edge["node"] for edge in part["edges"]]
        after = part["pageInfo"]["endCursor"]
        if not part["pageInfo"]["hasNextPage"]:
            return found


async def test_a_page_takes_a_fixed_number_of_statements(own_api: Any) -> None:
    """Who is calling, the page, and what its cycles share; counted only on request."""
    api: Api = await own_api("review")
    await fire(api, at(13))
    for first in (1, 12):
        query = f"{{ overdue(first: {first}) {{ edges {{ node {{ kind holders workingDaysLate reportedLevel }} }} }} }}"
        with api.counting() as statements:
            assert len((await api.ask("office", query))["overdue"]["edges"]) == first
        assert len(statements) == 3
        assert not any("count(*)" in one for one in statements)


async def test_a_page_of_a_hundred_thousand_reads_no_more_than_itself(own_api: Any) -> None:
    api: Api = await own_api("review")
    office, now = api.world.actor("office"), at(13)
    async with api.database.session() as session:
        await session.execute(_MANY)
        await session.execute(text("ANALYZE task"))
        plan = await _plan(api, session, lambda: overdue_page(session, office, now, {}, Window(100)))
        await session.rollback()
    (scan,) = [node for node in _nodes(plan) if node.get("Relation Name") == "task"]
    assert scan["Index Name"] == "ix_task_open_due"
    assert scan["Actual Rows"] <= 101


_MANY = text("""
INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at)
SELECT t.body_id, t.assignee_key, t.kind, 'assessment', 1000000 + n, t.cycle_id, t.unit_id, t.person_id,
       t.due_at + n * interval '1 microsecond', 'open', t.opened_at
  FROM generate_series(1, 100000) n,
       (SELECT * FROM task WHERE state = 'open' AND kind = 'review' ORDER BY id LIMIT 1) t
""")


async def _plan(api: Api, session: AsyncSession, read: Callable[[], Awaitable[object]]) -> dict[str, Any]:
    """The plan, carried out, of the first statement that `read` executes."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        seen.append((statement, parameters))

    engine = api.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await read()
    event.remove(engine, "before_cursor_execute", note)
    statement, parameters = seen[0]
    connection = await session.connection()
    found = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
    plan: dict[str, Any] = found.scalar_one()[0]["Plan"]
    return plan


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for below in plan.get("Plans", ()) for node in _nodes(below))]
