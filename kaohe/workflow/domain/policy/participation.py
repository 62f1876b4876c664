"""Which unit assesses a person who works elsewhere (谁来考核)."""

from enum import StrEnum

from pydantic import Field

from kaohe.workflow.domain.policy.base import Section


class AssignmentKind(StrEnum):
    """Why a person works outside the own unit for a time."""

    TRAINING = "training"
    SPECIAL_WORK = "special_work"
    AID = "aid"
    TEMPORARY_POST = "temporary_post"
    SERVICE_WINDOW = "service_window"
    LOAN = "loan"


class AssessingUnit(StrEnum):
    """The unit that assesses: the own one (本单位) or the one that receives the person (接收单位)."""

    OWN = "own"
    RECEIVING = "receiving"


def _s3_assessing_units() -> dict[AssignmentKind, AssessingUnit]:
    return {
        AssignmentKind.TRAINING: AssessingUnit.OWN,
        AssignmentKind.SPECIAL_WORK: AssessingUnit.OWN,
        AssignmentKind.AID: AssessingUnit.RECEIVING,
        AssignmentKind.TEMPORARY_POST: AssessingUnit.RECEIVING,
        AssignmentKind.SERVICE_WINDOW: AssessingUnit.RECEIVING,
        AssignmentKind.LOAN: AssessingUnit.RECEIVING,
    }


class Participation(Section):
    """参加考核 · Which unit assesses whom, fixed when the cycle opens (N-9, S3-11..14)."""

    assessed_by: dict[AssignmentKind, AssessingUnit] = Field(default_factory=_s3_assessing_units)
    """各类外派由谁考核 · The assessing unit for each kind of assignment."""
    approval_needed: tuple[AssignmentKind, ...] = (AssignmentKind.LOAN,)
    """须有组织人事部门批准手续的类别 · Kinds that need evidence of approval, else the own unit assesses (S3-14)."""

    def assessing_unit(self, kind: AssignmentKind, *, approved: bool) -> AssessingUnit:
        """Who assesses a person on such an assignment; `approved`: evidence of the approval is at hand."""
        if kind in self.approval_needed and not approved:
            return AssessingUnit.OWN
        return self.assessed_by[kind]
