"""Grades as the policy of their cycle spells them (等次)."""

from asyncio import Future
from collections.abc import Callable
from typing import Any

import graphene

from kaohe.graphql.base import Info, Row
from kaohe.graphql.batching import then
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.queries.policies import policies_of_cycles


async def policy_of_row(row: Row, info: Info) -> Policy:
    """The policy that the row's cycle runs by."""
    policy = by_policy(row, info, lambda policy: policy)
    found: Policy = await policy if isinstance(policy, Future) else policy
    return found


def by_policy(row: Row, info: Info, make: Callable[[Policy], Any]) -> Any:
    """What `make` makes of that policy: at once where it is known, else without a task of its own."""
    cycle_id, kept = row["cycle_id"], info.context.service.policies
    of_cycle = (info.context.actor.body_id, cycle_id)
    known = kept.get(of_cycle)
    if known is not None:
        return make(known)

    def found(policy: Policy | None) -> Any:
        if policy is None:
            raise LookupError(f"no cycle {cycle_id}")
        kept.keep(of_cycle, policy)
        return make(policy)

    return then(info.context.load(policies_of_cycles, cycle_id), found)


def grade_label(policy: Policy, key: str) -> str:
    """The grade's name in Chinese; its key where the policy has none of that name."""
    return next((grade.label for grade in policy.grades if grade.key == key), key)


def labelled(column: str) -> Any:
    """The label of the grade in `column` of a row that has a `cycle_id`."""

    def resolve(row: Row, info: Info) -> Any:
        key = row[column]
        return None if key is None else by_policy(row, info, lambda policy: grade_label(policy, key))

    return graphene.Field(graphene.String, resolver=resolve)
