"""Checking the roles that a row names."""

from kaohe.workflow.domain.roles import ROLE_LABELS, UNIT_ROLES, Role
from kaohe.workflow.imports.problems import BadCell, Problems
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.tables import RoleWords
from kaohe.workflow.imports.roster.wanted import WantedGrant
from kaohe.workflow.imports.rows import Row, Rows
from kaohe.workflow.imports.unit_book import UnitBook
from kaohe.workflow.people.limits import KEY


def check_roles(
    rows: Rows,
    row: Row,
    number: str | None,
    own_unit: str | None,
    known: Known,
    book: UnitBook,
    problems: Problems,
) -> frozenset[WantedGrant] | None:
    """All roles of the person; None where the cell is empty. A unit role without a unit is held at the own one."""
    words: tuple[RoleWords, ...] | None = row.get("roles")
    if words is None:
        return None
    grants = set()
    for one in words:
        try:
            grant = _grant(one, own_unit, book)
            if grant is not None:
                _check_administrator(grant, number, known)
                grants.add(grant)
        except BadCell as bad:
            rows.complain(problems, row, "roles", bad.zh, bad.en)
    return frozenset(grants)


def _grant(words: RoleWords, own_unit: str | None, book: UnitBook) -> WantedGrant | None:
    label = ROLE_LABELS[words.role]
    if words.role in UNIT_ROLES:
        unit = book.key_of(words.at) if words.at else own_unit
        return WantedGrant(words.role, unit=unit) if unit else None
    if words.role is Role.OUTSIDE_APPROVER:
        if not words.at or len(words.at) > KEY:
            raise BadCell(
                f"“{label}”须注明核准方，如{label}@county_authority",
                f"{words.role} names its approver: {words.role}@county_authority",
            )
        return WantedGrant(words.role, scope=words.at)
    if words.at:
        raise BadCell(f"“{label}”不属于某一单位", f"the role {words.role} is not held at a unit")
    return WantedGrant(words.role)


def _check_administrator(grant: WantedGrant, number: str | None, known: Known) -> None:
    """Only an administrator makes another; a roster that repeats what is so already does not."""
    if grant.role is not Role.ADMINISTRATOR or known.appoints_administrators:
        return
    if grant not in known.grants.get(number or "", {}):
        raise BadCell("只有系统管理员可以授予“系统管理员”", "only an administrator makes another one")
