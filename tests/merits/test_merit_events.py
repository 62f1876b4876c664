"""Commendations and deductions: recorded with their document, counted in the period that their day lies in."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from support.drive import INDICATORS, at, opened, submit_all
from support.scene import Scene

from kaohe.policies.shipped import shipped_text
from kaohe.schema.session import Database
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.claims import ClaimAnswer, audit_claims, check_claims
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.merits import MeritInput
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.facts import gather
from kaohe.workflow.merits import record_merits, withdraw_merit
from kaohe.workflow.participation import exclude
from kaohe.workflow.people import declare_relative
from kaohe.workflow.policies import publish
from kaohe.workflow.queries.merits import merits_by_id, merits_of_case, merits_of_person
from kaohe.workflow.reviews import return_for_rework
from kaohe.workflow.situations import load_situation
from kaohe.workflow.summaries import ClaimInput, SummaryInput, submit_summary


@pytest_asyncio.fixture(scope="module")
async def once(database: Database) -> AsyncIterator[Scene]:
    async with database.session() as session:
        yield Scene(session, await opened(session, at(1), key="psb-merits"), at(1))
        await session.rollback()


@pytest_asyncio.fixture
async def scene(once: Scene) -> AsyncIterator[Scene]:
    """The first quarter of 2026 has just been opened."""
    savepoint = await once.session.begin_nested()
    yield once
    await savepoint.rollback()


def merit(scene: Scene, name: str = "a1", **changes: Any) -> MeritInput:
    given = {
        "person_id": scene.world.people[name],
        "standard": "municipal_commendation",
        "matter": "获市委表彰",
        "happened_on": date(2026, 3, 20),
        "document": "市委〔2026〕8号",
        **changes,
    }
    return MeritInput(**given)


async def record(scene: Scene, *merits: MeritInput, by: str = "office", day: int = 3) -> list[int]:
    return await record_merits(scene.session, scene.actor(by), at(day), "county-psb", merits)


async def facts(scene: Scene, name: str = "a1") -> Any:
    case = await scene.case(name)
    situation = await load_situation(scene.session, scene.world.body_id, scene.world.cycle_id)
    return (await gather(scene.session, situation, [case]))[case]


async def claims(scene: Scene, name: str = "a1") -> list[tuple[str, Decimal]]:
    return [(one.standard, one.points) for one in (await facts(scene, name)).claims]


async def add_up(scene: Scene, name: str = "a1") -> Decimal:
    case = await scene.case(name)
    scores = {case: {key: Decimal(90) for key in INDICATORS}}
    await record_scores(scene.session, scene.actor("a_clerk"), at(4), scores)
    await aggregate(scene.session, scene.actor("a_clerk"), at(4), [case])
    found: Decimal = (await scene.row(name))["score"]
    return found


@pytest.mark.req("S0-10", "S0-11")
async def test_a_commendation_raises_and_a_deduction_lowers_the_score(scene: Scene) -> None:
    """90 without them; 4 for the commendation, 5 off for being criticised."""
    await record(scene, merit(scene), merit(scene, standard="criticised", matter="被通报"), merit(scene, "a2"))
    assert await claims(scene) == [("municipal_commendation", Decimal(4))]
    assert [(one.standard, one.points) for one in (await facts(scene)).deductions] == [("criticised", Decimal(5))]
    await submit_all(scene.session, scene.world, at(2), "a1", "a2", "a3")
    assert [await add_up(scene, name) for name in ("a1", "a2", "a3")] == [Decimal(89), Decimal(94), Decimal(90)]


@pytest.mark.req("S0-10", "S0-11")
@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
async def test_the_day_it_happened_decides_the_cycle(scene: Scene, day: date, counts: bool) -> None:
    await scene.session.execute(
        text("UPDATE policy_version SET effective_from = '2025-01-01' WHERE body_id = :body"),
        {"body": scene.world.body_id},
    )
    await record(scene, merit(scene, happened_on=day))
    assert bool(await claims(scene)) is counts


@pytest.mark.req("S0-10")
async def test_points_are_the_standards_or_fewer(scene: Scene) -> None:
    await record(scene, merit(scene, points=Decimal("2.5")), merit(scene, "a2", points=Decimal(0)))
    assert await claims(scene) == [("municipal_commendation", Decimal("2.5"))]
    for wrong in ("4.001", "-1", "1.0001"):
        async with scene.refused(Code.BAD_INPUT) as found:
            await record(scene, merit(scene, points=Decimal(wrong)))
        assert [one.field for one in found] == ["merits[0].points"]


@pytest.mark.req("S0-10", "S0-11")
async def test_every_violated_rule_is_named_and_nothing_is_kept(scene: Scene) -> None:
    wrong = merit(scene, "a2", standard="no_such", matter=" ", document="", happened_on=date(2026, 4, 4))
    async with scene.refused(Code.BAD_INPUT, Code.REQUIRED) as found:
        await record(scene, merit(scene), wrong, merit(scene, matter="长" * 201))
    assert {one.field for one in found} == {
        "merits[1].standard", "merits[1].matter", "merits[1].document", "merits[1].happened_on", "merits[2].matter"
    }  # fmt: skip
    assert await scene.value("SELECT count(*) FROM merit_event") == 0
    async with scene.refused(Code.POLICY_NOT_EFFECTIVE):
        await record_merits(scene.session, scene.actor("office"), at(3), "no-such-policy", [merit(scene)])
    async with scene.refused(Code.NOT_FOUND):
        await record(scene, merit(scene, person_id=10**9))


@pytest.mark.req("S0-10", "S0-11")
async def test_the_office_records_them_and_nobody_else_nor_of_himself(scene: Scene) -> None:
    for who in ("a_leader", "a1", "admin", "secretary"):
        async with scene.refused(Code.NOT_ALLOWED):
            await record(scene, merit(scene), by=who)
    people = scene.world.people
    await declare_relative(scene.session, scene.actor("office"), at(1), people["a2"], people["office"], "兄弟")
    async with scene.refused(Code.OWN_CASE, Code.RELATIVE) as found:
        await record(scene, merit(scene, "office"), merit(scene, "a2"))
    assert [one.field for one in found] == ["merits[0].person_id", "merits[1].person_id"]
    [one] = await record(scene, merit(scene, "office"), by="office2")
    async with scene.refused(Code.OWN_CASE):
        await withdraw_merit(scene.session, scene.actor("office"), at(4), one, "登记有误")


@pytest.mark.req("S0-10", "S3-16")
async def test_the_same_matter_claimed_and_recorded_counts_once(scene: Scene) -> None:
    claim = ClaimInput("county_commendation", "获市委表彰", Decimal(2))
    case = await scene.case("a1")
    await submit_summary(scene.session, scene.actor("a1"), at(2), case, SummaryInput("完成任务", claims=(claim,)))
    one = await scene.value("SELECT max(id) FROM bonus_claim")
    await check_claims(scene.session, scene.actor("a_clerk"), at(2), [ClaimAnswer(one, accept=True)])
    await audit_claims(scene.session, scene.actor("office"), at(2), [ClaimAnswer(one, accept=True)])
    await record(scene, merit(scene))
    assert await claims(scene) == [("county_commendation", Decimal(2)), ("municipal_commendation", Decimal(4))]
    assert await add_up(scene) == Decimal(94)


@pytest.mark.req("S0-10", "S0-11")
async def test_after_aggregation_the_case_must_be_returned_first(scene: Scene) -> None:
    await submit_all(scene.session, scene.world, at(2), "a1")
    [one] = await record(scene, merit(scene))
    await add_up(scene)
    async with scene.refused(Code.CASE_AGGREGATED) as found:
        await record(scene, merit(scene, "a2"), merit(scene, matter="另一件"))
    assert (found[0].field, "第一季度" in found[0].message) == ("merits[1].happened_on", True)
    async with scene.refused(Code.CASE_AGGREGATED):
        await withdraw_merit(scene.session, scene.actor("office"), at(5), one, "登记有误")
    await record(scene, merit(scene, happened_on=date(2026, 4, 2)))  # another quarter's
    await exclude(scene.session, scene.actor("office"), at(5), await scene.cases("a1"), "退休")
    async with scene.refused(Code.CASE_AGGREGATED):  # he may come back with the score that he has
        await record(scene, merit(scene, matter="另一件"))


@pytest.mark.req("S0-10", "S0-11")
async def test_once_returned_it_counts_anew(scene: Scene) -> None:
    await submit_all(scene.session, scene.world, at(2), "a1")
    await add_up(scene)
    await return_for_rework(
        scene.session, scene.actor("a_leader"), at(5), await scene.cases("a1"), "aggregation", "补记"
    )
    await record(scene, merit(scene))
    assert await add_up(scene) == Decimal(94)


@pytest.mark.req("S0-10", "S0-11")
async def test_a_withdrawn_one_stays_to_be_read_and_counts_no_more(scene: Scene) -> None:
    [one] = await record(scene, merit(scene))
    async with scene.refused(Code.REQUIRED):
        await withdraw_merit(scene.session, scene.actor("office"), at(4), one, " ")
    async with scene.refused(Code.NOT_ALLOWED):
        await withdraw_merit(scene.session, scene.actor("a_leader"), at(4), one, "登记有误")
    async with scene.refused(Code.NOT_FOUND):
        await withdraw_merit(scene.session, scene.actor("office"), at(4), 10**9, "登记有误")
    await withdraw_merit(scene.session, scene.actor("office"), at(4), one, " 登记有误 ")
    assert await claims(scene) == []
    found = (await merits_by_id(scene.session, scene.actor("office"), [one]))[one]
    assert (found["withdrawn_reason"], found["withdrawn_by"]) == ("登记有误", scene.world.people["office"])
    async with scene.refused(Code.BAD_INPUT):
        await withdraw_merit(scene.session, scene.actor("office"), at(4), one, "再撤")


@pytest.mark.req("S0-10", "S0-11")
async def test_seen_by_the_person_his_leaders_and_the_office(scene: Scene) -> None:
    [one, other] = await record(scene, merit(scene), merit(scene, happened_on=date(2026, 4, 2)))
    person, case = scene.world.people["a1"], await scene.case("a1")
    for name in ("a1", "a_leader", "deputy", "chief", "office", "secretary"):
        actor = scene.actor(name)
        assert set(await merits_by_id(scene.session, actor, [one])) == {one}, name
        assert [row["id"] for row in (await merits_of_person(scene.session, actor, [person]))[person]] == [other, one]
        assert [row["id"] for row in (await merits_of_case(scene.session, actor, [case]))[case]] == [one]
    for name in ("a2", "b_leader", "b1", "admin", "inspector"):
        actor = scene.actor(name)
        assert await merits_by_id(scene.session, actor, [one]) == {}, name
        assert (await merits_of_case(scene.session, actor, [case]))[case] == []


@pytest.mark.req("S0-10", "design: evidence")
async def test_a_version_that_gives_less_has_the_last_word(scene: Scene) -> None:
    """The event is recorded before the quarter's cycle is opened, which is under a later version of the policy. Points
    beyond its standard would make facts that nobody can compute from again."""
    office, day = scene.actor("office"), date(2026, 4, 2)
    await record(scene, merit(scene, happened_on=day), merit(scene, standard="merit_citation", happened_on=day))
    source = shipped_text("county-psb").replace('version = "1"', 'version = "2"', 1)
    source = source.replace("effective_from = 2026-01-01", "effective_from = 2026-04-01", 1)
    source = source.replace('label = "获市级表彰", points = 4', 'label = "获市级表彰", points = 3', 1)
    await publish(scene.session, office, at(4), source.replace('"merit_citation"', '"citation"', 1))
    scene.world.cycle_id = await create_cycle(scene.session, office, at(5), "county-psb", "2026Q2")
    await open_cycle(scene.session, office, at(5), scene.world.cycle_id)
    assert await claims(scene) == [("municipal_commendation", Decimal(3))]
