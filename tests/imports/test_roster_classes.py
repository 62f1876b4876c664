"""Classes of units, categories of posts and deputies come in with the roster, and an older workbook says nothing of them."""

import pytest
from imports.conftest import PEOPLE_ROWS, UNIT_ROWS, Files
from sqlalchemy import event
from support.measured import policy_text

from kaohe.demo.sheets import workbook
from kaohe.workflow import policies
from kaohe.workflow.imports import ImportKind

UNITS = (
    ("单位代码", "单位名称", "上级单位", "外部单位", "单位分类"),
    ("psb", "某区", "", "否", ""),
    ("a", "区委办", "psb", "否", "department"),
    ("b", "政务中心", "psb", "否", "window"),
)
PEOPLE = (
    ("工号", "姓名", "单位", "岗位类别", "管理类别", "角色"),
    ("101", "张三", "a", "综合岗", "领导成员", "主要领导"),
    ("102", "李四", "a", "综合岗", "非领导成员", "单位副职；经办人"),
    ("201", "赵五", "b", "窗口岗", "", "副职@b"),
    ("202", "钱六", "b", "", "", ""),
)


async def classes(importing):
    return dict(await importing.rows("SELECT key, unit_class FROM unit WHERE body_id = :body_id"))


async def categories(importing):
    return dict(await importing.rows("SELECT number, post_category FROM person WHERE body_id = :body_id"))


@pytest.mark.req("S0-6", "S0-9", "S0-17", "S0-18", "S1-17")
async def test_classes_categories_and_deputies_come_in(importing):
    report = await importing.roster(PEOPLE, UNITS)
    assert (report.inserted, report.ignored) == (7, ())
    assert await classes(importing) == {"psb": "", "a": "department", "b": "window"}
    assert await categories(importing) == {"101": "综合岗", "102": "综合岗", "201": "窗口岗", "202": ""}
    assert await importing.rows(
        "SELECT p.number, u.key FROM role_grant g JOIN person p ON p.id = g.person_id JOIN unit u ON u.id = g.unit_id "
        "WHERE g.body_id = :body_id AND g.role = 'deputy_leader' ORDER BY 1"
    ) == [("102", "a"), ("201", "b")]
    assert dict(await importing.rows("SELECT number, management FROM person WHERE body_id = :body_id")) == {
        "101": "leading_member",
        "102": "",
        "201": "",
        "202": "",
    }


@pytest.mark.req("S3-53", "S1-17")
async def test_the_same_file_twice_changes_nothing(importing):
    await importing.roster(PEOPLE, UNITS)
    before = await importing.everything()
    again = await importing.roster(PEOPLE, UNITS)
    assert (again.inserted, again.updated, again.repeated) == (0, 0, True)
    english = (("key", "name", "parent", "outside", "unit_class"), *UNITS[1:])
    renamed = await importing.roster(
        (("number", "name", "unit", "post_category", "管理类别", "角色"), *PEOPLE[1:]), english
    )
    assert (renamed.inserted, renamed.updated) == (0, 0)  # under the English headings, too
    assert await importing.everything() == before


@pytest.mark.req("S1-17")
async def test_a_workbook_without_the_columns_leaves_them_as_they_are_and_an_empty_cell_clears_them(importing):
    await importing.roster(PEOPLE, UNITS)
    old = await importing.roster(tuple(row[:3] for row in PEOPLE), tuple(row[:4] for row in UNITS))
    assert (old.inserted, old.updated) == (0, 0)
    assert (await classes(importing))["b"] == "window"
    assert (await categories(importing))["201"] == "窗口岗"
    moved = [*UNITS[:3], ("b", "政务中心", "psb", "否", "")]
    people = [*PEOPLE[:3], ("201", "赵五", "b", "", "", "")]
    changed = await importing.roster(people, moved)
    assert (changed.inserted, changed.updated) == (0, 2)
    assert (await classes(importing))["b"] == ""
    assert (await categories(importing))["201"] == ""


@pytest.mark.req("S1-17")
async def test_an_old_workbook_still_comes_in(importing):
    await importing.roster(PEOPLE_ROWS, UNIT_ROWS)
    assert set((await classes(importing)).values()) == set((await categories(importing)).values()) == {""}


@pytest.mark.req("S0-9")
async def test_once_a_policy_is_published_labels_do_and_unknown_classes_are_refused(importing, now):
    await importing.roster(PEOPLE, UNITS)
    await policies.publish(importing.session, importing.actor, now, policy_text())
    labelled = [*UNITS[:2], ("a", "区委办", "psb", "否", "窗口单位"), ("b", "政务中心", "psb", "否", "department")]
    await importing.roster(PEOPLE, labelled)
    assert await classes(importing) == {"psb": "", "a": "window", "b": "department"}
    wrong = [*UNITS[:3], ("b", "政务中心", "psb", "否", "township")]
    told = await importing.problems(ImportKind.ROSTER, Files.xlsx({"单位": wrong, "人员": PEOPLE}))
    assert told == ["单位 4 单位分类: 没有单位分类“township”，可填：机关部门、窗口单位、department、window"]


@pytest.mark.req("S0-9")
async def test_before_that_a_class_is_written_by_its_key(importing):
    wrong = [*UNITS[:3], ("b", "政务中心", "psb", "否", "窗口单位")]
    told = await importing.problems(ImportKind.ROSTER, Files.xlsx({"单位": wrong, "人员": PEOPLE}))
    assert told == ["单位 4 单位分类: 单位分类“窗口单位”须为细则中的代码（如 township）；细则发布后也可填名称"]


def district(units: int, people: int) -> bytes:
    """A district's workbook: townships, district units and units below these; every unit with head, deputy and clerk."""
    kinds = ("township", "district_unit", "subordinate")
    sheet = [("root", "某区", "", "")]
    sheet += [(f"u{n}", f"单位{n}", f"u{n - 1}" if n % 3 == 2 else "root", kinds[n % 3]) for n in range(units - 1)]
    keys = [key for key, *_ in sheet]
    roles = ("主要领导", "单位副职", "经办人")
    staff = [
        (
            f"P{n:05}",
            "一二三四五六七八九"[n % 9] + "赵钱孙李周吴郑王"[n % 8],
            keys[n % units],
            ("综合岗", "业务岗", "窗口岗")[n % 3],
            roles[n // units] if n // units < len(roles) else "",
        )
        for n in range(people)
    ]
    return workbook(
        {
            "单位": (("单位代码", "单位名称", "上级单位", "单位分类"), sheet),
            "人员": (("工号", "姓名", "单位", "岗位类别", "角色"), staff),
        }
    )


@pytest.mark.req("S0-3", "S1-1", "S1-17")
@pytest.mark.parametrize(("units", "people"), [(40, 164), (89, 1340)])
async def test_a_whole_district_comes_in_with_as_many_statements_as_a_hamlet(importing, units, people):
    statements: list[str] = []
    engine = importing.session.get_bind()

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        report = await importing.load(ImportKind.ROSTER, district(units, people), "district.xlsx")
        whole = len(statements)
        again = await importing.load(ImportKind.ROSTER, district(units, people + 1), "one-more.xlsx")
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert (report.inserted, again.inserted, again.updated) == (units + people, 1, 0)
    assert whole <= 25
    found = await importing.rows(
        "SELECT unit_class, count(*) FROM unit WHERE body_id = :body_id AND unit_class <> '' GROUP BY 1 ORDER BY 1"
    )
    assert sum(count for _, count in found) == units - 1
    assert [kind for kind, _ in found] == ["district_unit", "subordinate", "township"]
    assert (await importing.rows("SELECT count(*) FROM person WHERE body_id = :body_id AND post_category <> ''"))[
        0
    ] == (people + 1,)
