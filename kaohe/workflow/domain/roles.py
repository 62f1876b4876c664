"""Roles (角色) and the keys under which tasks are addressed to them."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be in a body. `PERSON` needs no grant: everyone is one."""

    PERSON = "person"
    UNIT_CLERK = "unit_clerk"
    MAIN_LEADER = "main_leader"
    DEPUTY_LEADER = "deputy_leader"
    LEADER_IN_CHARGE = "leader_in_charge"
    OFFICE = "office"
    COMMITTEE_SECRETARY = "committee_secretary"
    COMMITTEE_MEMBER = "committee_member"
    OUTSIDE_APPROVER = "outside_approver"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: dict[Role, str] = {
    Role.PERSON: "本人",
    Role.UNIT_CLERK: "单位经办人",
    Role.MAIN_LEADER: "单位主要领导",
    Role.DEPUTY_LEADER: "单位副职",
    Role.LEADER_IN_CHARGE: "分管领导",
    Role.OFFICE: "考核办",
    Role.COMMITTEE_SECRETARY: "党委秘书",
    Role.COMMITTEE_MEMBER: "党委委员",
    Role.OUTSIDE_APPROVER: "外部核准方",
    Role.ADMINISTRATOR: "系统管理员",
}

#: Roles held at a unit; the others are held at the body, or at one outside approver.
UNIT_ROLES = frozenset({Role.UNIT_CLERK, Role.MAIN_LEADER, Role.DEPUTY_LEADER, Role.LEADER_IN_CHARGE})

#: Who does a unit's clerical work: its clerk, or its leaders in his place.
CLERKS = (Role.UNIT_CLERK, Role.MAIN_LEADER, Role.LEADER_IN_CHARGE)


def role_key(role: Role, at: int | str | None = None) -> str:
    """The key of a role: `main_leader@12` at unit 12, `outside_approver@county_authority`, or `office`."""
    return str(role) if at is None else f"{role}@{at}"


def parts_of(key: str) -> tuple[Role, str | None]:
    """The role of a key, and where it is held: the id of a unit or of the person, an outside approver's key, or None."""
    role, _, at = key.partition("@")
    return Role(role), at or None


def person_key(person_id: int) -> str:
    """The key of one person in his own name: `person@7`. It is never lent."""
    return role_key(Role.PERSON, person_id)
