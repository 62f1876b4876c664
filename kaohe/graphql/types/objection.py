"""Objections (异议与复核)."""

import graphene

from kaohe.graphql.connections import connection_within
from kaohe.graphql.enums import ObjectionState
from kaohe.graphql.fields import label, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.action import actions
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.queries import cycles, decisions, organisation
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.history import HISTORY, within


class Objection(Node, lookup=decisions.objections_by_id):
    """异议 · An objection to a result; instance 2 is heard by the superior body."""

    version = graphene.Int(required=True)
    assessment = one("Assessment", assessments_by_id, "assessment_id")
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    state = ObjectionState(required=True)
    state_label = label("state")
    round = graphene.Int(required=True)
    instance = graphene.Int(required=True)
    first = one("Objection", decisions.objections_by_id, "first_id")
    filed_by = one("Person", organisation.mentioned_by_id, "filed_by")
    grounds = graphene.String(required=True)
    filed_at = DateTime(required=True)
    admit_due = DateTime(required=True)
    decide_due = DateTime(required=True)
    reply = graphene.String(required=True)
    decided_by = one("Person", organisation.mentioned_by_id, "decided_by")
    decided_at = DateTime()
    history = connection_within("History", HISTORY, within("objection"))
    available_actions = actions(Subject.OBJECTION)
