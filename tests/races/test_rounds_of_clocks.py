"""Workers against each other and against the office: round after round."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from races.after import After
from races.grounds import Prepare, Spot, all_handed_in, letters, messages, own_terms, summaries_due
from races.hands import (
    advance,
    declare_day_off,
    extend,
    include_last,
    nothing_raised,
    relay_due,
    return_first,
    submit,
    suspend,
    sweep,
)
from races.rounds import Ground, Races

from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.deadlines import carry_out, parts
from kaohe.workflow.deliveries import Senders, deliver
from kaohe.workflow.deliveries.message import Message

GroundOf = Callable[[Prepare, str], Awaitable[Ground]]


@pytest.mark.req("S3-28")
async def test_three_sweepers_on_one_deadline(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert sorted(answers) == [0, 0, 1], answers
        assert after.triggers("assessment", spot.case).count("miss_summary") == 2  # the cycle's, then his own
        return f"第{answers.index(1) + 1}个 number {answers.index(1) + 1}"

    ground = await ground_of(own_terms, "cases")
    await races.run("三个清扫 three sweepers", ground, [sweep] * 3, judge, in_flight=1, longest=0.03)


def _all_missed(spot: Spot, after: After) -> bool:
    return all(after.triggers("assessment", one)[-1] == "miss_summary" for one in spot.cases)


def _none_missed(spot: Spot, after: After) -> bool:
    return all(after.cases[one]["state"] == "self_summary" for one in spot.cases)


@pytest.mark.req("S3-31")
async def test_an_extension_and_the_end_that_it_puts_off(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert answers[0] is None, answers
        assert after.triggers("cycle", spot.world.cycle_id)[-1] == "extend"
        assert any(row["fired_at"] is None for row in after.deadlines("cycle", spot.world.cycle_id, "self_summary"))
        if _none_missed(spot, after):
            return "延期在先 extended"
        assert _all_missed(spot, after)
        return "到期在先 missed, then extended"

    ground = await ground_of(summaries_due, "cycles")
    await races.run("延期与到期 extension × expiry", ground, [extend, sweep], judge)


@pytest.mark.req("S3-28")
async def test_a_calendar_that_moves_the_end_and_the_end(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert answers[0] is None, answers
        waiting = [row for row in after.deadlines("cycle", spot.world.cycle_id, "self_summary") if not row["fired_at"]]
        if _none_missed(spot, after):
            assert [row["due_at"] > spot.moment for row in waiting] == [True]
            return "重算在先 put off"
        assert _all_missed(spot, after)
        assert not waiting
        return "到期在先 missed"

    ground = await ground_of(summaries_due, "cycles")
    hands = [declare_day_off, sweep]
    await races.run("重算与到期 recompute × expiry", ground, hands, judge)


@pytest.mark.req("S3-31")
async def test_a_suspension_and_the_end_of_a_term(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert answers[0] is None, answers
        assert after.cycles[spot.world.cycle_id]["suspended_at"] is not None
        (end,) = after.deadlines("cycle", spot.world.cycle_id, "self_summary")
        if end["fired_at"] is None:
            assert _none_missed(spot, after)
            return "中止在先 suspended"
        assert _all_missed(spot, after)
        return "到期在先 missed, then suspended"

    ground = await ground_of(summaries_due, "cycles")
    await races.run("中止与到期 suspension × expiry", ground, [suspend, sweep], judge)


@pytest.mark.req("S3-28")
async def test_last_second_summaries_and_an_end_that_is_shared_out(
    races: Races, ground_of: GroundOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three cases in parts of one, three sweepers, and somebody who hands in at the last second."""
    monkeypatch.setattr(parts, "PART", 1)
    monkeypatch.setattr(carry_out, "PART", 1)

    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        (end,) = after.deadlines("cycle", spot.world.cycle_id, "self_summary")
        done = after.triggers("assessment", spot.case)
        assert end["fired_at"] is not None
        assert [after.triggers("assessment", one).count("miss_summary") for one in spot.cases[1:]] == [1, 1]
        match done[1:]:
            case ["submit_summary"]:
                assert end["outcome"] == "moved 2, held 0", end
                return "交在先 handed in"
            case ["miss_summary", *_]:
                assert end["outcome"] == "moved 3, held 0", end
                return "到期在先 missed"
        raise AssertionError(f"{answers}, {done}")

    ground = await ground_of(summaries_due, "cycles")
    hands = [submit(0), sweep, sweep, sweep]
    name = "小结与分批到期 summary × shared-out expiry"
    await races.run(name, ground, hands, judge, in_flight=3)


@pytest.mark.req("S3-29")
async def test_a_cycle_that_moves_on_and_a_summary_that_comes_back(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert answers[0] is None, answers
        assert after.cases[spot.case]["state"] == "self_summary"
        state = after.cycles[spot.world.cycle_id]["state"]
        assert state == (answers[1] or "self_summary")
        return {"aggregation": "推进在先 advanced", "self_summary": "退回在先 returned"}[state]

    ground = await ground_of(all_handed_in, "cycles")
    await races.run("退回与周期推进 return × advance", ground, [return_first, advance], judge)


@pytest.mark.req("S3-28")
async def test_a_cycle_that_moves_on_and_somebody_who_takes_part_again(races: Races, ground_of: GroundOf) -> None:
    def judge(spot: Spot, answers: Sequence[Any], after: After) -> str:
        assert nothing_raised(answers), answers
        assert answers[0] is None, answers
        state = after.cycles[spot.world.cycle_id]["state"]
        assert state == (answers[1] or "self_summary")
        assert after.cases[spot.cases[-1]]["state"] == "self_summary"
        return {"aggregation": "推进在先 advanced", "self_summary": "恢复在先 included"}[state]

    ground = await ground_of(all_handed_in, "cycles")
    await races.run("恢复参加与周期推进 inclusion × advance", ground, [include_last, advance], judge)


@pytest.mark.req("S3-28")
async def test_two_relays_on_one_message(races: Races, ground_of: GroundOf) -> None:
    def judge(_spot: Spot, answers: Sequence[Any], _after: After) -> str:
        assert sorted(answers) == [0, 1], answers
        return f"第{answers.index(1) + 1}个 number {answers.index(1) + 1}"

    ground = await ground_of(messages, "cases")
    await races.run("两个转发 two relays", ground, [relay_due] * 2, judge, in_flight=1, longest=0.03)


class _Letterbox(Senders):
    """Keeps what arrives by its token."""

    def __init__(self) -> None:
        super().__init__(Settings())
        self.arrived = Counter[str]()

    async def send(self, channel: str, target: str, message: Message, now: datetime) -> str:
        self.arrived[message.token] += 1
        return "200"


@pytest.mark.req("S3-28")
async def test_two_workers_with_one_letter(races: Races, ground_of: GroundOf) -> None:
    boxes: dict[Database, _Letterbox] = {}

    async def send_out(database: Database, spot: Spot) -> str:
        box = boxes.setdefault(database, _Letterbox())
        return await deliver(database, spot.moment, spot.world.body_id, spot.case, box)

    def judge(_spot: Spot, answers: Sequence[Any], _after: After) -> str:
        assert sorted(answers) == ["delivered", "passed"], answers
        return f"第{answers.index('delivered') + 1}个 number {answers.index('delivered') + 1}"

    ground = await ground_of(letters, "cases")
    await races.run("两人投递 two deliverers", ground, [send_out, send_out], judge)
    assert sum(box.arrived.total() for box in boxes.values()) == sum(len(box.arrived) for box in boxes.values())
