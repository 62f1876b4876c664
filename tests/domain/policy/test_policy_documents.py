"""The published schemas and the reference say what the code does, and the shipped schemes fit their schema."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kaohe.policies.shipped import shipped, shipped_policy, shipped_text
from kaohe.workflow.domain.documents import Document, json_schema, schema_text
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.reference import policy_reference

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("document", list(Document))
def test_committed_schema_is_the_models(document: Document) -> None:
    committed = (DOCS / "schemas" / f"{document}.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(document), (
        f"run: kaohe policy schema {document} > docs/schemas/{document}.schema.json"
    )


@pytest.mark.parametrize("document", list(Document))
def test_schema_is_sound(document: Document) -> None:
    Draft202012Validator.check_schema(json_schema(document))


def test_committed_reference_is_the_models() -> None:
    committed = (DOCS / "policy-reference.md").read_text(encoding="utf-8")
    assert committed == policy_reference(), "run: kaohe policy reference > docs/policy-reference.md"


def test_reference_describes_every_field() -> None:
    rows = [line for line in policy_reference().splitlines() if line.startswith("| `")]
    undescribed = [row for row in rows if row.endswith("|  |")]
    assert all(
        name in "months_after day working_days calendar_days calendar_months" for name in map(_name, undescribed)
    )


def _name(row: str) -> str:
    return row.split("`")[1]


@pytest.mark.parametrize("key", shipped())
def test_shipped_scheme_fits_the_published_schema(key: str) -> None:
    document = json.loads(json.dumps(tomllib.loads(shipped_text(key)), default=str))
    assert list(Draft202012Validator(json_schema(Document.POLICY)).iter_errors(document)) == []


@pytest.mark.parametrize("key", shipped())
def test_a_policy_stored_as_json_reads_back_the_same(key: str) -> None:
    policy = shipped_policy(key)
    assert Policy.model_validate_json(policy.model_dump_json()) == policy
