"""Who may see what beside cases: predicates for people, lists, objections and files. See also `visibility`."""

from typing import Any

from kaohe.workflow.desk import lent_units, on_desk, stands_in
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import UNIT_ROLES, Role
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.queries.reading import Predicate, Scope, Ways
from kaohe.workflow.visibility import UNITS_BELOW, case_scope, is_outside, sees_body

_NOTHING = "false"


def case_parts(alias: str) -> Scope:
    """What belongs to a case that the viewer may see: `alias.assessment_id`."""

    def scope(actor: Actor) -> Predicate:
        sql, parameters = case_scope(actor)
        found = (
            f"SELECT 1 FROM assessment a WHERE a.body_id = {alias}.body_id AND a.id = {alias}.assessment_id AND {sql}"
        )
        return f"EXISTS ({found})", parameters

    return scope


def of_units(column: str, alias: str) -> Scope:
    """What belongs to units: the whole body's for the office and the committee, else one's own units and below."""

    def scope(actor: Actor) -> Predicate:
        own = f"{alias}.body_id = :viewer_body"
        if sees_body(actor):
            return own, {"viewer_body": actor.body_id}
        return f"{own} AND {column} IN ({UNITS_BELOW})", _units(actor)

    return scope


def people_ways(alias: str) -> Ways:
    """People: oneself, those of one's units, everybody for the office, the committee and the administrator."""

    def ways(actor: Actor) -> tuple[list[str], dict[str, Any]]:
        if sees_body(actor) or actor.has(Role.ADMINISTRATOR):
            return ["true"], {"viewer_body": actor.body_id}
        own = {"viewer_body": actor.body_id, "viewer_person": actor.person_id}
        if not actor.units_of(*UNIT_ROLES):
            return [f"{alias}.id = :viewer_person"], own
        return [f"{alias}.id = :viewer_person", f"{alias}.unit_id = ANY(ARRAY({UNITS_BELOW}))"], {
            **own,
            **_units(actor),
        }

    return ways


def people(alias: str) -> Scope:
    """The same as one predicate."""
    return either(alias, people_ways(alias))


def either(alias: str, ways: Ways) -> Scope:
    """The scope of what is seen by any of these ways."""

    def scope(actor: Actor) -> Predicate:
        found, parameters = ways(actor)
        return f"{alias}.body_id = :viewer_body AND ({' OR '.join(f'({way})' for way in found)})", parameters

    return scope


def of_people(alias: str) -> Scope:
    """What is recorded of people whom the viewer may see: `alias.person_id`."""

    def scope(actor: Actor) -> Predicate:
        sql, parameters = people("vp")(actor)
        found = f"SELECT 1 FROM person vp WHERE vp.body_id = {alias}.body_id AND vp.id = {alias}.person_id AND {sql}"
        return f"EXISTS ({found})", parameters

    return scope


def unit_lists(actor: Actor) -> Predicate:
    """Result lists `l`: of one's units and of those lent for them, and those on one's desk."""
    if stands_in(actor, Role.OFFICE, WorkKind.UNIT_LIST):
        return "l.body_id = :viewer_body", {"viewer_body": actor.body_id}
    sql, parameters = of_units("l.unit_id", "l")(actor)
    desk, added = _on_desk(actor, "unit_list", "l")
    lent = "(l.body_id = :viewer_body AND l.unit_id = ANY(:lent_lists))"
    own = {"viewer_body": actor.body_id, "lent_lists": lent_units(actor, WorkKind.UNIT_LIST)}
    return f"(({sql}) OR {lent} OR {desk})", {**parameters, **added, **own}


def objection_ways(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    """Objections `o` on cases `a`: for who filed, who is assessed, the office, and who hears it."""
    if actor.has(Role.OFFICE):
        return ["true"], {"viewer_body": actor.body_id}
    desk, added = _on_desk(actor, "objection", "o", past=True)
    own = {"viewer_body": actor.body_id, "viewer_person": actor.person_id}
    return ["o.filed_by = :viewer_person", "a.person_id = :viewer_person", desk], {**own, **added}


objections = either("o", objection_ways)


def result_lists(actor: Actor) -> Predicate:
    """Result lists for approval `r`: the body's own deciders, the outside approvers, and who stands in for them."""
    sees = sees_body(actor) or is_outside(actor) or stands_in(actor, Role.OFFICE, WorkKind.APPROVAL)
    return ("r.body_id = :viewer_body" if sees else _NOTHING), {"viewer_body": actor.body_id}


def deciders(alias: str) -> Scope:
    """What only the office and the committee see, and who keeps the committee's record in the secretary's place."""

    def scope(actor: Actor) -> Predicate:
        if sees_body(actor) or stands_in(actor, Role.COMMITTEE_SECRETARY, WorkKind.DECISION):
            return f"{alias}.body_id = :viewer_body", {"viewer_body": actor.body_id}
        return _NOTHING, {}

    return scope


def managers(alias: str) -> Scope:
    """What the office and the administrator manage."""

    def scope(actor: Actor) -> Predicate:
        if actor.has(Role.OFFICE) or actor.has(Role.ADMINISTRATOR):
            return f"{alias}.body_id = :viewer_body", {"viewer_body": actor.body_id}
        return _NOTHING, {}

    return scope


def _on_desk(actor: Actor, subject: str, alias: str, *, past: bool = False) -> Predicate:
    """A condition: the viewer has a task on it, open or (`past`) done."""
    still = "" if past else " AND t.state = 'open'"
    sql, parameters = on_desk(actor)
    return (
        f"EXISTS (SELECT 1 FROM task t WHERE t.body_id = {alias}.body_id AND t.subject = '{subject}' "
        f"AND t.subject_id = {alias}.id{still} AND {sql})"
    ), parameters


def _units(actor: Actor) -> dict[str, object]:
    return {"viewer_body": actor.body_id, "viewer_units": sorted(actor.units_of(*UNIT_ROLES))}
