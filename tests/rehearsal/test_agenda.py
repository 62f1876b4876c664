"""What is planned comes in the order of its moments, and no earlier."""

from datetime import UTC, datetime, timedelta

from kaohe.rehearsal.agenda import Act, Agenda

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


async def _nothing() -> None:
    """An act that does nothing."""


def test_the_earliest_comes_first_and_of_one_moment_the_first_planned() -> None:
    agenda, later, first, second = Agenda(), NOON + timedelta(hours=1), _named(), _named()
    agenda.plan(later, _nothing)
    agenda.plan(NOON, first)
    agenda.plan(NOON, second)
    taken = [agenda.take(until=later) for _ in range(3)]
    assert [one.act for one in taken if one] == [first, second, _nothing]


def test_what_is_still_to_come_waits() -> None:
    agenda = Agenda()
    agenda.plan(NOON, _nothing)
    assert agenda.take(until=NOON - timedelta(seconds=1)) is None
    assert agenda.take(until=NOON) is not None
    assert agenda.take(until=NOON) is None


def _named() -> Act:
    async def act() -> None:
        """An act of its own."""

    return act
