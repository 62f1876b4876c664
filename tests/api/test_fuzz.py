"""Queries and mutations that schemathesis makes from the schema: whatever is asked, no bug shows.

`from_dict` gives the requests and our own client sends them: `from_asgi` would run the app in other event loops than
the one that the database's connections belong to.
"""

from typing import Any

import pytest
import schemathesis
from graphql import introspection_from_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes
from support.api import Api

from kaohe.graphql.failures import Fault
from kaohe.graphql.schema import SCHEMA

MOMENTS = ("2026-04-01T09:00:00+08:00", "1990-01-01T00:00:00Z", "8999-12-31T23:59:59-12:00")

schemathesis.graphql.scalar("DateTime", st.sampled_from(MOMENTS).map(nodes.String))
schemathesis.graphql.scalar("Date", st.dates().map(str).map(nodes.String))
schemathesis.graphql.scalar(
    "Decimal", st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str).map(nodes.String)
)
schemathesis.graphql.scalar("UUID", st.uuids().map(str).map(nodes.String))

SCHEMA_DOCUMENT: Any = schemathesis.graphql.from_dict(dict(introspection_from_schema(SCHEMA.graphql_schema)))
OPERATIONS = [found.ok() for found in SCHEMA_DOCUMENT.get_all_operations()]

FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
async def test_no_bug_shows(api_at: Any, operation: Any) -> None:
    api: Api = await api_at("begun")

    @FEW
    @given(case=operation.as_strategy())
    def collect(case: Any) -> None:
        bodies.append(case.body)

    bodies: list[str] = []
    collect()
    for body in bodies:
        for who in ("office", "a1"):
            with api.rehearsing():
                answer = await api.post(who, body)
            codes = {one["extensions"]["code"] for one in answer.get("errors", ())}
            assert Fault.INTERNAL not in codes, body
