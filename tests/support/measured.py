"""A scheme after S0 in which units measure their people by indicators of their own."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from support.world import World

from kaohe.policies.shipped import shipped_text
from kaohe.workflow import policies
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.indicators.model import IndicatorKind, UnitIndicator
from kaohe.workflow.indicators import IndicatorsInput, set_indicators

DIMENSIONS = ("politics", "achievement", "ethics", "style", "probity")

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
key = "good"
"""

_OWN = """
[[scoring.parts]]
kind = "individual_indicators"
key = "individual"
label = "个性指标"
unit_classes = ["department"]
weight = 60
most_indicators = 3

[[scoring.parts]]
kind = "individual_indicators"
key = "individual_window"
label = "服务指标"
unit_classes = ["window"]
weight = 60

[[scoring.parts]]
kind = "elastic_indicators"
key = "elastic"
label = "弹性指标"
unit_classes = ["department"]
most = 3
least = 2
most_indicators = 2

"""


def policy_text() -> str:
    """The county's policy with S0's indicators in the place of its own."""
    shipped = shipped_text("county-psb")
    head, rest = shipped.split('[[grades]]\nkey = "good"\n', 1)
    before, after = rest.split('[[scoring.parts]]\nkind = "monthly_mean"', 1)
    _, after = after.split("[[scoring.parts]]", 1)
    policy = head + _CLASSES + before + _OWN + "[[scoring.parts]]" + after
    for old, new in zip(("de", "neng", "qin", "ji", "lian"), DIMENSIONS, strict=True):
        policy = policy.replace(f'{{ key = "{old}",', f'{{ key = "{new}",')
    return policy


async def measured_quarter(session: AsyncSession, world: World, now: datetime) -> None:
    """The second quarter is open under a version with indicators; unit a has set an elastic one."""
    office = world.actor("office")
    await policies.publish(session, office, now, policy_text().replace('version = "1"', 'version = "measured"', 1))
    cycle_id = await create_cycle(session, office, now, "county-psb", "2026Q2")
    await open_cycle(session, office, now, cycle_id)
    duty = UnitIndicator("", "防汛值守", "每班加0.5分")
    given = IndicatorsInput(cycle_id, world.units["a"], IndicatorKind.ELASTIC, [duty])
    await set_indicators(session, world.actor("a_clerk"), now, given)
