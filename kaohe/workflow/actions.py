"""What a viewer may do now with what he sees (可办理事项), so that no frontend repeats a guard."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Subject, TriggerRule
from kaohe.workflow.domain.guards import available
from kaohe.workflow.door.stores import cycle_of, look


async def available_actions(
    session: AsyncSession, actor: Actor, subject: Subject, ids: Sequence[int]
) -> Mapping[int, list[TriggerRule]]:
    """The triggers that the actor may pull on each subject, read without locks; none for what is not there."""
    snapshots, situations = await look(session, subject, actor.body_id, ids)
    return {
        snapshot.id: available(subject, snapshot, actor, situations[cycle_of(subject, snapshot.row)])
        for snapshot in snapshots
    }
