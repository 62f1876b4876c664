"""What the office is told of raters once boxes are counted: whole units, unmerged scores, one statement."""

import statistics
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import event
from support.api import let_in, serving
from support.attacker import determined
from support.ballots import MakePolls, Polls, balloting_policy

from kaohe.workflow.ballots.ratees import leaves_of, ratee_of
from kaohe.workflow.diagnostics import rater_diagnostics
from kaohe.workflow.diagnostics.figures import FEWEST_SCORES
from kaohe.workflow.domain.policy import load_policy

pytestmark = pytest.mark.req("S1-20")


async def diagnosed(polls: Polls, who: str = "office") -> Sequence[Any] | None:
    async with polls.database.session() as session:
        return await rater_diagnostics(session, polls.world.actor(who), polls.world.cycle_id)


async def counted(make_polls: MakePolls, *units: str) -> Polls:
    """Everybody of these units' boxes has cast, unit b's by five points less; the boxes are counted."""
    found = await make_polls()
    await found.tend()
    for unit in units:
        less = 5 if unit == "b" else 0
        await found.cast_all(lambda name, n, less=less: 70 + (len(name) + 3 * n) % 19 - less, unit=unit)
    await found.tend()
    return found


async def test_figures_are_those_of_the_scores_that_were_kept(make_polls: MakePolls) -> None:
    polls = await counted(make_polls, "a", "b")
    rows = {row["unit_id"]: row for row in await diagnosed(polls) or ()}
    kept = {}
    for unit in ("a", "b"):
        scores = await polls.rows(
            "SELECT assessment_id, score FROM ballot_score WHERE box_id = :id", id=await polls.box_id(unit)
        )
        kept[unit] = scores
        row = rows[polls.world.units[unit]]
        flat = [one["score"] for one in scores]
        assert len(flat) >= FEWEST_SCORES
        assert row["too_few"] is False
        assert row["mean"] == pytest.approx(statistics.mean(flat), abs=Decimal("0.0051"))
        people = {one["assessment_id"] for one in scores}
        spreads = [
            statistics.stdev([one["score"] for one in scores if one["assessment_id"] == case]) for case in people
        ]
        assert row["spread"] == pytest.approx(statistics.mean(spreads), abs=Decimal("0.0051"))
        assert row["high_share"] == pytest.approx(
            Decimal(sum(one >= 90 for one in flat)) / len(flat), abs=Decimal("0.0001")
        )
        assert (row["turnout"], row["cast_ballots"]) == (1, row["raters"])
    every = [one["score"] for scores in kept.values() for one in scores]
    for unit, scores in kept.items():
        wanted = statistics.mean(one["score"] for one in scores) - statistics.mean(every)
        assert rows[polls.world.units[unit]]["leniency"] == pytest.approx(wanted, abs=Decimal("0.0051"))


async def test_a_box_that_is_not_counted_is_not_there(make_polls: MakePolls) -> None:
    polls = await counted(make_polls, "a")
    assert [row["unit_id"] for row in await diagnosed(polls) or ()] == [polls.world.units["a"]]


async def test_a_unit_with_too_few_scores_has_no_figures_and_moves_nobody_s_leniency(make_polls: MakePolls) -> None:
    """The scores that are left of unit b are too few: unit a, alone under the box, is as lenient as itself."""
    polls = await counted(make_polls, "a", "b")
    await polls.run(
        "DELETE FROM ballot_score WHERE box_id = :id AND assessment_id <> (SELECT min(assessment_id) FROM ballot_score "
        "WHERE box_id = :id)",
        id=await polls.box_id("b"),
    )
    rows = {row["unit_id"]: row for row in await diagnosed(polls) or ()}
    few = rows[polls.world.units["b"]]
    assert few["too_few"] is True
    assert not {"mean", "leniency", "spread", "agreement", "high_share", "lowest_share", "highest_share"} & set(few)
    assert rows[polls.world.units["a"]]["leniency"] == 0


async def test_who_is_excluded_after_the_count_changes_no_figure(make_polls: MakePolls) -> None:
    """Else two answers would differ by his scores alone."""
    polls = await counted(make_polls, "a")
    before = await diagnosed(polls)
    await polls.run("UPDATE assessment SET state = 'excluded' WHERE id = (SELECT min(assessment_id) FROM ballot_score)")
    assert await diagnosed(polls) == before


async def test_it_is_for_the_office_alone(make_polls: MakePolls) -> None:
    polls = await counted(make_polls, "a")
    for who in ("a_leader", "deputy", "chief", "secretary", "member3", "admin", "a1"):
        assert await diagnosed(polls, who) is None


async def test_one_statement(make_polls: MakePolls) -> None:
    polls = await counted(make_polls, "a", "b")
    seen: list[str] = []
    engine = polls.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: seen.append(statement))
    await diagnosed(polls)
    assert len(seen) == 1


async def test_over_the_api(make_polls: MakePolls, tmp_path: Any) -> None:
    polls = await counted(make_polls, "a")
    async with polls.database.transaction() as session:
        await let_in(session, polls.world, polls.now)
    query = """query($c: ID!) { raterDiagnostics(cycleId: $c) { unit { name } key label raters castBallots turnout tooFew
      mean leniency spread agreement highShare lowestShare highestShare } }"""
    async with serving(polls.database, polls.world, polls.world, polls.now, tmp_path) as api:
        (row,) = (await api.ask("office", query, c=api.cycle))["raterDiagnostics"]
        assert (row["label"], row["tooFew"], row["turnout"]) == ("季度评分", False, "1.0000")
        assert Decimal(row["leniency"]) == 0
        assert (await api.ask("chief", query, c=api.cycle))["raterDiagnostics"] is None
        missing = await api.ask("office", query, c=api.id("Cycle", 999))
        assert missing["raterDiagnostics"] is None


class Published:
    """What a counted box publishes, as equations over what each rater gave each person."""

    def __init__(self, leaves: dict[tuple[str, int], str], tallies: list[dict[str, Any]]) -> None:
        self.leaves, self.tallies = leaves, tallies

    def group(self, row: dict[str, Any]) -> list[tuple[str, int]]:
        return [
            one for one, leaf in self.leaves.items() if one[1] == row["assessment_id"] and leaf in row["categories"]
        ]

    def of_tallies(self) -> list[dict[Any, Fraction]]:
        weights = {"main": Fraction(24, 10), "deputy": Fraction(16, 10), "peer": Fraction(3), "other": Fraction(3)}
        found: list[dict[Any, Fraction]] = []
        for row in self.tallies:
            group = self.group(row)
            size = {leaf: sum(self.leaves[one] == leaf for one in group) for leaf in row["categories"]}
            found.append({one: weights[self.leaves[one]] / size[self.leaves[one]] for one in group})
        return found

    def unit_mean(self) -> dict[Any, Fraction]:
        """The diagnosis: all scores that were not merged, alike."""
        return {one: Fraction(1) for row in self.tallies if len(row["categories"]) == 1 for one in self.group(row)}

    def own_means(self) -> list[dict[Any, Fraction]]:
        """What is never published: everything that a person received, merged or not, alike."""
        return [
            {one: Fraction(1) for one in self.leaves if one[1] == case}
            for case in {row["assessment_id"] for row in self.tallies}
        ]

    def totals(self) -> list[dict[Any, Fraction]]:
        """What each rater gave in sum, as an unknown of its own."""
        return [
            {("total", name): Fraction(-1), **{one: Fraction(1) for one in self.leaves if one[0] == name}}
            for name in {name for name, _ in self.leaves}
        ]


async def published(polls: Polls) -> Published:
    rules, box = load_policy(balloting_policy()), await polls.box()
    cases = await polls.rows("SELECT * FROM assessment WHERE id = ANY(:ids) ORDER BY id", ids=box["ratees"])
    leaves: dict[tuple[str, int], str] = {}
    for row in await polls.rows(
        "SELECT p.name, r.* FROM ballot_rater r JOIN person p ON p.id = r.person_id WHERE r.box_id = :id", id=box["id"]
    ):
        of_rater = leaves_of(rules, "quarter", "", row["rater_group"], row["person_id"], map(ratee_of, cases), ())
        leaves |= {(row["name"], case): leaf for case, leaf in of_rater.items()}
    return Published(leaves, await polls.rows("SELECT * FROM ballot_tally WHERE box_id = :id", id=box["id"]))


async def test_no_score_and_no_rater_s_sum_can_be_solved_with_the_diagnosis(make_polls: MakePolls) -> None:
    known = await published(await counted(make_polls, "a"))
    assert len(known.unit_mean()) >= FEWEST_SCORES
    assert determined([*known.of_tallies(), known.unit_mean(), *known.totals()]) == set()


async def test_a_mean_over_merged_scores_would_be_solved_for_the_leader(make_polls: MakePolls) -> None:
    """Beside the weighted mean of a merged group, a plain one takes it apart: this is why they stay out."""
    known = await published(await counted(make_polls, "a"))
    solved = determined([*known.of_tallies(), *known.own_means(), *known.totals()])
    assert {name for name, _ in solved if name != "total"} == {"a_leader"}
