"""What tasks, deadlines and messages are about."""

from typing import Any

import graphene

from kaohe.graphql.base import Info, Row, named
from kaohe.graphql.ids import global_id
from kaohe.graphql.readings import Batch

#: The object type of each kind of subject.
NODES = {
    "assessment": "Assessment",
    "cycle": "Cycle",
    "unit_list": "UnitList",
    "objection": "Objection",
    "ballot_box": "BallotBox",
    "finding": "Finding",
    "notice": "Notice",
    "result_list": "ResultList",
    "person": "Person",
}


def subject_id() -> Any:
    """The field with the subject's global id, for `node(id)`."""

    def resolve(row: Row, _info: Info) -> str:
        return global_id(NODES[row["subject"]], row["subject_id"])

    return graphene.Field(graphene.NonNull(graphene.ID), resolver=resolve)


def about(subject: str, kind: str, batch: Batch) -> Any:
    """The subject itself, where it is of that kind."""

    def resolve(row: Row, info: Info) -> Any:
        return info.context.load(batch, row["subject_id"]) if row["subject"] == subject else None

    return graphene.Field(named(kind), resolver=resolve)
