"""Who acts: a person through an account, or the system."""

from dataclasses import dataclass

from kaohe.workflow.domain.roles import Role, parts_of, person_key, role_key
from kaohe.workflow.domain.substitution import Loan, WorkKind


@dataclass(frozen=True)
class Actor:
    """One caller. `keys` are the task keys that he holds: his own, and one for each role granted to him.

    `loans` are the role keys that he holds today in somebody else's place (代理), each for some kinds of work only.
    """

    body_id: int
    name: str
    account_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    keys: frozenset[str] = frozenset()
    loans: tuple[Loan, ...] = ()

    @property
    def is_system(self) -> bool:
        return self.account_id is None

    def has(self, role: Role, at: int | str | None = None) -> bool:
        """Whether he holds `role` (at a unit or an outside approver, where it is held at one)."""
        return role_key(role, at) in self.keys

    def units_of(self, *roles: Role) -> frozenset[int]:
        """The units at which he holds one of `roles`."""
        found = set()
        for key in self.keys:
            role, at = parts_of(key)
            if role in roles and at is not None and at.isdigit():
                found.add(int(at))
        return frozenset(found)

    def keys_for(self, work: WorkKind) -> frozenset[str]:
        """The keys under which he may do this kind of work: his own, and those lent to him for it."""
        return self.keys | {loan.key for loan in self.loans if work in loan.kinds}

    def is_person(self, person_id: int | None) -> bool:
        return person_id is not None and person_key(person_id) in self.keys


def system(body_id: int, name: str = "系统") -> Actor:
    """The system itself, acting for a body: deadlines and consequences."""
    return Actor(body_id=body_id, name=name)
