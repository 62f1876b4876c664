"""The leader's appraisal (领导鉴定): each level assesses the next; whoever of those asked comes first signs (S0-16..18)."""

from random import Random

from kaohe.rehearsal.papers import usual_score
from kaohe.rehearsal.people import DEPUTY_LEADER, LEADER_IN_CHARGE, MAIN_LEADER
from kaohe.rehearsal.world import World


async def appraise_all(world: World, chance: Random) -> None:
    """Deputies, leaders in charge and heads appraise whoever is still on their desks."""
    for role in (DEPUTY_LEADER, LEADER_IN_CHARGE, MAIN_LEADER):
        for member in world.people.holding(role):
            session = await world.people.session(member)
            tasks = await world.desk(session, "appraise", "appraise")
            given = [
                {
                    "assessmentId": task["subjectId"],
                    "score": str(int(usual_score(chance))),
                    "comment": "政治过硬，作风务实，较好完成本季度任务",
                }
                for task in tasks
            ]
            if given:
                await session.do("appraiseAssessments", {"appraisals": given})
                world.happened(f"appraised_by_{role.lower()}", len(given))
