"""The assessment office (考核办): facts, the cycle, who takes part, audits, the quota, its own review step."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kaohe.rehearsal.administrator import IMPORTED, file_input
from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.clerk import answer
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.documents import LISTS
from kaohe.rehearsal.leader import Suggest
from kaohe.rehearsal.papers import attendance, performance
from kaohe.rehearsal.people import OFFICE
from kaohe.rehearsal.world import Node, World


async def publish_policy(office: Session, source: str) -> None:
    """Publish the scheme, as TOML."""
    await office.do("publishPolicy", {"source": source})


async def create_cycle(world: World) -> None:
    """Create the quarter's cycle, as a draft."""
    given = {"policyKey": world.options.policy, "period": world.quarter.key}
    created = await (await world.office()).do("createCycle", given, "cycle { id }")
    world.cycle_id = created["cycle"]["id"]


async def open_cycle(world: World) -> int:
    """Open the quarter's cycle, and create it where nobody has; how many people it has."""
    if not world.cycle_id:
        await create_cycle(world)
    office = await world.office()
    opened = await office.do("openCycle", {"cycleId": world.cycle_id}, "people")
    await office.refused("openCycle", {"cycleId": world.cycle_id}, "WRONG_STATE")
    return int(opened["people"])


async def lend(world: World) -> tuple[str, str]:
    """Lend somebody to another unit for the quarter, with approval: his number, and the unit that will assess him."""
    able = [one for one in world.people.members if one.ordinary and one.assessed]
    lent = world.chance.choice(able)
    receiving = next(one.unit for one in world.chance.sample(able, len(able)) if one.unit != lent.unit)
    first, last = world.quarter.days
    given = {"personId": lent.id, "kind": "LOAN", "unitId": receiving, "starts": str(first), "ends": str(last)}
    await (await world.office()).do("assignPerson", {**given, "approval": f"组干〔{first.year}〕{first.month}号"})
    world.happened("on_loan")
    return lent.number, receiving


async def import_facts(world: World, cast: Cast, numbers: Sequence[str]) -> None:
    """Import the quarter's monthly performance and attendance."""
    office, months = await world.office(), world.quarter.months
    files = {
        "PERFORMANCE": performance(numbers, months, world.chance),
        "ATTENDANCE": attendance(numbers, cast["on_leave"], months),
    }
    for kind, content in files.items():
        await office.do("importFile", file_input(kind, f"{kind.lower()}-{world.quarter.key}.csv", content), IMPORTED)
        world.happened("file_imported")


async def record_circumstances(world: World, cast: Cast) -> dict[str, str]:
    """Somebody is on probation for the quarter, somebody under investigation; the ids of the latter by number."""
    office = await world.office()
    first, last = world.quarter.days
    for number in cast["on_probation"]:
        given = {"personId": world.people.by_number[number].id, "kind": "PROBATION"}
        ends = last + timedelta(days=7)
        await office.do("recordCircumstance", {**given, "starts": str(first), "ends": str(ends), "note": "试用期"})
        world.happened("on_probation")
    opened = {}
    for number in cast["pending"]:
        given = {"personId": world.people.by_number[number].id, "kind": "INVESTIGATION", "starts": str(last)}
        payload = await office.do("recordCircumstance", {**given, "note": "立案审查"}, "circumstance { id }")
        opened[number] = payload["circumstance"]["id"]
        world.happened("under_investigation")
    return opened


async def settle_participation(world: World, cast: Cast, cases: Mapping[str, Node], receiving: str) -> None:
    """One person has retired, one was taken out by mistake and comes back, one has moved to the unit `receiving`."""
    office = await world.office()
    out = [cases[number]["id"] for part in ("excluded", "returning") for number in cast[part]]
    await office.do("excludeAssessments", {"assessmentIds": out, "reason": "已办理退休"})
    world.happened("excluded_by_office", len(out))
    back = [cases[number]["id"] for number in cast["returning"]]
    await office.do("includeAssessments", {"assessmentIds": back, "reason": "误报退休，恢复参加考核"})
    world.happened("included", len(back))
    moving = [cases[number]["id"] for number in cast["mover"] if cases[number]["unit"]["id"] != receiving]
    if moving:
        given = {"assessmentIds": moving, "unitId": receiving, "reason": "本季度内调动"}
        await office.do("reassignAssessments", given)
        world.happened("reassigned", len(moving))


async def audit_claims(world: World) -> None:
    """Audit what the units let through; one claim of the quarter is rejected."""
    for office in await world.people.sessions(OFFICE):
        tasks = await world.desk(office, "audit_claims", "audit_claims")
        checked = [claim for task in tasks for claim in task["assessment"]["claims"] if claim["status"] == "CHECKED"]
        rejected = checked[-1]["id"] if len(checked) > 1 and not world.events["claim_rejected"] else None
        answers = [answer(claim["id"], None if claim["id"] != rejected else "不属于加分范围") for claim in checked]
        if answers:
            await office.do("auditClaims", {"claims": answers})
            world.happened("claim_audited", len(answers))
            world.happened("claim_rejected", int(rejected is not None))


async def freeze(world: World) -> None:
    """File the forms as the desk asks: the places are granted."""
    office = await world.office()
    for task in await world.desk(office, "freeze_quota", "freeze_quota"):
        await office.do("freezeQuota", {"cycleId": task["subjectId"]})
        world.happened("quota_frozen")


async def review(world: World) -> None:
    """The office's own step, for everybody whose unit's list is in; nobody on the own case."""
    for office in await world.people.sessions(OFFICE):
        tasks = await world.desk(office, "review", "approve_review")
        lists = set(await _handed_in(world))
        reviews = [
            {"assessmentId": task["subjectId"], "comment": "同意"}
            for task in tasks
            if task["assessment"]["reviewStep"] == "office"
            and (task["assessment"]["unit"]["id"] in lists or task["assessment"]["round"] > 1)
        ]
        if reviews:
            await office.do("approveReviews", {"reviews": reviews})
            world.happened("office_reviewed", len(reviews))


async def review_all(world: World, suggest: Suggest) -> None:
    """The office's own step where the scheme has no lists: everybody at it, with the grade that `suggest` names."""
    for office in await world.people.sessions(OFFICE):
        tasks = await world.desk(office, "review", "approve_review")
        reviews = [
            {"assessmentId": task["subjectId"], "grade": suggest(task["assessment"]), "comment": "同意"}
            for task in tasks
        ]
        if reviews:
            await office.do("approveReviews", {"reviews": reviews})
            world.happened("office_reviewed", len(reviews))


async def _handed_in(world: World) -> list[str]:
    lists = await (await world.office()).pages(LISTS, ["unitLists"], cycle=world.cycle_id)
    return [one["unit"]["id"] for one in lists if one["state"] == "HANDED_IN"]


async def pause_and_extend(world: World) -> None:
    """Suspend the cycle for a day, when nothing can be done, and give the decision a week more."""
    office = await world.office()
    await office.do("suspendCycle", {"cycleId": world.cycle_id, "reason": "重大安保任务"})
    await office.refused("freezeQuota", {"cycleId": world.cycle_id}, "SUSPENDED")
    await world.later(days=1)
    await office.do("resumeCycle", {"cycleId": world.cycle_id, "reason": "安保任务结束"})
    world.happened("suspended_and_resumed")
    until = datetime.fromisoformat(await world.due("DECISION")) + timedelta(days=7)
    given = {"cycleId": world.cycle_id, "stage": "DECISION", "until": until.isoformat(), "reason": "党委会改期"}
    await office.do("extendStage", given)
    world.happened("stage_extended")
