"""Several people's moves in one transaction (同时办理): of those who pull the same trigger at the same moment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import Situation, Snapshot
from kaohe.workflow.door.pull import Pull, attempt, lent
from kaohe.workflow.door.stores import load
from kaohe.workflow.door.write import Step, write


@dataclass(frozen=True)
class MovedTogether:
    """What was done: the pulls (their places) that were, the rows moved, and the situations, by cycle, in which they were."""

    done: frozenset[int]
    ids: Sequence[int]
    situations: Mapping[int, Situation]


async def move_together(
    session: AsyncSession,
    subject: Subject,
    body_id: int,
    pulls: Sequence[Pull],
    is_plain: Callable[[Any], bool],
) -> MovedTogether:
    """Do of these pulls what can be done at once: each wholly or not at all. They share the body and the moment.

    Left undone, for `move` to do or to refuse with reasons, is a pull that a rule stands against, one in another's place
    (代理), one of whose rows somebody else has locked or is pulling too, and one of a row that is not `is_plain`. Nobody is
    asked whether he may see a row, so the trigger has to be one that only who sees it may pull.
    """
    ids = [one for pull in pulls for one in pull.ids]
    snapshots, situations = await load(session, subject, body_id, ids, wait=False)
    free = {snapshot.id: snapshot for snapshot in snapshots}
    done, steps = set[int](), list[Step]()
    for place, pull in enumerate(pulls):
        own = [free.pop(one) for one in pull.ids if one in free]
        whole = len(own) == len(pull.ids) and all(map(is_plain, own))
        taken = _steps(subject, pull, own, situations) if whole else []
        if taken:
            done.add(place)
            steps += taken
    await write(session, subject, steps)
    return MovedTogether(frozenset(done), sorted({step.snapshot.id for step in steps}), situations)


def _steps(
    subject: Subject, pull: Pull, snapshots: Iterable[Snapshot], situations: Mapping[int, Situation]
) -> list[Step]:
    """The steps of one pull; none where it is left undone."""
    steps: list[Step] = []
    for snapshot in snapshots:
        refusals, taken = attempt(subject, snapshot, pull, situations)
        if refusals:
            return []
        steps += taken
    return [] if any(lent(subject, steps)) else steps
