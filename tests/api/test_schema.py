"""The schema: as committed, described in both languages, with a permission on every mutation, true to the domain."""

from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

import kaohe.graphql
from kaohe.graphql.mutation import MUTATIONS, Answer, Call, Given, Mutation
from kaohe.graphql.schema import SCHEMA, sdl
from kaohe.schema import states
from kaohe.workflow.domain.charts import CHARTS, Who
from kaohe.workflow.domain.refusals import Code

TYPES: Any = SCHEMA.graphql_schema.type_map
COMMITTED = Path(kaohe.graphql.__file__).parent / "schema.graphql"
OURS = {name: kind for name, kind in TYPES.items() if not name.startswith("__")}


def test_committed_schema_is_the_schema() -> None:
    assert COMMITTED.read_text() == sdl(), "run: kaohe schema > kaohe/graphql/schema.graphql"


@pytest.mark.parametrize(
    "name", [name for name in OURS if name not in ("String", "Int", "Boolean", "ID", "Float", "UUID")]
)
def test_type_is_described_in_both_languages(name: str) -> None:
    assert " · " in OURS[name].description


def test_every_field_and_argument_is_described_in_both_languages() -> None:
    silent = []
    for name, kind in OURS.items():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                for described in (field, *getattr(field, "args", {}).values()):
                    if " · " not in (described.description or ""):
                        silent.append(f"{name}.{field_name}")
    assert silent == []


def test_every_enum_value_is_described() -> None:
    enums = [kind for kind in OURS.values() if isinstance(kind, GraphQLEnumType)]
    assert all(" · " in value.description for kind in enums for value in kind.values.values())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Stage", states.ASSESSMENT_STATES),
        ("CycleStage", states.CYCLE_STATES),
        ("ListState", states.LIST_STATES),
        ("ObjectionState", states.OBJECTION_STATES),
        ("FindingState", states.FINDING_STATES),
        ("RefusalCode", tuple(Code)),
    ],
)
def test_enum_is_the_domains_list(name: str, values: tuple[str, ...]) -> None:
    assert list(OURS[name].values) == [value.upper() for value in values]


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_says_who_may_call(name: str) -> None:
    mutation = MUTATIONS[name]
    assert mutation.permission
    assert "谁可以办理 / who may call: " in TYPES["Mutation"].fields[name].description
    assert "errors" in TYPES[f"{mutation.__name__}Payload"].fields
    keyed = "idempotencyKey" in TYPES[f"{mutation.__name__}Input"].fields
    assert keyed is not (mutation.anonymous or mutation.keyless)


def test_mutation_lies_in_the_file_of_its_name() -> None:
    for name, mutation in MUTATIONS.items():
        words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
        assert mutation.__module__.rpartition(".")[2] == words


#: The one or many mutations of each trigger that a person pulls.
OF_TRIGGERS = {
    "assessment": {
        "submit_summary": "submitSummary",
        "submit_late": "submitSummary",
        "return_summary": "returnSummaries",
        "record_scores": "recordScores",
        "record_indicators": "recordIndicators",
        "appraise": "appraiseAssessments",
        "check_claims": "checkClaims",
        "audit_claims": "auditClaims",
        "aggregate": "aggregateAssessments",
        "approve_review": "approveReviews",
        "return_for_rework": "returnForRework",
        "return_to_review": "returnToReview",
        "decide": "holdSession",
        "reopen": "sustainObjection",
        "outside_reject": "answerResults",
        "withhold_grade": "withholdGrades",
        "deliver_feedback": "deliverFeedback",
        "acknowledge": "acknowledgeResult",
        "exclude": "excludeAssessments",
        "include": "includeAssessments",
        "reassign": "reassignAssessments",
        "supplement": "supplementAssessment",
    },
    "cycle": {
        "create": "createCycle",
        "open": "openCycle",
        "freeze_quota": "freezeQuota",
        "extend": "extendStage",
        "suspend": "suspendCycle",
        "resume": "resumeCycle",
        "cancel": "cancelCycle",
    },
    "unit_list": {"sign": "signList", "consent": "consentList", "hand_in": "handInList", "return": "returnList"},
    "objection": {
        "file": "fileObjection",
        "admit": "admitObjection",
        "refuse": "refuseObjection",
        "dismiss": "dismissObjection",
        "sustain": "sustainObjection",
        "withdraw": "withdrawObjection",
    },
    "ballot_box": {
        "propose_raters": "proposeRaters",
        "return_raters": "returnRaters",
        "approve_raters": "approveRaters",
        "extend_box": "extendBox",
        "reopen_box": "reopenBox",
        "restart_box": "restartBox",
    },
    "finding": {
        "issue": "recordInspection",
        "answer_finding": "answerFinding",
        "return_finding": "returnFinding",
        "close_finding": "closeFinding",
    },
}


def test_every_trigger_of_a_person_has_a_mutation() -> None:
    by_hand = {chart.subject: {name for name, rule in chart.rules.items() if rule.by_hand} for chart in CHARTS.values()}
    assert by_hand == {subject: set(of) for subject, of in OF_TRIGGERS.items()}
    assert {name for of in OF_TRIGGERS.values() for name in of.values()} <= set(MUTATIONS)


@pytest.mark.parametrize(
    "options",
    [
        {"permission": (Who.OFFICE,)},
        {"description": "办理 · Do it"},
        {"description": "in one language", "permission": (Who.OFFICE,)},
        {"description": "办理 · Do it", "permission": ()},
    ],
)
def test_mutation_without_words_or_permission_is_not_imported(options: dict[str, Any]) -> None:
    async def perform(call: Call, given: Given) -> Answer:
        return {}

    with pytest.raises(TypeError):
        type("Careless", (Mutation,), {"perform": staticmethod(perform)}, **options)


def test_mutation_that_performs_nothing_is_not_imported() -> None:
    with pytest.raises(TypeError):
        type("Idle", (Mutation,), {}, description="办理 · Do it", permission=(Who.OFFICE,))
