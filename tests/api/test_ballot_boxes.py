"""Who sees what of a box: raters their paper, leaders numbers, and who has not cast nobody but he himself (S1-20)."""

import gc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from support.api import Api

from kaohe.graphql.documents import Documents
from kaohe.workflow.ballots import BallotKeys, tend_boxes
from kaohe.workflow.outbox import relay

pytestmark = pytest.mark.req("S1-20")

PAPER = """{ viewer { myBallots { boxId label hasCast lowest highest step highFrom mostHigh unit { name }
             ratees { name post standing summary assessmentId personId } } } }"""

NUMBERS = "{ ballotBoxes { edges { node { id state raters castBallots headcount label unit { name } externalRaters { reason } } } } }"


@pytest.fixture
async def api(own_api: Any) -> Api:
    found: Api = await own_api("box_open")
    return found


async def boxes(api: Api, who: str) -> dict[str, dict[str, Any]]:
    edges = (await api.ask(who, NUMBERS))["ballotBoxes"]["edges"]
    return {one["node"]["unit"]["name"]: one["node"] for one in edges}


async def cast(api: Api, who: str) -> None:
    paper = (await api.ask(who, PAPER))["viewer"]["myBallots"][0]
    scores = [{"assessmentId": one["assessmentId"], "score": 80} for one in paper["ratees"]]
    await api.done(who, "castBallot", boxId=paper["boxId"], scores=scores)


@pytest.mark.req("S1-16", "S1-21", "S1-23")
async def test_a_rater_reads_his_paper_with_what_he_judges_by(api: Api) -> None:
    paper = (await api.ask("a1", PAPER))["viewer"]["myBallots"]
    assert [(one["label"], one["hasCast"], one["mostHigh"], one["highFrom"]) for one in paper] == [
        ("季度评分", False, 1, "90")
    ]
    ratees = {one["name"]: one for one in paper[0]["ratees"]}
    assert set(ratees) == {"a2", "a3", "a4", "a_clerk", "a_leader"}
    assert (ratees["a_leader"]["standing"], ratees["a2"]["standing"]) == ("MAIN_LEADER", "STAFF")
    assert ratees["a2"]["summary"] == "本季度完成了各项工作任务。"
    await cast(api, "a1")
    assert (await api.ask("a1", PAPER))["viewer"]["myBallots"][0]["hasCast"] is True


async def test_papers_take_two_statements_however_many_boxes(api: Api) -> None:
    await api.ask("chief", PAPER.replace("unit { name }", ""))  # whoever is first reads the policy
    with api.counting() as statements:
        await api.ask("chief", PAPER.replace("unit { name }", ""))
    assert len((await api.ask("chief", PAPER))["viewer"]["myBallots"]) == 2
    assert sum("ballot_rater" in one or "self_summary" in one for one in statements) == 2


async def test_numbers_are_for_the_office_and_the_units_leaders(api: Api) -> None:
    await cast(api, "a2")
    for who in ("office", "a_leader", "deputy", "chief", "secretary"):
        assert ((await boxes(api, who))["刑警大队"]["raters"], (await boxes(api, who))["刑警大队"]["castBallots"]) == (
            8,
            1,
        )
    assert {name: (one["raters"], one["castBallots"]) for name, one in (await boxes(api, "a1")).items()} == {
        "刑警大队": (None, None)
    }
    assert set(await boxes(api, "b_leader")) == {"城关派出所"}
    assert await boxes(api, "authority") == {}


async def test_who_has_not_cast_stands_on_no_overdue_list_but_his_own(api: Api) -> None:
    api.clock.advance(timedelta(days=60))
    items = "{ overdue(first: 100) { totalCount edges { node { kind assigneeKey } } } }"
    for who in ("office", "a_leader", "deputy", "secretary", "chief", "a1"):
        found = [one["node"] for one in (await api.ask(who, items))["overdue"]["edges"]]
        named = {one["assigneeKey"] for one in found if one["kind"] == "cast_ballot"}
        assert named <= {f"person@{api.world.people[who]}"}
    assert named == {f"person@{api.world.people['a1']}"}


async def test_an_open_ballot_stands_among_ones_own_tasks_until_it_is_cast(api: Api) -> None:
    tasks = '{ viewer { pendingTasks(kind: "cast_ballot") { edges { node { kindLabel ballotBox { state } } } } } }'
    found = (await api.ask("a3", tasks))["viewer"]["pendingTasks"]["edges"]
    assert [one["node"] for one in found] == [{"kindLabel": "评分", "ballotBox": {"state": "OPEN"}}]
    await cast(api, "a3")
    assert (await api.ask("a3", tasks))["viewer"]["pendingTasks"]["edges"] == []


async def test_no_field_of_the_api_tells_a_score_or_who_has_cast(api: Api) -> None:
    kinds = "{ __schema { types { name fields { name } } } }"
    types = {
        one["name"]: {field["name"] for field in one["fields"] or ()}
        for one in (await api.ask("a1", kinds))["__schema"]["types"]
    }
    assert not types["BallotBox"] & {"scores", "tallies", "voters", "waiting"}
    assert types["ExternalRater"] == {"person", "reason"}
    assert [name for name, fields in types.items() if "hasCast" in fields] == ["BallotPaper"]


async def test_a_ballot_has_no_idempotency_key(api: Api) -> None:
    answer = await api.post(
        "a1", "mutation($i: CastBallotInput!) { castBallot(input: $i) { errors { code } } }",
        {"i": {"boxId": "x", "scores": [], "idempotencyKey": "0b8c1e1e-0f4a-4b7e-9c1c-2f0b8c1e1e0f"}},
    )  # fmt: skip
    assert "idempotencyKey" in answer["errors"][0]["message"]


async def test_a_ballot_written_into_the_query_itself_is_not_kept(api: Api) -> None:
    """Documents are kept by their text; one that a client filled with scores would lie in memory for days."""
    paper = (await api.ask("a1", PAPER))["viewer"]["myBallots"][0]
    scores = ", ".join(f'{{assessmentId: "{one["assessmentId"]}", score: "71.0"}}' for one in paper["ratees"])
    written = (
        f'mutation {{ castBallot(input: {{boxId: "{paper["boxId"]}", scores: [{scores}]}}) {{ errors {{ code }} }} }}'
    )
    assert (await api.post("a1", written))["data"]["castBallot"] == {"errors": []}
    await api.post("a2", written.replace("71.0", "7 1"))  # no number: refused before it is executed
    kept = [one for one in gc.get_objects() if isinstance(one, Documents)]
    texts = [written for one in kept for written in one._prepared]
    assert PAPER in texts
    assert [one for one in texts if "71.0" in one or "7 1" in one] == []


@pytest.mark.parametrize(
    "score", ["NaN", "sNaN", "Infinity", "-0", "1e999999", "80." + "0" * 40 + "1", "80.5", "٨٠", " 80", ""]
)
async def test_what_is_no_score_is_refused_and_costs_the_rater_nothing(api: Api, score: str) -> None:
    paper = (await api.ask("a1", PAPER))["viewer"]["myBallots"][0]
    first, *rest = [{"assessmentId": one["assessmentId"], "score": "80"} for one in paper["ratees"]]
    given = {"boxId": paper["boxId"], "scores": [{**first, "score": score}, *rest]}
    ask = "mutation($i: CastBallotInput!) { castBallot(input: $i) { errors { code field } } }"
    answer = await api.post("a1", ask, {"i": given})
    errors = answer.get("errors") or answer["data"]["castBallot"]["errors"]
    codes = {one.get("code") or one["extensions"]["code"] for one in errors}
    assert codes <= {"BAD_REQUEST", "BALLOT_RANGE", "BALLOT_STEP"}
    assert codes
    await cast(api, "a1")


async def test_who_is_not_on_the_paper_is_refused_in_one_way_whoever_he_is(api: Api) -> None:
    """Somebody of another unit, of another body, nobody at all: the answer tells none from the others."""
    paper = (await api.ask("a1", PAPER))["viewer"]["myBallots"][0]
    async with api.database.session() as session:
        elsewhere = await api.world.case(session, "b1")
        foreign = await session.scalar(
            text("SELECT max(id) FROM assessment WHERE body_id <> :own"), {"own": api.world.body_id}
        )
    own = [{"assessmentId": one["assessmentId"], "score": 80} for one in paper["ratees"]]
    ask = "mutation($i: CastBallotInput!) { castBallot(input: $i) { errors { code field message } } }"
    found = []
    for number in (elsewhere, foreign or 888_888, 999_999):
        scores = [*own, {"assessmentId": api.id("Assessment", number), "score": 80}]
        answer = await api.post("a1", ask, {"i": {"boxId": paper["boxId"], "scores": scores}})
        found.append(answer["data"]["castBallot"]["errors"])
    assert found[0] == found[1] == found[2]
    assert [(one["code"], one["field"]) for one in found[0]] == [("BALLOT_STRANGER", "scores[5].assessmentId")]


async def test_a_rater_of_no_group_here_learns_nothing_of_the_box(api: Api) -> None:
    paper = (await api.ask("a1", PAPER))["viewer"]["myBallots"][0]
    scores = [{"assessmentId": one["assessmentId"], "score": 80} for one in paper["ratees"]]
    ask = "mutation($i: CastBallotInput!) { castBallot(input: $i) { errors { code field } ballotBox { id } } }"
    for who in ("b1", "office", "admin"):
        answer = await api.post(who, ask, {"i": {"boxId": paper["boxId"], "scores": scores}})
        assert answer["data"]["castBallot"] == {"errors": [{"code": "NOT_FOUND", "field": "boxId"}], "ballotBox": None}


async def test_raters_are_told_of_a_void_box_and_read_why_once_it_is_open_again(api: Api, tmp_path: Path) -> None:
    box = (await boxes(api, "a1"))["刑警大队"]["id"]
    await cast(api, "a1")
    await api.done("office", "restartBox", boxId=box, reason="密钥丢失")
    news = "{ viewer { notifications { edges { node { kind kindLabel } } } myBallots { hasCast } } }"
    await relay(api.database, api.clock.now())
    viewer = (await api.ask("a1", news))["viewer"]
    assert viewer["notifications"]["edges"][0]["node"]["kind"] == "box_restarted"
    assert viewer["myBallots"] == []
    await tend_boxes(api.database, api.clock.now(), BallotKeys(tmp_path / "keys"))
    assert (await api.ask("a1", news))["viewer"]["myBallots"] == [{"hasCast": False}]
    lines = "{ ballotBoxes { edges { node { history { edges { node { trigger reason } } } } } } }"
    (node,) = (one["node"] for one in (await api.ask("a1", lines))["ballotBoxes"]["edges"])
    assert {"trigger": "restart_box", "reason": "密钥丢失"} in [one["node"] for one in node["history"]["edges"]]
