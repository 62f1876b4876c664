"""People, and what is recorded of them (人员)."""

import graphene

from kaohe.graphql.base import Info, Row
from kaohe.graphql.enums import AssignmentKind, CircumstanceKind, Role, SanctionKind
from kaohe.graphql.fields import label, many, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime
from kaohe.workflow.domain.roles import Role as DomainRole
from kaohe.workflow.queries import merits, organisation


def _own_or_managed(row: Row, info: Info) -> str | None:
    """The address: for the person himself, the office and the administrator."""
    actor = info.context.actor
    may_see = actor.has(DomainRole.OFFICE) or actor.has(DomainRole.ADMINISTRATOR) or actor.is_person(row["id"])
    return row["email"] or None if may_see else None


class Person(Node, lookup=organisation.persons_by_id):
    """人员 · A person. What lies beside the name is there for himself, his leaders and the office."""

    number = graphene.String(required=True)
    name = graphene.String(required=True)
    unit = one("Unit", organisation.units_by_id, "unit_id")
    post = graphene.String(required=True)
    rank = graphene.String(required=True)
    work_in_charge = graphene.String(required=True)
    management = graphene.String(required=True)
    post_category = graphene.String(required=True)
    email = graphene.String(resolver=_own_or_managed)
    active = graphene.Boolean(required=True)
    roles = many("RoleGrant", organisation.grants_of)
    assignments = many("Assignment", organisation.assignments_of)
    circumstances = many("Circumstance", organisation.circumstances_of)
    merits = many("MeritEvent", merits.merits_of_person)
    relatives = many("Relative", organisation.relatives_of)
    account = one("Account", organisation.account_of, "id")


class RoleGrant(Node, lookup=organisation.grants_by_id):
    """授权 · A role that a person holds: at a unit, for an outside approver, or at the body."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    role = Role(required=True)
    role_label = label("role")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    scope = graphene.String()


class Assignment(Node, lookup=organisation.assignments_by_id):
    """外派 · A dated assignment away from the own unit (S3-11..14)."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    kind = AssignmentKind(required=True)
    kind_label = label("kind")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    starts = Date(required=True)
    ends = Date()
    approval = graphene.String(required=True)


class Circumstance(Node, lookup=organisation.circumstances_by_id):
    """特殊情形 · What keeps a person from an ordinary grade (N-8, N-11..13)."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    kind = CircumstanceKind(required=True)
    kind_label = label("kind", "CircumstanceKind")
    sanction = SanctionKind()
    sanction_label = label("sanction")
    starts = Date(required=True)
    ends = Date()
    note = graphene.String(required=True)
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    recorded_at = DateTime(required=True)


class Relative(Node, lookup=organisation.relatives_by_id):
    """回避关系 · A declared relative: neither acts on the other's case."""

    person = one("Person", organisation.mentioned_by_id, "relative_id")
    relation = graphene.String(required=True)
