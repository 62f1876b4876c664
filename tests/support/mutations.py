"""One sensible call of every mutation: at which point of the quarter, with which input, and whose turn it is."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from support.api import Api
from support.callers import MEANT

from kaohe.graphql.mutation import MUTATIONS
from kaohe.policies.shipped import shipped_text

Make = Callable[[Api], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Sample:
    """`holders` have the task, where the permission is the holder's; `only` narrows who may, beyond the permission.

    `refused` are codes that everybody who may call meets here all the same."""

    point: str
    make: Make
    holders: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    refused: tuple[str, ...] = ()


def _fixed(**given: Any) -> Make:
    async def make(api: Api) -> dict[str, Any]:
        found = {name: value(api) if callable(value) else value for name, value in given.items()}
        return {name: await value if hasattr(value, "__await__") else value for name, value in found.items()}

    return make


def _row(kind: str, table: str, condition: str = "true") -> Callable[[Api], Awaitable[str]]:
    async def find(api: Api) -> str:
        return api.id(
            kind,
            await api.value(
                f"SELECT max(id) FROM {table} WHERE body_id = :body AND {condition}", body=api.world.body_id
            ),
        )

    return find


def _account(name: str) -> Callable[[Api], str]:
    return lambda api: api.id("Account", api.world.accounts[name])


def _person(name: str) -> Callable[[Api], str]:
    return lambda api: api.person(name)


def _unit(name: str) -> Callable[[Api], str]:
    return lambda api: api.unit(name)


def _cycle(api: Api) -> str:
    return api.cycle


def _case(name: str = "a1") -> Callable[[Api], Awaitable[str]]:
    return lambda api: api.case(name)


def _cases(*names: str) -> Callable[[Api], Awaitable[list[str]]]:
    return lambda api: api.cases(*(names or ("a1",)))


def _list(api: Api) -> Awaitable[str]:
    return api.list_of("a")


def _about_case(**rest: Any) -> Callable[[Api], Awaitable[list[dict[str, Any]]]]:
    async def make(api: Api) -> list[dict[str, Any]]:
        return [{"assessmentId": await api.case("a1"), **rest}]

    return make


def _claim(status: str) -> Callable[[Api], Awaitable[list[dict[str, Any]]]]:
    async def make(api: Api) -> list[dict[str, Any]]:
        return [{"claimId": await _row("BonusClaim", "bonus_claim", f"status = '{status}'")(api), "accept": True}]

    return make


def _csv(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


async def _ids(api: Api) -> list[str]:
    return [await _row("Notification", "notification")(api)]


async def _box(api: Api) -> str:
    unit = api.world.units["a"]
    return await _row("BallotBox", "ballot_box", f"unit_id = {unit}")(api)


def _outsiders(api: Api) -> list[dict[str, Any]]:
    return [{"personId": api.person(name), "reason": "业务联系"} for name in ("b1", "b2", "b3")]


async def _ballot(api: Api) -> list[dict[str, Any]]:
    return [{"assessmentId": one, "score": "80"} for one in await api.cases("a2", "a3", "a4", "a_clerk", "a_leader")]


async def _unit_items(api: Api) -> list[dict[str, Any]]:
    return [{"unitId": api.unit("a"), "item": "level", "score": "92.5", "source": "测评报告"}]


_second_quarter = _row("Cycle", "cycle", "period = '2026Q2'")


async def _elastic_points(api: Api) -> list[dict[str, Any]]:
    second = f"cycle_id = (SELECT max(id) FROM cycle WHERE period = '2026Q2' AND body_id = {api.world.body_id})"
    case = await _row("Assessment", "assessment", f"person_id = {api.world.people['a1']} AND {second}")(api)
    return [{"assessmentId": case, "indicators": [{"kind": "ELASTIC", "indicator": "i1", "points": "1"}]}]


_OBJECTION = _row("Objection", "objection")

_SCORES = [{"indicator": "de", "score": "92.5"}]
_TODAY = "2026-04-01"
_REASON = {"reason": "工作需要"}
_COMMITTEE = lambda api: [api.person(name) for name in ("chief", "deputy", "member3", "member4")]  # noqa: E731

SAMPLES: dict[str, Sample] = {
    # accounts
    "signIn": Sample("begun", _fixed(login="nobody", password="wrong"), refused=("BAD_LOGIN",)),
    "signOut": Sample("begun", _fixed()),
    "changePassword": Sample(
        "begun", _fixed(currentPassword="wrong", newPassword="long enough 2026"), refused=("BAD_LOGIN",)
    ),
    "createAccount": Sample(
        "begun",
        _fixed(personId=_row("Person", "person", "number = 'new'"), login="newcomer", password="long enough 2026"),
    ),
    "resetPassword": Sample("begun", _fixed(accountId=_account("a1"), password="long enough 2026")),
    "disableAccount": Sample("begun", _fixed(accountId=_account("a1"))),
    "enableAccount": Sample("begun", _fixed(accountId=_account("a1"))),
    # policies
    "publishPolicy": Sample(
        "begun", _fixed(source=lambda _api: shipped_text("county-psb").replace('version = "', 'version = "9.'))
    ),
    "checkPolicy": Sample("begun", _fixed(source=shipped_text("county-psb"))),
    # cycles
    "createCycle": Sample("begun", _fixed(policyKey="county-psb", period="2026Q3")),
    "openCycle": Sample("begun", _fixed(cycleId=_row("Cycle", "cycle", "state = 'draft'"))),
    "freezeQuota": Sample("review", _fixed(cycleId=_cycle)),
    "extendStage": Sample(
        "begun", _fixed(cycleId=_cycle, stage="SELF_SUMMARY", until="2026-04-20T00:00:00+08:00", **_REASON)
    ),
    "suspendCycle": Sample("decision", _fixed(cycleId=_cycle, **_REASON)),
    "resumeCycle": Sample("suspended", _fixed(cycleId=_cycle)),
    "cancelCycle": Sample("decision", _fixed(cycleId=_cycle, **_REASON)),
    # cases
    "submitSummary": Sample("begun", _fixed(assessmentId=_case(), text="完成任务"), refused=("SCAN_REQUIRED",)),
    "returnSummaries": Sample("claimed", _fixed(assessmentIds=_cases(), **_REASON)),
    "recordScores": Sample("claimed", _fixed(assessments=_about_case(scores=_SCORES))),
    "checkClaims": Sample("claimed", _fixed(claims=_claim("filed"))),
    "auditClaims": Sample("claimed", _fixed(claims=_claim("checked"))),
    # the shipped bureau has no appraisal in its score, so that nobody gives one: see tests/appraisals
    "appraiseAssessments": Sample("claimed", _fixed(appraisals=_about_case(score="90", comment="扎实"))),
    "aggregateAssessments": Sample("claimed", _fixed(assessmentIds=_cases("a2"))),
    "approveReviews": Sample("review", _fixed(reviews=_about_case(grade="fairly_good", comment="同意")), ("a_leader",)),
    "returnForRework": Sample("review", _fixed(assessmentIds=_cases(), to="AGGREGATION", **_REASON), ("a_leader",)),
    "returnToReview": Sample("decision", _fixed(assessmentIds=_cases(), step="consent", **_REASON)),
    "excludeAssessments": Sample("begun", _fixed(assessmentIds=_cases(), **_REASON)),
    "includeAssessments": Sample("begun", _fixed(assessmentIds=_cases("a4"), **_REASON)),
    "reassignAssessments": Sample("begun", _fixed(assessmentIds=_cases(), unitId=_unit("b"), **_REASON)),
    "withholdGrades": Sample("publicity", _fixed(assessmentIds=_cases(), **_REASON)),
    "supplementAssessment": Sample(
        "archived",
        _fixed(assessmentId=_case("a3"), kind="CLERICAL_ERROR", outcome="GRADED", grade="good", **_REASON),
    ),
    # lists
    "signList": Sample("reviewed", _fixed(listId=_list), ("a_leader",)),
    "consentList": Sample("signed", _fixed(listId=_list), ("deputy",)),
    "handInList": Sample("consented", _fixed(listId=_list)),
    "returnList": Sample("signed", _fixed(listId=_list, **_REASON), ("deputy",)),
    # the committee
    "holdSession": Sample(
        "decision",
        _fixed(
            cycleId=_cycle,
            heldAt="2026-04-01T08:30:00+08:00",
            attendeeIds=_COMMITTEE,
            minutes="会议研究……",
            rest="ACCEPT",
        ),
    ),
    # objections
    "fileObjection": Sample("publicity", _fixed(assessmentId=_case(), grounds="分数有误")),
    "fileSecondInstance": Sample("dismissed", _fixed(objectionId=_OBJECTION, grounds="仍有异议"), only=("a2",)),
    "admitObjection": Sample("objected", _fixed(objectionId=_OBJECTION), ("office",)),
    "refuseObjection": Sample("objected", _fixed(objectionId=_OBJECTION, reply="不属受理范围"), ("office",)),
    "dismissObjection": Sample("admitted", _fixed(objectionId=_OBJECTION, reply="经核实无误"), ("office",)),
    "sustainObjection": Sample("admitted", _fixed(objectionId=_OBJECTION, reply="情况属实"), ("office",)),
    "withdrawObjection": Sample("objected", _fixed(objectionId=_OBJECTION), only=("a2",)),
    # outside approval
    "submitResults": Sample("appeal", _fixed(cycleId=_cycle)),
    "answerResults": Sample(
        "submitted",
        _fixed(listId=_row("ResultList", "result_list"), approver="inspection_group", letter="核〔2026〕1号"),
    ),
    # feedback
    "deliverFeedback": Sample(
        "feedback",
        _fixed(
            assessmentIds=_cases(),
            method="INDIVIDUAL_TALK",
            affirmed="扎实",
            shortcomings="主动性",
            requirements="学习",
        ),
        ("deputy",),
        refused=("BAD_INPUT", "TERM_NOT_OVER"),  # the office delivers in writing, and that once it is overdue
    ),
    "acknowledgeResult": Sample("told", _fixed(assessmentId=_case(), opinion="同意")),
    "recordRefusalToSign": Sample("told", _fixed(assessmentId=_case(), witness="王见证"), only=("office", "deputy")),
    # units' own indicators
    "setIndicators": Sample(
        "measured",
        _fixed(
            cycleId=_second_quarter,
            unitId=_unit("a"),
            kind="INDIVIDUAL",
            indicators=[{"label": "办案数量", "standard": "每季5件", "weight": "1"}],
        ),
    ),
    "recordIndicators": Sample("measured", _fixed(assessments=_elastic_points)),
    # supervision: the county's policy has no inspections; tests/supervision has one that does
    "recordInspection": Sample(
        "begun",
        _fixed(
            cycleId=_cycle,
            unitId=_unit("a"),
            kind="SITE_VISIT",
            heldOn=_TODAY,
            inspectors=["王考察"],
            lookedAt="台账",
            findings=[{"kind": "GAP", "text": "台账不全", "wanted": "补齐"}],
        ),
        refused=("BAD_INPUT",),
    ),
    "answerFinding": Sample("found", _fixed(findingId=_row("Finding", "finding"), reply="已补齐")),
    "returnFinding": Sample("answered", _fixed(findingId=_row("Finding", "finding"), reason="缺三月")),
    "closeFinding": Sample("answered", _fixed(findingId=_row("Finding", "finding"), conclusion="整改到位")),
    "recordUnitStanding": Sample(
        "begun",
        _fixed(policyKey="county-psb", unitId=_unit("a"), year=2026, standing="OUTSTANDING", reason="整体突出"),
    ),
    "enterReserve": Sample("found", _fixed(personId=_person("a1"), enteredOn=_TODAY, reason="实绩突出")),
    "leaveReserve": Sample(
        "found", _fixed(entryId=_row("ReserveEntry", "reserve_entry"), leftOn=_TODAY, reason="提拔使用")
    ),
    # people and units
    "createPerson": Sample("begun", _fixed(number="77", name="李新", unitId=_unit("a"))),
    "updatePerson": Sample("begun", _fixed(personId=_person("a1"), post="中队长")),
    "deactivatePerson": Sample("begun", _fixed(personId=_person("a1"))),
    "reactivatePerson": Sample("begun", _fixed(personId=_person("a1"))),
    "assignPerson": Sample("begun", _fixed(personId=_person("a1"), kind="LOAN", starts=_TODAY, unitId=_unit("b"))),
    "endAssignment": Sample("begun", _fixed(assignmentId=_row("Assignment", "assignment"), ends=_TODAY)),
    "grantRole": Sample("begun", _fixed(personId=_person("a1"), role="UNIT_CLERK", unitId=_unit("a"))),
    "revokeRole": Sample("begun", _fixed(grantId=_row("RoleGrant", "role_grant", "role = 'unit_clerk'"))),
    "declareRelative": Sample(
        "begun",
        _fixed(personId=_person("a1"), relativeId=_person("b1"), relation="兄弟"),
        only=("a1", "b1", "office", "admin"),
    ),
    "withdrawRelative": Sample("begun", _fixed(relativeId=_row("Relative", "relative"))),
    "appointSubstitute": Sample(
        "substituted",
        _fixed(
            principalId=_person("a_leader"),
            substituteId=_person("a1"),
            kinds=["REVIEW"],
            starts=_TODAY,
            ends="2026-04-30",
        ),
        only=("a_leader", "office", "admin"),
    ),
    "revokeSubstitution": Sample(
        "substituted",
        _fixed(
            substitutionId=_row(
                "Substitution",
                "substitution",
                "reason = '学习' AND substitute_id = (SELECT id FROM person WHERE number = 'b1' AND body_id = :body)",
            )
        ),
        only=("a_leader", "b1", "office", "admin"),
    ),
    "recordCircumstance": Sample("begun", _fixed(personId=_person("a1"), kind="INVESTIGATION", starts=_TODAY)),
    "closeCircumstance": Sample("begun", _fixed(circumstanceId=_row("Circumstance", "circumstance"), ends=_TODAY)),
    "recordMerits": Sample(
        "begun",
        _fixed(
            policyKey="county-psb",
            merits=lambda api: [
                {
                    "personId": api.person("a1"),
                    "standard": "county_commendation",
                    "matter": "获县委表彰",
                    "happenedOn": "2026-03-20",
                    "document": "县委〔2026〕3号",
                }
            ],
        ),
    ),
    "withdrawMerit": Sample("begun", _fixed(meritId=_row("MeritEvent", "merit_event"), **_REASON)),
    "createUnit": Sample("begun", _fixed(key="c", name="交警大队", parentId=_unit("root"))),
    "renameUnit": Sample("begun", _fixed(unitId=_unit("a"), name="刑侦大队")),
    "setUnitClass": Sample("begun", _fixed(unitId=_unit("a"), unitClass="window")),
    "moveUnit": Sample("begun", _fixed(unitId=_unit("a"), parentId=_unit("b"))),
    "setCalendarDay": Sample("begun", _fixed(day="2026-04-11", working=True, reason="调休")),
    "clearCalendarDay": Sample("begun", _fixed(day="2026-04-11")),
    # ballot boxes
    "proposeRaters": Sample("boxes_drafted", _fixed(boxId=_box, people=_outsiders)),
    "approveRaters": Sample("raters_proposed", _fixed(boxId=_box)),
    "returnRaters": Sample("raters_proposed", _fixed(boxId=_box, **_REASON)),
    # everybody has a ballot of his own: this one is a1's
    "castBallot": Sample(
        "box_open", _fixed(boxId=_box, scores=_ballot), refused=("BALLOT_STRANGER", "BALLOT_INCOMPLETE")
    ),
    "extendBox": Sample("box_open", _fixed(boxId=_box, dueAt="2026-04-20T00:00:00+08:00", **_REASON)),
    "reopenBox": Sample("box_closed", _fixed(boxId=_box, dueAt="2026-04-20T00:00:00+08:00")),
    "restartBox": Sample("box_closed", _fixed(boxId=_box, **_REASON)),
    # records of work, leave
    "writeRecords": Sample(
        "recorded",
        _fixed(personId=_person("a1"), records=[{"kind": "DAILY_LOG", "covers": "2026-03-31", "text": "走访群众两户"}]),
    ),
    "redactRecord": Sample(
        "recorded",
        _fixed(recordId=_row("WorkRecord", "work_record"), place="text", reason="涉密"),
        ("a_leader", "deputy"),
    ),
    "recordLeave": Sample(
        "recorded", _fixed(personId=_person("a1"), kind="SICK", starts="2026-04-02", ends="2026-04-03")
    ),
    "withdrawLeave": Sample("recorded", _fixed(leaveId=_row("Leave", "leave"))),
    # evaluation cards and unit items
    "issueCards": Sample("carded", _fixed(cycleId=_second_quarter, unitId=_unit("a"), count=3)),
    "cancelCards": Sample("carded", _fixed(batchId=_row("CardBatch", "card_batch"), **_REASON)),
    "recordUnitItems": Sample("carded", _fixed(cycleId=_second_quarter, rows=_unit_items)),
    # files and messages
    "importFile": Sample(
        "begun", _fixed(kind="PERFORMANCE", fileName="绩效.csv", content=_csv("工号,月份,得分\na1,2026-01,91\n"))
    ),
    "markNotificationsRead": Sample("begun", _fixed(notificationIds=_ids), only=("a1",)),
}


def those_who_may(name: str) -> set[str]:
    """By the mutation's own declaration; the holder of the task is told by the sample."""
    sample, permission = SAMPLES[name], MUTATIONS[name].permission
    meant = {one for who in permission for one in MEANT.get(who, sample.holders)}
    return meant if sample.only is None else set(sample.only)
