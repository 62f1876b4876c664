"""The guards on what is entered by individual and elastic indicators."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import bad, duplicate, standing
from kaohe.workflow.domain.indicators.model import (
    KIND_LABELS,
    GivenPoints,
    IndicatorKind,
    IndicatorPart,
    InForce,
    part_of,
)
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import ElasticIndicators
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation

#: As fine as points are kept.
_STEP = Decimal("0.001")

#: As many as one elastic indicator may add or take off, whatever the policy says (`facts.model.SignedPoints`).
_MOST = Decimal(100)


@standing
def unit_has_indicators(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """The policy lets units of this class set indicators of some kind (S0-9)."""
    if not any(part_of(situation.policy, _class(snapshot, situation), kind) for kind in IndicatorKind):
        problem = "细则对本单位不设个性、弹性指标"
        yield bad("assessment_id", problem, "the policy has no indicators that this unit sets")


def points_known(snapshot: AssessmentSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """`points` (`GivenPoints`) are of indicators `in_force` for the case, within range; the list is still in hand."""
    in_force, points = command.args["in_force"], command.args["points"]
    yield from check_points(situation.policy, _class(snapshot, situation), in_force, points)
    if snapshot.list_state == "handed_in" and snapshot.on_list:
        yield Refusal(Code.LIST_HANDED_IN)


def _class(snapshot: AssessmentSnapshot, situation: Situation) -> str:
    """The class under which the assessing unit is registered."""
    place = situation.units.get(snapshot.unit_id)
    return place.unit_class if place else ""


def check_points(
    policy: Policy, registered_class: str, in_force: InForce, given: Sequence[GivenPoints]
) -> Iterator[Refusal]:
    """Everything wrong with what is entered for one case: unknown indicators, one twice, points out of range."""
    seen: set[tuple[IndicatorKind, str]] = set()
    for index, one in enumerate(given):
        field = f"indicators[{index}]"
        if one.indicator not in {known.key for known in in_force.of(one.kind)}:
            label, label_en = KIND_LABELS[one.kind]
            problem = f"{label}中没有“{one.indicator}”"
            yield bad(f"{field}.indicator", problem, f"{one.indicator} is none of the {label_en} in force")
            continue
        if (one.kind, one.indicator) in seen:
            yield duplicate(f"{field}.indicator", f"“{one.indicator}”的得分", f"a score of {one.indicator}")
        seen.add((one.kind, one.indicator))
        yield from _check_range(f"{field}.points", part_of(policy, registered_class, one.kind), one.points)


def _check_range(field: str, part: IndicatorPart | None, points: Decimal) -> Iterator[Refusal]:
    if isinstance(part, ElasticIndicators):
        least, most = -min(part.least, _MOST), min(part.most, _MOST)
        if not least <= points <= most:
            yield bad(field, f"加减分应在{least}至{most}分之间", f"points lie between {least} and {most}")
            return
    elif not 0 <= points <= 100:
        yield bad(field, "得分应在0至100之间", "a score lies between 0 and 100")
        return
    if points != points.quantize(_STEP):
        yield bad(field, "最多三位小数", "at most three decimals")
