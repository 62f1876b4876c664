"""A quarter of 大观区: month records, indicators, self score, ballots, appraisals, cards, review and filing, goals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from kaohe.rehearsal import ballots, clerk, indicators, leader, office, service_users, supervision
from kaohe.rehearsal.appraising import appraise_all
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.diary import plan_months
from kaohe.rehearsal.documents import CARDS, CARRIED, FINDINGS, RESERVE
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.objections import ENDS
from kaohe.rehearsal.people import Member
from kaohe.rehearsal.plays.steps import (
    decide,
    opening_day,
    percent,
    publish_and_archive,
    rate_of,
    records_are_closed,
    step,
)
from kaohe.rehearsal.plays.summaries import collect
from kaohe.rehearsal.report import Figures
from kaohe.rehearsal.second_thoughts import within_places
from kaohe.rehearsal.world import Node, World

#: The five dimensions (S0-5), by the keys of the policy.
_DIMENSIONS = ("politics", "achievement", "ethics", "style", "probity")

#: S0-3.
UNITS, PEOPLE = 40, 164


def plan(world: World) -> None:
    """People write a record each month and the quarter's inventory."""
    plan_months(world)


async def play(world: World) -> list[Node]:
    """Play the quarter; its cases as they are at the end."""
    await step(world, "月纪实、绩效清单 · month records, inventory")
    await world.at(opening_day(world))
    await step(world, "启动、指标设定 · opening, indicators")
    must(await office.open_cycle(world), "the cycle has people")
    await supervision.record_merits(world)
    await indicators.set_all(world)
    await _hear_the_public(world)
    await collect(world, lambda session, member, case: _beside(world, session, member, case))
    await _evaluate(world)
    await _add_up(world)
    await decide(world)
    await supervision.follow_up(world)
    ended = await publish_and_archive(world, ENDS, approvers_refuse=False)
    if world.last:
        await supervision.enter_reserve(world, ended)
    return ended


async def figures(world: World, cases: Sequence[Node]) -> list[Figures]:
    """The statistics that the source reports; RehearsalStopped where its sizes are not those of the source."""
    units = len({case["unit"]["id"] for case in cases})
    if world.options.at_size:
        must((units, len(cases)) == (UNITS, PEOPLE), f"{UNITS} units and {PEOPLE} people, not {units} and {len(cases)}")
    return [
        Figures(
            "大观区 · Daguan",
            ("",),
            [
                ("单位 · units (S0-3)", units),
                ("人员 · people (S0-3)", len(cases)),
                ("月纪实 · month records (S0-21)", await _rate(world, "MONTHLY_RECORD")),
                ("绩效清单 · inventories (S0-22)", await _rate(world, "INVENTORY")),
                *(_told(world, *one) for one in _TOLD),
                *await _asked(world),
            ],
        )
    ]


#: What is told as it was counted: label, events.
_TOLD = (
    ("个性指标 · individual sets (S0-6)", "indicator_set_individual"),
    ("弹性指标 · elastic sets (S0-7)", "indicator_set_elastic"),
    ("民主测评票 · ballots cast (S0-14)", "ballot_cast"),
    ("领导鉴定 · by deputies (S0-18)", "appraised_by_deputy_leader"),
    ("领导鉴定 · by heads (S0-18)", "appraised_by_main_leader"),
    ("领导鉴定 · by leaders in charge (S0-17)", "appraised_by_leader_in_charge"),
    ("表彰 · commendations (S0-10)", "commended"),
    ("处分 · sanctions (S0-11)", "sanctioned"),
    ("改进目标 · goals answered (S0-23)", "goal_answered"),
    ("备案 · filed lists (S0-26)", "outside_answered"),
)


def _told(world: World, label: str, event: str) -> tuple[str, int]:
    return label, world.events[event]


async def _asked(world: World) -> list[tuple[str, object]]:
    office_person = await world.office()
    batches = await office_person.pages(CARDS, ["cardBatches"], cycle=world.cycle_id)
    findings = await office_person.pages(FINDINGS, ["findings"], cycle=world.cycle_id)
    by_kind = Counter((one["kindLabel"], one["stateLabel"]) for one in findings)
    reserve = (await office_person.read(RESERVE))["reservePool"]["totalCount"]
    return [
        (
            "评议卡片 · cards used (S0-20)",
            f"{sum(one['used'] for one in batches)} of {sum(one['size'] for one in batches)}",
        ),
        *((f"发现的情况 · {kind}，{state} (S0-27)", count) for (kind, state), count in sorted(by_kind.items())),
        ("后备库 · reserve pool (S0-31)", reserve),
    ]


async def _rate(world: World, kind: str) -> str:
    due, recorded = await rate_of(world, kind)
    return f"{recorded} of {due}, {percent(recorded, due)}"


async def _hear_the_public(world: World) -> None:
    """Windows hand out cards, and the office enters what surveys found of every unit (S0-8, S0-20)."""
    await step(world, "服务对象评议 · evaluation cards")
    chance = Random(world.chance.random())  # noqa: S311 - choices of a play
    links = await service_users.hand_out(world, world.people.units_of_class("window"))
    await service_users.fill_in(world, links, chance)
    rows = [
        {"unitId": unit, "item": item, "score": str(chance.randint(80, 99)), "source": "区统计局季度测评报告"}
        for unit in dict.fromkeys(one.unit for one in world.people.assessed)
        for item in ("public_satisfaction", "service_level")
    ]
    await (await world.office()).do("recordUnitItems", {"cycleId": world.cycle_id, "rows": rows})
    world.happened("unit_item_recorded", len(rows))


async def _beside(world: World, session: Session, member: Member, case_id: str) -> Mapping[str, Any]:
    """The person's own score, and what became of each goal of the last feedback (S0-14, S0-23)."""
    carried = (await session.read(CARRIED, id=case_id))["node"]["carriedGoals"]
    world.happened("goal_answered", len(carried))
    goals = [{"goal": goal, "progress": "已按计划落实，效果明显"} for goal in carried]
    return {"selfScore": str(85 + sum(member.number.encode()) % 12), "goals": goals}


async def _evaluate(world: World) -> None:
    """Ballots of the unit's members, appraisals by the level above, scores of the unit (S0-14 to S0-18)."""
    await step(world, "民主测评、领导鉴定 · ballots, appraisals")
    await world.settle()
    await ballots.find_external_raters(world)
    await world.settle()
    await ballots.cast_all(world)
    await ballots.count_all(world)
    await appraise_all(world, world.chance)


async def _add_up(world: World) -> None:
    """The clerks enter and add up; heads review, the district reviews and files (S0-16, S0-26)."""
    await step(world, "综合汇总 · aggregation")
    await clerk.score(world, world.chance, _DIMENSIONS)
    await indicators.record_all(world, world.chance)
    await records_are_closed(world)
    await clerk.aggregate(world)
    await world.settle()
    await step(world, "审核评鉴、抽查走访 · review, inspections")
    await office.freeze(world)
    while await leader.approve(world, lambda _task: True, await within_places(world)):
        pass
    await supervision.inspect(world, list(dict.fromkeys(one.unit for one in world.people.assessed))[1:3])
    await world.settle()
