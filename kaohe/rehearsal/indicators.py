"""Individual and elastic indicators (个性指标、弹性指标): what units set for their posts, and what their people reached."""

from random import Random

from kaohe.rehearsal.clerk import clerks
from kaohe.rehearsal.documents import INDICATOR_SETS, INDICATORS
from kaohe.rehearsal.papers import usual_score
from kaohe.rehearsal.people import UNIT_CLERK, Member
from kaohe.rehearsal.world import World, together

#: What a unit measures by the work of the post: label, standard, weight.
_OF_POSTS = (
    ("岗位任务完成量", "按年初分解任务逐项核对", 2),
    ("办理质量", "抽查无差错，群众无有效投诉", 2),
    ("按时办结", "承诺时限内办结率100%", 1),
)

#: What is set for one quarter alone (S0-7): the quarter's own concern.
_OF_QUARTERS = ("安全生产专项行动", "防汛值守", "文明创建迎检", "年终收官攻坚")


async def set_all(world: World) -> None:
    """Each unit sets what has none yet: individual ones by post category, elastic ones anew every quarter."""
    await together(_set(world, clerk) for clerk in world.people.holding(UNIT_CLERK))


async def record_all(world: World, chance: Random) -> None:
    """Enter what everybody reached, in whole numbers; points that count nothing under the shipped scheme beside them."""
    async for session in clerks(world):
        tasks = await world.desk(session, "aggregate", "record_indicators")
        given = []
        for task in tasks:
            known = (await session.read(INDICATORS, id=task["subjectId"]))["node"]["indicators"]
            points = [
                {"kind": one["kind"], "indicator": one["key"], "points": _points(one["kind"], chance)} for one in known
            ]
            given.append({"assessmentId": task["subjectId"], "indicators": points})
        if given:
            await session.do("recordIndicators", {"assessments": given})
            world.happened("indicators_recorded", len(given))


async def _set(world: World, clerk: Member) -> None:
    session, unit = await world.people.session(clerk), clerk.unit
    found = (await session.read(INDICATOR_SETS, unit=unit, cycle=world.cycle_id))["indicatorSets"]
    for one in found:
        if one["indicatorSet"] is None:
            individual = one["kind"] == "INDIVIDUAL"
            given = {
                "cycleId": world.cycle_id,
                "unitId": unit,
                "kind": one["kind"],
                "postCategory": one["postCategory"] if individual else None,
                "indicators": _individual(one["postCategory"]) if individual else _elastic(world),
            }
            await session.do("setIndicators", given)
            world.happened("indicator_set_individual" if individual else "indicator_set_elastic")


def _individual(post_category: str) -> list[dict[str, object]]:
    return [
        {"label": f"{post_category}{label}", "standard": standard, "weight": str(weight)}
        for label, standard, weight in _OF_POSTS
    ]


def _elastic(world: World) -> list[dict[str, object]]:
    return [{"label": _OF_QUARTERS[world.quarter.number - 1], "standard": "以参与情况和成效加减分"}]


def _points(kind: str, chance: Random) -> str:
    return str(int(usual_score(chance))) if kind == "INDIVIDUAL" else "0"
