"""Writing a roster's changes: one statement for what is new in a table, one for what changes there."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kaohe.workflow.accounts.passwords import hashed
from kaohe.workflow.door import reroute
from kaohe.workflow.imports.plan import Task
from kaohe.workflow.imports.roster.changes import Changes, Named
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.statements import delete, insert, update

Ids = dict[str, int]

_STEPS = 6


async def write_roster(task: Task, changes: Changes, known: Known) -> None:
    """Write everything. The tables come in the order in which they refer to each other."""
    writer = _Writer(task, changes, known)
    for done, write in enumerate(
        (writer.units, writer.people, writer.roles, writer.away, writer.accounts, writer.rest)
    ):
        task.progress("写入 · writing", done, _STEPS)
        await write()
    if changes.moves_tasks:
        await reroute(task.session, task.actor.body_id, task.now)
    task.progress("写入 · writing", _STEPS, _STEPS)


class _Writer:
    """One import's way through the tables, learning the ids of new units and people as it goes."""

    def __init__(self, task: Task, changes: Changes, known: Known) -> None:
        self._task = task
        self._session = task.session
        self._body_id = task.actor.body_id
        self._changes = changes
        self._units: Ids = {key: row["id"] for key, row in known.units.items()}
        self._people: Ids = {number: row["id"] for number, row in known.people.items()}

    async def units(self) -> None:
        """New units first without their parents, which may be new as well."""
        new = self._changes.new.get("unit", [])
        found = await insert(self._session, "unit", self._rows(new, lambda row: {**row, "parent_id": None}), "key, id")
        self._units.update((row.key, row.id) for row in found)
        placed = [{**row, "id": self._units[row["key"]]} for row in new if row["parent"]]
        changed = [*placed, *self._changes.changed.get("unit", [])]
        await update(self._session, "unit", self._rows(changed, self._with_parent))

    async def people(self) -> None:
        new = self._rows(self._changes.new.get("person", []), lambda row: {**self._with_unit(row), "active": True})
        found = await insert(self._session, "person", new, "number, id")
        self._people.update((row.number, row.id) for row in found)
        await update(self._session, "person", self._rows(self._changes.changed.get("person", []), self._with_unit))

    async def roles(self) -> None:
        await delete(self._session, "role_grant", self._body_id, self._changes.revoked)
        await self._write("role_grant", self._with_person_and_unit)

    async def away(self) -> None:
        await self._write("assignment", self._with_person_and_unit)

    async def accounts(self) -> None:
        """All new accounts share one hash: 10,000 of their own would take minutes. Each must change its password."""
        new = self._changes.new.get("account", [])
        if new:
            password_hash = await hashed(self._task.initial_password or "")
            opened = {"password_hash": password_hash, "disabled": False, "must_change": True, "failures": 0}
            await insert(self._session, "account", self._rows(new, lambda row: {**self._with_person(row), **opened}))
        renamed = self._changes.changed.get("account", [])
        await update(self._session, "account", self._rows(renamed, self._with_person))

    async def rest(self) -> None:
        await self._write("relative", self._with_pair)
        recorded = {"recorded_by": self._task.actor.person_id, "recorded_at": self._task.now}
        await self._write("circumstance", lambda row: {**self._with_person(row), **recorded})

    async def _write(self, table: str, resolve: Callable[[Named], Named]) -> None:
        await insert(self._session, table, self._rows(self._changes.new.get(table, []), resolve))
        await update(self._session, table, self._rows(self._changes.changed.get(table, []), resolve))

    def _rows(self, rows: list[Named], resolve: Callable[[Named], Named]) -> Iterator[Mapping[str, Any]]:
        for row in rows:
            resolved = {**resolve(row), "body_id": self._body_id}
            yield {column: value for column, value in resolved.items() if column not in _NAMES}

    def _with_parent(self, row: Named) -> Named:
        return {**row, "parent_id": self._units[row["parent"]] if row["parent"] else None}

    def _with_unit(self, row: Named) -> Named:
        return {**row, "unit_id": self._units[row["unit"]] if row["unit"] else None}

    def _with_person(self, row: Named) -> Named:
        resolved = {column: value for column, value in row.items() if column != "number"}
        return {**resolved, "person_id": self._people[row["number"]]}

    def _with_person_and_unit(self, row: Named) -> Named:
        return self._with_person(self._with_unit(row))

    def _with_pair(self, row: Named) -> Named:
        first, second = sorted((self._people[row["number"]], self._people[row["relative"]]))
        return {"person_id": first, "relative_id": second, **{k: row[k] for k in ("relation", "id") if k in row}}


_NAMES = frozenset({"parent", "unit", "relative"})
