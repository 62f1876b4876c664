"""A person and the end of his term, two people on one case: round after round."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from races.after import After
from races.grounds import Prepare, Spot, aggregation_due, at_office, own_terms, summaries_due
from races.hands import (
    approve,
    approve_in_place,
    freeze,
    nothing_raised,
    refused_with,
    return_first,
    revoke,
    submit,
    submit_and_have_it_returned,
    sweep,
)
from races.rounds import Ground, Races

from kaohe.workflow.domain.refusals import Code

GroundOf = Callable[[Prepare, str], Awaitable[Ground]]


def _summary(case: int, answer: Any, after: After) -> str:
    """How a summary and the end of a term met; its deadline and history agree with the answer, or it fails."""
    row, done = after.cases[case], after.triggers("assessment", case)
    match done[-1], row["state"], row["summary"]:
        case "submit_summary", "aggregation", "submitted" if answer is None:
            return "交在先 handed in"
        case "miss_summary", "aggregation", "missed" if refused_with(answer, Code.WRONG_STATE, "逾期未交小结"):
            return "到期在先 missed, and told"
        case "submit_late", "aggregation", "late" if answer is None and done[-2] == "miss_summary":
            return "到期在先，补交 missed, then late"
    raise AssertionError(f"{answer!r}, {done[-3:]}, {row['state']}, {row['summary']}")


@pytest.mark.req("S3-28")
async def test_a_last_second_summary_and_the_end_of_its_own_term(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert all(row["fired_at"] for row in after.deadlines("assessment", spot.case, "self_summary"))
        return _summary(spot.case, answers[0], after)

    ground = await ground_of(own_terms, "cases")
    await races.run("小结与本人时限 summary × own term", ground, [submit(), sweep], judge)


@pytest.mark.req("S3-28")
async def test_last_second_summaries_and_the_end_of_the_cycles_term(races: Races, ground_of: GroundOf) -> None:
    """Two of three hand in at the last second; the third never does."""

    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert after.triggers("assessment", spot.cases[2])[-1] == "miss_summary"
        (end,) = after.deadlines("cycle", spot.world.cycle_id, "self_summary")
        assert end["outcome"].startswith("moved"), end
        first, second = (_summary(spot.cases[one], answers[one], after) for one in (0, 1))
        return first if first == second else "一先一后 one of each"

    ground = await ground_of(summaries_due, "cycles")
    hands = [submit(0), submit(1), sweep]
    await races.run("小结与共同时限 summaries × shared term", ground, hands, judge)


@pytest.mark.req("S3-28")
async def test_a_summary_that_came_back_is_not_missed_by_the_term_that_it_had_before(
    races: Races, ground_of: GroundOf
) -> None:
    """He hands in and the clerk returns it while the old term ends: the new one is three working days away."""

    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        done = after.triggers("assessment", spot.case)
        match done[-2:]:
            case ["submit_summary", "return_summary"]:
                (end,) = after.deadlines("assessment", spot.case, "self_summary")[-1:]
                assert end["fired_at"] is None, "the new term has not begun to end"
                assert after.cases[spot.case]["state"] == "self_summary"
                return "交在先，退回 handed in, returned"
            case [_, "miss_summary"]:
                return "到期在先 missed, and told"
            case ["submit_late", "return_summary"]:
                return "到期在先，补交，退回 missed, late, returned"
        raise AssertionError(f"{answers}, {done}")

    ground = await ground_of(own_terms, "cases")
    hands = [submit_and_have_it_returned, sweep]
    await races.run("交后退回与原时限 returned × old term", ground, hands, judge)


@pytest.mark.req("S3-29")
async def test_a_return_and_the_end_of_aggregation(races: Races, ground_of: GroundOf) -> None:
    """The clerk returns one of three at the moment at which what is complete is added up."""

    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert {after.cases[one]["state"] for one in spot.cases[1:]} == {"review"}
        row, done = after.cases[spot.case], after.triggers("assessment", spot.case)
        if done[-1] == "return_summary" and row["state"] == "self_summary" and answers[0] is None:
            return "退回在先 returned"
        if done[-1] == "aggregate" and refused_with(answers[0], Code.WRONG_STATE, "办理"):
            return "汇总在先 added up, and told"
        raise AssertionError(f"{answers}, {done}, {row['state']}")

    ground = await ground_of(aggregation_due, "cycles")
    hands = [return_first, sweep]
    await races.run("退回与汇总到期 return × aggregation's end", ground, hands, judge)


@pytest.mark.req("S3-32")
async def test_two_of_the_office_sign_one_case(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert after.cases[spot.case]["state"] == "decision"
        assert after.triggers("assessment", spot.case).count("approve_review") == 3
        winner, loser = ("office", 1) if not isinstance(answers[0], BaseException) else ("office2", 0)
        assert refused_with(answers[loser], Code.WRONG_STATE, f"{winner}已于"), answers
        assert after.lines["assessment", spot.case][-1]["actor_name"] == winner
        return f"{winner} 在先 first"

    ground = await ground_of(at_office, "cases")
    await races.run("两人审核 two approvers", ground, [approve("office"), approve("office2")], judge)


@pytest.mark.req("S3-32")
async def test_a_substitute_and_his_principal_sign_one_case(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert after.cases[spot.case]["state"] == "decision"
        last = after.lines["assessment", spot.case][-1]
        if answers[0] is None:
            assert (last["actor_name"], "in_place_of" in last["data"]) == ("office", False)
            # Whoever comes when it is done and signed no longer has it on his desk: it does not exist for him.
            too_late = refused_with(answers[1], Code.NOT_FOUND)
            assert too_late or refused_with(answers[1], Code.WRONG_STATE, "office已于"), answers
            return "本人在先 principal"
        assert (last["actor_name"], last["data"]["in_place_of"]["name"]) == (spot.substitute, "office")
        assert refused_with(answers[0], Code.WRONG_STATE, f"{spot.substitute}(代office)已于"), answers
        return "代理人在先 substitute"

    ground = await ground_of(at_office, "cases")
    hands = [approve("office"), approve_in_place]
    await races.run("代理人与本人 substitute × principal", ground, hands, judge)


@pytest.mark.req("S3-32")
async def test_a_substitution_is_revoked_while_it_is_used(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert answers[1] is None, answers
        if answers[0] is None:
            assert after.cases[spot.case]["state"] == "decision"
            return "办理在先 used, then revoked"
        assert after.cases[spot.case]["state"] == "review"
        # Who is no longer a substitute when he asks sees nothing there; who ceases to be while he acts is told so.
        told = {one.code for one in answers[0].refusals}
        assert told <= {Code.SUBSTITUTION_REVOKED, Code.NOT_FOUND}, answers
        return "撤销在先 revoked"

    ground = await ground_of(at_office, "cases")
    hands = [approve_in_place, revoke]  # the first does much more
    await races.run("代理办理与撤销 use × revocation", ground, hands, judge, longest=1.5)


@pytest.mark.req("S3-33")
async def test_two_of_the_office_freeze_the_places(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        won = [number for number, one in enumerate(answers) if one is None]
        (loser,) = [one for one in answers if one is not None]
        assert refused_with(loser, Code.QUOTA_FROZEN), answers
        assert after.triggers("cycle", spot.world.cycle_id).count("freeze_quota") == len(won) == 1
        return f"{('office', 'office2')[won[0]]} 在先 first"

    ground = await ground_of(summaries_due, "cycles")
    await races.run("两人冻结名额 two freezing", ground, [freeze("office"), freeze("office2")], judge)
