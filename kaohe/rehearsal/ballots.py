"""Ballot boxes (票箱): external raters proposed and approved, everybody's ballots, boxes that must be opened again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from kaohe.rehearsal.clerk import clerks
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.documents import BOXES, MY_BALLOTS
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.people import MAIN_LEADER, OFFICE, Member
from kaohe.rehearsal.world import Node, World, together

#: Of so many people without an office one never casts, and of so many one first gives too many high scores.
_SILENT, _GENEROUS = 40, 30

#: A unit of fewer needs every ballot.
_FEW = 8

_EXTERNAL = 3

#: Whom the three people of the district Youth League are rated by: all townships (S1-26).
_YOUTH_LEAGUE, _TOWNSHIP = "d02", "t"


async def find_external_raters(world: World) -> None:
    """Units that are small propose raters, the unit above approves them; the first proposal is returned, and made again."""
    for _ in range(2):
        await _propose(world)
        await _answer_proposals(world)


async def cast_all(world: World) -> None:
    """Everybody casts all ballots that are his; some never do, some are refused first, one tries twice."""
    sizes = Counter(member.unit for member in world.people.assessed)
    choices = Random(world.chance.random())  # noqa: S311 - choices of a play
    voting = []
    for place, member in enumerate(world.people.members):
        turn = place + world.quarter.number
        if member.ordinary and turn % _SILENT == 0 and sizes[member.unit] >= _FEW:
            world.happened("rater_silent")
            continue
        voting.append(_cast(world, member, turn % _GENEROUS == 0, Random(choices.random())))  # noqa: S311 - as above
    await together(voting)


async def count_all(world: World) -> None:
    """The boxes' term is over and they are counted. One with too few ballots is opened again, and those asked again
    cast now."""
    await world.settle()
    boxes = await all_boxes(world)
    still_open = [box["dueAt"] for box in boxes if box["state"] == "OPEN"]
    if still_open:
        await world.at(max(still_open))
    await _reopen(world)
    states = Counter(box["state"] for box in await all_boxes(world))
    must(set(states) == {"COUNTED"}, f"every box is counted, not {dict(states)}")


async def all_boxes(world: World) -> list[Node]:
    """The cycle's boxes as the office sees them."""
    return await (await world.office()).pages(BOXES, ["ballotBoxes"], cycle=world.cycle_id)


async def _propose(world: World) -> None:
    async for session in clerks(world):
        for task in await world.desk(session, "propose_raters", "propose_raters"):
            unit = task["ballotBox"]["unit"]["id"]
            people = [
                {"personId": member.id, "reason": f"与该单位有{link}"}
                for member, link in zip(_external(world, unit), ("管理关系", "联系关系", "服务关系") * 5, strict=False)
            ]
            await session.do("proposeRaters", {"boxId": task["ballotBox"]["id"], "people": people})
            world.happened("raters_proposed")


async def _answer_proposals(world: World) -> None:
    superiors = [
        await world.people.session(one) for role in (MAIN_LEADER, OFFICE) for one in world.people.holding(role)
    ]
    for session in superiors:
        for task in await world.desk(session, "approve_raters", "approve_raters"):
            given = {"boxId": task["ballotBox"]["id"]}
            if not world.events["raters_returned"]:
                await session.do("returnRaters", {**given, "reason": "应选工作联系更多的人员"})
                world.happened("raters_returned")
            else:
                await session.do("approveRaters", given)
                world.happened("raters_approved")


def _external(world: World, unit: str) -> list[Member]:
    """The heads of other units that know the unit best: for the Youth League all townships, else the next three."""
    heads = [one for one in world.people.holding(MAIN_LEADER) if one.assessed and one.unit != unit]
    key = next(one.unit_key for one in world.people.members if one.unit == unit)
    townships = [one for one in heads if one.unit_key.startswith(_TOWNSHIP)]
    if key == _YOUTH_LEAGUE and len(townships) >= _EXTERNAL:
        return townships
    first = sum(key.encode()) % len(heads)
    return (heads[first:] + heads)[:_EXTERNAL]


async def _cast(world: World, member: Member, generous: bool, chance: Random) -> None:
    session = await world.people.session(member)
    for paper in (await session.read(MY_BALLOTS))["viewer"]["myBallots"]:
        if paper["hasCast"] or not paper["ratees"]:
            continue
        scores = _scores(world, paper, chance)
        given = {"boxId": paper["boxId"], "scores": _input(scores)}
        if generous and len(scores) > paper["mostHigh"]:
            await _too_generous(world, session, paper, scores)
        await session.do("castBallot", given)
        _count(world, paper, scores)
        if not world.events["second_ballot_refused"]:
            world.happened("second_ballot_refused")
            await session.refused("castBallot", given, "ALREADY_CAST")


async def _too_generous(world: World, session: Session, paper: Node, scores: Mapping[str, int]) -> None:
    """More people with 90 or more than the unit's share allows: the ballot is refused as a whole (S1-23)."""
    given = {"boxId": paper["boxId"], "scores": _input(dict.fromkeys(scores, int(float(paper["highest"]))))}
    await session.refused("castBallot", given, "BALLOT_TOO_MANY_HIGH")
    world.happened("ballot_refused")


def _count(world: World, paper: Node, scores: Mapping[str, int]) -> None:
    high = sum(score >= float(paper["highFrom"]) for score in scores.values())
    must(high <= paper["mostHigh"], "no ballot has more high scores than it may")
    world.happened("ballot_cast")
    world.happened("score_given", len(scores))
    world.happened("score_high", high)


def _scores(world: World, paper: Node, chance: Random) -> dict[str, int]:
    """What somebody thinks of each: as good as people are, give or take; high for the best alone, as many as may be."""
    high, most = int(float(paper["highFrom"])), paper["mostHigh"]
    lowest = max(50, int(float(paper["lowest"])))
    thought = {
        one["assessmentId"]: max(lowest, min(98, round(_merit(world, one["assessmentId"]) + chance.gauss(0, 2.5))))
        for one in paper["ratees"]
    }
    best = sorted(thought, key=lambda one: (-thought[one], one))[:most]
    return {one: score if one in best else min(score, high - 1) for one, score in thought.items()}


def _merit(world: World, case_id: str) -> float:
    """How good somebody is in this quarter: the same for all who rate him."""
    return Random(f"{world.options.seed}:{case_id}").gauss(87, 4)  # noqa: S311 - choices of a play


def _input(scores: Mapping[str, int]) -> Sequence[dict[str, Any]]:
    return [{"assessmentId": one, "score": str(score)} for one, score in scores.items()]


async def _reopen(world: World) -> None:
    """The office opens again what could not be counted; those who have not cast are asked once more, and do."""
    office = await world.office()
    tasks = await world.desk(office, "reopen_box", "reopen_box")
    if not tasks:
        return
    due_at = (world.now + timedelta(days=3)).isoformat()
    for task in tasks:
        await office.do("reopenBox", {"boxId": task["ballotBox"]["id"], "dueAt": due_at})
        world.happened("box_reopened")
    await together(_cast(world, member, False, Random(member.number)) for member in world.people.members)  # noqa: S311
    await world.settle()
