"""The schema: every query and mutation, each described in both languages."""

import graphene
from graphql import print_schema

import kaohe.graphql.mutations
import kaohe.graphql.types  # noqa: F401 - types and mutations make themselves known when they are imported
from kaohe.graphql.base import ObjectType
from kaohe.graphql.describe import describe
from kaohe.graphql.mutation import MUTATIONS, field_of
from kaohe.graphql.query import Query

_fields = {"__doc__": "办理 · Everything that can be done.", **{name: field_of(one) for name, one in MUTATIONS.items()}}
SCHEMA = graphene.Schema(query=Query, mutation=type("Mutation", (ObjectType,), _fields))
describe(SCHEMA.graphql_schema)


def sdl() -> str:
    """The schema in its definition language, as committed in `schema.graphql`."""
    return print_schema(SCHEMA.graphql_schema) + "\n"
