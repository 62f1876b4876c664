"""Where a person stands in the unit that assesses him (单位内身份): it decides who appraises and who rates him as what."""

from enum import StrEnum


class Standing(StrEnum):
    """Main leader (主要领导), deputy or team member (副职、班子成员), or everybody else (S0-17, S0-18, S1-19)."""

    MAIN_LEADER = "main_leader"
    DEPUTY = "deputy"
    STAFF = "staff"


def standing_of(*, main_leader: bool, deputy_leader: bool) -> Standing:
    """The standing of somebody who holds these posts at the unit; the higher post counts."""
    if main_leader:
        return Standing.MAIN_LEADER
    return Standing.DEPUTY if deputy_leader else Standing.STAFF
