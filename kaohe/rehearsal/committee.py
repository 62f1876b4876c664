"""The party committee (局党委), through its secretary: sessions that accept, reject and add, and supplementary ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from kaohe.rehearsal.client import Session
from kaohe.rehearsal.people import MEMBER, SECRETARY
from kaohe.rehearsal.world import Node, World

Decision = Mapping[str, Any]


async def hold_session(world: World, decisions: Sequence[Decision] = ()) -> None:
    """Record a session that accepts as suggested whatever its decisions do not name."""
    secretary = await world.people.session(world.people.the(SECRETARY))
    members = [member.id for member in world.people.holding(MEMBER)]
    given = {
        "cycleId": world.cycle_id,
        "heldAt": world.now.isoformat(),
        "minutes": f"会议听取考核办关于{world.quarter.key}平时考核情况的汇报，逐人研究，形成决定。",
        "decisions": list(decisions),
        "rest": "ACCEPT",
    }
    if not world.events["session_held"]:
        await _without_quorum(world, secretary, given, members)
    await secretary.do("holdSession", {**given, "attendeeIds": members})
    world.happened("session_held")


async def decisions_of(world: World) -> list[Decision]:
    """What departs from the units' suggestions: a nominee rejected, more where the body lacks places, one added."""
    waiting = [case for case in await world.cases("DECISION") if case["outcome"] == "GRADED"]
    nominees = sorted((case for case in waiting if case["nominee"]), key=_merit)
    left = await _places_left(world)
    rejected = nominees[: max(1, len(nominees) - left + 1)] if nominees else []
    world.happened("nominee_rejected", len(rejected))
    spare = [
        case for case in waiting if not case["nominee"] and "good" in {one["key"] for one in case["allowedGrades"]}
    ]
    added = sorted(spare, key=_merit)[-1:] if left > len(nominees) - len(rejected) else []
    world.happened("nominee_added", len(added))
    return [
        *({"assessmentId": one["id"], "grade": "fairly_good", "reason": "综合研判，实绩不够突出"} for one in rejected),
        *({"assessmentId": one["id"], "grade": "good", "reason": "急难险重任务中表现突出"} for one in added),
    ]


async def decide_again(world: World) -> None:
    """Decide those who came back: whom an outside approver refused is lowered, the others are accepted."""
    waiting = await world.cases("DECISION")
    if not waiting:
        return
    lowered = [case for case in waiting if case["grade"] == "good" and case["suggestedGrade"] == "good"]
    decisions = [
        {"assessmentId": case["id"], "grade": "fairly_good", "reason": "核准未通过或复核后调整"} for case in lowered
    ]
    await hold_session(world, decisions)
    world.happened("decided_again", len(waiting))


async def _without_quorum(world: World, secretary: Session, given: Mapping[str, Any], members: Sequence[str]) -> None:
    """Fewer than half the members decide nothing."""
    few = members[: max(1, len(members) // 2)]
    await secretary.refused("holdSession", {**given, "attendeeIds": few}, "NO_QUORUM")
    world.happened("no_quorum_refused")


async def _places_left(world: World) -> int:
    grants = (await world.cycle())["quota"]["grants"]
    return int(next(one["remaining"] for one in grants if one["scope"] == "BODY"))


def _merit(case: Node) -> tuple[float, str]:
    return float(case["score"] or 0), case["person"]["number"]
