"""Forms of a scheme that is not a public security bureau's: its own organs, filing instead of approval, the year."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from support.drive import at, opened, walk_to
from support.scene import Scene

from kaohe.policies.shipped import shipped_policy
from kaohe.schema.session import Database
from kaohe.workflow.annual_filing import file_year
from kaohe.workflow.corrections import SupplementKind, supplement
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.forms import forms_of
from kaohe.workflow.participation import exclude

FILED = {"key": "authority", "label": "区公务员主管部门", "filing": True}
APPROVED = {"key": "group", "label": "考察组", "filing": False}


def rows(content: bytes) -> list[list[str]]:
    """The filled cells of the first sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheet = book.get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row if cell != ""] for row in sheet]


def said(content: bytes) -> str:
    return "\n".join(cell for row in rows(content) for cell in row)


def documents(organs: Mapping[str, str] | None = None, approvers: tuple[Mapping[str, Any], ...] = ()) -> dict[str, Any]:
    """One person's quarter: decided, publicised, sent, answered."""
    policy = shipped_policy("county-psb").model_dump(mode="json")
    policy["appeal"]["outside_approvals"] = list(approvers)
    if organs is None:
        del policy["organs"]  # as archives were sealed before schemes could name them
    else:
        policy["organs"] = dict(organs)
    moment = "2026-04-07T01:00:00Z"
    item = {"assessment_id": 1, "suggested_grade": "good", "grade": "good", "kind": "added", "reason": "", "round": 1}
    case = {
        "id": 1,
        "unit_id": 1,
        "unit": "财政局",
        "own_unit": "财政局",
        "number": "1",
        "name": "张三",
        "post": "科员",
    }
    case |= {"rank": "", "work_in_charge": "", "state": "archived", "outcome": "graded", "score": "90", "grade": "good"}
    case |= {"suggested_grade": "good", "breakdown": [], "summary": "submitted", "excluded_reason": ""}
    answers = [
        {"approver": one["key"], "letter": f"{n}号", "refused": [], "reason": "", "answered_at": moment}
        for n, one in enumerate(approvers, 1)
    ]
    session = {"number": 1, "supplementary": False, "held_at": moment, "attendees": ["李四"], "members": 1}
    session |= {"recorded_by_name": "王五", "in_place_of_name": None, "minutes": "研究决定", "items": [item]}
    notice = {"number": 1, "published_at": moment, "closes_at": "2026-04-14T16:00:00Z", "amended_at": None}
    notice |= {"objections_until": "2026-04-21T16:00:00Z", "content": []}
    sent = {"number": 1, "supplements": None, "submitted_at": moment, "items": [item], "answers": answers}
    empty = ("summaries", "attendance", "claims", "circumstances", "reviews", "feedback", "unit_lists", "quota")
    return {
        "cycle.json": {"body_name": "大观区", "policy_name": "实施细则", "period": "2026Q1", "frozen_at": None},
        "policy.json": policy,
        "results.json": {"cases": [case]},
        "units.json": [{"id": 1, "name": "财政局"}],
        "sessions.json": [session],
        "notices.json": [notice],
        "approvals.json": [sent] if approvers else [],
        **{f"{name}.json": [] for name in empty},
    }


GROUP = {"committee": "平时考核工作领导小组", "office": "领导小组办公室"}


@pytest.mark.req("S0-1")
def test_forms_name_the_schemes_own_organs() -> None:
    forms = dict(forms_of(documents(GROUP)))
    minutes, notice = said(forms["forms/会议纪要/1.xlsx"]), said(forms["forms/公示/1.xlsx"])
    assert "大观区平时考核工作领导小组会议纪要" in minutes
    assert "平时考核工作领导小组增定" in minutes
    assert "经大观区平时考核工作领导小组研究" in notice
    assert "前向领导小组办公室书面提出" in notice
    registration = said(forms["forms/公务员平时考核登记表/财政局-1.xlsx"])
    assert "经大观区平时考核工作领导小组第1次会议研究" in registration
    assert not any("党委" in text or "考核办" in text for text in (minutes, notice))


@pytest.mark.req("S0-1", "S3-2")
def test_an_archive_that_names_none_has_the_party_committee() -> None:
    forms = dict(forms_of(documents()))
    assert "大观区党委会议纪要" in said(forms["forms/会议纪要/1.xlsx"])
    assert "党委增定" in said(forms["forms/会议纪要/1.xlsx"])
    assert "前向考核办书面提出" in said(forms["forms/公示/1.xlsx"])


@pytest.mark.req("S0-26")
def test_results_that_are_only_filed_are_sent_for_filing() -> None:
    letter = said(dict(forms_of(documents(GROUP, (FILED,))))["forms/报请备案函/1.xlsx"])
    assert "关于报请备案平时考核结果的函" in letter
    assert "请予备案。" in letter
    assert "区公务员主管部门备案意见：已备案    文号：1号" in letter
    assert "核准" not in letter


@pytest.mark.req("S0-26", "S3-40")
def test_beside_an_approver_each_answers_in_his_own_words() -> None:
    letter = said(dict(forms_of(documents(GROUP, (APPROVED, FILED))))["forms/报请核准函/1.xlsx"])
    assert "考察组核准意见：同意    文号：1号" in letter
    assert "区公务员主管部门备案意见：已备案    文号：2号" in letter


@pytest.mark.req("S0-13", "S0-2")
async def test_the_year_on_one_form(database: Database) -> None:
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-year")
        scene = Scene(session, world, at(1))
        await exclude(session, scene.actor("office"), at(1), await scene.cases("b4"), "退休")
        form = rows(await file_year(session, scene.actor("office"), at(2), "county-psb", 2026))
        assert form[0] == ["2026年度平时考核结果备案表"]
        assert "（" in form[1][0]
        assert "试行）" in form[1][0]
        assert form[2] == ["序号", "单位", "编号", "姓名", "职务", "职级", "2026年第一季度", "“好”次数"]
        told = {row[3]: row[-2:] for row in form[3:] if len(row) > 5}
        assert told["a1"] == ["尚未确定", "0"]
        assert told["b4"] == ["—", "0"]
        await session.rollback()


@pytest.mark.req("S0-13")
async def test_the_year_has_what_is_final_with_its_corrections(database: Database) -> None:
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-year-end")
        scene = Scene(session, world, await walk_to(session, world, "archived"))
        await supplement(
            session,
            scene.actor("office"),
            at(24),
            await scene.case("a3"),
            SupplementKind.CLERICAL_ERROR,
            Outcome.GRADED,
            "good",
            "笔误",
        )
        form = rows(await file_year(session, scene.actor("admin"), at(25), "county-psb", 2026))
        told = {row[3]: row[-2:] for row in form[3:] if len(row) > 5}
        assert (told["a1"], told["a3"], told["a4"]) == (["好", "1"], ["好", "1"], ["较好", "0"])
        assert len(told) == 12
        await session.rollback()


@pytest.mark.req("S0-13")
async def test_the_year_is_the_offices_to_file(database: Database) -> None:
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-year-whose")
        scene = Scene(session, world, at(1))
        async with scene.refused(Code.NOT_ALLOWED):
            await file_year(session, scene.actor("a_leader"), at(2), "county-psb", 2026)
        async with scene.refused(Code.POLICY_NOT_EFFECTIVE):
            await file_year(session, scene.actor("office"), at(2), "county-psb", 2025)
        await session.rollback()


@pytest.mark.req("S0-3")
async def test_leading_members_are_not_assessed(database: Database) -> None:
    """Those whom the policy's scope leaves out have no case; everybody else has one."""
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-scope")
        scene = Scene(session, world, at(1))
        found = await scene.rows(
            "SELECT p.name FROM assessment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id "
            "WHERE a.cycle_id = :id",
            id=world.cycle_id,
        )
        assessed = {row["name"] for row in found}
        assert assessed.isdisjoint({"chief", "deputy", "member3", "office", "secretary"})
        assert {"a_leader", "a1", "b4"} <= assessed
        await session.rollback()


@pytest.mark.req("S0-2", "S0-3")
def test_the_districts_rule_is_on_trial_and_leaves_leading_members_out() -> None:
    policy = shipped_policy("daguan")
    assert (policy.status, policy.version != "", "试行" in policy.name) == ("trial", True, True)
    assert policy.scope.excluded_management
    assert policy.effective_from <= date(2026, 12, 31)
