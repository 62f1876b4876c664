"""The operator (运维人员): whoever can reach the database itself, by a command on the machine."""

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role


def operator(body_id: int, name: str = "命令行") -> Actor:
    """An actor without an account who may do in a body what the office and the administrator may."""
    return Actor(body_id=body_id, name=name, keys=frozenset({str(Role.OFFICE), str(Role.ADMINISTRATOR)}))
