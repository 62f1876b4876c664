"""The cadre growth file (干部成长档案)."""

from typing import Any

import graphene

from kaohe.graphql import enums
from kaohe.graphql.base import Info, ObjectType, named
from kaohe.graphql.fields import label, listed, one
from kaohe.graphql.ids import global_id
from kaohe.graphql.ids_in import ids_in
from kaohe.graphql.scalars import Date, Decimal
from kaohe.graphql.types.grades import labelled
from kaohe.workflow.person_file import person_file
from kaohe.workflow.queries import organisation


def _id_of(kind: str, column: str) -> Any:
    """The global id of a row that is not read for the file: `node(id)` has the rest, for who may see it."""
    return graphene.Field(graphene.NonNull(graphene.ID), resolver=lambda row, _info: global_id(kind, row[column]))


class FileResult(ObjectType):
    """一个周期的考核结果 · A final result: with the newest correction, if there is one."""

    assessment_id = _id_of("Assessment", "assessment_id")
    cycle_id = _id_of("Cycle", "cycle_id")
    policy_key = graphene.String(required=True)
    policy_name = graphene.String(required=True)
    year = graphene.Int(required=True)
    period = graphene.String(required=True)
    unit = one("Unit", organisation.units_by_id, "unit_id")
    score = Decimal()
    outcome = enums.Outcome()
    outcome_label = label("outcome", "Outcome")
    grade = graphene.String()
    grade_label = labelled("grade")
    archived = graphene.Boolean(required=True)
    corrected = graphene.Boolean(required=True)
    goals = graphene.Field(listed(graphene.String))


class FileMerit(ObjectType):
    """表彰奖励 · A commendation or reward."""

    policy_key = graphene.String(required=True)
    standard = graphene.String(required=True)
    matter = graphene.String(required=True)
    points = Decimal(required=True)
    happened_on = Date(required=True)
    document = graphene.String(required=True)


class PersonFile(ObjectType):
    """干部成长档案 · What a person's assessments have brought over the years, newest first (S0-29, S0-30)."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    results = graphene.Field(listed(FileResult))
    merits = graphene.Field(listed(FileMerit))
    circumstances = graphene.Field(listed(named("Circumstance")))
    reserve = graphene.Field(listed(named("ReserveEntry")))


async def _read(_root: None, info: Info, person_id: str | None = None) -> Any:
    own = info.context.actor.person_id
    number = own if person_id is None else ids_in({"person_id": person_id}, person_id="Person")["person_id"]
    if number is None:
        return None
    return await info.context.read(person_file, number)


def person_file_field() -> Any:
    """A person's file, the viewer's own where nobody is named; null for who may not see it."""
    return graphene.Field(PersonFile, person_id=graphene.ID(), resolver=_read)
