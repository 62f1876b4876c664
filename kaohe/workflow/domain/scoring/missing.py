"""The words for an input that a score still lacks."""

from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.scoring import CommonIndicators, MonthlyMean


def missing_label(policy: Policy, name: str) -> str:
    """What the policy calls an input such as `common.de` or `monthly.2026-01`."""
    _, _, item = name.partition(".")
    for part in policy.scoring.parts:
        if isinstance(part, CommonIndicators) and name.startswith("common."):
            labels = {indicator.key: indicator.label for indicator in part.indicators}
            return f"{part.label}“{labels.get(item, item)}”"
        if isinstance(part, MonthlyMean) and name.startswith("monthly."):
            return f"{part.label}（{item}）"
    return name
