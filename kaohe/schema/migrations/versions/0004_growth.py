"""Growth: indexes for pages and pruning, and vacuuming by what today changes, not by what years have left."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: By name: the table, the columns, and of which rows where not of all. docs/indexes.md says what each is for.
INDEXES = {
    "ix_assessment_body_id_cycle_id_id": ("assessment", "body_id cycle_id id", None),
    "ix_ballot_box_tended": ("ballot_box", "body_id id", "state IN ('drafted', 'approved', 'open', 'closed')"),
    "ix_bearer_session_expires_at": ("bearer_session", "expires_at", None),
    "ix_deadline_body_id_cycle_id_due_at_id": ("deadline", "body_id cycle_id due_at id", None),
    "ix_deadline_open_of_cycle": ("deadline", "body_id cycle_id due_at id", "fired_at IS NULL"),
    "ix_deadline_part_done": ("deadline_part", "done_at", "done_at IS NOT NULL"),
    "ix_delivery_delivered": ("delivery", "delivered_at", "delivered_at IS NOT NULL"),
    "ix_idempotency_key_created_at": ("idempotency_key", "created_at", None),
    "ix_notification_created_at": ("notification", "created_at", None),
    "ix_notification_unread": ("notification", "body_id assignee_key id", "read_at IS NULL"),
    "ix_outbox_done": ("outbox", "done_at", "done_at IS NOT NULL"),
    "ix_quota_entry_body_id_cycle_id_id": ("quota_entry", "body_id cycle_id id", None),
    "ix_task_of_objection": ("task", "body_id subject_id", "subject = 'objection'"),
    "ix_unit_body_id_parent_id": ("unit", "body_id parent_id", None),
    "ix_work_record_body_id_person_id_last_day": ("work_record", "body_id person_id last_day", None),
}

#: Tables that keep years of rows of which only today's change. PostgreSQL would vacuum them when a fifth had changed: with
#: years of rows that is never, and the indexes over what is open would be full of what no longer is.
KEPT = ("task", "deadline", "assessment", "notification", "delivery")
_CHANGED = {"autovacuum_vacuum_scale_factor": "0.01", "autovacuum_analyze_scale_factor": "0.01"}

#: The same for what is only ever added to: its pages are frozen a few at a time, not a fifth of them at once.
ADDED = ("history",)
_INSERTED = {"autovacuum_vacuum_insert_scale_factor": "0.01", "autovacuum_analyze_scale_factor": "0.01"}


def upgrade() -> None:
    for name, (table, columns, where) in INDEXES.items():
        condition = sa.text(where) if where else None
        op.create_index(name, table, columns.split(), postgresql_where=condition, if_not_exists=True)
    _storage(KEPT, _CHANGED)
    _storage(ADDED, _INSERTED)


def downgrade() -> None:
    _storage(ADDED, dict.fromkeys(_INSERTED))
    _storage(KEPT, dict.fromkeys(_CHANGED))
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table_name=table)


def _storage(tables: tuple[str, ...], options: dict[str, str | None]) -> None:
    """Set each table's options, or take them back where they have no value."""
    verb = "RESET" if None in options.values() else "SET"
    listed = ", ".join(name if value is None else f"{name} = {value}" for name, value in options.items())
    for table in tables:
        op.execute(f"ALTER TABLE {table} {verb} ({listed})")
