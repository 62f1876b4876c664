"""Deadlines (时限)."""

import graphene

from kaohe.graphql.enums import DeadlineKind, Subject
from kaohe.graphql.fields import label, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.subject import subject_id
from kaohe.workflow.queries import cycles, history


class Deadline(Node, lookup=history.deadlines_by_id):
    """时限 · Something that a clock will do, or has done."""

    subject = Subject(required=True)
    subject_label = label("subject")
    subject_id = subject_id()
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    stage = graphene.String(required=True)
    stage_label = label("stage")
    kind = DeadlineKind(required=True)
    kind_label = label("kind")
    mark = graphene.Int(required=True)
    due_at = DateTime(required=True)
    provisional = graphene.Boolean(required=True)
    fired_at = DateTime()
    outcome = graphene.String()
