"""What a viewer may see is told by parameters: the texts of statements are few, so that prepared ones serve everybody."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from kaohe.workflow.ballots.visible import box_scope
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.substitution import Loan, WorkKind
from kaohe.workflow.queries import (
    assessments,
    ballots,
    cards,
    case_parts,
    cycles,
    decisions,
    deliveries,
    history,
    indicators,
    merits,
    notifications,
    organisation,
    overdue,
    policies,
    quota,
    reading,
    records,
    substitutions,
    supervision,
    tasks,
    unit_shares,
)
from kaohe.workflow.queries.reading import View

MODULES = (
    *(
        assessments,
        ballots,
        cards,
        case_parts,
        cycles,
        decisions,
        deliveries,
        history,
        indicators,
        merits,
        notifications,
    ),
    *(organisation, overdue, policies, quota, records, substitutions, supervision, tasks, unit_shares),
)

VIEWS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": view
    for module in MODULES
    for name, view in vars(module).items()
    if isinstance(view, View)
}


def actor(number: int, roles: tuple[Role, ...], lent: tuple[tuple[Role, WorkKind], ...] = ()) -> Actor:
    """Somebody of body `number` with these roles at `number` units each, lent ones by `number` principals."""
    at_unit = {Role.UNIT_CLERK, Role.MAIN_LEADER, Role.DEPUTY_LEADER, Role.LEADER_IN_CHARGE}
    places = {
        role: range(number * 10, number * 11) if role in at_unit else [None]
        for role in {*roles, *(role for role, _ in lent)}
    }
    outside = {Role.OUTSIDE_APPROVER: [f"approver{number}"]}
    keys = {role_key(role, at) for role in roles for at in outside.get(role, places[role])}
    loans = tuple(
        Loan(role_key(role, at), 100 * number + place, "某", frozenset({work}), place)
        for place in range(number)
        for role, work in lent
        for at in outside.get(role, places[role])
    )
    person = 7 * number
    return Actor(number, f"人{number}", person, person, number, frozenset({person_key(person), *keys}), loans)


KINDS: dict[str, Callable[[int], Actor]] = {
    "a person": lambda number: actor(number, ()),
    "a leader": lambda number: actor(number, (Role.MAIN_LEADER,)),
    "a leader who is a clerk": lambda number: actor(number, (Role.MAIN_LEADER, Role.UNIT_CLERK)),
    "the office": lambda number: actor(number, (Role.OFFICE,)),
    "the committee": lambda number: actor(number, (Role.COMMITTEE_MEMBER,)),
    "the administrator": lambda number: actor(number, (Role.ADMINISTRATOR,)),
    "an outside approver": lambda number: actor(number, (Role.OUTSIDE_APPROVER,)),
    "a substitute": lambda number: actor(number, (), ((Role.MAIN_LEADER, WorkKind.REVIEW),)),
    "a substitute of the office": lambda number: actor(number, (), ((Role.OFFICE, WorkKind.OBJECTION),)),
}


def texts(view: View, viewer: Actor) -> list[str]:
    """All texts that a viewer brings into statements over a view."""
    ways = view.ways(viewer)[0] if view.ways else []
    return [view.scope(viewer)[0], *ways]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", VIEWS)
def test_who_reads_is_not_in_the_text(name: str, kind: str) -> None:
    """Two of a kind, of other bodies, people, units and numbers of them."""
    assert texts(VIEWS[name], KINDS[kind](3)) == texts(VIEWS[name], KINDS[kind](19))


@pytest.mark.parametrize("name", VIEWS)
def test_kinds_of_viewers_share_a_few_texts(name: str) -> None:
    assert len({tuple(texts(VIEWS[name], make(3))) for make in KINDS.values()}) <= 6


@pytest.mark.parametrize("kind", KINDS)
def test_boxes_too(kind: str) -> None:
    assert box_scope(KINDS[kind](3))[0] == box_scope(KINDS[kind](19))[0]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_of_a_text_has_a_value(name: str, kind: str) -> None:
    view, viewer = VIEWS[name], KINDS[kind](3)
    sql, values = view.scope(viewer)
    assert _named(sql) <= set(values)
    if view.ways:
        ways, values = view.ways(viewer)
        assert _named(" ".join(ways)) <= set(values)


def _named(sql: str) -> set[str]:
    return set(text(sql).compile().params)


def test_a_page_is_built_once_for_all_of_a_kind() -> None:
    def built(number: int) -> Any:
        view, viewer = assessments.ASSESSMENTS, KINDS["a leader"](number)
        ways, conditions, _ = reading._reasons(viewer, view, [])
        return reading._page(view, ways, conditions, 21)

    assert built(3) is built(19)
