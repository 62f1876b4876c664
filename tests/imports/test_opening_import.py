"""Opening balances: what units and the body used before they came here in mid-year."""

from fractions import Fraction

import pytest
from support.world import open_quarter

from kaohe.policies.shipped import shipped_text
from kaohe.workflow import policies
from kaohe.workflow.cycles import create_cycle, freeze_quota, open_cycle
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.imports import ImportKind
from kaohe.workflow.quota.places import places_now
from kaohe.workflow.situations import load_situation

pytestmark = pytest.mark.req("S3-23")

HEADINGS = ("期间", "单位", "参加人数", "已用名额")
FIRST = (HEADINGS, ("2026Q1", "a", 5, 3), ("2026Q1", "城关派出所", 4, 1), ("2026Q1", "全局", 9, 4))
LEDGER = """
SELECT q.period, q.year, q.scope, u.key, q.kind, q.quantity FROM quota_entry q LEFT JOIN unit u ON u.id = q.unit_id
 WHERE q.body_id = :body_id ORDER BY q.id
"""


@pytest.fixture
def content(files):
    return files.xlsx({"期初名额": FIRST})


async def published(importing, source: str = "") -> None:
    await policies.publish(importing.session, importing.actor, importing.now, source or shipped_text("county-psb"))


async def test_they_are_posted_to_the_ledger(loaded, content):
    await published(loaded)
    report = await loaded.load(ImportKind.OPENING, content)
    assert (report.rows, report.inserted) == (3, 3)
    assert await loaded.rows(LEDGER) == [
        ("2026Q1", 2026, "unit", "a", "opening_participants", 5),
        ("2026Q1", 2026, "unit", "a", "opening_used", 3),
        ("2026Q1", 2026, "unit", "b", "opening_participants", 4),
        ("2026Q1", 2026, "unit", "b", "opening_used", 1),
        ("2026Q1", 2026, "body", None, "opening_participants", 9),
        ("2026Q1", 2026, "body", None, "opening_used", 4),
    ]
    before = await loaded.everything()
    assert (await loaded.load(ImportKind.OPENING, content)).unchanged == 3
    assert await loaded.everything() == before


async def test_a_corrected_balance_is_posted_as_its_difference(loaded, files, content):
    await published(loaded)
    await loaded.load(ImportKind.OPENING, content)
    corrected = (HEADINGS, ("2026Q1", "a", 5, 1), ("2026Q1", "b", 4, 1))
    report = await loaded.load(ImportKind.OPENING, files.csv(corrected), "a.csv")
    assert (report.inserted, report.updated, report.unchanged) == (0, 1, 1)
    assert (await loaded.rows(LEDGER))[6:] == [("2026Q1", 2026, "unit", "a", "opening_used", -2)]


async def test_the_next_cycle_s_places_continue_them(loaded, content):
    """Unit a: 40 % of 5 is 2, of which 3 are used, and 40 % of 2 are added: −1 + 0.8 leaves none."""
    await published(loaded)
    await loaded.load(ImportKind.OPENING, content)
    session, actor, now = loaded.session, loaded.actor, loaded.now
    cycle_id = await create_cycle(session, actor, now, "county-psb", "2026Q2")
    await open_cycle(session, actor, now, cycle_id)
    offer = await places_now(session, await load_situation(session, actor.body_id, cycle_id))
    ids = {key: unit_id for unit_id, key in await loaded.rows("SELECT id, key FROM unit WHERE body_id = :body_id")}
    assert offer.of_unit(ids["a"]) == 0
    assert offer.of_unit(ids["b"]) == int(Fraction(4, 10) * (4 + 2) - 1)
    assert offer.of_body().places == int(Fraction(4, 10) * (9 + 4) - 4)


async def test_every_error_of_every_row(loaded, files):
    await published(loaded)
    rows = (
        (*HEADINGS, "实施细则"),
        ("2026-01", "a", 5, 2, ""),
        ("一季度", "没有的单位", 5.5, -1, "别的"),
        ("2026Q1", "a", 5, 6, ""),
        ("2026Q1", "刑警大队", 5, 2, "county-psb"),
        ("2026Q2", "", "", "", ""),
    )
    assert await loaded.problems(ImportKind.OPENING, files.xlsx({"期初名额": rows})) == [
        "期初名额 2 期间: 与细则规定的周期长度不符",
        "期初名额 2 单位: 2026-01缺少“全局”一行",
        "期初名额 3 期间: “一季度”不是考核期间，应写作2026Q1",
        "期初名额 3 单位: 没有单位“没有的单位”",
        "期初名额 3 参加人数: 5.5应为整数",
        "期初名额 3 已用名额: -1超出范围0至10000000",
        "期初名额 3 实施细则: 没有已发布的细则“别的”",
        "期初名额 4 单位: 2026Q1缺少“全局”一行",
        "期初名额 4 已用名额: 多于参加人数5",
        "期初名额 5 单位: 与第4行重复",
        "期初名额 6 单位: 不能为空",
        "期初名额 6 参加人数: 不能为空",
        "期初名额 6 已用名额: 不能为空",
    ]


async def test_a_policy_must_be_published_and_named_where_there_are_two(loaded, files, content):
    problems = await loaded.problems(ImportKind.OPENING, content)
    assert problems[0] == "期初名额 2 实施细则: 尚未发布实施细则"
    await published(loaded)
    await published(loaded, shipped_text("county-psb").replace('key = "county-psb"', 'key = "second"', 1))
    problems = await loaded.problems(ImportKind.OPENING, content)
    assert problems[0] == "期初名额 2 实施细则: 须填写实施细则代码"
    named = [(*row, "second" if index else "实施细则") for index, row in enumerate(FIRST)]
    await loaded.load(ImportKind.OPENING, files.csv(named), "a.csv")


async def test_a_period_that_is_assessed_here_has_no_opening_balance(session, importing, content, files):
    from support.world import make_world

    world = await make_world(session)
    await open_quarter(session, world, importing.now)
    importing.actor = world.actor("office")
    assert importing.actor.has(Role.OFFICE)
    assert await importing.problems(ImportKind.OPENING, content) == [
        f"期初名额 {row} 期间: 2026年第一季度已在系统中考核" for row in (2, 3, 4)
    ]
    await freeze_quota(session, importing.actor, importing.now, world.cycle_id)
    rows = (HEADINGS, ("2026Q2", "全局", 9, 4), ("2025Q4", "全局", 9, 4))
    assert await importing.problems(ImportKind.OPENING, files.csv(rows), "a.csv") == [
        "a 2 期间: 2026年已有周期锁定名额，期初数不能再改"
    ]
