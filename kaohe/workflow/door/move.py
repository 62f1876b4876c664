"""Pulling a trigger on subjects that exist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.trace import request_id
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import CHARTS, Subject, Who
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.door.last_words import last_words
from kaohe.workflow.door.pull import Pull, attempt, lent
from kaohe.workflow.door.stores import Scope, load
from kaohe.workflow.door.uphold import uphold
from kaohe.workflow.door.write import Step, write

#: Refusals that may come of what somebody else did meanwhile: his act is told with them.
_OVERTAKEN = frozenset({Code.WRONG_STATE, Code.STALE_VERSION})


@dataclass
class Moved:
    """What a move did: the new state of each row moved, and the refusals of the rows left alone (`partial` only).

    `situations` are those in which it was judged, by cycle.
    """

    states: dict[int, str] = field(default_factory=dict)
    refused: dict[int, list[Refusal]] = field(default_factory=dict)
    situations: Mapping[int, Situation] = field(default_factory=dict)


async def move(
    session: AsyncSession,
    subject: Subject,
    ids: Sequence[int],
    command: Command,
    *,
    args: Mapping[int, Mapping[str, Any]] | None = None,
    seen: Mapping[int, int] | None = None,
    extra: Iterable[Refusal] = (),
    partial: bool = False,
    scope: Scope | None = None,
) -> Moved:
    """Pull `command.trigger` on every one of `ids`, all or none; `partial` moves those that may and reports the rest.

    `args` and `seen` add a row's own inputs and last read version. `extra` are refusals that the caller found itself:
    they are raised together with the guards'. Raises Refused with every violated rule, its field prefixed by the
    row's place in `ids` where there are several. The locks are held until the caller's transaction ends. What is not
    in the `scope` is not there.
    """
    body_id = command.actor.body_id
    snapshots, situations = await load(session, subject, body_id, ids, scope=scope)
    found = {snapshot.id for snapshot in snapshots}
    if not found.issuperset(ids) and not partial:
        raise not_found(str(subject))
    pull = Pull(ids, command, args or {}, seen or {}, request_id())
    result, steps = Moved(situations=situations), list[Step]()
    for snapshot in snapshots:
        refusals, taken = attempt(subject, snapshot, pull, situations)
        if refusals:
            result.refused[snapshot.id] = refusals
            continue
        steps += taken
        result.states[snapshot.id] = taken[-1].changes.dest
    rest = list(extra)
    if rest or (result.refused and not partial):
        raise Refused([*rest, *await _explained(session, subject, command, result.refused, ids)])
    await uphold(session, command.actor, lent(subject, steps))
    await write(session, subject, steps)
    return result


async def move_one(session: AsyncSession, subject: Subject, subject_id: int, command: Command) -> str:
    """Pull a trigger on one subject; the state it is in afterwards. Raises Refused."""
    moved = await move(session, subject, [subject_id], command)
    return moved.states[subject_id]


async def _explained(
    session: AsyncSession, subject: Subject, command: Command, refused: Mapping[int, list[Refusal]], ids: Sequence[int]
) -> list[Refusal]:
    """The refusals in the order of the rows, with the row's place where there are several, and what happened to it
    meanwhile."""
    # Whose turn it is changes with each step; who else may do a thing does not.
    by_turns = Who.HOLDER in CHARTS[subject].rules[command.trigger].who
    overtaken = _OVERTAKEN | {Code.NOT_ALLOWED} if by_turns else _OVERTAKEN
    puzzled = [one for one, refusals in refused.items() if any(refusal.code in overtaken for refusal in refusals)]
    last = await last_words(session, subject, command.actor.body_id, puzzled)
    shared = {"reason", *command.args}  # said once for all rows, so refused once
    explained = []
    for index, one in enumerate(ids):
        place = f"[{index}]" if len(ids) > 1 else ""
        for refusal in refused.get(one, ()):
            params = refusal.params | last.get(one, {}) if refusal.code in overtaken else refusal.params
            of_row = refusal.field is None or refusal.field.split(".")[0] not in shared
            name = ".".join(filter(None, (place if of_row else "", refusal.field))) or None
            explained.append(Refusal(refusal.code, name, params))
    return list({(one.code, one.field, one.message): one for one in explained}.values())
