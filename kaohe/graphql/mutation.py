"""The base of all mutations: one input, a payload of what was changed, errors as data."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

import graphene
from graphql.pyutils import camel_to_snake

from kaohe.graphql.base import Info, InputObjectType, ObjectType, Row
from kaohe.graphql.context import Batch
from kaohe.graphql.fields import listed
from kaohe.graphql.node import LOOKUPS, named_node
from kaohe.graphql.run import Answer, Call, Given, run
from kaohe.graphql.types.refusal import Refusal
from kaohe.workflow.domain.charts import CHARTS, WHO_LABELS, WHO_LABELS_EN, Subject, Who

#: Every mutation by the name of its field.
MUTATIONS: dict[str, type["Mutation"]] = {}


def may(subject: Subject, *triggers: str) -> tuple[Who, ...]:
    """Who may pull these triggers, from the chart: the permission of their mutation."""
    who = {one for trigger in triggers for one in CHARTS[subject].rules[trigger].who}
    return tuple(one for one in Who if one in who and one is not Who.SYSTEM)
