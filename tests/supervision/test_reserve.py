"""The reserve pool: who is in it, since when, and why he left."""

from datetime import date

import pytest
from support.drive import at
from support.scene import Scene

from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people import declare_relative
from kaohe.workflow.queries import reading, supervision
from kaohe.workflow.supervision import enter_reserve, leave_reserve

DAY = date(2026, 4, 1)


async def enter(scene: Scene, name: str, who: str = "office", on: date = DAY) -> int:
    return await enter_reserve(scene.session, scene.actor(who), at(2), scene.world.people[name], on, "实绩突出")


async def count(scene: Scene, who: str, **filters: object) -> int:
    where = reading.given(supervision.RESERVE_FILTERS, filters)
    return await reading.count(scene.session, scene.actor(who), supervision.RESERVE, where)


@pytest.mark.req("S0-31")
async def test_in_and_out_and_in_again(inspected: Scene) -> None:
    entry = await enter(inspected, "a1")
    async with inspected.refused(Code.IN_RESERVE):
        await enter(inspected, "a1")
    office = inspected.actor("office")
    async with inspected.refused(Code.BAD_INPUT):
        await leave_reserve(inspected.session, office, at(2), entry, date(2026, 3, 31), "提拔")
    await leave_reserve(inspected.session, office, at(2), entry, DAY, "提拔使用")
    async with inspected.refused(Code.NOT_IN_RESERVE):
        await leave_reserve(inspected.session, office, at(2), entry, DAY, "提拔使用")
    await enter(inspected, "a1", on=date(2026, 4, 2))
    assert (await count(inspected, "office"), await count(inspected, "office", current=True)) == (2, 1)


@pytest.mark.req("S0-31")
async def test_the_pool_is_for_the_office_and_the_committee(inspected: Scene) -> None:
    await enter(inspected, "a1")
    seen = {who: await count(inspected, who) for who in ("office", "member3", "secretary", "a1", "a_leader", "admin")}
    assert seen == {"office": 1, "member3": 1, "secretary": 1, "a1": 0, "a_leader": 0, "admin": 0}
    for who in ("a1", "a_leader", "secretary", "admin"):
        async with inspected.refused(Code.NOT_ALLOWED):
            await enter(inspected, "a2", who=who)


@pytest.mark.req("S0-31")
async def test_nobody_enters_tomorrow_or_for_no_reason(inspected: Scene) -> None:
    async with inspected.refused(Code.BAD_INPUT, Code.REQUIRED):
        await enter_reserve(
            inspected.session, inspected.actor("office"), at(2), inspected.world.people["a1"], date(2026, 4, 3), ""
        )


@pytest.mark.req("§3", "S0-31")
async def test_nobody_enters_himself_or_a_relative_or_lets_him_leave(inspected: Scene) -> None:
    people, office2 = inspected.world.people, inspected.actor("office2")
    await declare_relative(inspected.session, office2, at(2), people["a1"], people["office"], "子女")
    async with inspected.refused(Code.OWN_CASE):
        await enter(inspected, "office")
    async with inspected.refused(Code.RELATIVE):
        await enter(inspected, "a1")
    entry = await enter(inspected, "a1", who="office2")
    async with inspected.refused(Code.RELATIVE):
        await leave_reserve(inspected.session, inspected.actor("office"), at(2), entry, DAY, "提拔")
