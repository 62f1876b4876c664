"""What a move asks for, and what it brings: values that the door writes in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.value import value


@value(frozen=True)
class Command:
    """One trigger, pulled by somebody at some moment. `args` are the trigger's own inputs.

    `seen_version` is the version that the caller last read, where he says so; `on_behalf_of` the person for whom
    a clerk enters something (代录).
    """

    trigger: str
    actor: Actor
    now: datetime
    reason: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    seen_version: int | None = None
    on_behalf_of: int | None = None


@value(frozen=True)
class TaskSpec:
    """A task to open (待办)."""

    kind: str
    assignee_key: str
    due_at: datetime


@value(frozen=True)
class DeadlineSpec:
    """A deadline to set (时限). `mark` numbers the reminders and the levels of escalation from 1."""

    stage: str
    kind: str
    mark: int
    due_at: datetime
    entry_no: int
    step: int = 0


@value(frozen=True)
class QuotaSpec:
    """An entry for the ledger of places (名额台账); the door adds the period it is posted to."""

    scope: str
    kind: str
    unit_id: int | None
    quantity: int
    places: int | None = None


@dataclass
class Changes:
    """Everything that one move writes, besides its history.

    `fields` are columns of the subject's own row; `rows` new rows of other tables, by table name. Every open task
    of the subject is closed unless `keep_tasks`; `done` are the kinds that are closed although the others stay.
    """

    dest: str
    fields: dict[str, Any] = field(default_factory=dict)
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    keep_tasks: bool = False
    done: tuple[str, ...] = ()
    tasks: list[TaskSpec] = field(default_factory=list)
    deadlines: list[DeadlineSpec] = field(default_factory=list)
    quota: list[QuotaSpec] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    notify: list[tuple[str, str]] = field(default_factory=list)
