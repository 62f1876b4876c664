"""Who rates whom, and as what (S1-15, S1-17, S1-19)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kaohe.workflow.domain.policy.ballots import RaterGroup, Raters
from kaohe.workflow.domain.standing import Standing


@dataclass(frozen=True, slots=True)
class Ratee:
    """被评人 · One person in a box: the case, the person, and where he stands in the unit."""

    assessment_id: int
    person_id: int
    standing: Standing


def group_of(raters: Sequence[Raters], groups: Collection[RaterGroup]) -> RaterGroup | None:
    """Of the groups that a person is in, the one he rates in: the first of the policy's for the unit's class
    (`Box.raters_for`). None where none of his rates there."""
    return next((one.group for one in raters if one.group in groups), None)


def category_of(raters: Sequence[Raters], group: RaterGroup, standing: Standing) -> str | None:
    """The leaf (a category or a part of one) in which a group rates somebody of that standing; None where it does not."""
    return next((one.category(standing) for one in raters if one.group is group), None)


def rated_by(
    raters: Sequence[Raters],
    group: RaterGroup,
    person_id: int,
    ratees: Iterable[Ratee],
    relatives: Collection[int] = (),
) -> dict[int, str]:
    """Whom a rater must rate: case → leaf, in the order of `ratees`. Not himself, not his declared relatives (`relatives`:
    person ids; 回避), not those in whose standing his group has no category."""
    kept_away = {person_id, *relatives}
    leaves = {
        one.assessment_id: category_of(raters, group, one.standing) for one in ratees if one.person_id not in kept_away
    }
    return {one: leaf for one, leaf in leaves.items() if leaf is not None}
