"""Checking logins: unique in the file and, since one signs in without naming a body, over all bodies."""

from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.wanted import WantedPerson
from kaohe.workflow.imports.rows import Row, Rows


def login_of(person: WantedPerson, known: Known) -> str | None:
    """The login that the person will have; the staff number where a new account names none."""
    stored = known.accounts.get(person.number)
    if stored is not None:
        return person.login or str(stored["login"])
    return (person.login or person.number) if known.creates_accounts else None


def check_logins(rows: Rows, people: list[tuple[Row, WantedPerson]], known: Known, problems: Problems) -> None:
    """Problems where two people would have one login."""
    seen: dict[str, int] = {}
    for row, person in people:
        login = login_of(person, known)
        if login is None:
            continue
        column = "login" if person.login else "number"
        if login in seen:
            zh, en = f"账号“{login}”与第{seen[login]}行重复", f"the login “{login}” is that of row {seen[login]} too"
            rows.complain(problems, row, column, zh, en)
        elif known.logins.get(login, person.number) != person.number:
            rows.complain(problems, row, column, f"账号“{login}”已被占用", f"the login “{login}” is taken")
        seen.setdefault(login, row.number)
