"""Delivering feedback (结果反馈)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.feedback import FeedbackInput, deliver_feedback


class DeliverFeedback(
    Mutation,
    description="反馈结果，可一次多人 · Tell people their result; for one or many",
    permission=may(Subject.ASSESSMENT, "deliver_feedback"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        method = enums.FeedbackMethod(required=True)
        affirmed = graphene.String(required=True)
        shortcomings = graphene.String(required=True)
        requirements = graphene.String(required=True)
        own_words = graphene.String()
        goals = graphene.List(graphene.NonNull(graphene.String))

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        feedback = FeedbackInput(
            method=given["method"],
            affirmed=given["affirmed"],
            shortcomings=given["shortcomings"],
            requirements=given["requirements"],
            own_words=given.get("own_words", ""),
            goals=tuple(given.get("goals", ())),
        )
        await deliver_feedback(call.session, call.actor, call.now, given["assessment_ids"], feedback)
        return {"assessments": given["assessment_ids"]}
