"""A session of the party committee (党委研究决定)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of, ids_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.decisions import DecisionInput, SessionInput, hold_session
from kaohe.workflow.domain.charts import Subject


class CaseDecisionInput(graphene.InputObjectType):
    """一人的决定 · One person's grade (none for who is not graded), with a reason where it departs from the unit's."""

    assessment_id = id_of("Assessment")
    grade = graphene.String()
    reason = graphene.String()


class HoldSession(
    Mutation,
    description=(
        "记录党委会决定并发布公示 · Record a session of the committee with its decisions; the notice is published"
    ),
    permission=may(Subject.ASSESSMENT, "decide"),
):
    class Input:
        cycle_id = id_of("Cycle")
        held_at = DateTime(required=True)
        attendee_ids = ids_of("Person")
        minutes = graphene.String(required=True)
        decisions = objects(CaseDecisionInput, required=False)
        rest = enums.SessionRest()

    decision_session = changed("DecisionSession")
    cycle = changed("Cycle")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        session = SessionInput(
            held_at=given["held_at"],
            attendee_ids=given["attendee_ids"],
            minutes=given["minutes"],
            decisions=tuple(DecisionInput(**one) for one in given.get("decisions", ())),
            rest=given.get("rest", "leave"),
        )
        session_id = await hold_session(call.session, call.actor, call.now, given["cycle_id"], session)
        return {"decision_session": session_id, "cycle": given["cycle_id"]}
