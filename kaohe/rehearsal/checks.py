"""What must hold at the end of a quarter, asked through the API."""

from collections.abc import Sequence

from kaohe.rehearsal.documents import ARCHIVE, HISTORY, OPEN_TASKS
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.world import Node, World

#: How many histories are followed link by link; an exported archive proves them all.
_FOLLOWED = 12


async def check_quarter(world: World) -> list[Node]:
    """Everybody is archived or excluded, nothing is left to do, places were kept, histories hang together; the cases."""
    cycle, cases = await world.cycle(), await world.cases()
    stages = {case["stage"] for case in cases}
    must(stages <= {"ARCHIVED", "EXCLUDED"}, f"every case is archived or excluded, not {sorted(stages)}")
    must(cycle["stage"] == "ARCHIVED", f"the cycle is archived, not {cycle['stage']}")
    for grant in cycle["quota"]["grants"]:
        where = grant["unit"]["name"] if grant["unit"] else "the body"
        must(grant["used"] <= grant["places"], f"{where} used {grant['used']} of {grant['places']} places")
    await _nothing_left_to_do(world)
    archived = [case for case in cases if case["stage"] == "ARCHIVED"]
    for case in world.chance.sample(archived, min(_FOLLOWED, len(archived))):
        await _history_hangs_together(world, case["id"])
    return cases


async def _nothing_left_to_do(world: World) -> None:
    """No task of this cycle is on the desk of anybody who holds a role."""
    for member in world.people.members:
        if member.roles:
            session = await world.people.session(member)
            tasks = (await session.read(OPEN_TASKS, cycle=world.cycle_id))["viewer"]["pendingTasks"]
            must(tasks["totalCount"] == 0, f"nothing is left on the desk of {member.name}: {tasks['edges']}")


async def _history_hangs_together(world: World, case_id: str) -> None:
    """No line is missing, and the archive has the hash of the last."""
    office = await world.office()
    lines: Sequence[Node] = await office.pages(HISTORY, ["history"], subject=case_id)
    archive = (await office.read(ARCHIVE, id=case_id))["node"]["archive"]
    must([line["seq"] for line in lines] == list(range(1, len(lines) + 1)), f"the history of {case_id} has no gap")
    must(archive["historyCount"] == len(lines), f"the archive of {case_id} counts its history")
    must(archive["historyHead"] == lines[-1]["hash"], f"the archive of {case_id} has the head of its history")
