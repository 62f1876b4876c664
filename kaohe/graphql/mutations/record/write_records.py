"""Entering and correcting records of work (记工作纪实)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.content import Content
from kaohe.workflow.records import RecordInput as Record
from kaohe.workflow.records import write_records


class RecordItemInput(graphene.InputObjectType):
    """纪实条目 · One line of a record (S1-11)."""

    task = graphene.String(required=True)
    procedure = graphene.String()
    progress = graphene.String()
    done = graphene.Boolean()


class RecordInput(graphene.InputObjectType):
    """一条纪实 · One record; one of the same kind and day or period is corrected by it."""

    kind = enums.RecordKind(required=True)
    covers = graphene.String(required=True)
    text = graphene.String()
    items = objects(RecordItemInput, required=False)
    revision = graphene.Int(
        description="所见版次：已被他人更正的不予覆盖；0表示尚无此条 · "
        "The revision last read, refused where there is another by now; 0 where there was none"
    )


class WriteRecords(
    Mutation,
    description="记工作纪实：日志、月纪实、清单、总结，可一次多条，限期内可补记和更正 · "
    "Enter or correct records of work, several at once, until their back-fill terms end",
    permission=(Who.SELF, Who.CLERK),
):
    class Input:
        records = objects(RecordInput)
        person_id = id_of("Person", required=False)

    records = changed_many("WorkRecord")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        records = [
            Record(
                RecordKind(one["kind"]),
                one["covers"],
                Content.of(one.get("text", ""), one.get("items", ())),
                one.get("revision"),
            )
            for one in given["records"]
        ]
        return {"records": await write_records(call.session, call.actor, call.now, records, given.get("person_id"))}
