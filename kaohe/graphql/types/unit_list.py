"""Units' result lists (平时考核结果登记表)."""

from typing import Any

import graphene

from kaohe.graphql.base import Info, Row
from kaohe.graphql.connections import connection_within
from kaohe.graphql.enums import ListState
from kaohe.graphql.fields import label, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.action import actions
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.quota import QuotaScope
from kaohe.workflow.queries import cycles, organisation, quota
from kaohe.workflow.queries.decisions import MEMBERS, ON_LIST, unit_lists_by_id
from kaohe.workflow.queries.history import HISTORY, within


class UnitList(Node, lookup=unit_lists_by_id):
    """结果登记表 · One unit's results in one cycle, signed, consented to and handed in as one."""

    version = graphene.Int(required=True)
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    state = ListState(required=True)
    state_label = label("state")
    members = connection_within("Assessment", MEMBERS, ON_LIST)
    places = graphene.Int()
    signed_hash = graphene.String()
    signed_by = one("Person", organisation.mentioned_by_id, "signed_by")
    signed_at = DateTime()
    consented_by = one("Person", organisation.mentioned_by_id, "consented_by")
    consented_at = DateTime()
    handed_in_by = one("Person", organisation.mentioned_by_id, "handed_in_by")
    handed_in_at = DateTime()
    history = connection_within("History", HISTORY, within("unit_list"))
    available_actions = actions(Subject.UNIT_LIST)

    @staticmethod
    async def resolve_places(row: Row, info: Info) -> Any:
        found = await info.context.load(quota.quotas_of, row["cycle_id"])
        grants = found["grants"] if found else []
        return next(
            (one["places"] for one in grants if one["scope"] == QuotaScope.UNIT and one["unit_id"] == row["unit_id"]),
            None,
        )

    @staticmethod
    def resolve_signed_hash(row: Row, _info: Info) -> str | None:
        return row["signed_hash"].hex() if row["signed_hash"] else None
