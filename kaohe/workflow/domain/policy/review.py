"""Who reviews, in which order (审核评鉴)."""

from pydantic import Field

from kaohe.workflow.domain.policy.base import Flag, Key, Label, Section
from kaohe.workflow.domain.roles import Role

#: Roles that can hold a step: those with a way up when a post is vacant or the case is the holder's own.
REVIEWERS = (Role.MAIN_LEADER, Role.LEADER_IN_CHARGE, Role.OFFICE)


class ReviewStep(Section):
    """审核步骤 · One signature of the chain."""

    key: Key
    """代码 · The step's name."""
    role: Role
    """由谁 · The role that signs."""
    label: Label
    """名称 · What the step is called."""
    consent: Flag = False
    """是否为同意 · A consent to another's suggestion rather than a review of one's own (S3-31)."""
    another_in_round_two: Flag = True
    """第二轮是否换人 · Whether round 2 goes to another holder of the role, where there is one (§3)."""


class Review(Section):
    """审核评鉴 · The chain of review (S3-30..32)."""

    chain: tuple[ReviewStep, ...] = Field(min_length=1)
    """审核链 · The steps in order."""
    unit_list: Flag = True
    """是否按单位结果登记表签报 · Whether a unit's people are signed and handed in on one list (S3-29..31)."""
