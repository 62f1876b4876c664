"""The same over the API: a clerk sets, enters and sees, in a few inputs and a fixed number of statements."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from indicators.conftest import _prepare
from support.api import Api, let_in, serving
from support.world import make_world

from kaohe.schema.session import Database

_SET = "indicatorSet { id kindLabel postCategory period unit { key } setBy { name } indicators { key label standard weight } }"

_TWO = [
    {"label": "办案数量", "standard": "每季5件", "weight": "3"},
    {"label": "办案质量", "standard": "无差错", "weight": 1},
]


@pytest_asyncio.fixture
async def api(fresh_database: Database, now: datetime, tmp_path: Path) -> AsyncIterator[Api]:
    async with fresh_database.transaction() as session:
        world = (await _prepare(session, now)).world
        await let_in(session, world, now)
        foreign = await make_world(session, "foreign")
        await let_in(session, foreign, now, prefix="foreign-")
    async with serving(fresh_database, world, foreign, now, tmp_path) as api:
        yield api


async def given(api: Api, **more: object) -> dict[str, object]:
    return {"cycleId": api.cycle, "unitId": api.unit("a"), "kind": "INDIVIDUAL", "indicators": _TWO, **more}


@pytest.mark.req("S0-6", "S0-7", "S0-12")
async def test_a_unit_sets_its_indicators_and_enters_what_its_people_reached(api: Api) -> None:
    done = await api.done("a_clerk", "setIndicators", _SET, **await given(api, postCategory="办案岗"))
    assert done["indicatorSet"] == {
        "id": done["indicatorSet"]["id"],
        "kindLabel": "个性指标",
        "postCategory": "办案岗",
        "period": "2026Q1",
        "unit": {"key": "a"},
        "setBy": {"name": "a_clerk"},
        "indicators": [
            {"key": "i1", "label": "办案数量", "standard": "每季5件", "weight": "3"},
            {"key": "i2", "label": "办案质量", "standard": "无差错", "weight": "1"},
        ],
    }
    duty = [{"label": "防汛值守", "standard": "每班加0.5分"}]
    await api.done("a_leader", "setIndicators", **await given(api, kind="ELASTIC", indicators=duty))
    points = [
        {"kind": "INDIVIDUAL", "indicator": "i1", "points": "88.5"},
        {"kind": "ELASTIC", "indicator": "i1", "points": -0.5},
    ]
    cases = await api.cases("a1", "a2")
    shown = (
        "assessments { postCategory standing standingLabel indicators { kind kindLabel label standard weight points } }"
    )
    payload = await api.done(
        "a_clerk", "recordIndicators", shown, assessments=[{"assessmentId": one, "indicators": points} for one in cases]
    )
    assert payload["assessments"][0] == payload["assessments"][1]
    assert payload["assessments"][1] == {
        "postCategory": "办案岗",
        "standing": "STAFF",
        "standingLabel": "一般人员",
        "indicators": [
            {
                "kind": "INDIVIDUAL",
                "kindLabel": "个性指标",
                "label": "办案数量",
                "standard": "每季5件",
                "weight": "3",
                "points": "88.500",
            },
            {
                "kind": "INDIVIDUAL",
                "kindLabel": "个性指标",
                "label": "办案质量",
                "standard": "无差错",
                "weight": "1",
                "points": None,
            },
            {
                "kind": "ELASTIC",
                "kindLabel": "弹性指标",
                "label": "防汛值守",
                "standard": "每班加0.5分",
                "weight": None,
                "points": "-0.500",
            },
        ],
    }


@pytest.mark.req("S0-6")
async def test_what_is_missing_can_be_asked_for(api: Api) -> None:
    await api.done("a_clerk", "setIndicators", **await given(api, postCategory="综合岗"))
    query = (
        "query($unit: ID!, $cycle: ID!) { indicatorSets(unitId: $unit, cycleId: $cycle) "
        "{ kind kindLabel postCategory people indicatorSet { period indicators { label } } } }"
    )
    found = (await api.ask("a_clerk", query, unit=api.unit("a"), cycle=api.cycle))["indicatorSets"]
    assert [(one["kindLabel"], one["postCategory"], one["people"]) for one in found if one["indicatorSet"] is None] == [
        ("个性指标", "", 2),
        ("个性指标", "办案岗", 2),
        ("弹性指标", "", 6),
    ]
    assert [one["indicatorSet"]["indicators"] for one in found if one["indicatorSet"]] == [
        [{"label": "办案数量"}, {"label": "办案质量"}]
    ]
    for who in ("b_clerk", "foreign-office"):
        assert (await api.ask(who, query, unit=api.unit("a"), cycle=api.cycle))["indicatorSets"] is None


async def test_refusals_name_the_input_that_is_wrong(api: Api) -> None:
    wrong = [{"label": "甲", "standard": "", "weight": "1"}, {"label": "甲", "standard": "标准", "weight": "-1"}]
    answer = await api.do("a_clerk", "setIndicators", **await given(api, indicators=wrong))
    assert {(one["code"], one["field"]) for one in answer["errors"]} == {
        ("REQUIRED", "indicators[0].standard"),
        ("DUPLICATE", "indicators[1].label"),
        ("BAD_INPUT", "indicators[1].weight"),
    }
    answer = await api.do("a_clerk", "setIndicators", **await given(api, kind="ELASTIC", postCategory="办案岗"))
    assert {(one["code"], one["field"]) for one in answer["errors"]} == {
        ("BAD_INPUT", "postCategory"),
        ("BAD_INPUT", "indicators[0].weight"),
        ("BAD_INPUT", "indicators[1].weight"),
    }
    twice = [{"kind": "ELASTIC", "indicator": "i9", "points": "1"}]
    entry = {"assessmentId": await api.case("a1"), "indicators": twice}
    answer = await api.do("a_clerk", "recordIndicators", assessments=[entry])
    assert [(one["code"], one["field"]) for one in answer["errors"]] == [
        ("BAD_INPUT", "assessments[0].indicators[0].indicator")
    ]
    assert await api.codes("foreign-office", "setIndicators", **await given(api)) == ["NOT_FOUND"]


async def test_one_person_named_twice_has_all_of_it_recorded_or_refused_as_one(api: Api) -> None:
    await api.done("a_clerk", "setIndicators", **await given(api, postCategory="办案岗"))
    case = await api.case("a1")

    def entry(key: str) -> dict[str, object]:
        return {"assessmentId": case, "indicators": [{"kind": "INDIVIDUAL", "indicator": key, "points": "70"}]}

    await api.done("a_clerk", "recordIndicators", assessments=[entry("i1"), entry("i2")])
    assert await api.value("SELECT count(*) FROM indicator_score") == 2
    assert await api.codes("a_clerk", "recordIndicators", assessments=[entry("i1"), entry("i1")]) == ["DUPLICATE"]


async def test_indicators_of_many_cases_take_as_many_statements_as_those_of_one(api: Api) -> None:
    await api.done("a_clerk", "setIndicators", **await given(api, postCategory="办案岗"))
    query = "query($n: Int) { assessments(first: $n) { edges { node { indicators { label points } } } } }"
    counts = []
    for size in (1, 12):
        with api.counting() as statements:
            await api.ask("office", query, n=size)
        counts.append(len(statements))
    assert counts[0] == counts[1]
