"""Recording an inspection (登记抽查走访)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, changed_many, may
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.supervision.kinds import FindingKind, InspectionKind
from kaohe.workflow.supervision import FindingInput, InspectionInput, record_inspection


class FoundInput(graphene.InputObjectType):
    """发现的情况 · What was found at a unit."""

    kind = enums.FindingKind(required=True)
    text = graphene.String(required=True)
    wanted = graphene.String()


class RecordInspection(
    Mutation,
    description=(
        "登记抽查走访及发现的情况，困难和差距交单位答复 · "
        "Record a spot check or a site visit with what was found; the unit answers difficulties and gaps"
    ),
    permission=may(Subject.FINDING, "issue"),
):
    class Input:
        cycle_id = id_of("Cycle")
        unit_id = id_of("Unit")
        kind = enums.InspectionKind(required=True)
        held_on = Date(required=True)
        inspectors = graphene.List(graphene.NonNull(graphene.String), required=True)
        looked_at = graphene.String(required=True)
        note = graphene.String()
        findings = objects(FoundInput, required=False)

    inspection = changed("Inspection")
    findings = changed_many("Finding")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        inspection = InspectionInput(
            kind=InspectionKind(given["kind"]),
            held_on=given["held_on"],
            inspectors=given["inspectors"],
            looked_at=given["looked_at"],
            note=given.get("note", ""),
            findings=[
                FindingInput(FindingKind(one["kind"]), one["text"], one.get("wanted", ""))
                for one in given.get("findings", ())
            ],
        )
        inspection_id, findings = await record_inspection(
            call.session, call.actor, call.now, given["cycle_id"], given["unit_id"], inspection
        )
        return {"inspection": inspection_id, "findings": findings}
