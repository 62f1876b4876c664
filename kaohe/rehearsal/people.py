"""Who is who, as the API tells the office: people, the roles they hold, and their sessions."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kaohe.rehearsal.client import Client, Session
from kaohe.rehearsal.documents import PEOPLE
from kaohe.rehearsal.failures import must

MAIN_LEADER, UNIT_CLERK, LEADER_IN_CHARGE = "MAIN_LEADER", "UNIT_CLERK", "LEADER_IN_CHARGE"
DEPUTY_LEADER = "DEPUTY_LEADER"
OFFICE, SECRETARY, MEMBER = "OFFICE", "COMMITTEE_SECRETARY", "COMMITTEE_MEMBER"
OUTSIDE_APPROVER = "OUTSIDE_APPROVER"


@dataclass(frozen=True)
class Member:
    """One person. `roles` are pairs of a role and the unit id or scope at which it is held.

    `assessed`: neither of an outside unit nor managed elsewhere. `plain`: he is on no assignment, has no relative here,
    and nothing is recorded of him.
    """

    id: str
    number: str
    name: str
    login: str
    unit: str
    unit_key: str
    unit_class: str
    assessed: bool
    roles: frozenset[tuple[str, str | None]]
    plain: bool

    @property
    def ordinary(self) -> bool:
        """Plain, and without any role."""
        return self.plain and not self.roles


class People:
    """The people of the body, in the order of their staff numbers."""

    def __init__(self, client: Client, password: str, members: Iterable[Member]) -> None:
        self._client, self._password = client, password
        self.members = sorted(members, key=lambda one: one.number)
        self.by_number = {one.number: one for one in self.members}
        self._sessions: dict[str, asyncio.Task[Session]] = {}

    @classmethod
    async def read(cls, client: Client, viewer: Session, password: str, *, but: str) -> "People":
        """Everyone with an account whom the viewer sees, except the login `but`; all have the same `password`."""
        nodes = await viewer.pages(PEOPLE, ["persons"])
        known = [_member(node) for node in nodes if node["account"] and node["account"]["login"] != but]
        return cls(client, password, known)

    @property
    def assessed(self) -> list[Member]:
        """Those of whom the scheme has a case."""
        return [one for one in self.members if one.assessed]

    def units_of_class(self, unit_class: str) -> list[str]:
        """The ids of the units of a class in which people are assessed."""
        return list(dict.fromkeys(one.unit for one in self.assessed if one.unit_class == unit_class))

    def holding(self, role: str, at: str | None = None) -> list[Member]:
        """Those who hold a role, anywhere or at one unit or scope."""
        return [one for one in self.members if any(r == role and at in (None, where) for r, where in one.roles)]

    def the(self, role: str, at: str | None = None) -> Member:
        """The first who holds a role."""
        held = self.holding(role, at)
        must(held, f"somebody of the roster is {role} at {at or 'the body'}")
        return held[0]

    async def session(self, member: Member) -> Session:
        """His session: he signs in when he is first needed, and once."""
        if member.number not in self._sessions:
            signing_in = self._client.sign_in(member.name, member.login, self._password)
            self._sessions[member.number] = asyncio.ensure_future(signing_in)
        return await self._sessions[member.number]

    async def sessions(self, role: str) -> list[Session]:
        """The sessions of everyone who holds a role."""
        return [await self.session(one) for one in self.holding(role)]


def _member(node: Any) -> Member:
    return Member(
        id=node["id"],
        number=node["number"],
        name=node["name"],
        login=node["account"]["login"],
        unit=node["unit"]["id"],
        unit_key=node["unit"]["key"],
        unit_class=node["unit"]["unitClass"],
        assessed=not (node["unit"]["outside"] or node["management"]),
        roles=frozenset((one["role"], one["unit"]["id"] if one["unit"] else one["scope"]) for one in node["roles"]),
        plain=not (node["assignments"] or node["circumstances"] or node["relatives"]),
    )
