"""Asking what would change if another policy had applied to a cycle. Nothing is written."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.comparison import Comparison, NotComparableError, compare
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found, refuse
from kaohe.workflow.policies import parse
from kaohe.workflow.situations import load_situations, policy_of
from kaohe.workflow.visibility import sees_body
from kaohe.workflow.what_if.collected import Collected, collect

#: One thread, so that many questions at once neither fill the memory nor take the threads that others wait for.
_RULES = ThreadPoolExecutor(max_workers=1, thread_name_prefix="what-if")

_VERSION = text("SELECT id, sha256 FROM policy_version WHERE body_id = :body_id AND id = :id")


@dataclass(frozen=True)
class Asked:
    """A question with all that it takes to answer it; the database is not needed any more."""

    collected: Collected
    other: Policy

    async def answer(self) -> Comparison:
        """What would change, of one cycle. The rules run in a thread of their own, one question after another: a large
        body takes many seconds, and requests go on meanwhile.

        Refused with NOT_COMPARABLE, once for every reason, where the other policy can't evaluate the facts.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(_RULES, self._compare)
        except NotComparableError as error:
            raise Refused(
                Refusal(Code.NOT_COMPARABLE, None, {"path": one.field, "problem": one.zh, "problem_en": one.en})
                for one in error.problems
            ) from None

    def _compare(self) -> Comparison:
        # Each person's facts bring the working days of the body's calendar, as in an archive.
        return compare(self.collected.policy, self.other, self.collected.facts(), WorkCalendar())


async def ask(
    session: AsyncSession, actor: Actor, cycle_id: int, source: str | None = None, version_id: int | None = None
) -> Asked | None:
    """The question what would change if the policy in a TOML text, or a published version, had applied to a cycle.

    With neither it is the cycle's own policy, which changes nothing but sets what was decided beside what it proposes.
    None for whoever is not of the office or the committee, and where the body has no such cycle. Raises Refused with
    every problem of the text.
    """
    if not sees_body(actor):
        return None
    situation = (await load_situations(session, actor.body_id, [cycle_id])).get(cycle_id)
    if situation is None:
        return None
    if source is not None and version_id is not None:
        zh, en = "细则文本和细则版本只能给一种", "give a text or a version, not both"
        raise refuse(Code.BAD_INPUT, "source", problem=zh, problem_en=en)
    other = situation.policy
    if source is not None:
        other = parse(source)
    elif version_id is not None:
        other = await _published(session, actor.body_id, version_id)
    return Asked(await collect(session, situation), other)


async def _published(session: AsyncSession, body_id: int, version_id: int) -> Policy:
    found = (await session.execute(_VERSION, {"body_id": body_id, "id": version_id})).one_or_none()
    if found is None:
        raise not_found("policy_version", "policyVersionId")
    return await policy_of(session, body_id, found.id, found.sha256)
