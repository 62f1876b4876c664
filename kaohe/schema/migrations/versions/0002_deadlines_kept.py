"""Deadlines kept: retries, shared batches, deliveries, failed messages, substitution, official calendars."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deadline_part",
        sa.Column("deadline_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("cases", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", sa.BigInteger(), nullable=True),
        sa.Column("held", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_deadline_part")),
        sa.UniqueConstraint(
            "body_id", "deadline_id", "number", name=op.f("uq_deadline_part_body_id_deadline_id_number")
        ),
    )
    op.create_index(
        "ix_deadline_part_waiting", "deadline_part", ["id"], unique=False, postgresql_where=sa.text("done_at IS NULL")
    )
    op.create_table(
        "delivery",
        sa.Column("notification_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f("ck_delivery_state")),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "body_id",
            "notification_id",
            "channel",
            "target",
            name=op.f("uq_delivery_body_id_notification_id_channel_target"),
        ),
    )
    op.create_index(
        "ix_delivery_failed", "delivery", ["id"], unique=False, postgresql_where=sa.text("state = 'failed'")
    )
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["retry_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "failed_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_message")),
        sa.UniqueConstraint("key", name=op.f("uq_failed_message_key")),
    )
    op.create_index(
        "ix_failed_message_kept",
        "failed_message",
        ["id"],
        unique=False,
        postgresql_where=sa.text("replayed_at IS NULL"),
    )
    op.create_table(
        "official_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_official_day")),
    )
    op.create_table(
        "official_year",
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_official_year")),
    )
    op.create_table(
        "substitution",
        sa.Column("principal_id", sa.BigInteger(), nullable=False),
        sa.Column("substitute_id", sa.BigInteger(), nullable=False),
        sa.Column("kinds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.BigInteger(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "principal_id"],
            ["person.body_id", "person.id"],
            name=op.f("fk_substitution_body_id_principal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "substitute_id"],
            ["person.body_id", "person.id"],
            name=op.f("fk_substitution_body_id_substitute_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_substitution")),
    )
    op.create_index(
        op.f("ix_substitution_body_id_principal_id"), "substitution", ["body_id", "principal_id"], unique=False
    )
    op.create_index(
        op.f("ix_substitution_body_id_substitute_id"), "substitution", ["body_id", "substitute_id"], unique=False
    )
    op.create_index(
        "ix_cycle_suspended", "cycle", ["id"], unique=False, postgresql_where=sa.text("suspended_at IS NOT NULL")
    )
    op.add_column("deadline", sa.Column("split_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deadline", sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("deadline", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deadline", sa.Column("error", sa.Text(), nullable=True))
    op.create_index(
        "ix_deadline_of_subject",
        "deadline",
        ["body_id", "subject", "subject_id", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("fired_at IS NULL"),
    )
    op.add_column("decision_session", sa.Column("in_place_of", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("request_id", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("outbox", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("error", sa.Text(), nullable=True))
    op.create_index(
        "ix_outbox_failed", "outbox", ["id"], unique=False, postgresql_where=sa.text("failed_at IS NOT NULL")
    )
    op.add_column("outside_approval", sa.Column("in_place_of", sa.BigInteger(), nullable=True))
    op.add_column("person", sa.Column("email", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("result_list", sa.Column("in_place_of", sa.BigInteger(), nullable=True))
    op.add_column("review_opinion", sa.Column("in_place_of", sa.BigInteger(), nullable=True))
    op.add_column("stage_term", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_task_open_due",
        "task",
        ["body_id", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.create_index(
        "ix_outbox_waiting", "outbox", ["id"], postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.create_index("ix_outbox_waiting", "outbox", ["id"], postgresql_where=sa.text("done_at IS NULL"))
    op.drop_index("ix_task_open_due", table_name="task", postgresql_where=sa.text("state = 'open'"))
    op.drop_column("stage_term", "told_at")
    op.drop_column("review_opinion", "in_place_of")
    op.drop_column("result_list", "in_place_of")
    op.drop_column("person", "email")
    op.drop_column("outside_approval", "in_place_of")
    op.drop_index("ix_outbox_failed", table_name="outbox", postgresql_where=sa.text("failed_at IS NOT NULL"))
    op.drop_column("outbox", "error")
    op.drop_column("outbox", "retry_at")
    op.drop_column("outbox", "attempts")
    op.drop_column("outbox", "failed_at")
    op.drop_column("outbox", "request_id")
    op.drop_column("decision_session", "in_place_of")
    op.drop_index("ix_deadline_of_subject", table_name="deadline", postgresql_where=sa.text("fired_at IS NULL"))
    op.drop_column("deadline", "error")
    op.drop_column("deadline", "retry_at")
    op.drop_column("deadline", "attempts")
    op.drop_column("deadline", "split_at")
    op.drop_index("ix_cycle_suspended", table_name="cycle", postgresql_where=sa.text("suspended_at IS NOT NULL"))
    op.drop_index(op.f("ix_substitution_body_id_substitute_id"), table_name="substitution")
    op.drop_index(op.f("ix_substitution_body_id_principal_id"), table_name="substitution")
    op.drop_table("substitution")
    op.drop_table("official_year")
    op.drop_table("official_day")
    op.drop_index(
        "ix_failed_message_kept", table_name="failed_message", postgresql_where=sa.text("replayed_at IS NULL")
    )
    op.drop_table("failed_message")
    op.drop_index("ix_delivery_waiting", table_name="delivery", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index("ix_delivery_failed", table_name="delivery", postgresql_where=sa.text("state = 'failed'"))
    op.drop_table("delivery")
    op.drop_index("ix_deadline_part_waiting", table_name="deadline_part", postgresql_where=sa.text("done_at IS NULL"))
    op.drop_table("deadline_part")
