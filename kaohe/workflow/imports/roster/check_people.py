"""Checking the table of people, row by row."""

from collections.abc import Callable

from kaohe.workflow.imports.problems import BadCell, Problems
from kaohe.workflow.imports.roster.check_accounts import check_logins
from kaohe.workflow.imports.roster.check_assignments import check_assignment
from kaohe.workflow.imports.roster.check_roles import check_roles
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.wanted import WantedPerson
from kaohe.workflow.imports.rows import Row, Rows
from kaohe.workflow.imports.unit_book import UnitBook

_TEXTS = ("post", "rank", "work_in_charge", "management", "post_category", "email")


def check_people(
    rows: Rows, known: Known, book: UnitBook, problems: Problems, tick: Callable[[int], None]
) -> list[WantedPerson]:
    """The people of the table; what is wrong with them goes to `problems`. `tick` hears how many rows are done."""
    seen: dict[str, int] = {}
    wanted: list[tuple[Row, WantedPerson]] = []
    for done, row in enumerate(rows, start=1):
        person = _person(rows, row, known, book, problems)
        number = row.get("number")
        if number in seen:
            rows.complain(problems, row, "number", f"与第{seen[number]}行重复", f"the same as in row {seen[number]}")
        elif number:
            seen[number] = row.number
            if person is not None:
                wanted.append((row, person))
        tick(done)
    check_logins(rows, wanted, known, problems)
    return [person for _, person in wanted]


def _person(rows: Rows, row: Row, known: Known, book: UnitBook, problems: Problems) -> WantedPerson | None:
    """The person, unless the row lacks what he is known by."""
    number, name = row.get("number"), row.get("name")
    unit = unit_of(rows, row, "unit", book, problems)
    grants = check_roles(rows, row, number, unit, known, book, problems)
    assignment = check_assignment(rows, row, unit, unit_of(rows, row, "receiving_unit", book, problems), problems)
    if not (number and name and unit):
        return None
    texts = {key: row.get(key) or "" for key in _TEXTS if key in rows.columns}
    return WantedPerson(number, unit, {"name": name, **texts}, grants, assignment, row.get("login"))


def unit_of(rows: Rows, row: Row, column: str, book: UnitBook, problems: Problems) -> str | None:
    """The key of the unit that a cell names."""
    named = row.get(column)
    if named is None:
        return None
    try:
        return book.key_of(named)
    except BadCell as bad:
        rows.complain(problems, row, column, bad.zh, bad.en)
        return None
