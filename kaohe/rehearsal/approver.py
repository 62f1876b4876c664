"""The outside approvers (一线实绩考察组、县公务员主管部门): answer the numbered result lists."""

from kaohe.rehearsal.people import OUTSIDE_APPROVER
from kaohe.rehearsal.world import World


async def submit_results(world: World) -> None:
    """The office sends everybody whose notice is over and who was not sent in this round."""
    office = await world.office()
    for task in await world.desk(office, "submit_results"):
        await office.do("submitResults", {"cycleId": task["subjectId"]})
        world.happened("result_list_submitted")


async def answer_lists(world: World, *, refusing: bool = True) -> None:
    """Each approver answers what lies on the desk; the first one refuses one good result of the first list, unless the
    results are only filed."""
    for member in world.people.holding(OUTSIDE_APPROVER):
        session = await world.people.session(member)
        approver = next(scope for role, scope in member.roles if role == OUTSIDE_APPROVER)
        for task in await world.desk(session, "answer_results"):
            good = [item["assessment"]["id"] for item in task["resultList"]["items"] if item["grade"] == "good"]
            refused = [] if world.events["outside_refused"] or not refusing else good[-1:]
            given = {
                "listId": task["subjectId"],
                "approver": approver,
                "letter": f"核〔{world.quarter.year}〕{world.quarter.number}-{task['resultList']['number']}号",
                "refusedIds": refused,
                "reason": "实绩材料不足以支撑该等次" if refused else "",
            }
            await session.do("answerResults", given)
            world.happened("outside_answered")
            world.happened("outside_refused", len(refused))
