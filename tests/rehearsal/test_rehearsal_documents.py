"""What the rehearsal asks for exists in the API: found here in a second, not in the middle of a year."""

import pytest
from graphql import parse, validate

from kaohe.graphql.schema import SCHEMA
from kaohe.rehearsal import documents

DOCUMENTS = [name for name in vars(documents) if name.isupper() and not name.startswith("_")]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_is_valid(name: str) -> None:
    assert validate(SCHEMA.graphql_schema, parse(getattr(documents, name))) == []
