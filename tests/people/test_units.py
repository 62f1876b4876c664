"""The unit tree: one unit is the body itself, and nothing stands below itself."""

import pytest
from sqlalchemy import text

from kaohe.schema.models import Unit
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people import create_unit, move_unit, rename_unit

pytestmark = pytest.mark.req("S3-7")


async def unit(bureau, unit_id: int) -> Unit:
    return await bureau.session.get_one(Unit, {"body_id": bureau.world.body_id, "id": unit_id})


async def test_a_new_unit_comes_last_among_its_siblings(bureau):
    root = bureau.world.units["root"]
    first = await bureau.do(create_unit, "c", " 法制大队 ", parent_id=root)
    second = await bureau.do(create_unit, "d", "禁毒大队", parent_id=root)
    assert (await unit(bureau, first)).name == "法制大队"
    assert (await unit(bureau, second)).position == (await unit(bureau, first)).position + 1


async def test_only_outside_units_stand_without_a_parent_beside_the_body_itself(bureau):
    assert await bureau.refused(create_unit, "c", "第二个局") == [(Code.REQUIRED, "parentId")]
    outside = await bureau.do(create_unit, "c", "政务服务中心", outside=True)
    assert (await unit(bureau, outside)).outside


async def test_everything_wrong_with_a_unit_is_told_at_once(bureau):
    assert await bureau.refused(create_unit, "a", " ") == [
        (Code.REQUIRED, "name"),
        (Code.REQUIRED, "parentId"),
        (Code.DUPLICATE, "key"),
    ]
    assert await bureau.refused(create_unit, "k" * 65, "n" * 101, parent_id=bureau.world.units["root"]) == [
        (Code.BAD_INPUT, "key"),
        (Code.BAD_INPUT, "name"),
    ]


async def test_a_unit_moves_with_all_below_it_but_never_below_itself(bureau):
    a, b = bureau.world.units["a"], bureau.world.units["b"]
    team = await bureau.do(create_unit, "c", "一中队", parent_id=a)
    assert await bureau.refused(move_unit, a, team) == [(Code.BAD_INPUT, "parentId")]
    assert await bureau.refused(move_unit, a, a) == [(Code.BAD_INPUT, "parentId")]
    assert await bureau.refused(move_unit, bureau.world.units["root"], a) == [(Code.BAD_INPUT, "parentId")]
    await bureau.do(move_unit, a, b)
    assert (await unit(bureau, a)).parent_id == b
    assert (await unit(bureau, team)).parent_id == a
    assert await bureau.refused(move_unit, b, team) == [(Code.BAD_INPUT, "parentId")]


async def test_the_body_itself_stays_at_the_top(bureau):
    assert await bureau.refused(move_unit, bureau.world.units["root"], bureau.world.units["county"]) == [
        (Code.BAD_INPUT, "unitId")
    ]


async def test_renaming_keeps_the_key(bureau):
    await bureau.do(rename_unit, bureau.world.units["a"], "刑侦大队", by="admin")
    assert (await unit(bureau, bureau.world.units["a"])).name == "刑侦大队"
    assert (await unit(bureau, bureau.world.units["a"])).key == "a"


@pytest.mark.parametrize("who", ["a1", "a_clerk", "a_leader", "chief", "secretary", "inspector"])
async def test_nobody_else_changes_units_and_nothing_has_changed(bureau, who):
    units = text("SELECT jsonb_agg(u ORDER BY u.id) FROM unit u")
    before = await bureau.session.scalar(units)
    a, b = bureau.world.units["a"], bureau.world.units["b"]
    for use_case, *args in ((create_unit, "c", "新单位"), (rename_unit, a, "新名"), (move_unit, a, b)):
        assert await bureau.refused(use_case, *args, by=who) == [(Code.NOT_ALLOWED, None)]
    assert await bureau.session.scalar(units) == before


async def test_another_body_s_unit_does_not_exist(bureau, other):
    assert await bureau.refused(rename_unit, other.units["a"], "新名") == [(Code.NOT_FOUND, "unitId")]
    assert await bureau.refused(move_unit, bureau.world.units["a"], other.units["b"]) == [(Code.NOT_FOUND, "parentId")]
    assert await bureau.refused(create_unit, "c", "新", parent_id=other.units["a"]) == [(Code.NOT_FOUND, "parentId")]
