"""What would change if another policy had applied to a cycle (换一套细则测算)."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import graphene

from kaohe.graphql import enums
from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.connections import Connected, connection_field
from kaohe.graphql.fields import label, listed, one
from kaohe.graphql.ids_in import ids_in
from kaohe.graphql.scalars import Decimal
from kaohe.graphql.types.statistics import ScoreSpread
from kaohe.workflow.domain.archive.documents import plain
from kaohe.workflow.domain.comparison.model import CycleComparison, PersonChange
from kaohe.workflow.queries import organisation
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.keyset import Key, Window, cursor
from kaohe.workflow.queries.reading import Page
from kaohe.workflow.what_if import ask


class ComparedPolicy(ObjectType):
    """参与比较的细则 · One of the two policies."""

    key = graphene.String(required=True)
    version = graphene.String(required=True)
    name = graphene.String(required=True)


class ComparisonProblem(ObjectType):
    """不可比之处 · Something in which the facts do not fully answer for a policy."""

    kind = enums.ComparisonProblemKind(required=True)
    kind_label = label("kind", "ComparisonProblemKind")
    side = enums.ComparisonSide(required=True)
    side_label = label("side", "ComparisonSide")
    input = graphene.String(required=True)
    label = graphene.String(required=True)
    people = graphene.Int(required=True)
    message = graphene.String(required=True)
    message_en = graphene.String(required=True)


class ComparedPlaces(ObjectType):
    """按一套细则的名额 · Places of a unit or the body by one policy."""

    participants = graphene.Int(required=True)
    remaining = Decimal()
    places = graphene.Int()
    used = graphene.Int(required=True)


class GradeChange(ObjectType):
    """等次人数变化 · How many are proposed for a grade by each policy; an empty key stands for no grade."""

    grade = graphene.String(required=True)
    label = graphene.String(required=True)
    label_en = graphene.String(required=True)
    before = graphene.Int(required=True)
    after = graphene.Int(required=True)


class GradeDistribution(ObjectType):
    """等次和得分分布 · Proposed grades and scores by each policy."""

    grades = graphene.Field(listed(GradeChange))
    before = graphene.Field(ScoreSpread, required=True)
    after = graphene.Field(ScoreSpread, required=True)


class BodyChange(ObjectType):
    """对全局的影响 · What changes for the body as a whole."""

    before = graphene.Field(ComparedPlaces, required=True)
    after = graphene.Field(ComparedPlaces, required=True)
    decided = graphene.Int(required=True)
    gained = graphene.Int(required=True)
    lost = graphene.Int(required=True)
    unknown = graphene.Int(required=True)
    distribution = graphene.Field(GradeDistribution, required=True)


class UnitChange(BodyChange):
    """对单位的影响 · What changes for one unit."""

    unit = one("Unit", organisation.units_by_id, "unit_id")


class DecidedGrades(ObjectType):
    """已定等次 · Grades that were decided, and whether the policies allow them. They are not compared."""

    people = graphene.Int(required=True)
    allowed_before = graphene.Int(required=True)
    allowed_after = graphene.Int(required=True)
    open_after = graphene.Int(required=True)


class Projection(ObjectType):
    """按一套细则的测算结果 · What one policy comes to for a person, by its proposal alone."""

    outcome = enums.Outcome(required=True)
    outcome_label = label("outcome", "Outcome")
    missing = graphene.Field(listed(graphene.String))
    score = Decimal()
    allowed_grades = graphene.Field(listed(graphene.String))
    proposed_grade = graphene.String()
    proposed_grade_label = graphene.String()


class PartChange(ObjectType):
    """计分项变化 · A part of the score whose points differ."""

    part = graphene.String(required=True)
    label = graphene.String(required=True)
    before = Decimal()
    after = Decimal()


class ProjectedChange(ObjectType):
    """结果有变化的人员 · A person whose result differs."""

    assessment = one("Assessment", assessments_by_id, "id")
    name = graphene.String(required=True)
    unit = one("Unit", organisation.units_by_id, "unit_id")
    before = graphene.Field(Projection, required=True)
    after = graphene.Field(Projection, required=True)
    causes = graphene.Field(listed(enums.ChangeCause))
    parts = graphene.Field(listed(PartChange))
    decided_grade = graphene.String()
    decided_allowed = graphene.Boolean()


async def _changes(row: Row, _info: Info, first: int | None = None, after: str | None = None) -> Connected:
    """A page of the changes, by case."""
    comparison: CycleComparison = row["comparison"]
    window = Window.of(first, after)
    last = window.values(_ORDER)
    found = sorted((int(change.key), change) for change in comparison.changes if _comes_after(change, last))
    labels = {one.grade: one.label for one in comparison.body.distribution.grades}
    page = [_change(change, labels) for _, change in found[: window.first]]

    async def total() -> int:
        return comparison.changed

    return Connected(Page(page, len(found) > window.first, lambda row: cursor([row["id"]])), window, total)


class WhatIf(ObjectType):
    """换一套细则测算 · A cycle's results by its own policy (before) beside those by another one (after): what each proposes by
    itself, suggestions and decisions left out on both sides."""

    before_policy = graphene.Field(ComparedPolicy, required=True)
    after_policy = graphene.Field(ComparedPolicy, required=True)
    sealed = graphene.Boolean(required=True)
    period = graphene.String(required=True)
    people = graphene.Int(required=True)
    changed = graphene.Int(required=True)
    unscored = graphene.Int(required=True)
    body = graphene.Field(BodyChange, required=True)
    units = graphene.Field(listed(UnitChange))
    decided = graphene.Field(DecidedGrades, required=True)
    problems = graphene.Field(listed(ComparisonProblem))
    changes = connection_field("ProjectedChange", _changes)


async def _answer(
    _root: None, info: Info, cycle_id: str, source: str | None = None, policy_version_id: str | None = None
) -> Row | None:
    given = ids_in(
        {"cycle_id": cycle_id, "policy_version_id": policy_version_id},
        cycle_id="Cycle",
        policy_version_id="PolicyVersion",
    )
    asked = await info.context.read(ask, given["cycle_id"], source, given["policy_version_id"])
    if asked is None:
        return None
    comparison = await asked.answer()
    (cycle,) = comparison.cycles
    return {
        "before_policy": asdict(comparison.before),
        "after_policy": asdict(comparison.after),
        "sealed": asked.collected.sealed,
        "comparison": cycle,
        **_counts(cycle),
    }


def what_if_field() -> Any:
    """The comparison for the office and the committee; null for everybody else, and where there is no such cycle."""
    return graphene.Field(
        WhatIf,
        args={
            "cycle_id": graphene.ID(required=True),
            "source": graphene.String(),
            "policy_version_id": graphene.ID(),
        },
        resolver=_answer,
    )


_ORDER = (Key("id", int),)


def _comes_after(change: PersonChange, last: list[Any] | None) -> bool:
    return last is None or int(change.key) > last[0]


def _counts(cycle: CycleComparison) -> Row:
    """Everything but the people, as rows."""
    found: dict[str, Any] = plain(asdict(replace(cycle, changes=())))
    for effect in (found["body"], *found["units"]):
        distribution = effect["distribution"]
        for side in ("before", "after"):
            distribution[side]["count"] = distribution[side]["scored"]
    for unit in found["units"]:
        unit |= {"unit_id": int(unit["key"]), **{name: len(unit[name]) for name in ("gained", "lost", "unknown")}}
    for problem in found["problems"]:
        problem |= {"message": problem["zh"], "message_en": problem["en"]}
    return found


def _change(change: PersonChange, labels: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = plain(asdict(change))
    for side in ("before", "after"):
        found[side]["proposed_grade_label"] = labels.get(found[side]["proposed_grade"])
    return {**found, "id": int(change.key), "unit_id": int(change.unit)}
