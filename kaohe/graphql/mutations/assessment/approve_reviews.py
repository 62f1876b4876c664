"""Approving reviews (审核通过)."""

from collections.abc import Sequence

import graphene
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.jointly import Joint
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.reviews import ReviewInput, Signer, approve_reviews, approve_together


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
        reviews = _reviews(given)
        await approve_reviews(call.session, call.actor, call.now, reviews)
        return _answer(reviews)

    @staticmethod
    async def perform_together(session: AsyncSession, joints: Sequence[Joint]) -> Sequence[Answer | None]:
        signers = [Signer(one.actor, _reviews(one.given), one.request) for one in joints]
        body_id, now = joints[0].actor.body_id, max(one.now for one in joints)
        done = await approve_together(session, body_id, now, signers)
        return [_answer(one.reviews) if place in done else None for place, one in enumerate(signers)]


def _reviews(given: Given) -> list[ReviewInput]:
    return [ReviewInput(**one) for one in given["reviews"]]


def _answer(reviews: Sequence[ReviewInput]) -> Answer:
    return {"assessments": [one.assessment_id for one in reviews]}
