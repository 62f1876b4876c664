"""Importing a file (导入)."""

import base64

import graphene

from kaohe.graphql import enums
from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.graphql.types.refusal import RowRefusal
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.imports import ImportKind, import_file


class ImportFile(
    Mutation,
    description=(
        "导入花名册、考勤、月度绩效或期初名额（xlsx、csv），有错则全不入库 · Import a file, all of it or nothing"
    ),
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
    errors=RowRefusal,
):
    class Input:
        kind = enums.ImportKind(required=True)
        file_name = graphene.String(required=True)
        content = graphene.String(required=True)
        initial_password = graphene.String()

    rows = graphene.Int()
    inserted = graphene.Int()
    updated = graphene.Int()
    unchanged = graphene.Int()
    repeated = graphene.Boolean()
    ignored = graphene.List(graphene.NonNull(graphene.String))

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        content = _bytes(given["content"])
        report = await import_file(
            call.session,
            call.actor,
            call.now,
            ImportKind(given["kind"]),
            given["file_name"],
            content,
            initial_password=given.get("initial_password"),
        )
        return {
            "rows": report.rows,
            "inserted": report.inserted,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "repeated": report.repeated,
            "ignored": list(report.ignored),
        }


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except ValueError:
        raise refuse(
            Code.BAD_INPUT, "content", problem="文件内容须以 base64 编码", problem_en="the content is not base64"
        ) from None
