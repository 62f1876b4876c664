"""Guards on scores that somebody gives a person: 0 to 100, with three decimals at most."""

from collections.abc import Iterator
from decimal import Decimal

from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.refusals import Refusal

#: As fine as a score is kept.
_STEP = Decimal("0.001")


def of_a_hundred(field: str, score: Decimal) -> Iterator[Refusal]:
    """Why this is no score, if it is none."""
    if not 0 <= score <= 100:
        yield bad(field, "得分应在0至100之间", "a score lies between 0 and 100")
    elif score != score.quantize(_STEP):
        yield bad(field, "得分最多三位小数", "a score has at most three decimals")
