"""Everything that can be wrong with a roster is told in one pass, cell by cell, and nothing is changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.world import make_world

from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.imports import ImportKind
from kaohe.workflow.imports.files import Sheet
from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.roster.check import check_roster, read_roster
from kaohe.workflow.imports.roster.known import Known

pytestmark = pytest.mark.req("S3-7")

HEADINGS = "工号 姓名 单位 职务 管理类别 角色 外派类别 接收单位 外派开始 外派结束 批准文号".split()


def person(number="900", name="新人", unit="a", post="", management="", roles="", *away: object) -> tuple[object, ...]:
    return (number, name, unit, post, management, roles, *away)


async def test_thirty_kinds_of_error_in_one_file(loaded, files, today):
    sheets = {
        "单位": (
            ("单位代码", "单位名称", "上级单位", "外部单位"),
            ("x", "甲队", "y", ""),
            ("y", "乙队", "x", ""),
            ("z", "", "没有的单位", "也许"),
            ("z", "丁队", "psb", ""),
            ("r", "第二个局", "", "否"),
            ("s" * 65, "长队", "psb", ""),
            ("t", "同名队", "psb", ""),
            ("u", "同名队", "psb", ""),
        ),
        "人员": (
            HEADINGS,
            person(""),
            person("901", ""),
            person("902", unit=""),
            person("903", unit="没有的单位"),
            person("904"),
            (),
            person("904"),
            person("905", unit="同名队"),
            person("906", post="长" * 101),
            person("907", management="什么管"),
            person("908", roles="队长；经办人@没有的单位"),
            person("909", roles="考核办@a；外部核准方；本人"),
            person("910", "新人", "a", "", "", "", "出差", "", "2026-01-01"),
            person("911", "新人", "a", "", "", "", "借用", "", ""),
            person("912", "新人", "a", "", "", "", "援派", "a", "2026-02-30"),
            person("913", "新人", "a", "", "", "", "挂职", "b", "2026-03-01", "2026-02-01"),
            person("914", "新人", "a", "", "", "", "", "b", "2026-03-01"),
            person("#N/A"),
            person("9 1 5"),
        ),
        "亲属": (
            ("工号", "亲属工号"),
            ("101", "999"),
            ("101", "101"),
            ("101", "102"),
            ("102", "101"),
        ),
        "特殊情形": (
            ("工号", "情形", "处分种类", "开始日期", "结束日期"),
            ("998", "试用期", "", "2026-01-01", ""),
            ("101", "处分", "", "2026-01-01", ""),
            ("101", "试用期", "警告", "2026-01-01", "2025-12-31"),
            ("101", "生病", "", "", ""),
            ("101", "立案调查", "", "2026-04-02", ""),
            ("101", "立案调查", "", "2026-04-02", ""),
        ),
    }
    problems = await loaded.problems(ImportKind.ROSTER, files.xlsx(sheets))
    assert [problem.partition("，可填")[0] for problem in problems] == [
        "单位 2 上级单位: 上级单位形成循环",
        "单位 3 上级单位: 上级单位形成循环",
        "单位 4 单位名称: 不能为空",
        "单位 4 上级单位: 没有单位“没有的单位”",
        "单位 4 外部单位: “也许”应为“是”或“否”",
        "单位 5 单位代码: 与第4行重复",
        "单位 6 上级单位: 缺少上级单位（本体单位已有“某县公安局”）",
        "单位 7 单位代码: 最长64字，现有65字",
        "人员 2 工号: 不能为空",
        "人员 3 姓名: 不能为空",
        "人员 4 单位: 不能为空",
        "人员 5 单位: 没有单位“没有的单位”",
        "人员 8 工号: 与第6行重复",
        "人员 9 单位: 有多个单位名为“同名队”，请填单位代码：t、u",
        "人员 10 职务: 最长100字，现有101字",
        "人员 11 管理类别: 没有管理类别“什么管”",
        "人员 12 角色: 没有角色“队长”",
        "人员 13 角色: 没有角色“本人”",
        "人员 14 外派类别: 没有“出差”",
        "人员 15 接收单位: 须填接收单位",
        "人员 15 外派开始: 外派须填开始日期",
        "人员 16 接收单位: 不能是本单位",
        "人员 16 外派开始: 没有“2026-02-30”这一天",
        "人员 17 外派结束: 早于开始日期2026-03-01",
        "人员 18 外派类别: 填了外派信息但缺少外派类别",
        "人员 19 工号: 公式出错 #N/A",
        "人员 20 工号: “9 1 5”中间不能有空格",
        "亲属 2 亲属工号: 没有工号999",
        "亲属 3 亲属工号: 不能是本人",
        "亲属 5 亲属工号: 与第4行重复",
        "特殊情形 2 工号: 没有工号998",
        "特殊情形 3 处分种类: 处分须填处分种类",
        "特殊情形 4 处分种类: 只有“处分”才填",
        "特殊情形 4 结束日期: 早于开始日期2026-01-01",
        "特殊情形 5 情形: 没有“生病”",
        "特殊情形 5 开始日期: 不能为空",
        "特殊情形 6 开始日期: 不能晚于今天",
        "特殊情形 7 情形: 与第6行重复",
        "特殊情形 7 开始日期: 不能晚于今天",
    ]


@pytest.mark.parametrize(
    ("roles", "problem"),
    [
        ("经办人@没有的单位", "没有单位“没有的单位”"),
        ("考核办@a", "“考核办”不属于某一单位"),
        ("外部核准方", "“外部核准方”须注明核准方，如外部核准方@county_authority"),
    ],
)
async def test_roles_held_where_they_cannot_be(loaded, files, roles, problem):
    content = files.csv((HEADINGS, person("900", roles=roles)))
    assert await loaded.problems(ImportKind.ROSTER, content, "人员.csv") == [f"人员 2 角色: {problem}"]


@pytest.mark.parametrize("address", ["zhangsan", "张三@psb.cn", "a@b c", "a@b@c"])
async def test_what_is_no_address_is_told(loaded, files, address):
    content = files.csv((("工号", "姓名", "单位", "邮箱"), ("900", "新人", "a", address)))
    [problem] = await loaded.problems(ImportKind.ROSTER, content, "人员.csv")
    assert problem.startswith("人员 2 邮箱: ")


async def test_missing_columns_are_named(loaded, files):
    assert await loaded.problems(ImportKind.ROSTER, files.csv((("工号", "电话"), ("1", "2"))), "人员.csv") == [
        "人员 1 姓名: 缺少此列",
        "人员 1 单位: 缺少此列",
    ]


async def test_the_office_makes_no_administrator_by_a_roster(importing, files):
    world = await make_world(importing.session)
    headings = ("工号", "姓名", "单位", "角色")
    rows = (headings, ("a1", "a1", "a", "系统管理员"))
    words = "只有系统管理员可以授予“系统管理员”"
    assert await importing.problems(ImportKind.ROSTER, files.csv(rows), "人员.csv", actor=world.actor("office")) == [
        f"人员 2 角色: {words}"
    ]
    same = (headings, ("admin", "admin", "root", "系统管理员"))
    for who, content in (("office", same), ("admin", rows)):
        await importing.load(ImportKind.ROSTER, files.csv(content), "人员.csv", actor=world.actor(who))


async def test_a_login_belongs_to_one_person_in_all_bodies(loaded, files):
    world = await make_world(loaded.session)
    rows = (
        ("工号", "姓名", "单位", "账号"),
        ("101", "张三", "a", f"{world.body_id}-a1"),
        ("102", "李四", "a", "same"),
        ("201", "赵五", "b", "same"),
    )
    assert await loaded.problems(ImportKind.ROSTER, files.csv(rows), "人员.csv", initial_password="long enough") == [
        f"人员 2 账号: 账号“{world.body_id}-a1”已被占用",
        "人员 4 账号: 账号“same”与第3行重复",
    ]


CELLS = st.text(max_size=8) | st.sampled_from(["a", "psb", "借用", "2026-01-05", "经办人", "主要领导@a", "无", "101"])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(CELLS, max_size=11), max_size=6), units=st.lists(st.lists(CELLS, max_size=4), max_size=5))
def test_no_roster_breaks_the_check(rows, units, today):
    """Whatever is written is either right or refused, and what is right names everybody once."""
    problems = Problems()
    unit_headings = ("单位代码", "单位名称", "上级单位", "外部单位")
    sheets = [Sheet("单位", [unit_headings, *units]), Sheet("人员", [HEADINGS, *rows])]
    wanted = check_roster(read_roster(sheets, problems), Known(today), problems)
    try:
        problems.check()
    except Refused as refused:
        assert all(one.message and one.message_en for one in refused.refusals)  # noqa: PT017 - either way is right
        return
    assert len({one.number for one in wanted.people}) == len(wanted.people)
    assert len({one.key for one in wanted.units}) == len(wanted.units)
