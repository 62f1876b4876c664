"""Together (成批): what arrives at the same time is done in one go.

A statement for sixteen costs little more than one for one. Nobody is kept waiting for company: those go together who come in
turns of the event loop that follow each other, or while others are under way, and would have waited anyway.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Any, Final, Generic, TypeVar

One = TypeVar("One")
Answer = TypeVar("Answer")

#: How many goes are under way at most, so that those who come meanwhile find each other. A second one keeps the process busy
#: while the database works at the first.
AT_ONCE = 2

#: How many have to wait before a second go sets out: fewer wait for the first to come back.
WORTH_A_SECOND = 4

#: How many are done in one go at most.
MOST = 64

#: Seconds after which those who wait no longer do: what is under way may be waiting for somebody's lock.
PATIENCE = 0.01


class _Alone:
    """The answer to who can't be helped in company."""


ALONE: Final = _Alone()


class Together(Generic[One, Answer]):
    """Has one thing done by `alone`, several that wait by `several`, which answers in their order.

    Instead of an answer it may give an exception, which that one is raised, or ALONE for who has to go `alone` after all. What
    it raises is raised to all of them.
    """

    def __init__(
        self,
        alone: Callable[[One], Awaitable[Answer]],
        several: Callable[[Sequence[One]], Awaitable[Sequence[Answer | Exception | _Alone]]],
    ) -> None:
        self._alone, self._several = alone, several
        self._under_way = 0
        self._waiting: list[tuple[One, asyncio.Future[Any]]] = []
        self._departure: asyncio.Handle | None = None
        self._goes: set[asyncio.Task[None]] = set()

    async def __call__(self, one: One) -> Answer:
        """The answer to this one."""
        answer = await self._in_company(one)
        if answer is not ALONE:
            found: Answer = answer
            return found
        self._under_way += 1
        try:
            return await self._alone(one)
        finally:
            self._ended()

    def _in_company(self, one: One) -> "asyncio.Future[Any]":
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((one, future))
        if self._departure is None:
            self._departure = (
                loop.call_later(PATIENCE, self._set_out) if self._under_way else loop.call_soon(self._look_round, 0)
            )
        elif self._under_way and len(self._waiting) == WORTH_A_SECOND and self._under_way < AT_ONCE:
            self._hurry()
        return future

    def _ended(self) -> None:
        self._under_way -= 1
        enough = 1 if self._under_way == 0 else WORTH_A_SECOND
        if len(self._waiting) >= enough and self._under_way < AT_ONCE:
            self._hurry()

    def _hurry(self) -> None:
        """Let them go soon."""
        if self._departure is not None:
            self._departure.cancel()
        self._departure = asyncio.get_running_loop().call_soon(self._look_round, 0)

    def _look_round(self, before: int) -> None:
        """Let them go with the first turn of the loop that brings nobody else: while there were `before` of them, more came.

        A busy process has turn upon turn, and its statements are for many; one that idles has none to wait for.
        """
        if before < len(self._waiting) < MOST:
            self._departure = asyncio.get_running_loop().call_soon(self._look_round, len(self._waiting))
        else:
            self._set_out()

    def _set_out(self) -> None:
        """Let those who wait go."""
        self._departure = None
        going, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        going = [(one, future) for one, future in going if not future.done()]  # some have gone away meanwhile
        loop = asyncio.get_running_loop()
        if len(going) == 1:
            going[0][1].set_result(ALONE)
        elif going:
            self._under_way += 1
            # In nobody's context: what is logged there belongs to no single request.
            go = loop.create_task(self._go(going), context=Context())
            self._goes.add(go)
            go.add_done_callback(self._goes.discard)
        if self._waiting:
            full = self._under_way >= AT_ONCE
            self._departure = loop.call_later(PATIENCE, self._set_out) if full else loop.call_soon(self._set_out)

    async def _go(self, going: Sequence[tuple[One, "asyncio.Future[Any]"]]) -> None:
        told: Sequence[tuple[asyncio.Future[Any], Any]]
        try:
            answers = await self._several([one for one, _ in going])
            told = [(future, answer) for (_, future), answer in zip(going, answers, strict=True)]
        except Exception as error:
            told = [(future, error) for _, future in going]
        except BaseException:
            for _, future in going:
                future.cancel()
            raise
        finally:
            self._ended()
        for future, answer in told:
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
