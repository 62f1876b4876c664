"""What may be done now with a subject (可办理事项)."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

import graphene
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.context import Batch
from kaohe.graphql.fields import listed
from kaohe.workflow.actions import available_actions
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Subject


class AvailableAction(ObjectType):
    """可办理事项 · A trigger that the viewer may pull now."""

    trigger = graphene.String(required=True)
    label = graphene.String(required=True)
    label_en = graphene.String(required=True)


def _batch(subject: Subject) -> Batch:
    async def batch(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, list[Row]]:
        found = await available_actions(session, actor, subject, ids)
        return {
            one: [{"trigger": rule.name, "label": rule.label, "label_en": rule.label_en} for rule in found.get(one, ())]
            for one in ids
        }

    return batch


_BATCHES = {str(subject): _batch(subject) for subject in Subject}


def load_actions(info: Info, subject: str, subject_id: int) -> Awaitable[Any]:
    """The actions on one subject, read together with those that sibling fields ask for."""
    return info.context.load(_BATCHES[subject], subject_id)


def actions(subject: Subject) -> Any:
    """The field `availableActions` of a type whose rows are such subjects."""
    return graphene.Field(listed(AvailableAction), resolver=lambda row, info: load_actions(info, subject, row["id"]))
