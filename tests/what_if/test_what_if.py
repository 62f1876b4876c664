"""What the office is told of another policy is what the command line tells of the exported archive, number by number."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import get_ident
from typing import Any, ClassVar

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner
from what_if.conftest import Quarter

from kaohe.cli.simulate import simulate
from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.documents import comparison_text
from kaohe.workflow.domain.facts import FactsDocument
from kaohe.workflow.what_if import ask
from kaohe.workflow.what_if.collected import Collected

app = typer.Typer()
app.command()(simulate)

QUERY = """query($c: ID!, $s: String, $v: ID, $n: Int, $a: String) {
  whatIf(cycleId: $c, source: $s, policyVersionId: $v) {
    beforePolicy { key version name } afterPolicy { key version name } sealed period people changed unscored
    body { before { participants remaining places used } after { participants remaining places used } decided gained lost
           distribution { grades { grade label before after } before { count highest lowest mean } after { count mean } } }
    units { unit { id name } before { places used } after { places used } decided gained lost unknown }
    decided { people allowedBefore allowedAfter openAfter }
    problems { kind kindLabel side input label people message messageEn }
    changes(first: $n, after: $a) { totalCount pageInfo { hasNextPage endCursor }
      edges { node { assessment { id } name unit { name }
        before { outcome outcomeLabel missing score allowedGrades proposedGrade proposedGradeLabel }
        after { outcome score proposedGrade proposedGradeLabel missing } causes
        parts { part label before after } decidedGrade decidedAllowed } } } } }"""


def other() -> str:
    """county-psb with half the places, a stricter band, and other weights of its parts."""
    policy = shipped_text("county-psb")
    changes = (('ratio = "0.40"', 'ratio = "0.20"'), ("at_least = 80", "at_least = 88"), ("factor = 60", "factor = 40"))
    for old, new in (*changes, ("weight = 40", "weight = 60")):
        assert old in policy
        policy = policy.replace(old, new, 1)
    return policy


@pytest.fixture(params=["sealed", "running"])
def quarter(request: pytest.FixtureRequest) -> Quarter:
    found: Quarter = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def printed(tmp_path: Path) -> Callable[[Quarter], str]:
    """What `kaohe simulate --against` prints of the exported facts."""

    def run(quarter: Quarter) -> str:
        (tmp_path / "other.toml").write_text(other(), encoding="utf-8")
        result = CliRunner().invoke(app, ["county-psb", str(quarter.facts), "--against", str(tmp_path / "other.toml")])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    return run


async def answered(quarter: Quarter, who: str = "office", **given: Any) -> Any:
    found = await quarter.api.ask(who, QUERY, c=quarter.api.cycle, **given)
    return found["whatIf"]


@pytest.mark.req("N-6")
async def test_the_service_comes_to_the_same_bytes_as_the_command_on_its_archive(
    quarter: Quarter, printed: Callable[[Quarter], str]
) -> None:
    actor: Actor = quarter.api.world.actor("office")
    async with quarter.api.database.session() as session:
        asked = await ask(session, actor, quarter.api.world.cycle_id, other())
    assert asked is not None
    assert comparison_text(await asked.answer()) == printed(quarter)


@pytest.mark.req("N-5", "N-6")
async def test_the_api_tells_these_numbers(quarter: Quarter, printed: Callable[[Quarter], str]) -> None:
    told = await answered(quarter, s=other(), n=100)
    document = json.loads(printed(quarter))
    (cycle,) = document["cycles"]
    assert told["sealed"] is (quarter.facts.parent.name.startswith("sealed"))
    assert (told["people"], told["changed"]) == (cycle["people"], cycle["changed"]) == (12, cycle["changed"])
    assert (told["changed"] > 0) is told["sealed"]  # before scores are entered there is nothing to change
    for side in ("before", "after"):
        assert told["body"][side] == cycle["body"][side]
        assert told[f"{side}Policy"] == document[side]
        assert [unit[side] for unit in told["units"]] == [
            {name: unit[side][name] for name in ("places", "used")} for unit in cycle["units"]
        ]
        spread = cycle["body"]["distribution"][side]
        assert told["body"]["distribution"][side]["mean"] == spread["mean"]
        assert told["body"]["distribution"][side]["count"] == spread["scored"]
    for name in ("gained", "lost", "unknown"):
        assert [unit[name] for unit in told["units"]] == [len(unit[name]) for unit in cycle["units"]]
    assert told["unscored"] == cycle["unscored"]
    assert [(one["input"], one["people"], one["message"]) for one in told["problems"]] == [
        (one["input"], one["people"], one["zh"]) for one in cycle["problems"]
    ]
    nodes = {edge["node"]["assessment"]["id"]: edge["node"] for edge in told["changes"]["edges"]}
    assert set(nodes) == {quarter.api.id("Assessment", int(one["key"])) for one in cycle["changes"]}
    for one in cycle["changes"]:
        node = nodes[quarter.api.id("Assessment", int(one["key"]))]
        assert node["name"] == one["name"]
        assert node["causes"] == [cause.upper() for cause in one["causes"]]
        assert node["parts"] == one["parts"]
        for side in ("before", "after"):
            assert node[side]["score"] == one[side]["score"]
            assert node[side]["proposedGrade"] == one[side]["proposed_grade"]
        assert (node["decidedGrade"], node["decidedAllowed"]) == (one["decided_grade"], one["decided_allowed"])


async def test_what_was_decided_stands_beside_and_is_not_compared(sealed: Quarter) -> None:
    told = await answered(sealed, s=other(), n=100)
    graded = await sealed.api.value("SELECT count(*) FROM assessment WHERE grade IS NOT NULL AND body_id = :b",
                                    b=sealed.api.world.body_id)  # fmt: skip
    assert told["decided"]["people"] == graded > 0
    own = await answered(sealed)
    assert (own["changed"], own["problems"]) == (0, [])
    assert own["decided"]["allowedBefore"] == own["decided"]["allowedAfter"]
    assert own["afterPolicy"] == own["beforePolicy"]


async def test_what_was_sealed_counts_whatever_the_tables_say_by_now(sealed: Quarter) -> None:
    api = sealed.api
    async with api.database.session() as session:
        await session.begin()
        found = [await ask(session, api.world.actor("office"), api.world.cycle_id, other())]
        await session.execute(text("UPDATE monthly_performance SET score = 61"))
        found.append(await ask(session, api.world.actor("office"), api.world.cycle_id, other()))
        await session.rollback()
    before, after = [await one.answer() for one in found if one is not None]
    assert before == after


async def test_a_running_cycle_tells_what_it_still_waits_for(running: Quarter) -> None:
    told = await answered(running, s=other())
    waiting = {(one["kind"], one["side"]) for one in told["problems"]}
    assert {("MISSING", "BEFORE"), ("MISSING", "AFTER")} <= waiting
    assert told["sealed"] is False


async def test_changes_come_in_pages_and_counts_whole(sealed: Quarter) -> None:
    whole = await answered(sealed, s=other(), n=100)
    seen: list[str] = []
    after = None
    while True:
        page = (await answered(sealed, s=other(), n=2, a=after))["changes"]
        assert page["totalCount"] == whole["changed"]
        seen += [edge["node"]["assessment"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [edge["node"]["assessment"]["id"] for edge in whole["changes"]["edges"]]
    assert len(seen) > 2


async def test_a_published_version_is_named_by_its_id(sealed: Quarter) -> None:
    api = sealed.api
    version = await api.value("SELECT min(id) FROM policy_version WHERE body_id = :b", b=api.world.body_id)
    told = await answered(sealed, v=api.id("PolicyVersion", version))
    assert (told["afterPolicy"]["key"], told["changed"]) == ("county-psb", 0)


async def errors(quarter: Quarter, **given: Any) -> list[dict[str, Any]]:
    answer = await quarter.api.post("office", QUERY, {"c": quarter.api.cycle, **given})
    found: list[dict[str, Any]] = answer["errors"][0]["extensions"]["errors"]
    return found


async def test_every_problem_of_the_text_is_named(sealed: Quarter) -> None:
    broken = other().replace('ratio = "0.20"', "ratio = 7").replace("factor = 40", "factor = -1")
    found = await errors(sealed, s=broken)
    assert {one["code"] for one in found} == {"POLICY_INVALID"}
    assert {one["field"] for one in found} == {"source"}
    assert any("quota.ratio" in one["message"] for one in found)
    assert len(found) >= 2


async def test_a_scheme_by_the_month_can_t_evaluate_a_quarter(sealed: Quarter) -> None:
    (found,) = await errors(sealed, s=shipped_text("county-psb").replace('period = "quarter"', 'period = "month"'))
    assert found["code"] == "NOT_COMPARABLE"
    assert "cycles[0].period" in found["messageEn"]


async def test_a_text_and_a_version_are_not_given_together(sealed: Quarter) -> None:
    (found,) = await errors(sealed, s=other(), v=sealed.api.id("PolicyVersion", 1))
    assert (found["code"], found["field"]) == ("BAD_INPUT", "source")


async def test_another_body_s_version_does_not_exist(sealed: Quarter) -> None:
    api = sealed.api
    foreign = await api.value("SELECT min(id) FROM policy_version WHERE body_id = :b", b=api.foreign.body_id)
    (found,) = await errors(sealed, v=api.id("PolicyVersion", foreign))
    assert (found["code"], found["field"]) == ("NOT_FOUND", "policyVersionId")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("office", True),
        ("secretary", True),
        ("member3", True),
        ("deputy", True),
        ("a_leader", False),
        ("a1", False),
        ("admin", False),
        ("inspector", False),
        ("foreign-office", False),
    ],
)
async def test_it_is_for_the_office_and_the_committee(sealed: Quarter, who: str, sees: bool) -> None:
    assert (await answered(sealed, who) is not None) is sees


async def test_whoever_may_not_ask_learns_nothing_of_his_text(sealed: Quarter) -> None:
    assert await answered(sealed, "a1", s="not a policy") is None


async def test_statements_do_not_grow_with_the_people(sealed: Quarter, running: Quarter) -> None:
    for quarter, most in ((sealed, 3), (running, 8)):
        with quarter.api.counting() as statements:
            async with quarter.api.database.session() as session:
                await ask(session, quarter.api.world.actor("office"), quarter.api.world.cycle_id, other())
        assert len(statements) <= most, statements


class _Noting(Collected):
    """Facts that note in which threads they are read."""

    threads: ClassVar[list[int]] = []

    def facts(self) -> FactsDocument:
        self.threads.append(get_ident())
        return super().facts()


async def test_the_rules_leave_the_event_loop_alone(sealed: Quarter) -> None:
    async with sealed.api.database.session() as session:
        asked = await ask(session, sealed.api.world.actor("office"), sealed.api.world.cycle_id)
    assert asked is not None
    noting = _Noting(asked.collected.policy, asked.collected.found)
    await replace(asked, collected=noting).answer()
    (thread,) = noting.threads
    assert thread != get_ident()


async def test_nothing_is_written(sealed: Quarter) -> None:
    before = await sealed.api.fingerprint()
    await answered(sealed, s=other())
    assert await sealed.api.fingerprint() == before
