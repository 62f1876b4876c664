"""What a roster changes: compared with what the body has, table by table, still in natural keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kaohe.workflow.imports.roster.check_accounts import login_of
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.wanted import Wanted, WantedCircumstance, WantedPerson, WantedUnit

Named = dict[str, Any]
"""A row in which `unit`, `parent`, `number` and `relative` still stand for ids. With an `id` it is stored already."""

_PERSON = {"post": "", "rank": "", "work_in_charge": "", "management": "", "post_category": "", "email": ""}


@dataclass
class Changes:
    """New and changed rows by table, ids of grants to delete, and how many rows of the file are new or change any."""

    new: dict[str, list[Named]] = field(default_factory=dict)
    changed: dict[str, list[Named]] = field(default_factory=dict)
    revoked: list[int] = field(default_factory=list)
    inserted: int = 0
    updated: int = 0

    @property
    def moves_tasks(self) -> bool:
        """Whether it may be somebody else's turn now: posts change hands, or relatives keep away."""
        return bool(self.revoked or {"role_grant", "relative"} & self.new.keys())

    def note(self, table: str, stored: Any, row: Named, compared: Iterable[str]) -> bool:
        """Note a row that is new or differs from the stored one in what is `compared`; whether it does."""
        if stored is None:
            self.new.setdefault(table, []).append(row)
        elif any(stored[column] != row[column] for column in compared):
            self.changed.setdefault(table, []).append({**row, "id": stored["id"]})
        else:
            return False
        return True

    def count(self, stored: Any, changed: bool) -> None:
        """Count one row of the file."""
        self.inserted += stored is None
        self.updated += stored is not None and changed


def compare(wanted: Wanted, known: Known) -> Changes:
    """Everything that the roster changes."""
    changes = Changes()
    for unit in wanted.units:
        stored = known.units.get(unit.key)
        changes.count(stored, _unit(changes, unit, known))
    for person in wanted.people:
        parts = [_person(changes, person, known), _grants(changes, person, known)]
        parts += [_assignment(changes, person, known), _account(changes, person, known)]
        changes.count(known.people.get(person.number), any(parts))
    for relative in wanted.relatives:
        pair = frozenset((relative.number, relative.relative))
        row = {"number": relative.number, "relative": relative.relative, "relation": relative.relation}
        stored = known.relatives.get(pair)
        changes.count(stored, changes.note("relative", stored, row, ["relation"]))
    for circumstance in wanted.circumstances:
        _circumstance(changes, circumstance, known)
    return changes


def _unit(changes: Changes, unit: WantedUnit, known: Known) -> bool:
    stored = known.units.get(unit.key)
    outside = unit.outside if unit.outside is not None else bool(stored and stored["outside"])
    row = {
        "key": unit.key,
        "name": unit.name,
        "position": unit.position,
        "parent": unit.parent,
        "outside": outside,
        "unit_class": unit.unit_class if unit.unit_class is not None else stored["unit_class"] if stored else "",
    }
    return changes.note("unit", stored, row, row)


def _person(changes: Changes, person: WantedPerson, known: Known) -> bool:
    stored = known.people.get(person.number)
    kept = {column: stored[column] for column in _PERSON} if stored else _PERSON
    row = {"number": person.number, "unit": person.unit, **kept, **person.texts}
    return changes.note("person", stored, row, row)


def _grants(changes: Changes, person: WantedPerson, known: Known) -> bool:
    if person.grants is None:
        return False
    stored = known.grants.get(person.number, {})
    granted = [grant for grant in person.grants if grant not in stored]
    for grant in sorted(granted, key=str):
        row = {"number": person.number, "role": str(grant.role), "unit": grant.unit, "scope": grant.scope}
        changes.new.setdefault("role_grant", []).append(row)
    revoked = [record["id"] for grant, record in stored.items() if grant not in person.grants]
    changes.revoked.extend(revoked)
    return bool(granted or revoked)


def _assignment(changes: Changes, person: WantedPerson, known: Known) -> bool:
    one = person.assignment
    if one is None:
        return False
    row = {
        "number": person.number,
        "kind": str(one.kind),
        "unit": one.unit,
        "starts": one.starts,
        "ends": one.ends,
        "approval": one.approval,
    }
    stored = known.assignments.get((person.number, str(one.kind), one.starts))
    return changes.note("assignment", stored, row, ["unit", "ends", "approval"])


def _account(changes: Changes, person: WantedPerson, known: Known) -> bool:
    login = login_of(person, known)
    if login is None:
        return False
    return changes.note(
        "account", known.accounts.get(person.number), {"number": person.number, "login": login}, ["login"]
    )


def _circumstance(changes: Changes, one: WantedCircumstance, known: Known) -> None:
    sanction = str(one.sanction) if one.sanction else None
    row = {
        "number": one.number,
        "kind": str(one.kind),
        "sanction": sanction,
        "starts": one.starts,
        "ends": one.ends,
        "note": one.note,
    }
    stored = known.circumstances.get((one.number, str(one.kind), sanction, one.starts))
    changes.count(stored, changes.note("circumstance", stored, row, ["ends", "note"]))
