"""What does not go smoothly on the way to a signed list: too many nominees, work returned, a list that changes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kaohe.rehearsal.client import Session
from kaohe.rehearsal.documents import LISTS
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.leader import Suggest
from kaohe.rehearsal.people import LEADER_IN_CHARGE, MAIN_LEADER
from kaohe.rehearsal.world import Node, World

#: A unit of fewer has no colleague to spare for a part.
_ENOUGH = 4


@dataclass(frozen=True)
class Units:
    """The units in which something happens. `late` hands its list in after the regular session."""

    late: str
    rework: str
    changing: str
    others: tuple[str, ...]


def choose_units(world: World, cases: Collection[Node]) -> Units:
    """Choose by the seed among the units with a leader, a leader in charge and enough people."""
    fit = [
        unit
        for unit in sorted({case["unit"]["id"] for case in cases})
        if world.people.holding(MAIN_LEADER, unit)
        and world.people.holding(LEADER_IN_CHARGE, unit)
        and sum(case["unit"]["id"] == unit for case in cases) >= _ENOUGH
    ]
    must(len(fit) > 1, f"the roster has two units with leaders and at least {_ENOUGH} people")
    world.chance.shuffle(fit)
    late, rework, *others = fit
    return Units(late, rework, others[0] if others else rework, (*others, rework))


async def within_places(world: World, extra: Node | None = None) -> Suggest:
    """How leaders suggest: as proposed, but no more "good" than the unit has places, the best first.

    Proposals of people who were aggregated apart may be too many together. `extra` is recommended beyond the places.
    """
    places = {one["unit"]["id"]: one["places"] for one in (await world.cycle())["quota"]["grants"] if one["unit"]}
    proposed: dict[str, list[Node]] = defaultdict(list)
    for case in await world.cases("REVIEW"):
        if (case["suggestedGrade"] or case["proposedGrade"]) == "good":
            proposed[case["unit"]["id"]].append(case)
    beyond = set()
    for unit, cases in proposed.items():
        standing = sum(case["suggestedGrade"] == "good" for case in cases)
        free = sorted((case for case in cases if not case["suggestedGrade"]), key=lambda one: -float(one["score"]))
        beyond |= {case["id"] for case in free[max(0, places[unit] - standing) :]}

    def suggest(case: Node) -> str | None:
        return "good" if extra and case["id"] == extra["id"] else "fairly_good" if case["id"] in beyond else None

    return suggest


def spare_candidate(world: World, cases: Collection[Node], units: Sequence[str]) -> Node | None:
    """Somebody of the first of these units to have one who may be good by his score but is not proposed: the best."""
    found = [
        case
        for case in cases
        if case["unit"]["id"] in units
        and world.people.by_number[case["person"]["number"]].ordinary
        and case["proposedGrade"] not in (None, "good")
        and "good" in {grade["key"] for grade in case["allowedGrades"]}
    ]
    return min(found, key=lambda case: (units.index(case["unit"]["id"]), -float(case["score"])), default=None)


async def refuse_too_many(world: World, extra: Node) -> None:
    """The leader's signature is refused for too many nominees; the leader in charge lowers one."""
    unit = extra["unit"]["id"]
    leader = await world.people.session(world.people.the(MAIN_LEADER, unit))
    await leader.refused("signList", {"listId": await _list_of(world, leader, unit)}, "OVER_UNIT_PLACES")
    world.happened("over_places_refused")
    await _change(world, unit, extra["id"], "fairly_good")


async def return_unit(world: World, unit: str) -> list[str]:
    """The leader in charge returns a unit's work for aggregation; the cases that went back."""
    session = await _in_charge(world, unit)
    tasks = await world.desk(session, "review", "return_for_rework")
    ids = [task["subjectId"] for task in tasks if task["assessment"]["unit"]["id"] == unit]
    given = {"assessmentIds": ids, "to": "AGGREGATION", "reason": "共性指标打分依据不足，请重新核实"}
    await session.do("returnForRework", given)
    world.happened("returned_for_rework", len(ids))
    return ids


async def change_after_signature(world: World, unit: str) -> None:
    """The leader in charge gives one nominee of a signed list another grade: the signature is void."""
    session = await _in_charge(world, unit)
    leader = await world.people.session(world.people.the(MAIN_LEADER, unit))
    tasks = [
        task
        for task in await world.desk(session, "review", "approve_review")
        if task["assessment"]["unit"]["id"] == unit and task["assessment"]["suggestedGrade"] == "good"
    ]
    if not tasks:
        return
    await _change(world, unit, tasks[-1]["subjectId"], "fairly_good")
    signing = {task["subjectId"] for task in await world.desk(leader, "sign_list", "sign")}
    must(
        await _list_of(world, leader, unit) in signing, "a list that changed after its signature is to be signed again"
    )
    world.happened("signature_voided")


async def _change(world: World, unit: str, case_id: str, grade: str) -> None:
    session = await _in_charge(world, unit)
    review = {"assessmentId": case_id, "grade": grade, "comment": "调整等次建议"}
    await session.do("approveReviews", {"reviews": [review]})


async def _in_charge(world: World, unit: str) -> Session:
    return await world.people.session(world.people.the(LEADER_IN_CHARGE, unit))


async def _list_of(world: World, viewer: Session, unit: str) -> str:
    lists = await viewer.pages(LISTS, ["unitLists"], cycle=world.cycle_id)
    return str(next(one["id"] for one in lists if one["unit"]["id"] == unit))
