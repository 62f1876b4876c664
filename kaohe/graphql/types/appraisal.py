"""What leaders and people themselves say of the work of a period (领导鉴定、目标改进)."""

import graphene

from kaohe.graphql.base import ObjectType
from kaohe.graphql.fields import one
from kaohe.graphql.scalars import DateTime, Decimal
from kaohe.workflow.queries import organisation


class Appraisal(ObjectType):
    """领导鉴定 · The score and the words that the level above has signed (S0-15..18)."""

    round = graphene.Int(required=True)
    score = Decimal(required=True)
    comment = graphene.String(required=True)
    person = one("Person", organisation.mentioned_by_id, "person_id")
    acted_as = graphene.String(required=True)
    in_place_of = one("Person", organisation.mentioned_by_id, "in_place_of")
    signed_at = DateTime(required=True)


class GoalProgress(ObjectType):
    """目标改进 · A goal that the last feedback set, and what has become of it (S0-23)."""

    goal = graphene.String(required=True)
    progress = graphene.String(required=True)
