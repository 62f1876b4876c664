"""Every mutation carried out by somebody who may: its payload shows what was changed, and it stays changed."""

from typing import Any

import pytest
from graphql import get_named_type, is_leaf_type
from support.api import Api
from support.mutations import SAMPLES, those_who_may

from kaohe.graphql.mutation import MUTATIONS
from kaohe.graphql.schema import SCHEMA

#: The bureau's scheme has no such thing; tests/appraisals and tests/api/test_supervision.py have schemes that do.
NOT_OF_THE_BUREAU = {"appraiseAssessments", "recordInspection"}

#: What some answers rightly leave out.
SILENT = {"importFile": {"ignored"}}


def fields_of(name: str) -> dict[str, str]:
    """The payload's fields beside the errors, each with its selection."""
    mutation: Any = MUTATIONS[name]
    payload: Any = SCHEMA.graphql_schema.type_map[f"{mutation.__name__}Payload"]
    found = {}
    for field, definition in payload.fields.items():
        if field != "errors":
            found[field] = field if is_leaf_type(get_named_type(definition.type)) else f"{field} {{ __typename }}"
    return found


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - {"signIn", "changePassword"} - NOT_OF_THE_BUREAU))
async def test_payload(own_api: Any, name: str) -> None:
    sample = SAMPLES[name]
    api: Api = await own_api(sample.point)
    given = await sample.make(api)
    fields = fields_of(name)
    before = await api.fingerprint()
    for who in sorted(those_who_may(name), key=lambda one: (one not in ("a1", "office"), one)):
        payload = await api.do(who, name, " ".join(fields.values()), **given)
        if not payload["errors"]:
            break
        assert await api.fingerprint() == before
    else:
        raise AssertionError(payload["errors"])
    empty = {field for field in fields if payload[field] in (None, [])}
    assert empty == SILENT.get(name, set())
    unchanged = await api.fingerprint() == before
    assert unchanged is (name in ("checkPolicy", "reactivatePerson", "enableAccount", "clearCalendarDay"))
