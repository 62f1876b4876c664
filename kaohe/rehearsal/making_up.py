"""补定等次: an investigation is closed after the archive, and a further record says what the grade is."""

from collections.abc import Mapping

from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.world import Node, World


async def make_up(world: World, cast: Cast, investigations: Mapping[str, str], cases: Mapping[str, Node]) -> None:
    """Close the investigations of a quarter and make up the grades."""
    office = await world.office()
    today = world.now.date()
    for number in cast["pending"]:
        await office.do("closeCircumstance", {"circumstanceId": investigations[number], "ends": str(today)})
        given = {
            "assessmentId": cases[number]["id"],
            "kind": "MADE_UP_LATER",
            "outcome": "GRADED",
            "reason": "经审查不构成违纪，补定等次",
        }
        await office.refused("supplementAssessment", given, "BAD_INPUT")
        await office.do("supplementAssessment", {**given, "grade": "fairly_good"})
        world.happened("made_up_later")
