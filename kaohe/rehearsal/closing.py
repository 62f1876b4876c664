"""From the notices to the archive: deadline by deadline, everybody does what has come onto the desk meanwhile."""

from kaohe.rehearsal import approver, committee, leader, office
from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.documents import NEXT_DEADLINE
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.objections import Docket, hear, take_further
from kaohe.rehearsal.telling import deliver, deliver_overdue, receive
from kaohe.rehearsal.world import World

#: No quarter takes longer than so many deadlines; one that does goes in circles.
_MOST_DEADLINES = 60


async def run_to_archive(
    world: World, parts: Cast, docket: Docket, silent: str, *, approvers_refuse: bool = True
) -> None:
    """Carry on until the cycle is archived. The leader in charge of `silent` tells nobody the result."""
    for _ in range(_MOST_DEADLINES):
        await _work_through_desks(world, parts, docket, silent, approvers_refuse)
        await world.settle()
        if (await world.cycle())["stage"] == "ARCHIVED":
            return
        await _wait_for_next_deadline(world)
    must(False, f"{world.quarter.key} is archived after {_MOST_DEADLINES} deadlines")


async def _work_through_desks(world: World, parts: Cast, docket: Docket, silent: str, approvers_refuse: bool) -> None:
    await hear(world, docket)
    await take_further(world, docket)
    stages = {case["stage"] for case in await world.cases()}
    if "REVIEW" in stages:
        await _second_look(world)
    if stages & {"REVIEW", "DECISION"}:
        await committee.decide_again(world)
    if "APPEAL" in stages:
        await approver.submit_results(world)
        await approver.answer_lists(world, refusing=approvers_refuse)
    if "FEEDBACK" in stages:
        await deliver_overdue(world)
        await deliver(world, silent)
        await receive(world, parts)


async def _second_look(world: World) -> None:
    """The whole chain again, step by step, by others where there are any."""
    while await leader.approve(world, leader.before_office):
        pass
    await office.review(world)
    world.happened("second_look")


async def _wait_for_next_deadline(world: World) -> None:
    found = (await (await world.office()).read(NEXT_DEADLINE, cycle=world.cycle_id))["deadlines"]["edges"]
    must(found, f"{world.quarter.key} has a deadline to wait for while it is not archived")
    await world.at(found[0]["node"]["dueAt"])
    await world.later(minutes=1)
