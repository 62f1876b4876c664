"""The schema: every query and mutation, each described in both languages."""

import graphene
from graphql import GraphQLInputObjectType, print_schema

import kaohe.graphql.mutations
import kaohe.graphql.types  # noqa: F401 - types and mutations make themselves known when they are imported
from kaohe.graphql.base import ObjectType
from kaohe.graphql.describe import describe
from kaohe.graphql.mutation import MUTATIONS, field_of
from kaohe.graphql.query import Query

_fields = {"__doc__": "办理 · Everything that can be done.", **{name: field_of(one) for name, one in MUTATIONS.items()}}
SCHEMA = graphene.Schema(query=Query, mutation=type("Mutation", (ObjectType,), _fields))
describe(SCHEMA.graphql_schema)
for kind in SCHEMA.graphql_schema.type_map.values():
    if isinstance(kind, GraphQLInputObjectType):
        del kind.out_type  # a plain dict is enough: graphene's has each field as an attribute, too


def sdl() -> str:
    """The schema in its definition language, as committed in `schema.graphql`."""
    return print_schema(SCHEMA.graphql_schema) + "\n"
