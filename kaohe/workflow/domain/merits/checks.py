"""What must hold of a merit event before it is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaohe.workflow.domain.guards.inputs import bad, is_blank
from kaohe.workflow.domain.merits.standards import standards_of
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.refusals import Code, Refusal

#: As long as a matter may be in the facts of an archive, and the number of a document beside it.
_LONGEST = 200

#: As fine as points are kept.
_STEP = Decimal("0.001")


@dataclass(frozen=True)
class MeritInput:
    """奖惩事件: by which standard, what about, on which day, by which document (文号). `points` None: the standard's."""

    person_id: int
    standard: str
    matter: str
    happened_on: date
    document: str
    points: Decimal | None = None


def check_merit(field: str, given: MeritInput, policy: Policy, today: date) -> Iterator[Refusal]:
    """Every rule that the event violates; `field` is its place in the input, `today` the date in Asia/Shanghai."""
    yield from _words(f"{field}.matter", "事项", "matter", given.matter)
    yield from _words(f"{field}.document", "文号", "document", given.document)
    if given.happened_on > today:
        yield bad(f"{field}.happened_on", "日期不能晚于今天", "the day lies in the future")
    standards = standards_of(policy)
    standard = standards.get(given.standard)
    if standard is None:
        known = "、".join(standards) or "无"
        yield bad(
            f"{field}.standard",
            f"没有“{given.standard}”这一加减分标准，可用：{known}",
            f"there is no standard {given.standard}; the policy has: {', '.join(standards) or 'none'}",
        )
    elif given.points is not None:
        yield from _points(f"{field}.points", given.points, standard.points, standard.label)


def _words(field: str, label: str, label_en: str, words: str) -> Iterator[Refusal]:
    if is_blank(words):
        yield Refusal(Code.REQUIRED, field, {"label": label, "label_en": label_en})
    if len(words.strip()) > _LONGEST:
        yield bad(field, f"{label}不超过{_LONGEST}字", f"at most {_LONGEST} characters")


def _points(field: str, points: Decimal, most: Decimal, label: str) -> Iterator[Refusal]:
    if not 0 <= points <= most:
        yield bad(field, f"“{label}”应在0至{most}分之间", f"from 0 to {most} points")
    elif points != points.quantize(_STEP):
        yield bad(field, "分值最多三位小数", "points have at most three decimals")
