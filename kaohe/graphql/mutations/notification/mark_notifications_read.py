"""Marking notifications as read (通知已读)."""

from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.notifications import mark_read


class MarkNotificationsRead(
    Mutation,
    description="标记通知为已读 · Mark notifications to oneself or one's roles as read",
    permission=(Who.SIGNED_IN,),
):
    class Input:
        notification_ids = ids_of("Notification")

    notifications = changed_many("Notification")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await mark_read(call.session, call.actor, call.now, given["notification_ids"])
        return {"notifications": given["notification_ids"]}
