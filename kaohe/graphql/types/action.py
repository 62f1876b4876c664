"""What may be done now with a subject (可办理事项)."""

from collections.abc import Mapping, Sequence
from typing import Any

import graphene
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.batching import then
from kaohe.graphql.fields import listed
from kaohe.graphql.readings import Batch
from kaohe.workflow.actions import Seen, seen_now
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.queries.company import same_for_all


class AvailableAction(ObjectType):
    """可办理事项 · A trigger that the viewer may pull now."""

    trigger = graphene.String(required=True)
    label = graphene.String(required=True)
    label_en = graphene.String(required=True)


def _batch(subject: Subject) -> Batch:
    @same_for_all
    async def batch(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, Seen]:
        return await seen_now(session, actor.body_id, subject, ids)

    return batch


_BATCHES = {str(subject): _batch(subject) for subject in Subject}


def load_actions(info: Info, subject: str, subject_id: int) -> Any:
    """The actions on one subject, which is read together with those that sibling fields ask for."""
    actor = info.context.actor
    return then(info.context.load(_BATCHES[subject], subject_id), lambda seen: _rows(seen, actor))


def _rows(seen: Seen | None, actor: Actor) -> list[Row]:
    rules = seen.actions(actor) if seen else ()
    return [{"trigger": rule.name, "label": rule.label, "label_en": rule.label_en} for rule in rules]


def actions(subject: Subject) -> Any:
    """The field `availableActions` of a type whose rows are such subjects."""
    return graphene.Field(listed(AvailableAction), resolver=lambda row, info: load_actions(info, subject, row["id"]))
