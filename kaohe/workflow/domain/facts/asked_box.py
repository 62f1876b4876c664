"""Which ballot box a question is about (票箱): the policy's, or one with the defaults of the policy reference."""

from collections.abc import Mapping
from decimal import Decimal

from kaohe.workflow.domain.policy.ballots import Ballots, Box, Category, RaterGroup, Raters, RaterSet

_PLAIN = Box(
    key="ballot",
    label="评分",
    categories=(Category(key="all", label="全体", weight=Decimal(1)),),
    rater_sets=(RaterSet(raters=(Raters(group=RaterGroup.STAFF),)),),
)


def asked_box(ballots: Ballots, key: str | None, weights: Mapping[str, Decimal] | None = None) -> Box | None:
    """The box of that key, else the policy's only one, else a plain one; None where the key is unknown, or is needed
    since there are several. With `weights` it has these categories; those that it had before keep their parts."""
    if key is None and len(ballots.boxes) > 1:
        return None
    boxes = ballots.boxes or (() if key else (_PLAIN,))
    found = next((box for box in boxes if key in (None, box.key)), None)
    if found is None or weights is None:
        return found
    parts = {one.key: one.parts for one in found.categories}
    categories = tuple(
        Category(key=name, label=name, weight=weight, parts=parts.get(name, ())) for name, weight in weights.items()
    )
    return found.model_copy(update={"categories": categories})
