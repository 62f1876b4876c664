"""What a roster says, in its own keys: staff numbers and unit keys instead of ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.domain.policy.participation import AssignmentKind
from kaohe.workflow.domain.roles import Role


@dataclass(frozen=True, slots=True)
class WantedUnit:
    """A unit; `parent` is another's key. What the file does not say is None, and stays as it is."""

    key: str
    name: str
    position: int
    parent: str | None = None
    outside: bool | None = None
    unit_class: str | None = None


@dataclass(frozen=True, slots=True)
class WantedGrant:
    """A role, held at the unit of that key, at an outside approver (`scope`), or at the body."""

    role: Role
    unit: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class WantedAssignment:
    """An assignment away from the own unit."""

    kind: AssignmentKind
    unit: str | None
    starts: date
    ends: date | None
    approval: str


@dataclass(frozen=True, slots=True)
class WantedPerson:
    """A person. `texts` has the columns that the file has; no `grants` means: as they are."""

    number: str
    unit: str
    texts: Mapping[str, str]
    grants: frozenset[WantedGrant] | None = None
    assignment: WantedAssignment | None = None
    login: str | None = None


@dataclass(frozen=True, slots=True)
class WantedRelative:
    """A declared pair, by staff numbers."""

    number: str
    relative: str
    relation: str


@dataclass(frozen=True, slots=True)
class WantedCircumstance:
    """A circumstance of the person with that number."""

    number: str
    kind: CircumstanceKind
    sanction: SanctionKind | None
    starts: date
    ends: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A whole roster, free of errors."""

    units: list[WantedUnit] = field(default_factory=list)
    people: list[WantedPerson] = field(default_factory=list)
    relatives: list[WantedRelative] = field(default_factory=list)
    circumstances: list[WantedCircumstance] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.units) + len(self.people) + len(self.relatives) + len(self.circumstances)
