"""History (历史): append-only, chained by hashes."""

from collections.abc import Awaitable
from functools import lru_cache
from typing import Any

import graphene
import orjson

from kaohe.graphql.base import Info, ObjectType, Row, named
from kaohe.graphql.connections import Connected, connected
from kaohe.graphql.enums import Subject
from kaohe.graphql.fields import label, one
from kaohe.graphql.ids import parse_id
from kaohe.graphql.scalars import DateTime, Json
from kaohe.graphql.types.subject import NODES
from kaohe.workflow.domain.charts import CHARTS
from kaohe.workflow.domain.charts import Subject as Charted
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.queries import organisation
from kaohe.workflow.queries.history import HISTORY, SUBJECTS, of_subject
from kaohe.workflow.queries.keyset import Window

_KINDS = {kind: subject for subject, kind in NODES.items()}


@lru_cache(maxsize=1_000)
def trigger_label(subject: str, trigger: str) -> str:
    """What a trigger is called in Chinese; itself where no chart knows it any more."""
    rule = CHARTS[Charted(subject)].rules.get(trigger)
    return rule.label if rule else trigger


class History(ObjectType):
    """历史记录 · One move of one subject: who, when, from where to where, and why."""

    seq = graphene.Int(required=True)
    subject = Subject(required=True)
    trigger = graphene.String(required=True)
    trigger_label = graphene.String(required=True)
    source = graphene.String(required=True)
    source_label = label("source")
    dest = graphene.String(required=True)
    dest_label = label("dest")
    at = DateTime(required=True)
    actor_name = graphene.String(required=True)
    acted_as = graphene.String(required=True)
    in_place_of = graphene.Field(named("Person"))
    on_behalf_of = one("Person", organisation.mentioned_by_id, "on_behalf_of")
    reason = graphene.String(required=True)
    data = Json(required=True)
    hash = graphene.String(required=True)

    @staticmethod
    def resolve_in_place_of(row: Row, info: Info) -> Awaitable[Any] | None:
        principal = orjson.loads(row["data"]).get("in_place_of")
        return principal and info.context.load(organisation.mentioned_by_id, principal["person_id"])

    @staticmethod
    def resolve_data(row: Row, _info: Info) -> Any:
        return orjson.loads(row["data"])

    @staticmethod
    def resolve_trigger_label(row: Row, _info: Info) -> str:
        return trigger_label(row["subject"], row["trigger"])

    @staticmethod
    def resolve_hash(row: Row, _info: Info) -> str:
        hashed: bytes = row["hash"]
        return hashed.hex()


async def history_of(
    _root: None, info: Info, subject_id: str, first: int | None = None, after: str | None = None
) -> Connected:
    """The history of any subject that the viewer may see."""
    kind, number = parse_id(subject_id) or ("", 0)
    subject = _KINDS.get(kind, "")
    if subject not in SUBJECTS or await info.context.load(SUBJECTS[subject], number) is None:
        raise not_found(subject or "subject", "subjectId")
    return await connected(info, HISTORY, of_subject(subject, number), Window.of(first, after))
