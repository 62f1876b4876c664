"""Whom a rater rates in an open box, and as what: the same for his ballot paper and for what he casts."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kaohe.workflow.domain.ballots.raters import Ratee, rated_by
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.ballots import RaterGroup
from kaohe.workflow.domain.standing import standing_of


def ratee_of(row: Mapping[str, Any]) -> Ratee:
    """A case of a box: `id`, `person_id`, and the posts that it was opened with."""
    standing = standing_of(main_leader=row["main_leader"], deputy_leader=row["deputy_leader"])
    return Ratee(row["id"], row["person_id"], standing)


def leaves_of(
    policy: Policy,
    box_key: str,
    unit_class: str,
    group: str,
    person_id: int,
    ratees: Iterable[Ratee],
    relatives: Collection[int],
) -> dict[int, str]:
    """Case → leaf for a rater of `group`, of the cases that he rates, in the order of `ratees`."""
    raters = policy.ballots.box(box_key).raters_for(policy.class_of(unit_class))
    return rated_by(raters, RaterGroup(group), person_id, ratees, relatives)
