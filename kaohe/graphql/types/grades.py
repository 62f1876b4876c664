"""Grades as the policy of their cycle spells them (等次)."""

from typing import Any

import graphene

from kaohe.graphql.base import Info, Row
from kaohe.graphql.batching import then
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.queries.policies import policies_of_cycles


async def policy_of_row(row: Row, info: Info, cycle: str = "cycle_id") -> Policy:
    """The policy that the row's cycle runs by."""
    found: Policy = await info.context.load(policies_of_cycles, row[cycle])
    return found


def grade_label(policy: Policy, key: str) -> str:
    """The grade's name in Chinese; its key where the policy has none of that name."""
    return next((grade.label for grade in policy.grades if grade.key == key), key)


def labelled(column: str) -> Any:
    """The label of the grade in `column` of a row that has a `cycle_id`."""

    def resolve(row: Row, info: Info) -> Any:
        if row[column] is None:
            return None
        return then(
            info.context.load(policies_of_cycles, row["cycle_id"]), lambda policy: grade_label(policy, row[column])
        )

    return graphene.Field(graphene.String, resolver=resolve)
