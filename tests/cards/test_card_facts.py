"""What cards and unit items bring to scores, and what an archive keeps of them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import Any

import orjson
import pytest
from sqlalchemy import event, text
from support.carded import GOOD, MIXED, issued
from support.drive import INDICATORS, at
from support.scene import Scene

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.archive.contents import contents_of
from kaohe.workflow.cards import use_card
from kaohe.workflow.domain.facts.model import CardTally, PersonFacts
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.facts import gather
from kaohe.workflow.queries.cards import remarks_of
from kaohe.workflow.situations import load_situation
from kaohe.workflow.summaries import SummaryInput, submit_summary
from kaohe.workflow.unit_items import UnitItemInput, record_unit_items

BAD = {"attitude": "bad", "effect": "bad"}


async def use(scene: Scene, *answers: dict[str, str], about: str | None = None, remark: str = "") -> None:
    _, tokens = await issued(scene.session, scene.world, scene.now, len(answers), about=about, by=scene.actor("office"))
    for token, levels in zip(tokens, answers, strict=True):
        found = await use_card(scene.session, token, scene.now, levels, remark)
        assert found is not None
        assert found.kept


async def facts(scene: Scene, name: str) -> PersonFacts:
    situation = await load_situation(scene.session, scene.world.body_id, scene.world.cycle_id)
    cases = await scene.cases("a1", "a2", "b1")
    return (await gather(scene.session, situation, cases))[await scene.case(name)]


async def items(scene: Scene, *given: tuple[str, str, str]) -> None:
    inputs = [
        UnitItemInput(scene.world.units[unit], item, Decimal(score), "群众满意度测评报告")
        for unit, item, score in given
    ]
    await record_unit_items(scene.session, scene.actor("office"), scene.now, scene.world.cycle_id, inputs)


@pytest.mark.req("S0-20", "S0-9")
async def test_the_persons_own_cards_count_and_else_the_units(scene: Scene) -> None:
    await use(scene, GOOD, MIXED, MIXED, about="a1")
    await use(scene, GOOD, BAD)
    assert (await facts(scene, "a1")).cards == CardTally(3, Fraction(580, 3))
    assert (await facts(scene, "a2")).cards == CardTally(2, Fraction(100))
    assert (await facts(scene, "b1")).cards is None


@pytest.mark.req("S0-20")
async def test_unused_cards_are_none(scene: Scene) -> None:
    await issued(scene.session, scene.world, scene.now, 5, about="a1")
    await use(scene, GOOD)
    assert (await facts(scene, "a1")).cards == CardTally(1, Fraction(100))


@contextmanager
def counting(scene: Scene) -> Iterator[list[str]]:
    """The statements that are executed inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = scene.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.req("S0-20")
async def test_cards_are_gathered_in_two_statements_whatever_their_number(scene: Scene) -> None:
    await use(scene, *[GOOD, MIXED] * 20)
    await use(scene, *[BAD] * 30, about="a2")
    assert (await facts(scene, "a1")).cards == CardTally(40, Fraction(20 * 100) + Fraction(20 * 140, 3))
    assert (await facts(scene, "a2")).cards == CardTally(30, Fraction(0))
    with counting(scene) as statements:
        await facts(scene, "a1")
    assert len([one for one in statements if "evaluation_card" in one or one.startswith("SELECT id, unit_id")]) == 2


@pytest.mark.req("S0-8", "S0-19")
async def test_unit_items_reach_everybody_of_the_unit(scene: Scene) -> None:
    await items(scene, ("a", "satisfaction", "96.5"), ("a", "level", "80"), ("b", "level", "70"))
    assert (await facts(scene, "a1")).unit_items == {"satisfaction": Decimal("96.5"), "level": Decimal(80)}
    assert (await facts(scene, "a2")).unit_items == (await facts(scene, "a1")).unit_items
    assert (await facts(scene, "b1")).unit_items == {"level": Decimal(70)}


async def score(scene: Scene, name: str) -> dict[str, Any]:
    case = await scene.case(name)
    await submit_summary(scene.session, scene.actor(name), at(2), case, SummaryInput("完成任务"))
    await record_scores(scene.session, scene.actor("a_clerk"), at(2), {case: dict.fromkeys(INDICATORS, Decimal(92))})
    await aggregate(scene.session, scene.actor("a_clerk"), at(2), [case])
    row = await scene.row(name)
    parts = Counter[str]()
    for line in row["breakdown"]:
        parts[line["part"]] += Decimal(line["points"])  # type: ignore[assignment]
    return {**parts, "score": row["score"]}


@pytest.mark.req("S0-8", "S0-19", "S0-20")
async def test_cards_and_unit_items_make_up_their_part_of_the_score(scene: Scene) -> None:
    """Cards: mean 140/3 of 100, times 5; satisfaction 50 of 100 brings half of 2 points."""
    await use(scene, MIXED, about="a1")
    await items(scene, ("a", "satisfaction", "50"), ("a", "level", "0"))
    found = await score(scene, "a1")
    assert found["window"] == Decimal("2.333333")
    assert found["service"] == Decimal(1)
    assert found["score"] == sum(points for part, points in found.items() if part != "score")


@pytest.mark.req("S0-8")
async def test_unit_items_end_with_the_first_score_of_the_unit(scene: Scene) -> None:
    await items(scene, ("a", "level", "80"))
    await score(scene, "a1")
    async with scene.refused(Code.UNIT_AGGREGATED) as refusals:
        await items(scene, ("b", "level", "75"), ("a", "level", "90"))
    assert refusals[0].field == "[1].unit_id"
    await items(scene, ("b", "level", "75"))
    assert (await facts(scene, "a1")).unit_items == {"level": Decimal(80)}


@pytest.mark.req("S0-8", "design: evidence")
async def test_an_item_that_the_policy_has_not_is_no_fact(scene: Scene) -> None:
    """It may have been recorded for a cycle of another version, which was cancelled since."""
    await items(scene, ("a", "level", "80"), ("a", "satisfaction", "90"))
    await scene.session.execute(text("UPDATE unit_item SET item = 'abolished' WHERE item = 'satisfaction'"))
    assert (await facts(scene, "a1")).unit_items == {"level": Decimal(80)}


@pytest.mark.req("S0-20", "§3")
async def test_a_leader_reads_no_remarks_about_himself(scene: Scene) -> None:
    """What was written about a1 and about the unit he does read."""
    for about in ("a_leader", "a1", None):
        await use(scene, GOOD, about=about, remark=f"关于{about}")
    batches = await scene.rows("SELECT id FROM card_batch WHERE cycle_id = :id", id=scene.world.cycle_id)
    told = {}
    for who in ("a_leader", "deputy", "office"):
        found = await remarks_of(scene.session, scene.actor(who), [row["id"] for row in batches])
        told[who] = {one["text"] for remarks in found.values() for one in remarks}
    assert told["a_leader"] == {"关于a1", "关于None"}
    assert told["deputy"] == told["office"] == {"关于a_leader", "关于a1", "关于None"}


@pytest.mark.req("S0-20")
async def test_what_is_computed_again_from_the_archives_facts_is_the_same(scene: Scene) -> None:
    await use(scene, MIXED, GOOD)
    await score(scene, "a1")
    contents = await contents_of(scene.session, scene.world.body_id, scene.world.cycle_id)
    [case] = [one for one in orjson.loads(contents["results.json"])["cases"] if one["name"] == "a1"]
    assert case["score"] is not None
    assert case["differs"] == []


@pytest.mark.req("S0-20")
async def test_the_archive_has_cards_without_links_and_remarks(scene: Scene) -> None:
    await use(scene, GOOD, MIXED, about="a1", remark="窗口态度好")
    await issued(scene.session, scene.world, scene.now, 4)
    await items(scene, ("a", "level", "88"))
    contents = await contents_of(scene.session, scene.world.body_id, scene.world.cycle_id)
    about_a1, of_unit = orjson.loads(contents["cards.json"])
    day = "2026-04-01"
    assert sorted(about_a1["used"], key=lambda one: one["score"]) == [
        {"used_on": day, "levels": GOOD, "score": "100.000000"},
        {"used_on": day, "levels": MIXED, "score": "46.666667"},
    ]
    assert (of_unit["size"], of_unit["used"], of_unit["issued_by_name"]) == (4, None, "a_clerk")
    whole = b"".join(contents.values()).decode()
    assert "窗口态度好" not in whole
    assert "token" not in contents["cards.json"].decode()
    [item] = orjson.loads(contents["unit_items.json"])
    assert (item["item"], item["score"], item["source"]) == ("level", "88.000", "群众满意度测评报告")
