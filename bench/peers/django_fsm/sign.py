"""One transition by Django and django-fsm-2: sixteen threads, psycopg, a connection each, no HTTP.

`python -m bench.peers.django_fsm.sign DSN FILE` signs every case in the file and prints the seconds that it took. The
rows are those that the door writes, but for a hash that chains nothing.
"""

import pickle
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import django
from django.conf import settings
from django.db import connection, models, transaction

THREADS = 16


def _configure(dsn: str) -> None:
    parts = urlsplit(dsn)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.netloc.rpartition("@")[0]),
        "HOST": parse_qs(parts.query)["host"][0],
        "CONN_MAX_AGE": None,
    }
    settings.configure(
        DATABASES={"default": database},
        USE_TZ=True,
        TIME_ZONE="UTC",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


_configure(sys.argv[1])

from django_fsm import FSMField, transition  # noqa: E402 - Django wants its settings first


class Assessment(models.Model):
    id = models.BigIntegerField(primary_key=True)
    body_id = models.BigIntegerField()
    state = FSMField()
    unit_id = models.BigIntegerField()
    review_step = models.BigIntegerField()
    version = models.BigIntegerField()
    history_count = models.BigIntegerField()
    history_head = models.BinaryField()
    proposed_grade = models.TextField(null=True)
    suggested_grade = models.TextField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        app_label, managed, db_table = "bench", False, "assessment"

    @transition(field=state, source="review", target="review", conditions=[lambda case: case.review_step == 0])
    def approve(self) -> None:
        self.review_step += 1
        self.suggested_grade = self.proposed_grade


class RoleGrant(models.Model):
    id = models.BigAutoField(primary_key=True)
    body_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    role = models.TextField()
    unit_id = models.BigIntegerField(null=True)

    class Meta:
        app_label, managed, db_table = "bench", False, "role_grant"


class History(models.Model):
    id = models.BigAutoField(primary_key=True)
    body_id = models.BigIntegerField()
    subject = models.TextField()
    subject_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    trigger = models.TextField()
    source = models.TextField()
    dest = models.TextField()
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    actor_name = models.TextField()
    acted_as = models.TextField()
    reason = models.TextField()
    data = models.JSONField()
    hash = models.BinaryField()

    class Meta:
        app_label, managed, db_table = "bench", False, "history"


class Task(models.Model):
    id = models.BigAutoField(primary_key=True)
    body_id = models.BigIntegerField()
    assignee_key = models.TextField()
    kind = models.TextField()
    subject = models.TextField()
    subject_id = models.BigIntegerField()
    cycle_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    state = models.TextField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)

    class Meta:
        app_label, managed, db_table = "bench", False, "task"


class Outbox(models.Model):
    id = models.BigAutoField(primary_key=True)
    body_id = models.BigIntegerField()
    topic = models.TextField()
    payload = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "bench", False, "outbox"


def _sign(body: int, number: int, unit: int, leader: int) -> None:
    now = datetime.now(UTC)
    with transaction.atomic():
        case = _approved(body, number, leader)
        _noted(case, unit, leader, now)
        told = _handed_on(case, unit, now)
        Outbox.objects.create(body_id=body, topic="moved", payload=told, created_at=now)


def _approved(body: int, number: int, leader: int) -> Assessment:
    """The case, locked and moved; nothing of it is saved yet."""
    case: Assessment = Assessment.objects.select_for_update().get(body_id=body, id=number)
    if not RoleGrant.objects.filter(body_id=body, person_id=leader, role="main_leader", unit_id=case.unit_id).exists():
        raise AssertionError(f"case {number} can't be signed")
    case.approve()
    return case


def _noted(case: Assessment, unit: int, leader: int, now: datetime) -> None:
    """Save the case with its history."""
    data = {"step": "unit", "grade": case.suggested_grade, "comment": "同意"}
    case.version += 1
    case.history_count += 1
    case.history_head = sha256(bytes(case.history_head) + repr(data).encode()).digest()
    changed = ["state", "review_step", "suggested_grade", "version", "history_count", "history_head"]
    case.save(update_fields=changed)
    History.objects.create(
        body_id=case.body_id,
        subject="assessment",
        subject_id=case.id,
        seq=case.history_count,
        trigger="approve_review",
        source="review",
        dest=case.state,
        at=now,
        account_id=leader,
        person_id=leader,
        actor_name="警员",
        acted_as=f"main_leader@{unit}",
        reason="",
        data=data,
        hash=case.history_head,
    )


def _handed_on(case: Assessment, unit: int, now: datetime) -> dict[str, Any]:
    """Close the case's task and open the next one; what the outbox tells of it."""
    open_tasks = Task.objects.filter(body_id=case.body_id, subject="assessment", subject_id=case.id, state="open")
    open_tasks.update(state="done", closed_at=now, closed_by="警员")
    key = f"leader_in_charge@{unit}"
    Task.objects.create(
        body_id=case.body_id,
        assignee_key=key,
        kind="review",
        subject="assessment",
        subject_id=case.id,
        cycle_id=case.body_id,
        unit_id=unit,
        person_id=case.id,
        due_at=case.due_at,
        state="open",
        opened_at=now,
    )
    return {
        "subject": "assessment",
        "id": case.id,
        "cycle_id": case.body_id,
        "trigger": "approve_review",
        "dest": case.state,
        "tasks": [[key, "review"]],
        "notify": [],
    }


def _work(cases: Iterator[Any], lock: threading.Lock, ready: threading.Barrier, failures: list[BaseException]) -> None:
    connection.ensure_connection()
    ready.wait()
    try:
        while True:
            with lock:
                case = next(cases, None)
            if case is None:
                break
            _sign(*case)
    except BaseException as failure:
        failures.append(failure)
    finally:
        connection.close()


def main(file: str) -> None:
    cases = iter(pickle.loads(Path(file).read_bytes()))
    lock, ready, failures = threading.Lock(), threading.Barrier(THREADS + 1), list[BaseException]()
    threads = [threading.Thread(target=_work, args=(cases, lock, ready, failures)) for _ in range(THREADS)]
    for one in threads:
        one.start()
    ready.wait()
    begun = time.perf_counter()
    for one in threads:
        one.join()
    if failures:
        raise failures[0]
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[2])
