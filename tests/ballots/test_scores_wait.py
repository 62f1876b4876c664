"""The score waits for the count, and rests on its tallies; one account a cadre."""

from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from support.ballots import Polls
from support.drive import INDICATORS

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.archive.facts import facts_of
from kaohe.workflow.archive.records import read_cases, read_record
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.situations import load_situation


async def sum_up(polls: Polls, name: str) -> None:
    async with polls.database.transaction() as session:
        case = await polls.world.case(session, name)
        clerk = polls.world.actor("a_clerk")
        await record_scores(session, clerk, polls.now, {case: dict.fromkeys(INDICATORS, Decimal(100))})
        await aggregate(session, clerk, polls.now, [case])


@pytest.mark.req("S1-18", "S1-21")
async def test_a_case_is_aggregated_once_its_box_is_counted(opened: Polls) -> None:
    with pytest.raises(Refused) as caught:
        await sum_up(opened, "a1")
    assert {one.code for one in caught.value.refusals} == {Code.INPUTS_INCOMPLETE}
    await opened.cast_all(lambda name, _n: 70 if name == "a_leader" else 80)
    await opened.tend()
    await sum_up(opened, "a1")
    score = await opened.value("SELECT score FROM assessment WHERE person_id = :p", p=opened.world.people["a1"])
    # main 70, deputies 80, peers 80: the leaders' category is 4 of 7, the main leader 6 of 10 of it
    ballots = (Fraction(4) * (Fraction(70) * 6 + 80 * 4) / 10 + Fraction(3) * 80) / 7
    assert score == round(Decimal(40) + Decimal(ballots.numerator) / ballots.denominator * Decimal("0.6"), 2)


@pytest.mark.req("S1-20")
async def test_an_archive_tells_of_boxes_in_numbers(opened: Polls) -> None:
    await opened.cast_all()
    await opened.tend()
    cycle = {"body_id": opened.world.body_id, "cycle_id": opened.world.cycle_id}
    async with opened.database.session() as session:
        rows = await read_record(session, "ballots.json", cycle)
        situation = await load_situation(session, **cycle)
        facts = await facts_of(session, situation, "某局", await read_cases(session, **cycle), [])
    counted = next(row for row in rows if row["unit_id"] == opened.world.units["a"])
    assert counted["raters"] == {"main_leader": 1, "staff": 5, "superior_leaders": 2}
    assert (counted["state"], counted["cast"], counted["headcount"], counted["ratees"]) == ("counted", 8, 6, 6)
    assert "person_id" not in counted
    known = {person.key: person.ballots for person in facts.people}
    assert sum(bool(tallies) for tallies in known.values()) == 6


@pytest.mark.req("S1-3")
async def test_a_cadre_has_one_account(opened: Polls) -> None:
    with pytest.raises(IntegrityError, match="uq_account_body_id_person_id"):
        await opened.run(
            "INSERT INTO account (body_id, person_id, login, password_hash, disabled, must_change, failures) "
            "VALUES (:body, :person, 'second', '!', false, false, 0)",
            body=opened.world.body_id,
            person=opened.world.people["a1"],
        )
    async with opened.database.session() as session:
        found = await session.scalar(
            text("SELECT max(n) FROM (SELECT count(*) AS n FROM account GROUP BY person_id) x")
        )
    assert found == 1
