"""The documents that people and other programs write and read, and their published JSON Schemas (docs/schemas/)."""

import json
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from kaohe.workflow.domain.comparison import Comparison
from kaohe.workflow.domain.facts.model import FactsDocument
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.results import ResultsDocument


class Document(StrEnum):
    """A kind of document: the policy, facts for `kaohe simulate`, its results, and what it prints with `--against`."""

    POLICY = "policy"
    FACTS = "facts"
    RESULTS = "results"
    COMPARISON = "comparison"


def schema_text(document: Document) -> str:
    """The JSON Schema of a kind of document, as it is committed."""
    return json.dumps(json_schema(document), ensure_ascii=False, indent=2) + "\n"


def json_schema(document: Document) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12): of what is read, or for what is printed of what is written."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    match document:
        case Document.POLICY:
            return dialect | Policy.model_json_schema()
        case Document.FACTS:
            return dialect | TypeAdapter(FactsDocument).json_schema()
        case Document.RESULTS:
            return dialect | TypeAdapter(ResultsDocument).json_schema(mode="serialization")
        case Document.COMPARISON:
            return dialect | TypeAdapter(Comparison).json_schema(mode="serialization")


def results_text(results: ResultsDocument) -> str:
    """Results as JSON; decimals are strings, so that no reader rounds them."""
    return TypeAdapter(ResultsDocument).dump_json(results, indent=2).decode() + "\n"


def comparison_text(comparison: Comparison) -> str:
    """A comparison as JSON, its decimals as strings too."""
    return TypeAdapter(Comparison).dump_json(comparison, indent=2).decode() + "\n"
