"""A unit that is put into another class in mid-cycle: whoever appraises people of that class is asked from then on."""

import pytest
from appraisals.bureau import key_at, opened, submit, three_inputs
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import at

from kaohe.workflow.domain.roles import Role
from kaohe.workflow.people import set_unit_class

_CLASSES = """
[[unit_classes]]
key = "department"
label = "机关部门"
label_en = "department"
default = true

[[unit_classes]]
key = "window"
label = "窗口单位"
label_en = "window unit"

[[grades]]
"""

_PARTS = """label = "领导鉴定"
weight = 30
unit_classes = ["department"]

[[scoring.parts]]
kind = "appraisal"
key = "appraisal_window"
label = "分管领导鉴定"
weight = 30
unit_classes = ["window"]
of_staff = ["leader_in_charge"]
"""


def by_class(text: str) -> str:
    """In window units the leader in charge appraises everybody."""
    text = three_inputs(text).replace("[[grades]]\n", _CLASSES.lstrip("\n"), 1)
    return text.replace('label = "领导鉴定"\nweight = 30\n', _PARTS, 1)


@pytest.mark.req("S0-9", "S0-16", "S1-17")
async def test_appraisals_that_are_still_to_come_are_asked_of_those_of_the_new_class(session: AsyncSession) -> None:
    scene = await opened(session, "by-class", by_class)
    await submit(scene, "a1", "b1")
    b1 = await scene.desk_of("b1")
    at_unit = [key_at(scene, role, "a") for role in (Role.DEPUTY_LEADER, Role.MAIN_LEADER, Role.LEADER_IN_CHARGE)]
    aggregate = f"aggregate {key_at(scene, Role.UNIT_CLERK, 'a')}"
    assert await scene.desk_of("a1") == [aggregate, *(f"appraise {one}" for one in at_unit[:2])]
    await set_unit_class(session, scene.actor("office"), at(3), scene.world.units["a"], "window")
    assert await scene.desk_of("a1") == [aggregate, f"appraise {at_unit[2]}"]
    await set_unit_class(session, scene.actor("office"), at(3), scene.world.units["a"], "")
    assert await scene.desk_of("a1") == [aggregate, *(f"appraise {one}" for one in at_unit[:2])]
    assert await scene.desk_of("b1") == b1
