"""What is filled in of an inspection (抽查、走访), and what may be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.supervision.kinds import FindingKind, InspectionKind
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import PERSON_NAME
from kaohe.workflow.supervision.limits import LOOKED_AT, TEXT


@dataclass(frozen=True)
class FindingInput:
    """What was found, and what is wanted of the unit; good practice may want nothing."""

    kind: FindingKind
    text: str
    wanted: str = ""


@dataclass(frozen=True)
class InspectionInput:
    """Who went to a unit, when (a day, Asia/Shanghai), what they looked at, and what they found."""

    kind: InspectionKind
    held_on: date
    inspectors: Sequence[str]
    looked_at: str
    note: str = ""
    findings: Sequence[FindingInput] = ()


def checked(form: Form, given: InspectionInput, now: datetime) -> InspectionInput:
    """The input without blanks at its ends, everything that is wrong with it added to the form."""
    if given.held_on > now.astimezone(BUSINESS_ZONE).date():
        form.bad("heldOn", "日期不能晚于今天", "the day lies in the future")
    if not given.inspectors:
        form.refuse(Code.REQUIRED, "inspectors", label="检查人员", label_en="who inspected")
    inspectors = [
        form.text(f"inspectors[{index}]", "检查人员", "an inspector's name", name, PERSON_NAME)
        for index, name in enumerate(given.inspectors)
    ]
    findings = [
        FindingInput(
            one.kind,
            form.text(f"findings[{index}].text", "发现的情况", "what was found", one.text, TEXT),
            form.text(
                f"findings[{index}].wanted",
                "整改要求",
                "what is wanted",
                one.wanted,
                TEXT,
                required=one.kind.wants_answer,
            ),
        )
        for index, one in enumerate(given.findings)
    ]
    return InspectionInput(
        given.kind,
        given.held_on,
        inspectors,
        form.text("lookedAt", "检查内容", "what was looked at", given.looked_at, LOOKED_AT),
        form.text("note", "说明", "the note", given.note, TEXT, required=False),
        findings,
    )
