"""Requests that arrive at the same time: each is answered as if it had come alone, and leaves behind what it would alone."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from support.api import Api
from support.at_once import Asked, approval, at_once, both_ways, left_behind, one_by_one, review_of, told

from bench.queries import PAGE as RESULT
from kaohe.graphql import together
from kaohe.graphql.mutations.assessment import approve_reviews as approving
from kaohe.schema.session import Session
from kaohe.workflow.queries import reading
from kaohe.workflow.queries.assessments import ASSESSMENTS

pytestmark = pytest.mark.req("§4")

CASES = """{ viewer { me { name } } assessments(first: 20) { totalCount edges { node { stage person { name } unit { name }
  availableActions { trigger } history(first: 3) { edges { node { trigger actorName } } } objections { state grounds }
  summaries { text } opinions { step grade comment } feedback { method } claims { matter } carriedGoals } } } }"""

DESK = """{ viewer { me { name } pendingTasks(first: 20) { totalCount edges { node { kind dueAt overdue person { name }
  unit { name } inPlaceOf { name } availableActions { trigger } assessment { grade scores { score } } cycle { title } } } } } }"""


@pytest.mark.req("N-14", "S1-10")
@pytest.mark.parametrize("point", ["substituted", "dismissed", "archived"])
@pytest.mark.parametrize(
    ("document", "saving"), [(RESULT, 4), (DESK, 1.5), (CASES, 2)], ids=["result", "desk", "cases"]
)
async def test_everybody_is_answered_as_if_he_were_alone(
    api_at: Any, monkeypatch: pytest.MonkeyPatch, point: str, document: str, saving: float
) -> None:
    """All ask the same, of the same case: whoever may not see it is told that it is not there."""
    monkeypatch.setattr(together, "AT_ONCE", 1)  # so that it does not depend on the machine who goes with whom
    monkeypatch.setattr(together, "PATIENCE", 3600)
    api: Api = await api_at(point)
    variables = {"id": await api.case("a1")} if document is RESULT else {}
    everybody = [*api.world.accounts, *(f"foreign-{name}" for name in ("office", "a_leader", "a1")), "nobody", None]
    asked = [Asked(who, document, variables) for who in everybody]
    await at_once(api, asked)  # what is kept from the first time on is kept
    with api.counting() as alone:
        expected = await one_by_one(api, asked)
    with api.counting() as in_company:
        found = await at_once(api, asked)
    assert told(found) == told(expected)
    assert len({one.content for one in found}) > 3
    assert len(in_company) * saving < len(alone)


async def test_who_asks_for_different_things_is_answered_each_with_his_own(api_at: Any) -> None:
    api: Api = await api_at("dismissed")
    documents = [(RESULT, {"id": await api.case(name)}) for name in ("a1", "a2", "b1")] + [(DESK, {}), (CASES, {})]
    asked = [
        Asked(who, *documents[(place + turn) % len(documents)])
        for turn in range(2)
        for place, who in enumerate([*api.world.accounts, "foreign-office"])
    ]
    assert told(await at_once(api, asked)) == told(await one_by_one(api, asked))


@pytest.mark.req("S3-30", "S3-31")
async def test_who_sign_at_once_are_told_what_each_would_be_told_alone(own_api: Any, company: list[int]) -> None:
    async def orders(api: Api) -> list[Asked]:
        return [
            approval("a_leader", [await review_of(api, "a1"), await review_of(api, "a2", "good")]),
            approval("b_leader", [await review_of(api, "b1", version=1), await review_of(api, "b2")]),
            approval("a3", [await review_of(api, "a4")]),
            approval("deputy", [await review_of(api, "a_leader")]),
            approval("chief", [await review_of(api, "b_leader")]),
            approval("a1", [await review_of(api, "a1")]),
            approval("b_clerk", [await review_of(api, "b3", "superb")]),
            approval("foreign-office", [await review_of(api, "b4")]),
        ]

    payloads = await both_ways(own_api, "review", orders)
    codes = [[one["code"] for one in payload["errors"]] for payload in payloads]
    assert (codes[0], codes[3]) == ([], [])
    assert "STALE_VERSION" in codes[1]
    assert all(codes[place] for place in (1, 2, 4, 5, 6, 7))
    assert company == [2]


@pytest.mark.req("S3-30")
async def test_each_signs_in_his_own_name_and_under_his_own_request(own_api: Any, company: list[int]) -> None:
    api: Api = await own_api("review")
    leaders = {"a_leader": "a1", "b_leader": "b1", "deputy": "a_leader"}
    answers = await at_once(api, [approval(who, [await review_of(api, name)]) for who, name in leaders.items()])
    assert company == [3]
    assert [one.headers["X-Request-Id"] for one in answers] == [f"request-of-{who}" for who in leaders]
    for who, name in leaders.items():
        case = {"id": await _number(api, name)}
        signed = "subject = 'assessment' AND subject_id = :id AND trigger = 'approve_review'"
        assert await api.value(f"SELECT string_agg(actor_name, ',') FROM history WHERE {signed}", **case) == who
        sent = "payload->>'subject' = 'assessment' AND payload->>'id' = CAST(:id AS text)"
        by = f"SELECT string_agg(request_id, ',') FROM outbox WHERE request_id IS NOT NULL AND {sent}"
        assert await api.value(by.replace("CAST(:id AS text)", f"'{case['id']}'")) == f"request-of-{who}"


async def _number(api: Api, name: str) -> int:
    async with api.database.reading() as session:
        return await api.world.case(session, name)


@pytest.mark.req("S3-31")
async def test_a_list_that_loses_its_signature_does_so_as_it_would_alone(own_api: Any, company: list[int]) -> None:
    """The deputy suggests another grade than the list was signed with, while somebody of another unit signs."""

    async def orders(api: Api) -> list[Asked]:
        return [
            approval("deputy", [await review_of(api, "a1", "good")]),
            approval("b_leader", [await review_of(api, "b1")]),
        ]

    payloads = await both_ways(own_api, "signed", orders)
    assert [payload["errors"] for payload in payloads] == [[], []]
    assert len(company) == 1  # they met; who voids a signature may have gone alone after all


@pytest.mark.req("S3-30")
async def test_of_two_who_sign_one_case_at_once_one_is_told_that_he_was_late(own_api: Any) -> None:
    api: Api = await own_api("reviewed")
    asked = [approval("deputy", [await review_of(api, "a1")]) for _ in range(3)]
    payloads = [one.json()["data"]["approveReviews"] for one in await at_once(api, asked)]
    assert sorted(bool(payload["errors"]) for payload in payloads) == [False, True, True]
    step = {"id": await _number(api, "a1")}
    assert (
        await api.value("SELECT count(*) FROM review_opinion WHERE step = 'consent' AND assessment_id = :id", **step)
        == 1
    )


async def test_a_key_takes_effect_once_in_company_too(own_api: Any) -> None:
    api: Api = await own_api("review")
    keyed = approval("a_leader", [await review_of(api, "a1")], idempotencyKey=str(uuid4()))
    others = [
        approval("b_leader", [await review_of(api, "b1")]),
        approval("deputy", [await review_of(api, "a_leader")]),
    ]
    answers = await at_once(api, [keyed, *others, keyed, keyed])
    payloads = [one.json()["data"]["approveReviews"] for one in answers]
    assert [payload["errors"] for payload in payloads] == [[]] * 5
    assert payloads[0] == payloads[3] == payloads[4]
    assert await api.value("SELECT count(*) FROM history WHERE trigger = 'approve_review'") == 3
    assert await api.value("SELECT count(*) FROM outbox WHERE request_id = 'request-of-a_leader'") == 1


@pytest.mark.parametrize("is_done", [False, True], ids=["nothing is done", "it is done all the same"])
async def test_a_commit_that_nobody_answers_is_told_to_all_and_tried_again_for_nobody(
    own_api: Any, monkeypatch: pytest.MonkeyPatch, company: list[int], is_done: bool
) -> None:
    api: Api = await own_api("review")
    asked = [approval(who, [await review_of(api, name)]) for who, name in (("a_leader", "a1"), ("b_leader", "b1"))]
    commit, commits = Session.commit, list[Session]()

    async def lost(session: Session) -> None:
        commits.append(session)
        if is_done:
            await commit(session)
        raise ConnectionResetError("the server has gone")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", lost)
        answers = await at_once(api, asked)
    assert company == [2]
    assert len(commits) == 1
    assert [one.status_code for one in answers] == [503, 503]
    assert [[error["extensions"]["code"] for error in one.json()["errors"]] for one in answers] == [["UNAVAILABLE"]] * 2
    signed = "SELECT count(*) FROM history WHERE trigger = 'approve_review'"
    assert await api.value(signed) == (2 if is_done else 0)
    again = [one.json()["data"]["approveReviews"]["errors"] for one in await at_once(api, asked)]
    assert [bool(errors) for errors in again] == [is_done] * 2
    assert await api.value(signed) == 2


async def test_a_connection_that_is_lost_before_is_told_to_all_and_nothing_is_done(
    own_api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    api: Api = await own_api("review")
    asked = [approval(who, [await review_of(api, name)]) for who, name in (("a_leader", "a1"), ("b_leader", "b1"))]

    async def lost(*_args: object) -> Any:
        raise ConnectionResetError("the server has gone")

    before = await left_behind(api)
    with monkeypatch.context() as patched:
        patched.setattr(approving, "approve_together", lost)
        answers = await at_once(api, asked)
    assert [one.status_code for one in answers] == [503, 503]
    assert await left_behind(api) == before


async def test_where_company_fails_everybody_goes_alone(own_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some of it is done already: that is taken back."""
    sign, tries = approving.approve_together, list[int]()

    async def fails(*args: Any) -> Any:
        tries.append(len(await sign(*args)))
        raise LookupError("a bug")

    async def orders(api: Api) -> list[Asked]:
        monkeypatch.setattr(approving, "approve_together", fails)
        return [approval(who, [await review_of(api, name)]) for who, name in (("a_leader", "a1"), ("b_leader", "b1"))]

    payloads = await both_ways(own_api, "review", orders)
    assert tries == [2]
    assert [payload["errors"] for payload in payloads] == [[], []]


@pytest.mark.parametrize("at_database", [False, True], ids=["a bug", "the database refuses"])
async def test_a_key_that_cannot_be_read_spoils_nobody_elses_answer(
    api_at: Any, monkeypatch: pytest.MonkeyPatch, at_database: bool
) -> None:
    api: Api = await api_at("dismissed")
    bad = await _number(api, "a2")
    rows, rows_for_several, refused = reading.rows, reading.rows_for_several, list[int]()

    async def check(session: Any, view: Any, wheres: Sequence[Any]) -> None:
        if view is ASSESSMENTS and any(bad in where[-1][1].get("ids", ()) for where in wheres):
            refused.append(len(wheres))
            if at_database:
                await session.execute(text("SELECT 1 / 0"))
            raise LookupError("a key that can't be read")

    async def rows_checked(session: Any, actor: Any, view: Any, where: Any) -> Any:
        await check(session, view, [where])
        return await rows(session, actor, view, where)

    async def several_checked(session: Any, view: Any, viewers: Sequence[Any]) -> Any:
        await check(session, view, [where for _, where in viewers])
        return await rows_for_several(session, view, viewers)

    monkeypatch.setattr(reading, "rows", rows_checked)
    monkeypatch.setattr(reading, "rows_for_several", several_checked)
    names = ("a1", "a2", "b1", "b_leader")
    asked = [Asked("office", RESULT, {"id": await api.case(name)}) for name in names]
    asked += [Asked("a_leader", RESULT, {"id": await api.case(name)}) for name in names]
    asked += [Asked("deputy", DESK), Asked("foreign-office", RESULT, {"id": await api.case("b1")})]
    found = await at_once(api, asked)
    assert max(refused) > 1, "they were read together"
    assert told(found) == told(await one_by_one(api, asked))
    wrong = [place for place, one in enumerate(found) if "errors" in one.json()]
    assert wrong == [1, 5]
    assert found[1].json()["errors"][0]["extensions"]["code"] == "INTERNAL"


@pytest.mark.parametrize("how", ["signed out", "disabled", "expired"])
async def test_a_token_that_is_revoked_is_refused_in_company_too(own_api: Any, how: str) -> None:
    api: Api = await own_api("review")
    asked = [Asked(who, DESK) for who in ("office", "a_leader", "b_leader", "a_leader", "unknown", "chief")]
    before = await at_once(api, asked)
    if how == "signed out":
        await api.done("a_leader", "signOut", "")
    async with api.database.transaction() as session:
        account = {"id": api.world.accounts["a_leader"], "now": api.clock.now()}
        if how == "disabled":
            await session.execute(text("UPDATE account SET disabled = true WHERE id = :id"), account)
        if how == "expired":
            await session.execute(text("UPDATE bearer_session SET expires_at = :now WHERE account_id = :id"), account)
    found = await at_once(api, asked)
    codes = [[error["extensions"]["code"] for error in one.json().get("errors", ())] for one in found]
    assert codes == [[], ["NOT_SIGNED_IN"], [], ["NOT_SIGNED_IN"], ["NOT_SIGNED_IN"], []]
    assert [found[place].content for place in (0, 2, 5)] == [before[place].content for place in (0, 2, 5)]
