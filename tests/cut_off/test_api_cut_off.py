"""The API cut off from its database, and healed: clean answers meanwhile, every mutation once."""

from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from cut_off.conftest import Behind
from cut_off.line import Line
from graphql_relay import to_global_id
from sqlalchemy import text
from support.api import Api

KEY = str(UUID(int=7))

MUTATION = """mutation($input: SubmitSummaryInput!) {
  submitSummary(input: $input) { assessment { stage } errors { code message } } }"""

Break = Callable[[Line], None]

_broken = pytest.mark.parametrize("away", [Line.cut, Line.swallow], ids=["cut", "black hole"])


async def _submit(api: Api, case: int) -> httpx.Response:
    given = {"assessmentId": to_global_id("Assessment", case), "text": "完成了任务。", "idempotencyKey": KEY}
    headers = {"Authorization": "Bearer a1"}
    body = {"query": MUTATION, "variables": {"input": given}}
    return await api.http.post("/graphql", json=body, headers=headers)


async def _case(behind: Behind) -> int:
    async with behind.database.session() as session:
        return await behind.world.case(session, "a1")


async def _handed_in(behind: Behind) -> int:
    async with behind.database.session() as session:
        return int(await session.scalar(text("SELECT count(*) FROM history WHERE trigger = 'submit_summary'")) or 0)


@_broken
async def test_without_its_database_the_api_says_so_and_lives(api: Api, behind: Behind, away: Break) -> None:
    case = await _case(behind)
    assert (await api.http.get("/readyz")).status_code == 200
    away(behind.line)
    answer = await _submit(api, case)
    assert answer.status_code == 503
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "Traceback" not in answer.text
    assert "asyncpg" not in answer.text
    assert (await api.http.get("/readyz")).status_code == 503
    assert (await api.http.get("/healthz")).status_code == 200
    behind.line.heal()
    assert (await api.http.get("/readyz")).status_code == 200


@_broken
async def test_what_was_sent_in_vain_is_done_once_when_it_is_sent_again(api: Api, behind: Behind, away: Break) -> None:
    case = await _case(behind)
    away(behind.line)
    assert "errors" in (await _submit(api, case)).json()
    behind.line.heal()
    first, second = await _submit(api, case), await _submit(api, case)
    assert first.json() == second.json()
    assert first.json()["data"]["submitSummary"] == {"assessment": {"stage": "AGGREGATION"}, "errors": []}
    assert await _handed_in(behind) == 1


async def test_a_line_that_dies_under_a_mutation_leaves_all_of_it_or_nothing(api: Api, behind: Behind) -> None:
    """The line swallows everything from the middle of the transaction on; what the caller sends again counts once."""
    case = await _case(behind)
    async with behind.database.transaction() as session:
        await session.execute(text("SELECT 1 FROM assessment WHERE id = :id FOR UPDATE"), {"id": case})
        answer = await _submit(api, case)  # waits for the lock until its patience ends: nothing was done
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        behind.line.swallow()
    assert await _handed_in(behind) == 0
    behind.line.heal()
    assert (await _submit(api, case)).json()["data"]["submitSummary"]["errors"] == []
    assert await _handed_in(behind) == 1
