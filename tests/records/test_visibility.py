"""Who reads whose records: the unit where the policy opens them, the leaders above, the office; nobody else."""

import pytest
from support.records import log, records_text, shanghai

from kaohe.schema.models import RoleGrant, Unit
from kaohe.workflow import policies
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.queries import reading
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.records import WORK_RECORD_FILTERS, WORK_RECORDS, work_records_by_id

NOW = shanghai(3, 6, 18)


async def seen(bureau, who: str, **filters: object) -> list[str]:
    """The days of the records that somebody sees, in the order of the list."""
    where = reading.given(WORK_RECORD_FILTERS, filters)
    page = await reading.page(bureau.session, bureau.world.actor(who), WORK_RECORDS, where, Window(100))
    return [row["covers"] for row, _ in page.rows]


@pytest.mark.req("S1-9", "S1-10")
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("a1", True),  # himself
        ("a2", True),  # a member of his unit
        ("a_leader", True),
        ("deputy", True),  # the leader in charge
        ("chief", True),  # of the unit above
        ("office", True),
        ("member3", True),
        ("b1", False),
        ("b_leader", False),
        ("admin", False),
        ("authority", False),
    ],
)
async def test_members_and_leaders_see_and_strangers_do_not(bureau, who, sees):
    (one,) = await bureau.write(NOW, "a1", log("2026-03-06"))
    assert await seen(bureau, who) == (["2026-03-06"] if sees else [])
    assert bool(await work_records_by_id(bureau.session, bureau.world.actor(who), [one])) is sees


@pytest.mark.req("S1-9")
async def test_a_policy_may_keep_them_from_fellow_members_but_not_from_leaders(bureau):
    closed = records_text().replace("[records]", "[records]\nopen_in_unit = false")
    await policies.publish(bureau.session, bureau.world.actor("office"), shanghai(1, 2), closed)
    await bureau.write(NOW, "a1", log("2026-03-06"))
    assert [len(await seen(bureau, who)) for who in ("a1", "a2", "a_clerk", "a_leader", "chief")] == [1, 0, 1, 1, 1]


@pytest.mark.req("S1-10")
async def test_a_leader_two_levels_up_sees_them(bureau):
    session, world = bureau.session, bureau.world
    squad = Unit(body_id=world.body_id, key="squad", name="一中队", parent_id=world.units["a"], position=9)
    session.add(squad)
    await session.flush()
    session.add(RoleGrant(body_id=world.body_id, person_id=world.people["b4"], role=Role.MAIN_LEADER, unit_id=squad.id))
    await session.flush()
    world.keys["b4"].add(role_key(Role.MAIN_LEADER, squad.id))
    await bureau.write(NOW, "a1", log("2026-03-06"))
    assert await seen(bureau, "b4") == []
    (one,) = await bureau.write(NOW, "a2", log("2026-03-06"))
    (await bureau.record(one)).unit_id = squad.id
    await session.flush()
    assert [len(await seen(bureau, who)) for who in ("b4", "a_leader", "chief", "a1", "a2")] == [1, 2, 2, 1, 2]


@pytest.mark.req("S1-9", "S1-10")
async def test_the_list_is_newest_first_and_can_be_narrowed(bureau):
    days = [f"2026-03-0{day}" for day in range(2, 7)]
    await bureau.write(NOW, "a1", *map(log, days))
    await bureau.write(NOW, "b1", log("2026-03-04"))
    world = bureau.world
    assert await seen(bureau, "office") == [
        "2026-03-06",
        "2026-03-05",
        "2026-03-04",
        "2026-03-04",
        "2026-03-03",
        "2026-03-02",
    ]
    assert await seen(bureau, "office", person_id=world.people["a1"]) == days[::-1]
    assert await seen(bureau, "office", unit_id=world.units["b"]) == ["2026-03-04"]
    assert await seen(bureau, "office", kind="inventory") == []
    from_day, to_day = shanghai(3, 3).date(), shanghai(3, 4).date()
    assert await seen(bureau, "a1", from_day=from_day, to_day=to_day) == ["2026-03-04", "2026-03-03"]


@pytest.mark.req("S1-9")
async def test_pages_follow_one_another_without_gaps(bureau):
    await bureau.write(NOW, "a1", *(log(f"2026-03-0{day}") for day in range(2, 7)))
    actor, found, after = bureau.world.actor("a2"), [], None
    while True:
        page = await reading.page(bureau.session, actor, WORK_RECORDS, [], Window(2, after))
        found += [row["covers"] for row, _ in page.rows]
        if not page.more:
            break
        after = page.rows[-1][1]
    assert found == [f"2026-03-0{day}" for day in (6, 5, 4, 3, 2)]
