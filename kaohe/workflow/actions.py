"""What a viewer may do now with what he sees (可办理事项), so that no frontend repeats a guard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Subject, TriggerRule
from kaohe.workflow.domain.guards import available
from kaohe.workflow.domain.snapshots import Situation, Snapshot
from kaohe.workflow.door.stores import cycle_of, look


@dataclass(frozen=True)
class Seen:
    """A subject as it is now, whoever looks at it."""

    subject: Subject
    snapshot: Snapshot
    situation: Situation

    def actions(self, actor: Actor) -> list[TriggerRule]:
        """The triggers that the actor may pull on it."""
        return available(self.subject, self.snapshot, actor, self.situation)


async def seen_now(session: AsyncSession, body_id: int, subject: Subject, ids: Sequence[int]) -> Mapping[int, Seen]:
    """Each subject as it is now, read without locks; none for what is not there."""
    snapshots, situations = await look(session, subject, body_id, ids)
    return {one.id: Seen(subject, one, situations[cycle_of(subject, one.row)]) for one in snapshots}


async def available_actions(
    session: AsyncSession, actor: Actor, subject: Subject, ids: Sequence[int]
) -> Mapping[int, list[TriggerRule]]:
    """The triggers that the actor may pull on each subject."""
    found = await seen_now(session, actor.body_id, subject, ids)
    return {one: seen.actions(actor) for one, seen in found.items()}
