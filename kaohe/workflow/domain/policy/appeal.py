"""Objections and outside approvals (异议复核与核准)."""

from typing import Literal

from kaohe.workflow.domain.policy.base import Flag, Key, Label, Positive, Section
from kaohe.workflow.domain.terms import Term


class OutsideApprover(Section):
    """核准方 · Someone outside the body who approves the results."""

    key: Key
    """代码 · The approver's name, as in the role key outside_approver@key."""
    label: Label
    """名称 · The approver's name in Chinese."""
    filing: Flag = False
    """是否备案 · True: the results are filed with him (审核备案, S0-26), and nobody waits for his answer; if he sends
    somebody back, that person's case goes back to the committee. False: nobody's result is final without his approval."""


class Appeal(Section):
    """异议与核准 · Objections (S3-38), second looks (§3) and outside approvals (S3-8, S3-40)."""

    window: Term = Term(working_days=5)
    """提出异议的期限 · How long after publicity ends an objection may be raised."""
    admit_within: Term = Term(working_days=3)
    """受理期限 · By when it is admitted or refused."""
    decide_within: Term = Term(working_days=10)
    """复核期限 · By when it is decided."""
    max_rounds: Positive = 2
    """最多几轮 · How many rounds of review a person may have, the first included."""
    second_instance: Flag = True
    """是否可请上级复核 · Whether the superior body may be asked once afterwards."""
    who: Literal["unit", "body"] = "unit"
    """谁可以提出 · The person, and anyone of the unit or of the body."""
    outside_approvals: tuple[OutsideApprover, ...] = ()
    """报谁核准 · Who must approve before results are final."""
