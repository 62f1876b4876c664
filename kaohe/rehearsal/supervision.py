"""Supervision (督导): inspections, what they found and what became of it, merits and sanctions, the reserve pool."""

from collections.abc import Sequence
from datetime import timedelta

from kaohe.rehearsal.clerk import clerks
from kaohe.rehearsal.documents import FINDINGS
from kaohe.rehearsal.people import OFFICE
from kaohe.rehearsal.world import Node, World

#: S0-31: as many entered the reserve pool.
RESERVE = 37

_FOUND = {
    "SPOT_CHECK": (
        ("GAP", "部分月纪实过于笼统，缺少完成程度", "补充完善并举一反三"),
        ("DIFFICULTY", "窗口人手不足，群众排队时间长", "提出调配方案"),
    ),
    "SITE_VISIT": (
        ("GOOD_PRACTICE", "每周晾晒重点任务清单，人人知进度", ""),
        ("GAP", "个性指标与岗位职责结合不够紧密", "修订下季度个性指标"),
    ),
}


async def record_merits(world: World) -> None:
    """The office records a commendation and a sanction: the day of each decides the cycle (S0-10, S0-11)."""
    office = await world.office()
    first, _ = world.quarter.days
    praised, punished = world.chance.sample([one for one in world.people.assessed if one.ordinary], 2)
    merit = {
        "personId": praised.id,
        "standard": "municipal_commendation",
        "matter": "全市“放管服”改革先进个人",
        "happenedOn": str(first + timedelta(days=40)),
        "document": f"宜表彰〔{world.quarter.year}〕{world.quarter.number}号",
    }
    await office.do("recordMerits", {"policyKey": world.options.policy, "merits": [merit]})
    world.happened("commended")
    given = {
        "personId": punished.id,
        "kind": "SANCTION",
        "sanction": "WARNING",
        "starts": str(first + timedelta(days=50)),
    }
    await office.do("recordCircumstance", {**given, "note": "违反工作纪律"})
    world.happened("sanctioned")


async def inspect(world: World, units: Sequence[str]) -> None:
    """The office spot-checks one unit and visits another (S0-26); what it finds is told to them (S0-27)."""
    office = await world.office()
    for unit, (kind, found) in zip(units, _FOUND.items(), strict=False):
        given = {
            "cycleId": world.cycle_id,
            "unitId": unit,
            "kind": kind,
            "heldOn": str(world.now.date()),
            "inspectors": ["考核办王某", "考核办李某"],
            "lookedAt": "平时考核台账、月纪实、个性指标设定",
            "findings": [{"kind": one, "text": text, "wanted": wanted} for one, text, wanted in found],
        }
        await office.do("recordInspection", given)
        world.happened(f"inspected_{kind.lower()}")
        world.happened("finding_issued", len(found))


async def follow_up(world: World) -> None:
    """Units answer; the first answer is sent back and given anew; the office closes everything."""
    for _ in range(2):
        await _answer(world)
        await _conclude(world)
    await _close_good_practice(world)


async def _answer(world: World) -> None:
    async for session in clerks(world):
        for task in await world.desk(session, "answer_finding", "answer_finding"):
            given = {"findingId": task["finding"]["id"], "reply": "已召开专题会议研究，逐项整改到位，并建立长效机制"}
            await session.do("answerFinding", given)
            world.happened("finding_answered")


async def _conclude(world: World) -> None:
    for office in await world.people.sessions(OFFICE):
        for task in await world.desk(office, "close_finding", "close_finding"):
            finding = {"findingId": task["finding"]["id"]}
            if not world.events["finding_returned"]:
                await office.do("returnFinding", {**finding, "reason": "请附整改前后对照情况"})
                world.happened("finding_returned")
            else:
                await office.do("closeFinding", {**finding, "conclusion": "整改到位，予以办结"})
                world.happened("finding_closed")


async def _close_good_practice(world: World) -> None:
    """Good practice asks for no answer: it has been told to all units, and is closed."""
    office = await world.office()
    for finding in await office.pages(FINDINGS, ["findings"], cycle=world.cycle_id):
        if finding["kind"] == "GOOD_PRACTICE" and finding["state"] == "ISSUED":
            await office.do("closeFinding", {"findingId": finding["id"], "conclusion": "已在全区推广"})
            world.happened("good_practice_closed")


async def enter_reserve(world: World, cases: Sequence[Node]) -> None:
    """Outstanding people enter the reserve pool: the best of the quarter's results (S0-31). Nobody enters himself."""
    first, second = world.people.holding(OFFICE)[:2]
    graded = [case for case in cases if case["score"] is not None]
    best = sorted(graded, key=lambda case: (-float(case["score"]), case["person"]["number"]))[:RESERVE]
    for case in best:
        entering = second if case["person"]["number"] == first.number else first
        office = await world.people.session(entering)
        given = {"personId": case["person"]["id"], "enteredOn": str(world.now.date())}
        await office.do("enterReserve", {**given, "reason": "平时考核表现突出的优秀年轻干部"})
        world.happened("reserve_entered")
