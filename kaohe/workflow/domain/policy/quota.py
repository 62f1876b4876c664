"""How many people may have the limited grade (“好”等次名额)."""

from decimal import Decimal
from typing import Literal

from kaohe.workflow.domain.policy.base import Positive, Ratio, Section


class Quota(Section):
    """“好”等次名额 · Places for the limited grade, cumulated over the year (N-6, S3-23..26)."""

    ratio: Ratio = Decimal("0.40")
    """比例上限 · The share of participants, "0.40" (S3-23)."""
    scope: Literal["unit", "body", "both"] = "both"
    """按单位、按全局或两者 · Whose running total counts; with both, the committee cuts to the body's (§3)."""
    threshold: Positive = 1
    """取整起点 · From this remainder on its integer part is offered (S3-24)."""
    below_threshold_places: Positive = 1
    """不足起点时可报人数 · Places while the remainder is above zero but below the threshold (S3-25)."""
    cumulate: Literal["year"] = "year"
    """累计范围 · Over the cycles whose assessed period lies in the same year (S3-23)."""

    @property
    def by_unit(self) -> bool:
        """Whether units have places of their own."""
        return self.scope in ("unit", "both")

    @property
    def by_body(self) -> bool:
        """Whether the body as a whole has places."""
        return self.scope in ("body", "both")
