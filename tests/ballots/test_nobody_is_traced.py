"""The attack: whoever owns the machine once a box is counted can join no score to a rater (S1-20).

Each test that finds nothing stands beside one in which the same search finds what a broken variant leaves.
"""

import json
import logging
import random
from collections.abc import AsyncIterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import text
from support.api import Api, let_in, serving
from support.attacker import Haystack, Sent, determined, dump, files_of, holding, sent_to, tells_an_order
from support.ballots import MakePolls, Polls, balloting_policy
from support.drive import INDICATORS

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.ballots import counting
from kaohe.workflow.ballots.ratees import leaves_of, ratee_of
from kaohe.workflow.domain.ballots import tally as tallying
from kaohe.workflow.domain.ballots.envelope import pack
from kaohe.workflow.domain.policy import load_policy

pytestmark = pytest.mark.req("S1-20")


def fine(box: str) -> str:
    """Scores to the thousandth: each that is given in these tests is given once, and can be looked for."""
    return box.replace('label = "季度评分"', 'label = "季度评分"\nstep = "0.001"\nhigh_from = "99"')


class Election:
    """A counted box of unit a whose ballots came over the API, and all that can be read afterwards."""

    def __init__(self, polls: Polls) -> None:
        self.polls = polls
        self.given: dict[tuple[str, int], Decimal] = {}
        self.leaf: dict[tuple[str, int], str] = {}
        self.plain: dict[str, bytes] = {}
        self.key = b""
        self.said = Haystack()
        self.counted_by: list[Sent] = []

    @property
    def needles(self) -> list[str]:
        """Every score as it could be written: with its point, and in thousandths."""
        return [one for score in self.given.values() for one in (str(score), str(int(score * 1000)))]


@pytest_asyncio.fixture
async def election(make_polls: MakePolls, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Election]:
    caplog.set_level(logging.DEBUG)
    polls = await make_polls(edit=fine)
    polls.folder = tmp_path / "var" / "keys" / "ballots"
    polls.keys = polls.keys.under(tmp_path / "var")
    world = polls.world
    async with polls.database.transaction() as session:
        await let_in(session, world, polls.now)
    await polls.tend()
    found = Election(polls)
    private = await polls.private_key()
    assert private is not None
    found.key = bytes(private)
    sent = sent_to(polls.database)
    with structlog.testing.capture_logs() as lines:
        async with serving(polls.database, world, world, polls.now, tmp_path / "var") as api:
            await _everybody_casts(found, api)
            found.said.places["what the server was sent while they cast"] = "\n".join(map(str, sent))
            sent.clear()
            await polls.tend()
            found.counted_by = list(sent)
            await _aggregated(polls)
            found.said.places["metrics"] = (await api.http.get("/metrics")).text
            page = (
                "{ ballotBoxes { edges { node { id state raters castBallots history { edges { node { data } } } } } } }"
            )
            found.said.places["the office's page"] = json.dumps(await api.ask("office", page))
            figures = "mean leniency spread agreement highShare lowestShare highestShare"
            asked = f"query($c: ID!) {{ raterDiagnostics(cycleId: $c) {{ tooFew {figures} }} }}"
            told = await api.ask("office", asked, c=api.cycle)
            assert [one["tooFew"] for one in told["raterDiagnostics"]] == [False]
            found.said.places["the office's diagnostics"] = json.dumps(told)
    found.said.places["log"] = "\n".join([*map(str, lines), caplog.text])
    yield found


async def _everybody_casts(election: Election, api: Api) -> None:
    polls, rules = election.polls, load_policy(balloting_policy(fine))
    box = await polls.box()
    cases = await polls.rows("SELECT * FROM assessment WHERE id = ANY(:ids) ORDER BY id", ids=box["ratees"])
    groups = {
        row["person_id"]: row["rater_group"]
        for row in await polls.rows("SELECT * FROM ballot_rater WHERE box_id = :id", id=box["id"])
    }
    names = await polls.raters()
    random.Random(7).shuffle(names)
    number = 0
    for name in names:
        person = polls.world.people[name]
        leaves = leaves_of(rules, "quarter", "", groups[person], person, map(ratee_of, cases), ())
        votes = {}
        for case, leaf in leaves.items():
            number += 1
            votes[case] = (leaf, Decimal(60_000 + 17 * number**2) / 1000)  # the mean of some of them is none of them
            election.given[name, case], election.leaf[name, case] = votes[case][1], leaf
        election.plain[name] = pack(rules.ballots.box("quarter"), box["ratees"], votes)
        scores = [
            {"assessmentId": api.id("Assessment", case), "score": str(score)} for case, (_, score) in votes.items()
        ]
        await api.done(name, "castBallot", "ballotBox { state }", boxId=api.id("BallotBox", box["id"]), scores=scores)


async def _aggregated(polls: Polls) -> None:
    """What people are shown is computed, too: unit a is aggregated."""
    async with polls.database.transaction() as session:
        world = polls.world
        for name in ("a1", "a2", "a3", "a4", "a_leader"):
            case = await world.case(session, name)
            await record_scores(
                session, world.actor("a_clerk"), polls.now, {case: dict.fromkeys(INDICATORS, Decimal(92))}
            )
            await aggregate(session, world.actor("a_clerk"), polls.now, [case])


async def test_no_score_is_written_anywhere_but_among_the_anonymous_ones(election: Election) -> None:
    haystack = await dump(election.polls.database, but={"ballot_score": ["score"]})
    haystack.places |= election.said.places
    assert haystack.found(election.needles) == {}
    assert len(election.given) == 6 * 7
    kept = await election.polls.rows("SELECT score FROM ballot_score")
    assert {row["score"] for row in kept} <= set(election.given.values())
    assert len(kept) == 5 * 4  # five are rated by four peers each; of those who are merged no score is kept


async def test_the_server_is_sent_scores_once_by_the_count_as_a_whole_and_shuffled(election: Election) -> None:
    """Whatever the server logs of statements and their parameters: while they cast it is sent none."""
    sent = election.said.places["what the server was sent while they cast"]
    assert sent.count("INSERT INTO sealed_ballot") == sent.count("SET has_cast = true") == 8
    haystack = Haystack({one.statement: str(one.parameters) for one in election.counted_by})
    assert set().union(*haystack.found(election.needles).values()) == {
        one.statement for one in election.counted_by if "INSERT INTO ballot_score" in one.statement
    }
    (kept,) = (one for one in election.counted_by if "INSERT INTO ballot_score" in one.statement)
    rows = json.loads(kept.parameters[0])
    assert {name for row in rows for name in row} == {"body_id", "id", "box_id", "assessment_id", "category", "score"}
    cast_in_order = [str(score) for score in election.given.values()]
    assert [row["score"] for row in rows] != [one for one in cast_in_order if one in {row["score"] for row in rows}]


async def test_the_search_finds_a_score_that_is_written_somewhere(election: Election) -> None:
    score = next(iter(election.given.values()))
    await election.polls.run(
        "UPDATE task SET closed_by = :score WHERE id = (SELECT min(id) FROM task)", score=str(score)
    )
    haystack = await dump(election.polls.database, but={"ballot_score": ["score"]})
    assert haystack.found(election.needles) == {str(score): ["table task"]}


async def test_no_column_of_a_score_or_a_tally_stands_beside_a_rater(election: Election) -> None:
    """Beside the score itself a row has its case and category, a random id and the count's transaction, no more."""
    polls = election.polls
    scores = await polls.rows(
        "SELECT xmin::text, xmax::text, cmin::text, tableoid::text AS tableoid, * FROM ballot_score"
    )
    tallies = await polls.rows("SELECT xmin::text, * FROM ballot_tally")
    assert set(scores[0]) == {
        *("xmin", "xmax", "cmin", "tableoid"),
        *("body_id", "id", "box_id", "assessment_id", "category", "score"),
    }
    assert set(tallies[0]) == {
        *("xmin", "body_id", "id", "box_id", "assessment_id", "categories", "weight", "ballots", "value")
    }
    for column in ("xmin", "xmax", "cmin"):
        assert len({row[column] for row in scores}) == 1
    haystack = await dump(polls.database, but={"ballot_score": ["id"]})
    assert haystack.found(str(row["id"]) for row in scores) == {}


async def test_who_has_cast_carries_neither_a_time_nor_an_order(election: Election) -> None:
    polls = election.polls
    box_id = await polls.box_id()
    raters = await polls.rows(
        "SELECT xmin::text, cmin::text, * FROM ballot_rater WHERE box_id = :id ORDER BY ctid", id=box_id
    )
    assert set(raters[0]) - {"xmin", "cmin"} == {
        "body_id",
        "id",
        "box_id",
        "person_id",
        "rater_group",
        "reason",
        "has_cast",
    }
    assert len({row["xmin"] for row in raters}) == 1
    assert [row["person_id"] for row in raters] == sorted(row["person_id"] for row in raters)
    about = "subject = 'ballot_box' AND subject_id = :id"
    assert await polls.rows(f"SELECT * FROM task WHERE {about} AND kind = 'cast_ballot'", id=box_id) == []
    moves = await polls.rows(f"SELECT trigger FROM history WHERE {about} ORDER BY seq", id=box_id)
    assert [row["trigger"] for row in moves] == ["draft", "open_box", "close_box", "count_box"]
    assert await polls.value("SELECT count(*) FROM idempotency_key") == 0
    requests = [line for line in election.said.places["log"].splitlines() if "mutation castBallot" in line]
    assert len(requests) == 8
    assert all("'account': None" in line for line in requests), requests[0]


async def test_envelopes_and_key_are_gone(election: Election) -> None:
    polls = election.polls
    assert await polls.value("SELECT count(*) FROM sealed_ballot") == 0
    own = f"{polls.world.body_id}-{await polls.box_id()}"
    assert [one.name for one in polls.folder.iterdir() if one.name.startswith(own)] == []


async def test_no_file_of_the_database_holds_a_plain_ballot_or_a_key(election: Election) -> None:
    files = await files_of(election.polls.database)
    if not files:
        pytest.skip("the database's files are not on this machine")
    needles = {f"ballot of {name}": plain for name, plain in election.plain.items()}
    needles |= {"key": election.key, "key in hexadecimal": election.key.hex().encode()}
    assert holding(files, needles) == set()
    public = (await election.polls.box())["public_key"]
    assert holding(files, {"public key": public}) == {"public key"}  # the search would have found it


def equations(election: Election, tallies: list[dict[str, Any]]) -> list[dict[tuple[str, int], Fraction]]:
    """What the tallies say of the scores: of each group, the sum of every ballot in it by its part of the mean."""
    weights = {"main": Fraction(24, 10), "deputy": Fraction(16, 10), "peer": Fraction(3), "other": Fraction(3)}
    found = []
    for row in tallies:
        own = {
            one: weights[leaf] for one, leaf in election.leaf.items()
            if one[1] == row["assessment_id"] and leaf in row["categories"]
        }  # fmt: skip
        size = {leaf: sum(election.leaf[one] == leaf for one in own) for leaf in row["categories"]}
        found.append({one: weight / size[election.leaf[one]] for one, weight in own.items()})
    return found


async def test_no_tally_stands_for_fewer_than_three_and_none_can_be_solved_for_one(election: Election) -> None:
    tallies = await election.polls.rows("SELECT * FROM ballot_tally")
    assert min(row["ballots"] for row in tallies) >= 3
    published = equations(election, tallies)
    assert [len(one) for one in published] == [row["ballots"] for row in tallies]
    assert determined(published) == set()


async def test_a_tally_of_one_would_be_solved(make_polls: MakePolls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were nothing merged, the leader's own ballot would stand there: the search names him."""
    monkeypatch.setattr(tallying, "TOGETHER", 1)
    polls = await make_polls()
    await polls.tend()
    rules = load_policy(balloting_policy())
    election, box = Election(polls), await polls.box()
    cases = await polls.rows("SELECT * FROM assessment WHERE id = ANY(:ids) ORDER BY id", ids=box["ratees"])
    for row in await polls.rows(
        "SELECT p.name, r.* FROM ballot_rater r JOIN person p ON p.id = r.person_id WHERE r.box_id = :id", id=box["id"]
    ):
        leaves = leaves_of(rules, "quarter", "", row["rater_group"], row["person_id"], map(ratee_of, cases), ())
        election.leaf |= {(row["name"], case): leaf for case, leaf in leaves.items()}
    await polls.cast_all()
    await polls.tend()
    tallies = await polls.rows("SELECT * FROM ballot_tally")
    assert min(row["ballots"] for row in tallies) == 1
    assert {name for name, _ in determined(equations(election, tallies))} == {"a_leader"}


#: Boxes and scores a box of the statistics: the order of casting against the order of rows.
BOXES, CAST = 40, 30


async def lie(polls: Polls, by: str) -> list[list[int]]:
    """How the scores of many counts lie in the table, each as its place in the order of casting."""
    box, found = await polls.box(), []
    rules = load_policy(balloting_policy()).ballots.box("quarter")
    for _ in range(BOXES):
        cast = {"peer": [Decimal(50) + Decimal(n) / 1000 for n in range(CAST)]}
        async with polls.database.transaction() as session:
            await session.execute(text("TRUNCATE ballot_score"))
            await counting.keep(session, box, {box["ratees"][0]: (tallying.tally(rules, cast), cast)})
        rows = await polls.rows(f"SELECT score FROM ballot_score ORDER BY {by}")
        found.append([int((row["score"] - 50) * 1000) for row in rows])
    return found


@pytest.mark.parametrize("by", ["ctid", "id"])
async def test_neither_the_rows_nor_their_ids_keep_the_order_of_casting(opened: Polls, by: str) -> None:
    assert not tells_an_order(await lie(opened, by))


async def test_rows_that_are_not_shuffled_would_tell_it(opened: Polls, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unmoved:
        def shuffle(self, rows: list[object]) -> None:
            """As they came."""

    monkeypatch.setattr(counting, "SystemRandom", Unmoved)
    assert tells_an_order(await lie(opened, "ctid"))


def test_chance_is_told_from_an_order() -> None:
    drawn = random.Random(1)
    shuffled = [drawn.sample(range(CAST), CAST) for _ in range(BOXES)]
    assert not tells_an_order(shuffled)
    assert tells_an_order([list(range(CAST))] * BOXES)
    assert tells_an_order([sorted(one, key=lambda n: n // 3 + drawn.random() * 12) for one in shuffled])
