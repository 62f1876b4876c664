"""The small bureau under a policy with a self-evaluation and a leader's appraisal; a3 is deputy chief of unit a."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import INDICATORS, at
from support.scene import Scene
from support.world import World, add_performance, make_world

from kaohe.policies.shipped import shipped_text
from kaohe.schema.models import RoleGrant
from kaohe.workflow import policies
from kaohe.workflow.aggregation import record_scores
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.summaries import SummaryInput, submit_summary

PARTS = """
[[scoring.parts]]
kind = "self_evaluation"
key = "self"
label = "自我评价"
weight = 10
missed = 20

[[scoring.parts]]
kind = "appraisal"
key = "appraisal"
label = "领导鉴定"
weight = 30

[[scoring.bands]]
grade = "good"
"""


def three_inputs(text: str) -> str:
    """Self-evaluation 10, appraisal 30, and monthly performance 20 in the place of 60 points."""
    text = text.replace("factor = 60", "factor = 20", 1)
    return text.replace('[[scoring.bands]]\ngrade = "good"\n', PARTS, 1)


def goals_carried(text: str) -> str:
    """Every feedback sets goals, and every summary says what became of them; the person is heard."""
    return text.replace(
        "[feedback]\n", "[feedback]\ngoals_required = true\ngoals_carried = true\nown_words_required = true\n"
    )


async def grant(session: AsyncSession, world: World, name: str, role: Role, unit: str) -> None:
    """Give a person of the world a role at a unit, before anybody looks."""
    at_unit = world.units[unit]
    session.add(RoleGrant(body_id=world.body_id, person_id=world.people[name], role=role, unit_id=at_unit))
    await session.flush()
    world.keys[name].add(role_key(role, at_unit))


async def opened(session: AsyncSession, key: str, edit=three_inputs) -> Scene:  # type: ignore[no-untyped-def]
    """The first quarter's cycle, just opened."""
    world = await make_world(session, key)
    await grant(session, world, "a3", Role.DEPUTY_LEADER, "a")
    await add_performance(session, world)
    scene = Scene(session, world, at(1))
    await policies.publish(session, scene.actor("office"), at(1), edit(shipped_text("county-psb")))
    world.cycle_id = await quarter(scene, "2026Q1", at(1))
    return scene


async def quarter(scene: Scene, period: str, now: datetime) -> int:
    """Open a further cycle of the same policy; its id."""
    office = scene.actor("office")
    cycle_id = await create_cycle(scene.session, office, now, "county-psb", period)
    await open_cycle(scene.session, office, now, cycle_id)
    return cycle_id


async def submit(scene: Scene, *names: str, score: int = 80) -> None:
    """These people hand in their summaries, each with his own score."""
    for name in names:
        given = SummaryInput(text="完成了各项工作任务。", self_score=Decimal(score))
        await submit_summary(scene.session, scene.actor(name), at(2), await scene.case(name), given)


async def score_common(scene: Scene, *names: str) -> None:
    """Their common indicators, 90 each."""
    scores = {one: {key: Decimal(90) for key in INDICATORS} for one in await scene.cases(*names)}
    await record_scores(scene.session, scene.actor("a_leader"), at(3), scores)


def key_at(scene: Scene, role: Role, unit: str) -> str:
    return role_key(role, scene.world.units[unit])
