"""Leaders (单位主要领导、分管领导): review, sign and consent to the unit's list, send back, and tell the results.

Who has a step on the desk follows the role, or goes one step up where the role can't act.
"""

from collections.abc import AsyncIterator, Callable

from kaohe.rehearsal.client import Session
from kaohe.rehearsal.people import LEADER_IN_CHARGE, MAIN_LEADER, OFFICE
from kaohe.rehearsal.world import Node, World

Suggest = Callable[[Node], str | None]
"""The grade that a reviewer suggests for a case; None for the one that stands."""


async def leaders(world: World) -> AsyncIterator[Session]:
    """Everyone on whose desk a step below the office may lie, the office last of all."""
    seen = set()
    for role in (MAIN_LEADER, LEADER_IN_CHARGE, OFFICE):
        for session in await world.people.sessions(role):
            if session.token not in seen:
                seen.add(session.token)
                yield session


async def approve(world: World, chosen: Callable[[Node], bool], suggest: Suggest = lambda _case: None) -> int:
    """Everyone signs the reviews on the desk whose task is `chosen`; how many."""
    signed = 0
    async for session in leaders(world):
        tasks = [task for task in await world.desk(session, "review", "approve_review") if chosen(task)]
        if tasks:
            reviews = [_review(task["assessment"], suggest(task["assessment"])) for task in tasks]
            await session.do("approveReviews", {"reviews": reviews})
            signed += len(tasks)
    world.happened("review_signed", signed)
    return signed


async def sign_lists(world: World) -> None:
    """Sign every list whose people are all through the unit's review."""
    async for session in leaders(world):
        for task in await world.desk(session, "sign_list", "sign"):
            await session.do("signList", {"listId": task["subjectId"]})
            world.happened("list_signed")


async def consent_lists(world: World) -> None:
    """Consent to every signed list, and by that to everybody on it who still waits for it."""
    async for session in leaders(world):
        for task in await world.desk(session, "consent_list", "consent"):
            await session.do("consentList", {"listId": task["subjectId"]})
            world.happened("list_consented")


def first_step(task: Node) -> bool:
    """The unit's own review."""
    return bool(task["assessment"]["reviewStep"] == "unit")


def consent_step_up(task: Node) -> bool:
    """A consent that the leader in charge can't give himself: it lies one step up."""
    return task["assessment"]["reviewStep"] == "consent" and not task["assigneeKey"].startswith("leader_in_charge@")


def before_office(task: Node) -> bool:
    """Any step below the office's."""
    return bool(task["assessment"]["reviewStep"] != "office")


def _review(case: Node, grade: str | None) -> dict[str, object]:
    comment = "履职尽责，同意推荐" if (grade or case["proposedGrade"]) == "good" else "完成本职工作"
    return {"assessmentId": case["id"], "grade": grade, "comment": comment}
