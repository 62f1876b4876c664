"""Substitutions (代理): one's own, as principal or as substitute; all of them for the office and the administrator."""

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Predicate, View, by_id


def _concerned(actor: Actor) -> Predicate:
    own = {"viewer_body": actor.body_id}
    if actor.has(Role.OFFICE) or actor.has(Role.ADMINISTRATOR):
        return "x.body_id = :viewer_body", own
    sql = "x.body_id = :viewer_body AND :viewer_person IN (x.principal_id, x.substitute_id)"
    return sql, {**own, "viewer_person": actor.person_id}


SUBSTITUTIONS = View(
    columns=(
        "x.id, x.principal_id, x.substitute_id, x.kinds, x.starts, x.ends, x.reason, x.granted_by, x.granted_at, "
        "x.revoked_at, x.revoked_by"
    ),
    source="substitution x",
    scope=_concerned,
    order=(Key("x.id", int),),
    id="x.id",
    descending=True,
)

FILTERS = {
    "person_id": ":person_id IN (x.principal_id, x.substitute_id)",
    "active_on": "CAST(:active_on AS date) BETWEEN x.starts AND x.ends AND x.revoked_at IS NULL",
}

substitutions_by_id = by_id(SUBSTITUTIONS)
