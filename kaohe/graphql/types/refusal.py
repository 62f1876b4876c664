"""Refusals as a mutation answers them: every violated rule at once."""

import graphene

from kaohe.graphql.base import ObjectType
from kaohe.graphql.enums import RefusalCode


class Refusal(ObjectType):
    """不予办理的一项原因 · One violated rule, for a clerk in both languages."""

    code = RefusalCode(required=True)
    field = graphene.String()
    message = graphene.String(required=True)
    message_en = graphene.String(required=True)


class RowRefusal(ObjectType):
    """导入文件中的一处错误 · One error in a file, with its place as the user sees it."""

    code = RefusalCode(required=True)
    field = graphene.String()
    message = graphene.String(required=True)
    message_en = graphene.String(required=True)
    sheet = graphene.String()
    row = graphene.Int()
    column = graphene.String()


class PolicyRefusal(ObjectType):
    """细则文本中的一处错误 · One error in a policy's text, with its line and field."""

    code = RefusalCode(required=True)
    field = graphene.String()
    message = graphene.String(required=True)
    message_en = graphene.String(required=True)
    line = graphene.Int()
    path = graphene.String()
