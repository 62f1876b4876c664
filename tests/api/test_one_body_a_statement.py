"""What people do stays within their body, statement by statement: bodies can be spread over servers by `body_id`."""

from datetime import timedelta
from typing import Any

import pytest
from support.api import Api
from support.drive import at
from support.mutations import SAMPLES, those_who_may
from support.one_body import across_bodies, words

from kaohe.workers.waiting import is_unsealed, waiting
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.deliveries import Channel, offer
from kaohe.workflow.outbox import relay
from kaohe.workflow.pruning import Retention, is_to_prune, prune_next

pytestmark = pytest.mark.req("design: where it runs")

#: Where the body is not known yet: it is what these look for. docs/nation.md says how each is done on several servers.
FINDING_THE_BODY = (
    "WHERE account.login =",  # signing in
    "bearer_session o WHERE",  # the tokens of requests
    "bearer_session WHERE",
    "evaluation_card",  # the link of a card, by its secret
)

#: Over all bodies on purpose: looking what waits, claiming it, marking it done. On several servers each has workers of
#: its own, who do this for the bodies there (docs/nation.md).
OVER_ALL = (
    "SELECT 'sweep' WHERE",  # the pacemaker's look
    "d.fired_at IS NULL AND d.split_at IS NULL AND d.due_at <=",  # claiming a deadline
    "SELECT p.* FROM deadline_part p",  # claiming a part of one
    "FROM outbox WHERE done_at IS NULL",  # claiming rows of the outbox
    "UPDATE outbox SET done_at",
    "WITH told AS MATERIALIZED",  # their notifications, and deliveries
    "WITH waiting AS MATERIALIZED ( SELECT body_id, id FROM delivery",  # offering deliveries
    "FROM cycle c WHERE c.state = 'archived'",  # cycles to seal
    "past AS MATERIALIZED",  # pruning
    "SELECT COALESCE((SELECT 1 FROM outbox x",
)

#: The bureau's scheme has no such thing.
NOT_OF_THE_BUREAU = {"appraiseAssessments", "recordInspection"}

#: Statements that were found to stay within a body: many tests bring the same.
_JUDGED = set[str]()

PAGES = {
    "desk": "{ viewer { pendingTasks(first: 20) { totalCount edges { node { kind person { name } unit { name } assessment { stage } cycle { title } } } } } }",
    "told": "{ viewer { notifications(first: 20) { edges { node { kind } } } } }",
    "own": "{ viewer { myAssessments(first: 20) { edges { node { stage cycle { period } } } } myBallots { box { state } } } }",
    "cases": "{ assessments(first: 20) { totalCount edges { node { stage score person { name } unit { name } availableActions { trigger } history(first: 20) { edges { node { trigger } } } objections { state } summaries { text } opinions { step } feedback { method } claims { matter } carriedGoals } } } }",
    "cycles": "{ cycles(first: 5) { edges { node { title stageTerms { stage } progress { count } overdueCount quota { __typename } history(first: 5) { edges { node { trigger } } } } } } }",
    "lists": "{ unitLists(first: 20) { edges { node { state unit { name } availableActions { trigger } } } } }",
    "people": "{ persons(first: 20) { edges { node { name unit { name } } } } units { name } }",
}


@pytest.mark.parametrize("name", sorted(PAGES))
async def test_every_page(api_at: Any, name: str) -> None:
    api: Api = await api_at("claimed")
    with api.counting() as seen:
        for who in ("office", "a_leader", "deputy", "a1"):
            await api.post(who, PAGES[name])
    assert seen
    loose = await _loose(api, set(seen))
    assert loose == {}, loose


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - NOT_OF_THE_BUREAU))
async def test_every_mutation(api_at: Any, name: str) -> None:
    sample = SAMPLES[name]
    api: Api = await api_at(sample.point)
    given = await sample.make(api)
    with api.counting() as seen, api.rehearsing():
        for who in sorted(those_who_may(name)):
            if (await api.do(who, name, "", **given))["errors"] == []:
                break
    assert seen
    assert await _loose(api, set(seen)) == {}


async def test_workers_look_over_all_bodies_and_then_work_in_one(own_api: Any) -> None:
    """Also what is only claimed or marked done over several bodies is named: one row more is no accident."""
    api: Api = await own_api("begun")
    term = Retention(*(timedelta(days=days) for days in (30, 30, 400, 1100)))
    with api.counting() as seen:
        for day in (3, 8, 16):
            await waiting(api.database, at(day))
            await enforce_due(api.database, at(day))
            await relay(api.database, at(day), (Channel("oa", "webhook"),))
        await offer(api.database, at(17))
        await is_unsealed(api.database)
        await is_to_prune(api.database, at(17), term)
        await prune_next(api.database, at(17), term)
    found = await across_bodies(api.database, set(seen))
    loose = {words(one): tables for one, tables in found.items() if not any(part in words(one) for part in OVER_ALL)}
    assert loose == {}, loose
    assert len({part for part in OVER_ALL for one in found if part in words(one)}) == len(OVER_ALL)


async def _loose(api: Api, statements: set[str]) -> dict[str, list[str]]:
    """What crosses bodies without being named above."""
    found = await across_bodies(api.database, statements - _JUDGED)
    _JUDGED.update(statements - found.keys())
    return {
        words(statement): tables
        for statement, tables in found.items()
        if not any(part in words(statement) for part in FINDING_THE_BODY)
    }


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT 1 FROM task t WHERE t.id = $1", ["task"]),
        ("SELECT 1 FROM task WHERE body_id = $1", []),
        ("SELECT 1 FROM task t JOIN assessment a ON a.id = t.subject_id WHERE t.body_id = $1", ["assessment"]),
        (
            "SELECT 1 FROM task t JOIN assessment a ON a.body_id = t.body_id AND a.id = t.subject_id WHERE t.body_id = $1",
            [],
        ),
        (
            "SELECT 1 FROM task t JOIN assessment a ON a.body_id = t.body_id AND a.id = t.subject_id",
            ["assessment", "task"],
        ),
        ("SELECT 1 FROM body b JOIN task t ON t.body_id = b.id WHERE b.id = $1", []),
        ("SELECT 1 FROM body b JOIN task t ON t.body_id = b.id WHERE b.key = $1::text", ["task"]),
        ("SELECT EXISTS (SELECT 1 FROM task t WHERE t.id = a.id) FROM assessment a WHERE a.body_id = $1", ["task"]),
        ("UPDATE task SET state = 'done' WHERE id = ANY($1::bigint[])", ["task"]),
        ("UPDATE task SET state = 'done' WHERE body_id = $1 AND id = ANY($2::bigint[])", []),
        (
            "SELECT 1 FROM (SELECT DISTINCT body_id FROM assessment WHERE body_id = $1) c JOIN task t ON t.body_id = c.body_id",
            [],
        ),
        (
            "SELECT 1 FROM (SELECT DISTINCT body_id FROM assessment) c JOIN task t ON t.body_id = c.body_id",
            ["assessment", "task"],
        ),
        (
            "WITH c AS MATERIALIZED (SELECT body_id FROM cycle WHERE id = $1) SELECT 1 FROM c JOIN task t ON t.body_id = c.body_id",
            ["cycle", "task"],
        ),
        (
            "WITH c AS MATERIALIZED (SELECT body_id FROM cycle WHERE body_id = $1) SELECT 1 FROM c JOIN task t ON t.body_id = c.body_id",
            [],
        ),
        ("DELETE FROM official_day WHERE day = $1", []),
    ],
)
async def test_what_crosses_is_seen(api_at: Any, statement: str, tables: list[str]) -> None:
    api: Api = await api_at("begun")
    found = await across_bodies(api.database, {statement})
    assert found.get(statement, []) == tables
