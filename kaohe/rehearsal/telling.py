"""Feedback (结果反馈): told by the leaders, by the office in writing once overdue; signed for, refused, or deemed."""

from collections.abc import Collection, Mapping

from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.documents import UNTOLD
from kaohe.rehearsal.leader import leaders
from kaohe.rehearsal.people import OFFICE
from kaohe.rehearsal.person import sign
from kaohe.rehearsal.world import Node, World, together

_WORDS = {
    "affirmed": "工作态度端正，较好完成本季度各项任务",
    "shortcomings": "学习的系统性不足",
    "requirements": "加强业务学习，提升办案质量",
}

_GOALS = ("提高办结率", "加强业务学习")

#: Of so many people one signs nothing, so that the deadline does; of so many one refuses before a witness.
_SILENT, _REFUSING = 9, 40


async def deliver(world: World, silent: str | None) -> None:
    """Every leader tells the results on the desk; the leader in charge of the unit `silent` tells nobody."""
    async for session in leaders(world):
        tasks = await world.desk(session, "deliver_feedback", "deliver_feedback")
        told = [task["subjectId"] for task in tasks if task["assessment"]["unit"]["id"] != silent]
        if not told:
            continue
        await _tell(world, session, told[:1], "INDIVIDUAL_TALK", "本人表示认可，今后加强学习", _GOALS)
        await _tell(world, session, told[1:], "MEETING_COMMENT", "本人无异议", _GOALS)


async def deliver_overdue(world: World) -> None:
    """The office delivers in writing whatever nobody has told in time; on an own case a colleague does."""
    for office in await world.people.sessions(OFFICE):
        untold = await office.pages(UNTOLD, ["assessments"], cycle=world.cycle_id)
        late = [case["id"] for case in untold if case["feedback"] is None and case["overdue"] and _may_tell(case)]
        if late:
            await _tell(world, office, late, "WRITTEN_DELIVERY", goals=_GOALS)
            world.happened("feedback_by_office", len(late))


async def receive(world: World, cast: Cast) -> None:
    """People sign for their results; some refuse before a witness, and some do nothing."""
    waiting = [case for case in await world.cases("FEEDBACK") if case["feedback"] is not None]
    office = await world.office()
    signing = []
    for case in waiting:
        number = case["person"]["number"]
        turn = sum(number.encode()) + world.quarter.number
        member = world.people.by_number[number]
        if member.ordinary and (turn % _REFUSING == 0 or not world.events["acknowledged_refused"]):
            given = {"assessmentId": case["id"], "witness": "政工室王某", "opinion": "对结果有保留意见"}
            await office.do("recordRefusalToSign", given)
            world.happened("acknowledged_refused")
        elif turn % _SILENT:
            signing.append(member)
    await together(sign(world, member) for member in signing)


async def _tell(
    world: World, session: Session, ids: Collection[str], method: str, own_words: str = "", goals: Collection[str] = ()
) -> None:
    if ids:
        given: Mapping[str, object] = {**_WORDS, "ownWords": own_words, "goals": list(goals)}
        await session.do("deliverFeedback", {"assessmentIds": list(ids), "method": method, **given})
        world.happened("feedback_delivered", len(ids))


def _may_tell(case: Node) -> bool:
    return "deliver_feedback" in {action["trigger"] for action in case["availableActions"]}


def count_deemed(world: World, cases: Collection[Node]) -> None:
    """Count what the deadline has taken as received."""
    world.happened("acknowledged_deemed", sum(_deemed(case) for case in cases))


def _deemed(case: Node) -> bool:
    return bool(case["feedback"] and case["feedback"]["acknowledgement"] == "DEEMED")
