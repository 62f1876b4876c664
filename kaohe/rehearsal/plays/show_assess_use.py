"""A quarter of 晒实绩、考实绩、用实绩: daily logs, anonymous ballots, the sums, and the loop to the archive."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, time

from kaohe.rehearsal import ballots, clerk, office
from kaohe.rehearsal.diary import plan_annual_summary, plan_daily_logs
from kaohe.rehearsal.failures import must
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
from kaohe.workflow.domain.calendar import BUSINESS_ZONE

#: The second instance is not part of the scheme.
_OBJECTIONS = ("inadmissible", "dismissed", "sustained", "withdrawn")

#: S1-1, S1-17, S1-26, S1-31.
UNITS, SMALL_UNITS, SMALL = 89, 16, 8
RANKS = {"正科级": 222, "副科级": 387, "一般干部": 731}
_CLASSES = {"t": "乡镇街道 · townships", "d": "区直单位 · district units", "s": "下属单位 · subordinate units"}


def plan(world: World) -> None:
    """The office creates the quarter's cycle on its first day, so that it can watch the recording rate; people write."""
    morning = datetime.combine(world.quarter.days[0], time(9, 30), BUSINESS_ZONE)
    world.agenda.plan(morning, lambda: office.create_cycle(world))
    plan_daily_logs(world)
    plan_annual_summary(world)


async def play(world: World) -> list[Node]:
    """Play the quarter; its cases as they are at the end."""
    await step(world, "日常纪实 · daily logs")
    await world.at(opening_day(world))
    await step(world, "启动 · opening")
    must(await office.open_cycle(world), "the cycle has people")
    await ballots.find_external_raters(world)
    await collect(world)
    await step(world, "无痕化打分 · ballots")
    await world.settle()
    await ballots.cast_all(world)
    await ballots.count_all(world)
    await step(world, "系统汇总 · aggregation")
    await records_are_closed(world)
    await clerk.aggregate(world)
    await world.settle()
    await step(world, "考核办审核 · review")
    await office.freeze(world)
    await office.review_all(world, await within_places(world))
    await world.settle()
    await decide(world)
    return await publish_and_archive(world, _OBJECTIONS)


async def figures(world: World, cases: Sequence[Node]) -> list[Figures]:
    """The statistics that the source reports; RehearsalStopped where its sizes are not those of the source."""
    ranks, sizes = defaultdict[str, list[float]](list), Counter(case["unit"]["key"] for case in cases)
    for case in cases:
        ranks[case["rank"]].append(float(case["score"]))
    small = sum(size < SMALL for size in sizes.values())
    if world.options.at_size:
        counted = {rank: len(scores) for rank, scores in ranks.items()}
        must(counted == RANKS, f"people by rank are {RANKS}, not {counted}")
        must(
            (len(sizes), small) == (UNITS, SMALL_UNITS),
            f"{UNITS} units, {SMALL_UNITS} small; not {len(sizes)}, {small}",
        )
    classes = Counter(key[0] for key in sizes)
    return [
        Figures(
            "单位 · units",
            ("units",),
            [*((label, classes[key]) for key, label in _CLASSES.items()), ("< 8 人 · people", small)],
        ),
        Figures(
            "按职级 · by rank (S1-31)",
            ("people", "highest", "lowest"),
            [(rank, len(ranks[rank]), max(ranks[rank]), min(ranks[rank])) for rank in RANKS if ranks[rank]],
        ),
        Figures("晒 · 考", ("",), [*await _records(world), *await _ballots(world)]),
    ]


async def _records(world: World) -> list[tuple[str, object]]:
    due, recorded = await rate_of(world, "DAILY_LOG")
    return [
        ("日志 · logs written", world.events["record_written"]),
        ("补记 · back-filled", world.events["record_backfilled"]),
        ("逾期不予受理 · refused", world.events["record_refused"]),
        ("记载率 · recording rate (S1-14)", percent(recorded, due)),
    ]


async def _ballots(world: World) -> list[tuple[str, object]]:
    boxes = await ballots.all_boxes(world)
    raters, cast = sum(box["raters"] for box in boxes), sum(box["castBallots"] for box in boxes)
    return [
        ("票箱 · boxes", len(boxes)),
        ("选票 · ballots cast", f"{cast} of {raters}, {percent(cast, raters)}"),
        ("外部评分人 · external raters (S1-26)", sum(len(box["externalRaters"]) for box in boxes)),
        ("评分 · scores given", world.events["score_given"]),
        ("≥ 90 (S1-23)", percent(world.events["score_high"], world.events["score_given"])),
        ("超比例退回 · ballots refused", world.events["ballot_refused"]),
    ]
