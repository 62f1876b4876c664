"""The unit's clerical work (单位经办人): summaries on behalf, common scores, claims, aggregation, handing in the list.

A task lies on the desk of the clerk or, on the clerk's own case, one step up: so all who may have one look.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from random import Random
from typing import Any

from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.papers import pdf, usual_score
from kaohe.rehearsal.people import LEADER_IN_CHARGE, MAIN_LEADER, UNIT_CLERK
from kaohe.rehearsal.world import Node, World

_INDICATORS = ("de", "neng", "qin", "ji", "lian")


async def clerks(world: World) -> AsyncIterator[Session]:
    """Everyone on whose desk a unit's clerical work may lie."""
    seen = set()
    for role in (UNIT_CLERK, MAIN_LEADER, LEADER_IN_CHARGE):
        for session in await world.people.sessions(role):
            if session.token not in seen:
                seen.add(session.token)
                yield session


async def enter_on_behalf(world: World, cast: Cast, cases: Mapping[str, Node]) -> None:
    """Type in the summary of somebody who wrote it by hand: refused without the scan, accepted with it."""
    for number in cast["on_behalf"]:
        case = cases[number]
        clerk = await _clerk_of(world, case)
        given = {"assessmentId": case["id"], "text": "（手写小结代录）本季度完成了值班备勤任务。"}
        await clerk.refused("submitSummary", given, "SCAN_REQUIRED")
        scan = await clerk.upload("小结扫描件.pdf", pdf(f"小结扫描件 {number} {world.quarter.key}"))
        await clerk.do("submitSummary", {**given, "scanId": scan})
        world.happened("summary_on_behalf")


async def return_summaries(world: World, cast: Cast, cases: Mapping[str, Node]) -> None:
    """Return a summary that says too little; its author will write another."""
    for number in cast["returned_summary"]:
        clerk = await _clerk_of(world, cases[number])
        given = {"assessmentIds": [cases[number]["id"]], "reason": "内容过于简单，请补充工作实绩"}
        await clerk.do("returnSummaries", given)
        world.happened("summary_returned")


async def excuse(world: World, cast: Cast, cases: Mapping[str, Node]) -> None:
    """Hand in late, for a good reason, the summary of somebody who was away."""
    for number in cast["excused"]:
        clerk = await _clerk_of(world, cases[number])
        given = {"assessmentId": cases[number]["id"], "text": "（住院期间由经办人补录）", "excused": True}
        await clerk.refused("submitSummary", given, "REQUIRED")
        await clerk.do("submitSummary", {**given, "reason": "住院治疗"})
        world.happened("summary_excused")


async def score(world: World, chance: Random, indicators: Sequence[str] = _INDICATORS) -> None:
    """Enter everybody's common scores, by the policy's `indicators`, and check the claims."""
    async for session in clerks(world):
        tasks = await world.desk(session, "aggregate", "record_scores")
        cases = [task["assessment"] for task in tasks]
        if cases:
            scores = [{"assessmentId": case["id"], "scores": _indicators(chance, indicators)} for case in cases]
            await session.do("recordScores", {"assessments": scores})
            await _check_claims(world, session, cases)


async def aggregate(world: World, *, leave: frozenset[str] = frozenset()) -> None:
    """Aggregate what is complete; the units in `leave` are late."""
    async for session in clerks(world):
        tasks = await world.desk(session, "aggregate", "aggregate")
        ids = [task["subjectId"] for task in tasks if task["assessment"]["unit"]["id"] not in leave]
        if ids:
            await session.do("aggregateAssessments", {"assessmentIds": ids})
            world.happened("aggregated", len(ids))


async def hand_in(world: World) -> None:
    """Hand in every list that is signed and consented to."""
    async for session in clerks(world):
        for task in await world.desk(session, "hand_in_list", "hand_in"):
            await session.do("handInList", {"listId": task["subjectId"]})
            world.happened("list_handed_in")


async def _clerk_of(world: World, case: Node) -> Session:
    return await world.people.session(world.people.the(UNIT_CLERK, case["unit"]["id"]))


async def _check_claims(world: World, session: Session, cases: list[Any]) -> None:
    """The unit's check: of several claims the quarter's first is refused."""
    filed = [claim for case in cases for claim in case["claims"] if claim["status"] == "FILED"]
    if not filed:
        return
    refused = filed[0]["id"] if not world.events["claim_refused_by_unit"] and len(filed) > 1 else None
    answers = [answer(claim["id"], None if claim["id"] != refused else "证明材料不足") for claim in filed]
    await session.do("checkClaims", {"claims": answers})
    world.happened("claim_checked", len(filed))
    world.happened("claim_refused_by_unit", int(refused is not None))


def answer(claim_id: str, against: str | None) -> dict[str, object]:
    """An answer to a claim: accepted, or not with the reason `against` it."""
    return {"claimId": claim_id, "accept": against is None, "remark": against or ""}


def _indicators(chance: Random, indicators: Sequence[str]) -> list[dict[str, str]]:
    usual = int(usual_score(chance))
    return [{"indicator": key, "score": str(usual + chance.randint(-2, 2))} for key in indicators]
