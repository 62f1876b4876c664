"""A box as S1 describes one, and variants of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kaohe.workflow.domain.policy.ballots import Box, Category, CategoryPart, RaterGroup, Raters, RaterSet

LEADERS = (
    CategoryPart(key="main_leader", label="主要领导", weight=Decimal(6)),
    CategoryPart(key="deputies", label="班子成员", weight=Decimal(4)),
)


@pytest.fixture(scope="session")
def made_box() -> Callable[..., Box]:
    """Leaders (the main leader and the deputies apart), peers and others by 4 : 3 : 3, but for what is given."""

    def box(**given: Any) -> Box:
        plain = {
            "key": "quarterly",
            "label": "季度测评",
            "categories": (
                Category(key="leader", label="领导主评", weight=Decimal(4), parts=LEADERS),
                Category(key="peer", label="同级互评", weight=Decimal(3)),
                Category(key="other", label="其他参评", weight=Decimal(3)),
            ),
            "rater_sets": (RaterSet(raters=RATERS),),
        }
        return Box(**(plain | given))

    return box


@pytest.fixture(scope="session")
def box(made_box: Callable[..., Box]) -> Box:
    return made_box()


RATERS = (
    Raters(group=RaterGroup.MAIN_LEADER, of_deputy="main_leader", of_staff="main_leader"),
    Raters(group=RaterGroup.DEPUTIES, of_main_leader="other", of_deputy="peer", of_staff="deputies"),
    Raters(group=RaterGroup.STAFF, of_main_leader="other", of_deputy="other", of_staff="peer"),
    Raters(group=RaterGroup.EXTERNAL, of_main_leader="peer"),
)
