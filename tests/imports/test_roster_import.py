"""A roster comes in as a whole, and the same one twice changes nothing."""

import pytest
from support.world import make_world

from kaohe.config import Settings
from kaohe.workflow.accounts import sign_in
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.imports import ImportKind

PEOPLE = ("工号", "姓名", "单位")


def counts(report) -> tuple[int, int, int]:
    assert report.rows == report.inserted + report.updated + report.unchanged
    return report.inserted, report.updated, report.unchanged


@pytest.mark.req("S3-7", "S3-10")
async def test_units_people_and_roles_come_in_together(importing):
    report = await importing.roster()
    assert counts(report) == (9, 0, 0)
    assert not report.repeated
    assert await importing.rows(
        "SELECT u.key, u.name, p.key, u.outside FROM unit u LEFT JOIN unit p ON p.id = u.parent_id "
        "WHERE u.body_id = :body_id ORDER BY u.position"
    ) == [
        ("psb", "某县公安局", None, False),
        ("a", "刑警大队", "psb", False),
        ("b", "城关派出所", "psb", False),
        ("centre", "政务服务中心", None, True),
    ]
    assert await importing.rows(
        "SELECT p.number, u.key, p.rank, p.management, p.active FROM person p JOIN unit u ON u.id = p.unit_id "
        "WHERE p.body_id = :body_id ORDER BY p.number"
    ) == [
        ("001", "psb", "副县级", "county_managed", True),
        ("101", "a", "二级警长", "", True),
        ("102", "a", "四级警长", "", True),
        ("201", "b", "", "", True),
        ("202", "b", "", "", True),
    ]
    assert await importing.rows(
        "SELECT p.number, g.role, u.key FROM role_grant g JOIN person p ON p.id = g.person_id "
        "LEFT JOIN unit u ON u.id = g.unit_id WHERE g.body_id = :body_id ORDER BY 1, 2"
    ) == [
        ("001", "committee_member", None),
        ("001", "leader_in_charge", "a"),
        ("001", "main_leader", "psb"),
        ("101", "main_leader", "a"),
        ("102", "unit_clerk", "a"),
        ("201", "main_leader", "b"),
        ("201", "unit_clerk", "b"),
    ]


@pytest.mark.req("S3-53")
async def test_the_same_file_twice_changes_nothing(loaded):
    before = await loaded.everything()
    report = await loaded.roster()
    assert counts(report) == (0, 0, 9)
    assert report.repeated
    assert report.batch_id is None
    assert await loaded.everything() == before


@pytest.mark.req("S3-53")
async def test_a_batch_says_where_rows_came_from(loaded):
    assert await loaded.rows(
        "SELECT kind, file_name, rows, length(sha256) FROM import_batch WHERE body_id = :body_id"
    ) == [("roster", "roster.xlsx", 9, 64)]


@pytest.mark.req("S3-7")
async def test_a_later_roster_changes_what_differs_and_leaves_whom_it_does_not_name(loaded, files):
    people = (PEOPLE, ("101", "张三丰", "刑警大队"), ("102", "李四", "城关派出所"), ("201", "赵五", "b"))
    report = await loaded.load(ImportKind.ROSTER, files.csv(people), "人员.csv")
    assert counts(report) == (0, 2, 1)
    assert await loaded.rows(
        "SELECT p.number, p.name, u.key, p.rank FROM person p JOIN unit u ON u.id = p.unit_id "
        "WHERE p.body_id = :body_id AND p.number IN ('101', '102', '202') ORDER BY 1"
    ) == [("101", "张三丰", "a", "二级警长"), ("102", "李四", "b", "四级警长"), ("202", "钱六", "b", "")]


async def test_addresses_come_in_changed_or_left_as_they_are(loaded, files):
    async def addresses():
        return await loaded.rows("SELECT number, email FROM person WHERE body_id = :body_id AND email <> '' ORDER BY 1")

    given = ((*PEOPLE, "邮箱"), ("101", "张三", "a", "ｚｓ@psb.test"), ("102", "李四", "a", ""))
    assert counts(await loaded.load(ImportKind.ROSTER, files.csv(given), "a.csv")) == (0, 1, 1)
    assert await addresses() == [("101", "zs@psb.test")]
    without = (PEOPLE, ("101", "张三", "a"))
    assert counts(await loaded.load(ImportKind.ROSTER, files.csv(without), "b.csv")) == (0, 0, 1)
    assert await addresses() == [("101", "zs@psb.test")]
    english = ((*PEOPLE, "email"), ("101", "张三", "a", ""), ("301", "新人", "b", "xr@psb.test"))
    assert counts(await loaded.load(ImportKind.ROSTER, files.csv(english), "c.csv")) == (1, 1, 0)
    assert await addresses() == [("301", "xr@psb.test")]


@pytest.mark.req("S3-30")
@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("", ["main_leader", "unit_clerk"]),
        ("无", []),
        ("经办人；考核办", ["office", "unit_clerk"]),
        ("outside_approver@county_authority", ["outside_approver"]),
    ],
)
async def test_a_filled_cell_says_all_roles_and_an_empty_one_nothing(loaded, files, cell, roles):
    await loaded.load(ImportKind.ROSTER, files.csv(((*PEOPLE, "角色"), ("201", "赵五", "b", cell))), "a.csv")
    held = await loaded.rows(
        "SELECT g.role FROM role_grant g JOIN person p ON p.id = g.person_id "
        "WHERE g.body_id = :body_id AND p.number = '201' ORDER BY 1"
    )
    assert [role for (role,) in held] == roles


@pytest.mark.req("S3-12", "S3-14")
async def test_assignments_come_in_and_are_brought_up_to_date(loaded, files):
    headings = (*PEOPLE, "外派类别", "接收单位", "外派开始", "外派结束", "批准文号")
    loan = ("102", "李四", "a", "借用", "城关派出所", "2026-01-05", "", "组借3号")
    for row, expected in ((loan, (1, 2)), ((*loan[:6], "2026-03-31", loan[7]), (1, 2)), (loan, (1, 2))):
        training = ("202", "钱六", "b", "培训", "", "2026/2/1", "", "")
        report = await loaded.load(ImportKind.ROSTER, files.csv((headings, row, training)), "a.csv")
        assert report.rows == expected[1]
    stored = "SELECT kind, unit_id IS NULL, starts::text, ends::text, approval FROM assignment WHERE body_id = :body_id"
    assert await loaded.rows(f"{stored} ORDER BY kind") == [
        ("loan", False, "2026-01-05", None, "组借3号"),
        ("training", True, "2026-02-01", None, ""),
    ]


@pytest.mark.req("N-8", "N-11", "N-12")
async def test_relatives_and_circumstances_have_sheets_of_their_own(importing):
    sheets = {
        "亲属": (("工号", "亲属工号", "关系"), ("202", "101", "兄弟")),
        "特殊情形": (
            ("工号", "情形", "处分种类", "开始日期", "结束日期", "说明"),
            ("102", "试用期", "", "2025-12-01", "", "新录用"),
            ("202", "处分", "警告", "2026-02-03", "", ""),
        ),
    }
    assert counts(await importing.roster(sheets=sheets)) == (12, 0, 0)
    before = await importing.everything()
    assert counts(await importing.roster(sheets=sheets)) == (0, 0, 12)
    assert await importing.everything() == before
    stored = "SELECT kind, sanction, starts::text, note FROM circumstance WHERE body_id = :body_id ORDER BY kind"
    assert await importing.rows(stored) == [
        ("probation", None, "2025-12-01", "新录用"),
        ("sanction", "warning", "2026-02-03", ""),
    ]
    assert await importing.rows("SELECT person_id < relative_id, relation FROM relative WHERE body_id = :body_id") == [
        (True, "兄弟")
    ]


@pytest.mark.req("S1-3")
async def test_an_initial_password_opens_accounts_for_those_who_have_none(loaded, now):
    people = ((*PEOPLE, "账号"), ("101", "张三", "a", "zhangsan"), ("102", "李四", "a", ""))
    report = await loaded.roster(people, initial_password="initial one")
    assert counts(report) == (0, 2, 4)
    stored = "SELECT login, must_change FROM account WHERE body_id = :body_id ORDER BY login"
    assert await loaded.rows(stored) == [("102", True), ("zhangsan", True)]
    assert (await sign_in(loaded.session, "zhangsan", "initial one", now, Settings())).must_change
    before = await loaded.everything()
    assert counts(await loaded.roster(people, initial_password="another one")) == (0, 0, 6)
    assert await loaded.everything() == before


@pytest.mark.req("S1-3")
async def test_without_one_there_are_none(loaded):
    assert await loaded.rows("SELECT login FROM account WHERE body_id = :body_id") == []


@pytest.mark.req("S1-3")
async def test_a_weak_initial_password_is_refused(importing):
    with pytest.raises(Refused) as caught:
        await importing.roster(initial_password="short")
    assert [one.code for one in caught.value.refusals] == [Code.WEAK_PASSWORD]


@pytest.mark.req("S3-7")
@pytest.mark.parametrize("who", ["a1", "a_clerk", "a_leader", "chief", "secretary", "inspector"])
@pytest.mark.parametrize("kind", ImportKind)
async def test_only_the_office_and_the_administrator_import(importing, files, who, kind):
    world = await make_world(importing.session)
    with pytest.raises(Refused) as caught:
        await importing.load(kind, b"", actor=world.actor(who))
    assert [one.code for one in caught.value.refusals] == [Code.NOT_ALLOWED]


@pytest.mark.req("S3-7")
async def test_a_roster_goes_into_the_importer_s_own_body(importing, files):
    """The same staff numbers and unit keys in two bodies are different people and units."""
    await importing.roster()
    before = await importing.everything()
    world = await make_world(importing.session)
    importing_other = world.actor("admin")
    people = (PEOPLE, ("101", "别人", "a"))
    await importing.load(ImportKind.ROSTER, files.csv(people), "a.csv", actor=importing_other)
    assert await importing.everything() == before
