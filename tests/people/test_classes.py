"""The classes of units and the categories of posts that a body's office registers."""

import pytest
from sqlalchemy import text
from support.measured import policy_text

from kaohe.schema.models import Person, Unit
from kaohe.workflow import policies
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.people import create_person, create_unit, grant_role, set_unit_class, update_person

pytestmark = pytest.mark.req("S0-9", "S1-17")


async def class_of(bureau, unit_id: int) -> str:
    unit = await bureau.session.get_one(Unit, {"body_id": bureau.world.body_id, "id": unit_id})
    return unit.unit_class


async def test_a_unit_is_put_into_a_class_and_out_of_it_again(bureau):
    a = bureau.world.units["a"]
    await bureau.do(set_unit_class, a, " window ", by="admin")
    assert await class_of(bureau, a) == "window"
    await bureau.do(set_unit_class, a, "")
    assert await class_of(bureau, a) == ""


async def test_a_new_unit_may_have_its_class_at_once(bureau):
    unit = await bureau.do(create_unit, "c", "政务大厅", parent_id=bureau.world.units["root"], unit_class="window")
    assert await class_of(bureau, unit) == "window"


async def test_before_a_policy_is_published_any_key_will_do_and_then_only_its_classes(bureau):
    a, root = bureau.world.units["a"], bureau.world.units["root"]
    assert await bureau.refused(set_unit_class, a, "窗口单位") == [(Code.BAD_INPUT, "unitClass")]
    await bureau.do(policies.publish, policy_text())
    await bureau.do(set_unit_class, a, "窗口单位")
    assert await class_of(bureau, a) == "window"
    assert await bureau.refused(set_unit_class, a, "township") == [(Code.BAD_INPUT, "unitClass")]
    assert await bureau.refused(create_unit, "a", "x", parent_id=root, unit_class="township") == [
        (Code.DUPLICATE, "key"),
        (Code.BAD_INPUT, "unitClass"),
    ]
    assert await class_of(bureau, a) == "window"


@pytest.mark.parametrize("who", ["a1", "a_clerk", "a_leader", "chief", "secretary", "inspector"])
async def test_nobody_but_office_and_administrator_does(bureau, who):
    assert await bureau.refused(set_unit_class, bureau.world.units["a"], "window", by=who) == [(Code.NOT_ALLOWED, None)]


async def test_another_body_s_unit_does_not_exist(bureau, other):
    assert await bureau.refused(set_unit_class, other.units["a"], "window") == [(Code.NOT_FOUND, "unitId")]
    await bureau.do(policies.publish, policy_text())
    other_office = other.actor("office")
    await set_unit_class(bureau.session, other_office, bureau.now, other.units["a"], "township")  # has no policy yet
    assert await class_of(bureau, bureau.world.units["a"]) == ""


@pytest.mark.req("S0-6")
async def test_a_person_s_post_category_is_registered_and_changed(bureau):
    unit = bureau.world.units["a"]
    person_id = await bureau.do(create_person, "N1", "新人", unit, post_category=" 综合岗 ")
    person = await bureau.session.get_one(Person, {"body_id": bureau.world.body_id, "id": person_id})
    assert person.post_category == "综合岗"
    await bureau.do(update_person, person_id, post_category="业务岗")
    assert person.post_category == "业务岗"
    await bureau.do(update_person, person_id, post="科员")
    assert person.post_category == "业务岗"
    assert await bureau.refused(update_person, person_id, post_category="岗" * 51) == [(Code.BAD_INPUT, "postCategory")]
    assert await bureau.refused(create_person, "N2", "新人", unit, post_category="岗" * 51) == [
        (Code.BAD_INPUT, "postCategory")
    ]


@pytest.mark.req("S0-17", "S0-18")
async def test_a_deputy_is_one_of_a_unit(bureau):
    person, unit = bureau.world.people["a1"], bureau.world.units["a"]
    assert await bureau.refused(grant_role, person, Role.DEPUTY_LEADER) == [(Code.REQUIRED, "unitId")]
    await bureau.do(grant_role, person, Role.DEPUTY_LEADER, unit_id=unit)
    held = text("SELECT unit_id FROM role_grant WHERE person_id = :id AND role = 'deputy_leader'")
    assert await bureau.session.scalar(held, {"id": person}) == unit
