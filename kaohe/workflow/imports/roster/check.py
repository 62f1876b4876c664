"""Checking a whole roster against itself and against what the body has: pure, all errors of all rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kaohe.workflow.imports.files import Sheet
from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.roster.check_circumstances import check_circumstances
from kaohe.workflow.imports.roster.check_people import check_people
from kaohe.workflow.imports.roster.check_relatives import check_relatives
from kaohe.workflow.imports.roster.check_units import check_units
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.tables import CIRCUMSTANCES, PEOPLE, RELATIVES, TABLES, UNITS
from kaohe.workflow.imports.roster.wanted import Wanted
from kaohe.workflow.imports.rows import Rows, read_rows
from kaohe.workflow.imports.sheets import tables_of
from kaohe.workflow.imports.unit_book import UnitBook


@dataclass(frozen=True, slots=True)
class RosterRows:
    """The tables of a roster as read, by name; a table that the file lacks is empty."""

    tables: Mapping[str, Rows]

    @property
    def logins(self) -> frozenset[str]:
        """Every login that an account may come to have."""
        people = self.tables[PEOPLE.name]
        return frozenset(value for row in people for value in (row.get("login"), row.get("number")) if value)

    @property
    def ignored(self) -> tuple[str, ...]:
        return tuple(heading for rows in self.tables.values() for heading in rows.ignored)


def read_roster(sheets: Sequence[Sheet], problems: Problems) -> RosterRows:
    """The rows of every table that the file has."""
    found = tables_of(sheets, TABLES)
    order = [one.name for one in sheets]
    tables = sorted(
        TABLES, key=lambda table: order.index(found[table.name].name) if table.name in found else len(order)
    )
    return RosterRows(
        {
            table.name: read_rows(found[table.name], table, problems)
            if table.name in found
            else Rows(table, table.name)
            for table in tables
        }
    )


def check_roster(
    read: RosterRows, known: Known, problems: Problems, tick: Callable[[int], None] = lambda _: None
) -> Wanted:
    """The roster, as far as it is right; `problems` has the rest. `tick` hears how many rows of people are done."""
    units = check_units(read.tables[UNITS.name], known, problems)
    people = check_people(read.tables[PEOPLE.name], known, UnitBook(known.units, units), problems, tick)
    numbers = known.people.keys() | {row.get("number") for row in read.tables[PEOPLE.name]}
    return Wanted(
        units,
        people,
        check_relatives(read.tables[RELATIVES.name], numbers, problems),
        check_circumstances(read.tables[CIRCUMSTANCES.name], numbers, known, problems),
    )
