"""Units, people, posts, assignments, roles and what else a body's office keeps of them (机构与人员)."""

from kaohe.workflow.people.appoint_substitute import appoint_substitute
from kaohe.workflow.people.assign_person import assign_person, end_assignment
from kaohe.workflow.people.create_body import body_id_of, create_body
from kaohe.workflow.people.create_person import create_person
from kaohe.workflow.people.create_unit import create_unit
from kaohe.workflow.people.deactivate_person import deactivate_person, reactivate_person
from kaohe.workflow.people.declare_relative import declare_relative, withdraw_relative
from kaohe.workflow.people.grant_role import grant_role, revoke_role
from kaohe.workflow.people.move_unit import move_unit
from kaohe.workflow.people.record_circumstance import (
    close_circumstance,
    record_circumstance,
)
from kaohe.workflow.people.rename_unit import rename_unit
from kaohe.workflow.people.revoke_substitution import revoke_substitution
from kaohe.workflow.people.set_calendar_day import clear_calendar_day, set_calendar_day
from kaohe.workflow.people.set_unit_class import set_unit_class
from kaohe.workflow.people.update_person import update_person

__all__ = [
    "appoint_substitute",
    "assign_person",
    "body_id_of",
    "clear_calendar_day",
    "close_circumstance",
    "create_body",
    "create_person",
    "create_unit",
    "deactivate_person",
    "declare_relative",
    "end_assignment",
    "grant_role",
    "move_unit",
    "reactivate_person",
    "record_circumstance",
    "rename_unit",
    "revoke_role",
    "revoke_substitution",
    "set_calendar_day",
    "set_unit_class",
    "update_person",
    "withdraw_relative",
]
