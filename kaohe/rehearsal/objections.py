"""Objections (异议与复核): filed by people, heard by the office, once more by the superior body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.documents import NOTICES
from kaohe.rehearsal.people import OFFICE, OUTSIDE_APPROVER, Member
from kaohe.rehearsal.world import Node, World

#: How each objection of a quarter ends, in the order in which they are filed.
ENDS = ("inadmissible", "dismissed", "second_instance", "sustained", "withdrawn")


@dataclass
class Docket:
    """The objections filed in a quarter by id, each with the end that it is to take; who filed those to be appealed."""

    ends: dict[str, str] = field(default_factory=dict)
    to_appeal: dict[str, Member] = field(default_factory=dict)


async def file_all(world: World, cast: Cast, cases: Mapping[str, Node], ends: Sequence[str] = ENDS) -> Docket:
    """As many people as there are `ends` object to their results while the notice stands; who withdraws does so at once."""
    docket = Docket()
    for end, member in zip(ends, _objectors(world, cast, cases), strict=False):
        session = await world.people.session(member)
        given = {"assessmentId": cases[member.number]["id"], "grounds": "对本人等次有异议，请求复核实绩材料"}
        filed = await session.do("fileObjection", given, "objection { id }")
        objection_id = filed["objection"]["id"]
        world.happened("objection_filed")
        if end == "withdrawn":
            await session.do("withdrawObjection", {"objectionId": objection_id})
            world.happened("objection_withdrawn")
        else:
            docket.ends[objection_id] = end
        if end == "second_instance":
            docket.to_appeal[objection_id] = member
    return docket


async def hear(world: World, docket: Docket) -> None:
    """Everyone who hears objections does what the desk asks: admit or refuse, then dismiss or sustain."""
    hearing = [await world.people.session(one) for one in _hearers(world)]
    for session in hearing:
        for task in await world.desk(session, "admit_objection", "admit"):
            await _admit(world, session, task["subjectId"], docket)
    for session in hearing:
        for task in await world.desk(session, "decide_objection", "dismiss"):
            await _decide(world, session, task["subjectId"], docket)


async def take_further(world: World, docket: Docket) -> None:
    """Those who do not accept the dismissal go to the superior body, once."""
    for objection_id, member in list(docket.to_appeal.items()):
        session = await world.people.session(member)
        given = {"objectionId": objection_id, "grounds": "不服复核结论，请求上级机关再次复核"}
        await session.do("fileSecondInstance", given)
        await session.refused("fileSecondInstance", given, "NO_SECOND_INSTANCE")
        world.happened("second_instance_filed")
        del docket.to_appeal[objection_id]


async def withhold(world: World, cases: Mapping[str, Node]) -> None:
    """A case was opened against somebody on the first notice: the grade is withheld, the name leaves the notice."""
    office = await world.office()
    notices = await office.pages(NOTICES, ["notices"], cycle=world.cycle_id)
    first = min(notices, key=lambda one: int(one["number"]))
    ordinary = {case["id"] for case in cases.values() if world.people.by_number[case["person"]["number"]].ordinary}
    chosen = [entry["assessmentId"] for entry in first["entries"] if entry["assessmentId"] in ordinary][:1]
    if chosen:
        given = {"assessmentIds": chosen, "reason": "公示期间被立案审查"}
        await office.do("withholdGrades", given)
        world.happened("grade_withheld")


def _objectors(world: World, cast: Cast, cases: Mapping[str, Node]) -> list[Member]:
    """People without an office or another part whose result is fairly good, and still on the first notice."""
    return [
        world.people.by_number[number]
        for number, case in cases.items()
        if case["stage"] == "PUBLICITY" and case["grade"] == "fairly_good" and not case["nominee"]
        if world.people.by_number[number].ordinary and not cast.plays(number, "mover", "returning")
    ]


def _hearers(world: World) -> list[Member]:
    return [*world.people.holding(OFFICE), *world.people.holding(OUTSIDE_APPROVER)]


async def _admit(world: World, session: Session, objection_id: str, docket: Docket) -> None:
    if docket.ends.get(objection_id) == "inadmissible":
        given = {"objectionId": objection_id, "reply": "所述事项不属于复核范围"}
        await session.do("refuseObjection", given)
        world.happened("objection_inadmissible")
    else:
        await session.do("admitObjection", {"objectionId": objection_id})
        world.happened("objection_admitted")


async def _decide(world: World, session: Session, objection_id: str, docket: Docket) -> None:
    sustained = docket.ends.get(objection_id) == "sustained"
    mutation = "sustainObjection" if sustained else "dismissObjection"
    reply = "经核实，材料遗漏，予以重新审核" if sustained else "经核实，原结果并无不当"
    await session.do(mutation, {"objectionId": objection_id, "reply": reply})
    world.happened("objection_sustained" if sustained else "objection_dismissed")
