"""Those who come at the same time go together; to each it is as if he had gone alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

import pytest
import pytest_asyncio

from kaohe.graphql import together as constants
from kaohe.graphql.together import ALONE, Together

pytestmark = pytest.mark.req("§4")

#: Whose request it is, as the log knows it.
WHOSE: ContextVar[str] = ContextVar("WHOSE")


class Boat:
    """Carries numbers over and answers with their squares, or what `answers` says. While it is `held`, who sets out does not
    arrive before `land` is called."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.lone: list[int] = []
        self.answers: dict[int, Any] = {}
        self.failing: Exception | None = None
        self.held = False
        self.seen: list[tuple[str | None, asyncio.Task[Any] | None]] = []
        self._out: asyncio.Queue[tuple[list[int], asyncio.Event]] = asyncio.Queue()
        self.together: Together[int, int] = Together(self._alone, self._several)

    def set_out(self, one: int, whose: str = "") -> asyncio.Task[int]:
        """Somebody comes, with a task and a context of his own."""

        async def travel() -> int:
            WHOSE.set(whose)
            return await self.together(one)

        return asyncio.create_task(travel(), name=str(one))

    async def leaving(self) -> tuple[list[int], asyncio.Event]:
        """Who sets out next, and what lets them arrive."""
        async with asyncio.timeout(20):  # that nobody sets out is a failure, not a test that hangs
            return await self._out.get()

    def others_leaving(self) -> list[tuple[list[int], asyncio.Event]]:
        """The same of those who have set out already."""
        return [self._out.get_nowait() for _ in range(self._out.qsize())]

    async def _alone(self, one: int) -> int:
        self.lone.append(one)
        await self._carry([one])
        return one * one

    async def _several(self, ones: Sequence[int]) -> Sequence[Any]:
        self.goes.append(list(ones))
        await self._carry(ones)
        if self.failing:
            raise self.failing
        return [self.answers.get(one, one * one) for one in ones]

    async def _carry(self, ones: Sequence[int]) -> None:
        self.seen.append((WHOSE.get(None), asyncio.current_task()))
        if self.held:
            landed = asyncio.Event()
            self._out.put_nowait((list(ones), landed))
            await landed.wait()


@pytest.fixture
def one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One go keeps all others waiting, for as long as it takes."""
    monkeypatch.setattr(constants, "AT_ONCE", 1)
    monkeypatch.setattr(constants, "PATIENCE", 3600)


@pytest_asyncio.fixture(autouse=True)
async def nothing_left() -> AsyncIterator[None]:
    """No test may leave a task behind."""
    before = {one for one in asyncio.all_tasks() if not one.done()}
    yield
    await asyncio.sleep(0)
    assert {one for one in asyncio.all_tasks() if not one.done()} - {asyncio.current_task()} <= before


async def all_of(*awaited: Awaitable[Any]) -> list[Any]:
    """What all of them come back with. That somebody never does is a failure, not a test that hangs."""
    async with asyncio.timeout(20):
        return await asyncio.gather(*awaited)


async def raised(*awaited: Awaitable[Any]) -> list[BaseException | None]:
    """What is raised to each; None to whom nothing is."""
    tasks = [asyncio.ensure_future(one) for one in awaited]
    await asyncio.wait(tasks, timeout=20)
    return [asyncio.CancelledError() if task.cancelled() else task.exception() for task in tasks]


async def out(boat: Boat, *ones: int) -> tuple[list[asyncio.Task[int]], asyncio.Event]:
    """These have set out, in one go, and are under way until the event."""
    boat.held = True
    tasks = [boat.set_out(one) for one in ones]
    found, landed = await boat.leaving()
    boat.held = False
    assert found == list(ones)
    return tasks, landed


async def test_who_come_in_one_turn_go_together() -> None:
    boat = Boat()
    assert await all_of(*(boat.together(one) for one in (3, 1, 2))) == [9, 1, 4]
    assert (boat.goes, boat.lone) == ([[3, 1, 2]], [])


async def test_who_come_in_turns_that_follow_each_other_go_together() -> None:
    boat = Boat()
    tasks = []
    for one in (3, 1, 2):
        tasks.append(boat.set_out(one))
        await asyncio.sleep(0)
    assert await all_of(*tasks) == [9, 1, 4]
    assert (boat.goes, boat.lone) == ([[3, 1, 2]], [])


@pytest.mark.usefixtures("one_at_once")
@pytest.mark.parametrize("first", [(1, 2), (1,)], ids=["several", "a lone one"])
async def test_who_come_while_others_are_under_way_go_with_the_next(first: tuple[int, ...]) -> None:
    boat = Boat()
    tasks, landed = await out(boat, *first)
    for one in (3, 4, 5):
        tasks.append(boat.set_out(one))
        await asyncio.sleep(0)  # each in a turn of his own
    landed.set()
    assert await all_of(*tasks) == [one * one for one in (*first, 3, 4, 5)]
    assert boat.goes == [*([[1, 2]] if len(first) > 1 else []), [3, 4, 5]]


async def test_a_lone_one_goes_at_once_as_himself() -> None:
    """In his own context, so that the log and the outbox know his request, and in his own task."""
    boat = Boat()
    task = boat.set_out(7, "r7")
    assert await all_of(task) == [49]
    assert (boat.goes, boat.lone, boat.seen) == ([], [7], [("r7", task)])


async def test_who_go_together_go_in_nobodys_context() -> None:
    boat = Boat()
    tasks = [boat.set_out(one, f"r{one}") for one in (1, 2)]
    await all_of(*tasks)
    [(whose, task)] = boat.seen
    assert whose is None
    assert task not in tasks


async def test_who_cannot_be_helped_in_company_goes_alone() -> None:
    boat = Boat()
    boat.answers = {2: ALONE, 3: ALONE}
    tasks = [boat.set_out(one, f"r{one}") for one in (1, 2, 3)]
    assert await all_of(*tasks) == [1, 4, 9]
    assert (boat.goes, boat.lone) == ([[1, 2, 3]], [2, 3])
    assert boat.seen[1:] == [("r2", tasks[1]), ("r3", tasks[2])]


@pytest.mark.parametrize("falsy", [None, 0, False, ()])
async def test_an_answer_that_is_nothing_is_an_answer(falsy: Any) -> None:
    boat = Boat()
    boat.answers = {1: falsy}
    assert await all_of(boat.together(1), boat.together(2)) == [falsy, 4]
    assert boat.lone == []


async def test_an_error_for_one_is_raised_to_him_alone() -> None:
    boat = Boat()
    boat.answers = {2: LookupError("2")}
    tasks = [boat.set_out(one) for one in (1, 2, 3)]
    assert await raised(*tasks) == [None, boat.answers[2], None]
    assert (tasks[0].result(), tasks[2].result()) == (1, 9)
    assert boat.lone == []


async def test_what_goes_wrong_for_all_is_raised_to_all_and_the_next_are_served() -> None:
    boat = Boat()
    boat.failing = OSError("gone")
    assert await raised(*(boat.together(one) for one in (1, 2, 3))) == [boat.failing] * 3
    assert boat.lone == []
    boat.failing = None
    assert await all_of(boat.together(4), boat.together(5)) == [16, 25]
    assert await boat.together(6) == 36


@pytest.mark.usefixtures("one_at_once")
async def test_a_lone_one_that_fails_holds_nobody_up() -> None:
    boat = Boat()

    async def fails(_one: int) -> int:
        await boat._carry([_one])
        raise LookupError(_one)

    boat.together = Together(fails, boat._several)
    [first], landed = await out(boat, 1)
    others = [boat.set_out(one) for one in (2, 3)]
    landed.set()
    assert await all_of(*others) == [4, 9]
    with pytest.raises(LookupError):
        await first


@asynccontextmanager
async def cancelled(task: asyncio.Task[int]) -> AsyncIterator[None]:
    """Cancelled at once, and told so at the end."""
    task.cancel()
    yield
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.usefixtures("one_at_once")
@pytest.mark.parametrize("gone", [3, 4, 5])
async def test_who_goes_away_before_the_others_set_out_is_not_taken_along(gone: int) -> None:
    boat = Boat()
    first, landed = await out(boat, 1, 2)
    waiting = {one: boat.set_out(one) for one in (3, 4, 5)}
    await asyncio.sleep(0)
    async with cancelled(waiting.pop(gone)):
        landed.set()
        assert await all_of(*first, *waiting.values()) == [1, 4, *(one * one for one in waiting)]
    assert boat.goes == [[1, 2], list(waiting)]


@pytest.mark.usefixtures("one_at_once")
@pytest.mark.parametrize("place", [0, 1, 2])
async def test_who_goes_away_under_way_disturbs_nobody(place: int) -> None:
    boat = Boat()
    tasks, landed = await out(boat, 1, 2, 3)
    async with cancelled(tasks.pop(place)):
        landed.set()
        assert await all_of(*tasks) == [one * one for one in (1, 2, 3) if one != place + 1]
    assert await boat.together(4) == 16


@pytest.mark.usefixtures("one_at_once")
async def test_who_goes_away_after_an_error_was_found_for_him_leaves_no_complaint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    complaints: list[Any] = []
    monkeypatch.setattr(asyncio.get_running_loop(), "call_exception_handler", complaints.append)
    boat = Boat()
    boat.answers = {1: LookupError("1")}
    [one, two], landed = await out(boat, 1, 2)
    async with cancelled(one):
        landed.set()
        assert await two == 4
    assert complaints == []


@pytest.mark.usefixtures("one_at_once")
async def test_a_lone_one_who_goes_away_lets_the_others_go() -> None:
    boat = Boat()
    [alone], _ = await out(boat, 1)
    waiting = [boat.set_out(one) for one in (2, 3)]
    await asyncio.sleep(0)
    async with cancelled(alone):
        assert await all_of(*waiting) == [4, 9]
    assert boat.goes == [[2, 3]]


@pytest.mark.usefixtures("one_at_once")
async def test_where_all_who_waited_have_gone_away_the_next_are_served() -> None:
    boat = Boat()
    first, landed = await out(boat, 1, 2)
    waiting = [boat.set_out(one) for one in (3, 4)]
    await asyncio.sleep(0)
    async with cancelled(waiting[0]), cancelled(waiting[1]):
        landed.set()
        assert await all_of(*first) == [1, 4]
    assert await all_of(boat.together(5), boat.together(6)) == [25, 36]
    assert boat.goes == [[1, 2], [5, 6]]


@pytest.mark.parametrize("first", [(1, 2), (1,)], ids=["several", "a lone one"])
async def test_nobody_waits_for_ever_for_what_does_not_end(
    monkeypatch: pytest.MonkeyPatch, first: tuple[int, ...]
) -> None:
    """What is under way may wait for somebody's lock, which somebody who waits behind it would release."""
    monkeypatch.setattr(constants, "AT_ONCE", 1)
    monkeypatch.setattr(constants, "PATIENCE", 0.0001)
    boat = Boat()
    tasks, landed = await out(boat, *first)
    async with asyncio.timeout(20):
        assert await all_of(boat.together(3), boat.together(4)) == [9, 16]
        assert await boat.together(5) == 25
    assert not any(task.done() for task in tasks)
    landed.set()
    await all_of(*tasks)


@pytest.mark.parametrize("at_once", [1, 2, 3])
async def test_no_more_goes_are_under_way_than_may_be(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(constants, "AT_ONCE", at_once)
    monkeypatch.setattr(constants, "PATIENCE", 3600)
    boat, tasks = Boat(), list[asyncio.Task[int]]()
    boat.held = True
    for one in range(40):
        tasks += [boat.set_out(one), boat.set_out(100 + one)]
        await asyncio.sleep(0)
    most = done = 0
    while done < len(tasks):
        ones, landed = await boat.leaving()
        under_way = [(ones, landed), *boat.others_leaving()]
        most = max(most, len(under_way))
        for who, landing in under_way:
            done += len(who)
            landing.set()
    assert await all_of(*tasks) == [int(task.get_name()) ** 2 for task in tasks]
    assert 1 <= most <= at_once


@pytest.mark.parametrize("at_once", [1, 2])
async def test_no_go_is_larger_than_may_be(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(constants, "AT_ONCE", at_once)
    monkeypatch.setattr(constants, "MOST", 3)
    monkeypatch.setattr(constants, "PATIENCE", 3600)
    boat = Boat()
    assert await all_of(*(boat.together(one) for one in range(10))) == [one * one for one in range(10)]
    assert (boat.goes, boat.lone) == ([[0, 1, 2], [3, 4, 5], [6, 7, 8]], [9])


async def test_those_left_over_do_not_wait_for_what_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "MOST", 2)
    monkeypatch.setattr(constants, "PATIENCE", 0.0001)
    boat = Boat()
    boat.held = True
    tasks = [boat.set_out(one) for one in (1, 2, 3, 4, 5)]
    under_way = [await boat.leaving() for _ in range(3)]
    assert [ones for ones, _ in under_way] == [[1, 2], [3, 4], [5]]
    for _, landed in reversed(under_way):
        landed.set()
    assert await all_of(*tasks) == [1, 4, 9, 16, 25]


async def test_a_go_that_is_broken_off_leaves_nobody_waiting() -> None:
    """As where the process ends: whoever waits is told, and hangs nowhere."""
    boat = Boat()
    tasks, _ = await out(boat, 1, 2)
    [(_, go)] = boat.seen
    assert go is not None
    go.cancel()
    assert [type(one) for one in await raised(*tasks, go)] == [asyncio.CancelledError] * 3


async def test_no_clock_is_left_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "AT_ONCE", 1)
    monkeypatch.setattr(constants, "MOST", 2)
    monkeypatch.setattr(constants, "PATIENCE", 3600)
    loop, clocks = asyncio.get_running_loop(), list[asyncio.TimerHandle]()
    wind = loop.call_later

    def call_later(*given: Any, **options: Any) -> asyncio.TimerHandle:
        clocks.append(wind(*given, **options))
        return clocks[-1]

    boat = Boat()
    with monkeypatch.context() as watched:
        watched.setattr(loop, "call_later", call_later)
        first, landed = await out(boat, 1, 2)
        rest = [boat.set_out(one) for one in (3, 4, 5, 6, 7)]
        await asyncio.sleep(0)
        async with cancelled(rest.pop()):
            landed.set()
            assert await all_of(*first, *rest) == [1, 4, 9, 16, 25, 36]
    assert clocks
    waits = [one for one in clocks if one.when() > loop.time() + 60]
    assert waits
    assert all(one.cancelled() for one in waits)
