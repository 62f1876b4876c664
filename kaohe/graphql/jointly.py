"""Mutations that several callers ask for at the same moment, carried out in one transaction for each body (一并办理).

All that is said of a mutation stays true of each: it is done wholly or not at all, and its answer goes out when it is
committed. Only what nothing stands against is done in company; everything else is carried out alone, and told what is wrong.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.graphql.together import ALONE, Together
from kaohe.schema.failures import is_lost
from kaohe.schema.session import Database
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.idempotency import Keyed, claim_all, keep_all


@dataclass(frozen=True)
class Joint:
    """One caller's request: who asks, when, with what; the request's id; its key, if it has one; and how it is carried out
    alone."""

    actor: Actor
    now: datetime
    given: Mapping[str, Any]
    request: str | None
    keyed: Keyed | None
    alone: Callable[[], Awaitable[dict[str, Any]]]


#: Carries out what several callers of a body ask; for each in turn its answer, or None where it has to go alone.
PerformTogether = Callable[[AsyncSession, Sequence[Joint]], Awaitable[Sequence[dict[str, Any] | None]]]


class Jointly:
    """The mutations of one process that may be carried out so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._of: dict[PerformTogether, Together[Joint, dict[str, Any]]] = {}

    async def __call__(self, perform: PerformTogether, joint: Joint) -> dict[str, Any]:
        """The answer to one caller, of a mutation that is carried out by `perform`. Raises Refused."""
        together = self._of.get(perform)
        if together is None:
            together = self._of[perform] = Together(_alone, partial(self._several, perform))
        return await together(joint)

    async def _several(self, perform: PerformTogether, joints: Sequence[Joint]) -> Sequence[Any]:
        bodies: dict[int, list[int]] = defaultdict(list)
        for place, joint in enumerate(joints):
            bodies[joint.actor.body_id].append(place)
        answers: list[Any] = [ALONE] * len(joints)
        groups = [places for places in bodies.values() if len(places) > 1]
        found = await asyncio.gather(
            *(self._in_one(perform, [joints[place] for place in places]) for places in groups), return_exceptions=True
        )
        for places, done in zip(groups, found, strict=True):
            if isinstance(done, asyncio.CancelledError):
                raise done
            told = [done] * len(places) if isinstance(done, BaseException) else done
            for place, answer in zip(places, told, strict=True):
                answers[place] = answer
        return answers

    async def _in_one(self, perform: PerformTogether, joints: Sequence[Joint]) -> Sequence[Any]:
        async with self._database.session() as session:
            try:
                answers = await _once_each(perform, session, joints)
            except Exception as error:
                if is_lost(error):
                    raise
                return [ALONE] * len(joints)  # nothing of it is done: who is to blame will be told
            await session.commit()  # what goes wrong here may be done all the same: nobody tries again
        return [ALONE if answer is None else answer for answer in answers]


async def _once_each(
    perform: PerformTogether, session: AsyncSession, joints: Sequence[Joint]
) -> list[dict[str, Any] | None]:
    """What is answered to each. Whose key was used before goes alone, and is told what he was told then."""
    keyed = {place: one.keyed for place, one in enumerate(joints) if one.keyed is not None}
    claimed = await claim_all(session, max(one.now for one in joints), keyed)
    acting = [place for place in range(len(joints)) if place not in keyed or place in claimed]
    answers: list[dict[str, Any] | None] = [None] * len(joints)
    if acting:
        done = await perform(session, [joints[place] for place in acting])
        for place, answer in zip(acting, done, strict=True):
            answers[place] = answer
    await keep_all(session, [(keyed[place], answers[place]) for place in claimed])
    return answers


def _alone(joint: Joint) -> Awaitable[dict[str, Any]]:
    return joint.alone()
