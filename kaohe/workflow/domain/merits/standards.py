"""The standards of a policy by which events raise or lower a score."""

from collections.abc import Mapping

from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.scoring import Deduction, Incentive, Standard


def standards_of(policy: Policy) -> Mapping[str, Standard]:
    """Key → standard, of bonuses and deductions. A key that stands among both is the bonus."""
    return {**_of(policy, Deduction), **_of(policy, Incentive)}


def sign_of(policy: Policy, standard: str) -> int | None:
    """1 where the standard raises a score, -1 where it lowers one; None where the policy has no such standard."""
    if standard in _of(policy, Incentive):
        return 1
    return -1 if standard in _of(policy, Deduction) else None


def _of(policy: Policy, kind: type[Incentive | Deduction]) -> Mapping[str, Standard]:
    parts = (part for part in policy.scoring.parts if isinstance(part, kind))
    return {standard.key: standard for part in parts for standard in part.standards}
