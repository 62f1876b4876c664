"""The person assessed (被考核人): writes the summary, claims points, signs for the result."""

from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.documents import MY_CASES
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.papers import pdf
from kaohe.rehearsal.people import Member
from kaohe.rehearsal.world import World

_TEXT = "本季度认真履行岗位职责，完成了各项工作任务；不足是学习不够系统，下季度加强业务学习。"


async def write_summary(world: World, cast: Cast, member: Member) -> None:
    """Hand in the summary that the desk asks for, with the claims that the part has."""
    session = await world.people.session(member)
    for task in await world.desk(session, "write_summary"):
        claims = await _claims(session, cast, member)
        given = {"assessmentId": task["subjectId"], "text": f"{member.name}：{_TEXT}", "claims": claims}
        await session.do("submitSummary", given)
        world.happened("summary_submitted")
        world.happened("claim_filed", len(claims))


async def write_late(world: World, member: Member) -> None:
    """Hand in a summary after its term: there is no task any more, but the case is still in aggregation."""
    session = await world.people.session(member)
    given = {"assessmentId": await own_case(world, session), "text": f"{member.name}（补交）：{_TEXT}"}
    await session.do("submitSummary", given)
    world.happened("summary_late")


async def own_case(world: World, session: Session) -> str:
    """The person's own case in this cycle."""
    edges = (await session.read(MY_CASES))["viewer"]["myAssessments"]["edges"]
    own = [edge["node"]["id"] for edge in edges if edge["node"]["cycle"]["id"] == world.cycle_id]
    must(own, f"{session.name} has a case in {world.quarter.key}")
    return str(own[0])


async def sign(world: World, member: Member) -> None:
    """Sign for the result that was told."""
    session = await world.people.session(member)
    for task in await world.desk(session, "acknowledge"):
        await session.do("acknowledgeResult", {"assessmentId": task["subjectId"], "opinion": "同意考核结果"})
        world.happened("acknowledged_signed")


async def _claims(session: Session, cast: Cast, member: Member) -> list[dict[str, object]]:
    """None; one with its evidence; or two standards for one and the same matter, of which one will count (S3-16)."""
    if cast.plays(member.number, "same_matter"):
        standards = {"county_commendation": "2", "municipal_commendation": "4"}
    elif cast.plays(member.number, "claiming"):
        standards = {"major_task": "3"}
    else:
        return []
    file = await session.upload("佐证.pdf", pdf(f"{member.number} {member.name}"))
    matter = f"{member.name}参与专项行动"
    return [
        {"standard": standard, "matter": matter, "points": points, "evidenceIds": [file]}
        for standard, points in standards.items()
    ]
