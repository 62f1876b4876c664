"""Approving reviews (审核通过)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.reviews import ReviewInput, approve_reviews


class ReviewApprovalInput(graphene.InputObjectType):
    """审核意见 · One case: the grade suggested (none: the one that stands) and a comment."""

    assessment_id = id_of("Assessment")
    grade = graphene.String()
    comment = graphene.String()
    version = graphene.Int()


class ApproveReviews(
    Mutation,
    description=(
        "审核通过并提出等次意见，可一次多人 · "
        "Sign the present step of the review, with a suggested grade; for one or many"
    ),
    permission=may(Subject.ASSESSMENT, "approve_review"),
):
    class Input:
        reviews = objects(ReviewApprovalInput)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        reviews = [ReviewInput(**one) for one in given["reviews"]]
        await approve_reviews(call.session, call.actor, call.now, reviews)
        return {"assessments": [one.assessment_id for one in reviews]}
