"""Who may see what beside cases: predicates for people, lists, objections and files. See also `visibility`."""

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import UNIT_ROLES, Role
from kaohe.workflow.queries.reading import Predicate, Scope
from kaohe.workflow.visibility import case_scope, sees_body

_NOTHING = "false"

#: The units at which the viewer holds a role, and all below them.
_UNITS_BELOW = """
   WITH RECURSIVE below(id) AS (
     SELECT unnest(CAST(:viewer_units AS bigint[]))
     UNION SELECT u.id FROM unit u JOIN below b ON u.parent_id = b.id WHERE u.body_id = :viewer_body)
   SELECT id FROM below"""


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
        return f"{own} AND {column} IN ({_UNITS_BELOW})", _units(actor)

    return scope


def people(alias: str) -> Scope:
    """People: oneself, those of one's units, everybody for the office, the committee and the administrator."""

    def scope(actor: Actor) -> Predicate:
        own = f"{alias}.body_id = :viewer_body"
        if sees_body(actor) or actor.has(Role.ADMINISTRATOR):
            return own, {"viewer_body": actor.body_id}
        sql = f"{own} AND ({alias}.id = :viewer_person OR {alias}.unit_id IN ({_UNITS_BELOW}))"
        return sql, {**_units(actor), "viewer_person": actor.person_id}

    return scope


def of_people(alias: str) -> Scope:
    """What is recorded of people whom the viewer may see: `alias.person_id`."""

    def scope(actor: Actor) -> Predicate:
        sql, parameters = people("vp")(actor)
        found = f"SELECT 1 FROM person vp WHERE vp.body_id = {alias}.body_id AND vp.id = {alias}.person_id AND {sql}"
        return f"EXISTS ({found})", parameters

    return scope


def unit_lists(actor: Actor) -> Predicate:
    """Result lists `l`: of one's units, and those on one's desk."""
    sql, parameters = of_units("l.unit_id", "l")(actor)
    return f"(({sql}) OR {on_desk('unit_list', 'l')})", {**parameters, **desk(actor)}


def objections(actor: Actor) -> Predicate:
    """Objections `o` on cases `a`: for who filed, who is assessed, the office, and who hears it."""
    sql = (
        "o.body_id = :viewer_body AND (:viewer_office OR o.filed_by = :viewer_person OR a.person_id = :viewer_person "
        f"OR {on_desk('objection', 'o', past=True)})"
    )
    return sql, {"viewer_office": actor.has(Role.OFFICE), "viewer_person": actor.person_id, **desk(actor)}


def result_lists(actor: Actor) -> Predicate:
    """Result lists for approval `r`: the body's own deciders, and the outside approvers."""
    outside = any(key.startswith(f"{Role.OUTSIDE_APPROVER}@") for key in actor.keys)
    return ("r.body_id = :viewer_body" if sees_body(actor) or outside else _NOTHING), {"viewer_body": actor.body_id}


def deciders(alias: str) -> Scope:
    """What only the office and the committee see."""

    def scope(actor: Actor) -> Predicate:
        if sees_body(actor):
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


def on_desk(subject: str, alias: str, *, past: bool = False) -> str:
    """A condition: the viewer has a task on it, open or (`past`) done. Its parameters are `desk`."""
    still = "" if past else " AND t.state = 'open'"
    return (
        f"EXISTS (SELECT 1 FROM task t WHERE t.body_id = {alias}.body_id AND t.subject = '{subject}' "
        f"AND t.subject_id = {alias}.id{still} AND t.assignee_key = ANY(:viewer_keys))"
    )


def desk(actor: Actor) -> dict[str, object]:
    return {"viewer_body": actor.body_id, "viewer_keys": sorted(actor.keys)}


def _units(actor: Actor) -> dict[str, object]:
    return {"viewer_body": actor.body_id, "viewer_units": sorted(actor.units_of(*UNIT_ROLES))}
