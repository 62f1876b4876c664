"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bearer_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_bearer_session")),
    )
    op.create_index(
        op.f("ix_bearer_session_body_id_account_id"), "bearer_session", ["body_id", "account_id"], unique=False
    )
    op.create_table(
        "body",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("key", name=op.f("uq_body_key")),
    )
    op.create_table(
        "database_mark",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_database_mark")),
    )
    op.create_table(
        "deadline",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind IN ('remind', 'expire', 'escalate')", name=op.f("ck_deadline_kind")),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "body_id",
            "subject",
            "subject_id",
            "stage",
            "entry_no",
            "step",
            "kind",
            "mark",
            name=op.f("uq_deadline_body_id_subject_subject_id_stage_entry_no_step_kind_mark"),
        ),
    )
    op.create_index(
        "ix_deadline_due", "deadline", ["due_at", "id"], unique=False, postgresql_where=sa.text("fired_at IS NULL")
    )
    op.create_table(
        "history",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dest", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("acted_as", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "subject IN ('assessment', 'cycle', 'unit_list', 'objection')", name=op.f("ck_history_subject")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_history")),
        sa.UniqueConstraint(
            "body_id", "subject", "subject_id", "seq", name=op.f("uq_history_body_id_subject_subject_id_seq")
        ),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mutation", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("body_id", "account_id", "mutation", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "import_batch",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_import_batch")),
    )
    op.create_index(
        op.f("ix_import_batch_body_id_kind_sha256"), "import_batch", ["body_id", "kind", "sha256"], unique=False
    )
    op.create_table(
        "notification",
        sa.Column("assignee_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_notification")),
    )
    op.create_index(
        op.f("ix_notification_body_id_assignee_key_id"), "notification", ["body_id", "assignee_key", "id"], unique=False
    )
    op.create_table(
        "outbox",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["id"], unique=False, postgresql_where=sa.text("done_at IS NULL"))
    op.create_table(
        "policy_version",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("body_id", "key", "version", name=op.f("uq_policy_version_body_id_key_version")),
    )
    op.create_table(
        "quota_entry",
        sa.Column("policy_key", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=True),
        sa.Column("assessment_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opening_participants', 'opening_used', 'participants', 'nominee', 'final_good', 'freed', 'addition', 'correction')",
            name=op.f("ck_quota_entry_kind"),
        ),
        sa.CheckConstraint("scope IN ('unit', 'body')", name=op.f("ck_quota_entry_scope")),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_quota_entry")),
    )
    op.create_index(
        op.f("ix_quota_entry_body_id_policy_key_year_unit_id"),
        "quota_entry",
        ["body_id", "policy_key", "year", "unit_id"],
        unique=False,
    )
    op.create_table(
        "task",
        sa.Column("assignee_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done')", name=op.f("ck_task_state")),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_task")),
    )
    op.create_index(
        "ix_task_open",
        "task",
        ["body_id", "assignee_key", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_task_open_subject",
        "task",
        ["body_id", "subject", "subject_id", "kind", "assignee_key"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "unit",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "parent_id"], ["unit.body_id", "unit.id"], name=op.f("fk_unit_body_id_parent_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_unit")),
        sa.UniqueConstraint("body_id", "key", name=op.f("uq_unit_body_id_key")),
    )
    op.create_table(
        "calendar_override",
        sa.Column("body_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_calendar_override_body_id")),
        sa.PrimaryKeyConstraint("body_id", "day", name=op.f("pk_calendar_override")),
    )
    op.create_table(
        "cycle",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("policy_key", sa.Text(), nullable=False),
        sa.Column("policy_version_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=False),
        sa.Column("history_count", sa.BigInteger(), nullable=False),
        sa.Column("history_head", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'self_summary', 'aggregation', 'review', 'decision', 'publicity', 'appeal', 'feedback', 'archived', 'cancelled')",
            name=op.f("ck_cycle_state"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "policy_version_id"],
            ["policy_version.body_id", "policy_version.id"],
            name=op.f("fk_cycle_body_id_policy_version_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("body_id", "policy_key", "period", name=op.f("uq_cycle_body_id_policy_key_period")),
    )
    op.create_table(
        "person",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("work_in_charge", sa.Text(), nullable=False),
        sa.Column("management", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_person_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("body_id", "number", name=op.f("uq_person_body_id_number")),
    )
    op.create_index(op.f("ix_person_body_id_unit_id"), "person", ["body_id", "unit_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_account_body_id_person_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("body_id", "person_id", name=op.f("uq_account_body_id_person_id")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "assessment",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("own_unit_id", sa.BigInteger(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("main_leader", sa.Boolean(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("review_step", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("score", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("breakdown", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("allowed_grades", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("proposed_grade", sa.Text(), nullable=True),
        sa.Column("suggested_grade", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("nominee", sa.Boolean(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("excluded_reason", sa.Text(), nullable=True),
        sa.Column("feedback_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=False),
        sa.Column("history_count", sa.BigInteger(), nullable=False),
        sa.Column("history_head", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "state IN ('self_summary', 'aggregation', 'review', 'decision', 'publicity', 'appeal', 'feedback', 'archived', 'excluded', 'cancelled')",
            name=op.f("ck_assessment_state"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_assessment_body_id_cycle_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "own_unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_assessment_body_id_own_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_assessment_body_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_assessment_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("body_id", "cycle_id", "person_id", name=op.f("uq_assessment_body_id_cycle_id_person_id")),
    )
    op.create_index(
        op.f("ix_assessment_body_id_cycle_id_state_unit_id"),
        "assessment",
        ["body_id", "cycle_id", "state", "unit_id"],
        unique=False,
    )
    op.create_index(op.f("ix_assessment_body_id_notice_id"), "assessment", ["body_id", "notice_id"], unique=False)
    op.create_index(op.f("ix_assessment_body_id_person_id"), "assessment", ["body_id", "person_id"], unique=False)
    op.create_index(op.f("ix_assessment_body_id_unit_id_id"), "assessment", ["body_id", "unit_id", "id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "kind IN ('training', 'special_work', 'aid', 'temporary_post', 'service_window', 'loan')",
            name=op.f("ck_assignment_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_assignment_body_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_assignment_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "body_id", "person_id", "kind", "starts", name=op.f("uq_assignment_body_id_person_id_kind_starts")
        ),
    )
    op.create_table(
        "attendance",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("absent_days", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("sick_days", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("personal_days", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("late_count", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_attendance_body_id_person_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("body_id", "person_id", "month", name=op.f("uq_attendance_body_id_person_id_month")),
    )
    op.create_table(
        "circumstance",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sanction", sa.Text(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "kind IN ('probation', 'investigation', 'sanction', 'refused')", name=op.f("ck_circumstance_kind")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_circumstance_body_id_person_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_circumstance")),
    )
    op.create_index(op.f("ix_circumstance_body_id_person_id"), "circumstance", ["body_id", "person_id"], unique=False)
    op.create_table(
        "decision_session",
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("supplementary", sa.Boolean(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attendees", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("members", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_decision_session_body_id_cycle_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_decision_session")),
        sa.UniqueConstraint("body_id", "cycle_id", "number", name=op.f("uq_decision_session_body_id_cycle_id_number")),
    )
    op.create_table(
        "monthly_performance",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=3), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"],
            ["person.body_id", "person.id"],
            name=op.f("fk_monthly_performance_body_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_monthly_performance")),
        sa.UniqueConstraint(
            "body_id", "person_id", "month", name=op.f("uq_monthly_performance_body_id_person_id_month")
        ),
    )
    op.create_table(
        "relative",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("relative_id", sa.BigInteger(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_relative_body_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "relative_id"], ["person.body_id", "person.id"], name=op.f("fk_relative_body_id_relative_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_relative")),
        sa.UniqueConstraint(
            "body_id", "person_id", "relative_id", name=op.f("uq_relative_body_id_person_id_relative_id")
        ),
    )
    op.create_table(
        "result_list",
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("supplements", sa.BigInteger(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.BigInteger(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_result_list_body_id_cycle_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_result_list")),
        sa.UniqueConstraint("body_id", "cycle_id", "number", name=op.f("uq_result_list_body_id_cycle_id_number")),
    )
    op.create_table(
        "role_grant",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_role_grant_body_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_role_grant_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "body_id",
            "person_id",
            "role",
            "unit_id",
            "scope",
            name=op.f("uq_role_grant_body_id_person_id_role_unit_id_scope"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_role_grant_body_id_role_unit_id"), "role_grant", ["body_id", "role", "unit_id"], unique=False
    )
    op.create_table(
        "seal",
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("merkle_root", sa.LargeBinary(), nullable=False),
        sa.Column("leaves", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_seal_body_id_cycle_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_seal")),
        sa.UniqueConstraint("body_id", "cycle_id", name=op.f("uq_seal_body_id_cycle_id")),
    )
    op.create_table(
        "stage_term",
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "stage IN ('self_summary', 'aggregation', 'review', 'decision', 'publicity', 'appeal', 'feedback', 'archived')",
            name=op.f("ck_stage_term_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_stage_term_body_id_cycle_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_stage_term")),
        sa.UniqueConstraint("body_id", "cycle_id", "stage", name=op.f("uq_stage_term_body_id_cycle_id_stage")),
    )
    op.create_table(
        "unit_list",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("signed_hash", sa.LargeBinary(), nullable=True),
        sa.Column("members", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("signed_by", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consented_by", sa.BigInteger(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_by", sa.BigInteger(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=False),
        sa.Column("history_count", sa.BigInteger(), nullable=False),
        sa.Column("history_head", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("state IN ('open', 'signed', 'consented', 'handed_in')", name=op.f("ck_unit_list_state")),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_unit_list_body_id_cycle_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_unit_list_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_unit_list")),
        sa.UniqueConstraint("body_id", "cycle_id", "unit_id", name=op.f("uq_unit_list_body_id_cycle_id_unit_id")),
    )
    op.create_index(op.f("ix_unit_list_body_id_unit_id"), "unit_list", ["body_id", "unit_id"], unique=False)
    op.create_table(
        "bonus_claim",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("points", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("audited_by", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "status IN ('filed', 'checked', 'refused', 'accepted', 'rejected', 'withdrawn')",
            name=op.f("ck_bonus_claim_status"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_bonus_claim_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_bonus_claim")),
    )
    op.create_index(
        op.f("ix_bonus_claim_body_id_assessment_id"), "bonus_claim", ["body_id", "assessment_id"], unique=False
    )
    op.create_table(
        "common_score",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=3), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_common_score_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_common_score")),
        sa.UniqueConstraint(
            "body_id", "assessment_id", "indicator", name=op.f("uq_common_score_body_id_assessment_id_indicator")
        ),
    )
    op.create_table(
        "decision_item",
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("suggested_grade", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recused", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "kind IN ('accepted', 'rejected', 'added', 'changed', 'not_graded')", name=op.f("ck_decision_item_kind")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_decision_item_body_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "session_id"],
            ["decision_session.body_id", "decision_session.id"],
            name=op.f("fk_decision_item_body_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_decision_item")),
        sa.UniqueConstraint(
            "body_id", "session_id", "assessment_id", name=op.f("uq_decision_item_body_id_session_id_assessment_id")
        ),
    )
    op.create_index(
        op.f("ix_decision_item_body_id_assessment_id"), "decision_item", ["body_id", "assessment_id"], unique=False
    )
    op.create_table(
        "feedback",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("affirmed", sa.Text(), nullable=False),
        sa.Column("shortcomings", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column("goals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("delivered_by", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledgement", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_feedback_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("body_id", "assessment_id", name=op.f("uq_feedback_body_id_assessment_id")),
    )
    op.create_table(
        "notice",
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objections_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_notice_body_id_cycle_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "session_id"],
            ["decision_session.body_id", "decision_session.id"],
            name=op.f("fk_notice_body_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint("body_id", "cycle_id", "number", name=op.f("uq_notice_body_id_cycle_id_number")),
    )
    op.create_table(
        "objection",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("instance", sa.BigInteger(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=True),
        sa.Column("filed_by", sa.BigInteger(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admit_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=False),
        sa.Column("history_count", sa.BigInteger(), nullable=False),
        sa.Column("history_head", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "state IN ('filed', 'inadmissible', 'under_review', 'dismissed', 'sustained', 'withdrawn')",
            name=op.f("ck_objection_state"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_objection_body_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "filed_by"], ["person.body_id", "person.id"], name=op.f("fk_objection_body_id_filed_by")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_body_id_assessment_id"), "objection", ["body_id", "assessment_id"], unique=False)
    op.create_index(op.f("ix_objection_body_id_filed_by"), "objection", ["body_id", "filed_by"], unique=False)
    op.create_table(
        "outside_approval",
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("refused", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "list_id"],
            ["result_list.body_id", "result_list.id"],
            name=op.f("fk_outside_approval_body_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_outside_approval")),
        sa.UniqueConstraint(
            "body_id", "list_id", "approver", name=op.f("uq_outside_approval_body_id_list_id_approver")
        ),
    )
    op.create_table(
        "result_list_item",
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_result_list_item_body_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "list_id"],
            ["result_list.body_id", "result_list.id"],
            name=op.f("fk_result_list_item_body_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_result_list_item")),
        sa.UniqueConstraint(
            "body_id", "list_id", "assessment_id", name=op.f("uq_result_list_item_body_id_list_id_assessment_id")
        ),
    )
    op.create_index(
        op.f("ix_result_list_item_body_id_assessment_id"),
        "result_list_item",
        ["body_id", "assessment_id"],
        unique=False,
    )
    op.create_table(
        "review_opinion",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("acted_as", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_review_opinion_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_review_opinion")),
    )
    op.create_index(
        op.f("ix_review_opinion_body_id_assessment_id"), "review_opinion", ["body_id", "assessment_id"], unique=False
    )
    op.create_table(
        "sealed_document",
        sa.Column("seal_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "seal_id"], ["seal.body_id", "seal.id"], name=op.f("fk_sealed_document_body_id_seal_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_sealed_document")),
        sa.UniqueConstraint("body_id", "seal_id", "name", name=op.f("uq_sealed_document_body_id_seal_id_name")),
    )
    op.create_table(
        "self_summary",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attendance", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_self_summary_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_self_summary")),
        sa.UniqueConstraint(
            "body_id", "assessment_id", "revision", name=op.f("uq_self_summary_body_id_assessment_id_revision")
        ),
    )
    op.create_table(
        "supplement_record",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_supplement_record_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_supplement_record")),
    )
    op.create_index(
        op.f("ix_supplement_record_body_id_assessment_id"),
        "supplement_record",
        ["body_id", "assessment_id"],
        unique=False,
    )
    op.create_table(
        "evidence",
        sa.Column("assessment_id", sa.BigInteger(), nullable=True),
        sa.Column("claim_id", sa.BigInteger(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_evidence_body_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "claim_id"],
            ["bonus_claim.body_id", "bonus_claim.id"],
            name=op.f("fk_evidence_body_id_claim_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_body_id_assessment_id"), "evidence", ["body_id", "assessment_id"], unique=False)
    op.create_index(op.f("ix_evidence_body_id_claim_id"), "evidence", ["body_id", "claim_id"], unique=False)
    _append_only()


def downgrade() -> None:
    op.drop_index(op.f("ix_evidence_body_id_claim_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_body_id_assessment_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_supplement_record_body_id_assessment_id"), table_name="supplement_record")
    op.drop_table("supplement_record")
    op.drop_table("self_summary")
    op.drop_table("sealed_document")
    op.drop_index(op.f("ix_review_opinion_body_id_assessment_id"), table_name="review_opinion")
    op.drop_table("review_opinion")
    op.drop_index(op.f("ix_result_list_item_body_id_assessment_id"), table_name="result_list_item")
    op.drop_table("result_list_item")
    op.drop_table("outside_approval")
    op.drop_index(op.f("ix_objection_body_id_filed_by"), table_name="objection")
    op.drop_index(op.f("ix_objection_body_id_assessment_id"), table_name="objection")
    op.drop_table("objection")
    op.drop_table("notice")
    op.drop_table("feedback")
    op.drop_index(op.f("ix_decision_item_body_id_assessment_id"), table_name="decision_item")
    op.drop_table("decision_item")
    op.drop_table("common_score")
    op.drop_index(op.f("ix_bonus_claim_body_id_assessment_id"), table_name="bonus_claim")
    op.drop_table("bonus_claim")
    op.drop_index(op.f("ix_unit_list_body_id_unit_id"), table_name="unit_list")
    op.drop_table("unit_list")
    op.drop_table("stage_term")
    op.drop_table("seal")
    op.drop_index(op.f("ix_role_grant_body_id_role_unit_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_table("result_list")
    op.drop_table("relative")
    op.drop_table("monthly_performance")
    op.drop_table("decision_session")
    op.drop_index(op.f("ix_circumstance_body_id_person_id"), table_name="circumstance")
    op.drop_table("circumstance")
    op.drop_table("attendance")
    op.drop_table("assignment")
    op.drop_index(op.f("ix_assessment_body_id_unit_id_id"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_body_id_person_id"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_body_id_notice_id"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_body_id_cycle_id_state_unit_id"), table_name="assessment")
    op.drop_table("assessment")
    op.drop_table("account")
    op.drop_index(op.f("ix_person_body_id_unit_id"), table_name="person")
    op.drop_table("person")
    op.drop_table("cycle")
    op.drop_table("calendar_override")
    op.drop_table("unit")
    op.drop_index("uq_task_open_subject", table_name="task", postgresql_where=sa.text("state = 'open'"))
    op.drop_index("ix_task_open", table_name="task", postgresql_where=sa.text("state = 'open'"))
    op.drop_table("task")
    op.drop_index(op.f("ix_quota_entry_body_id_policy_key_year_unit_id"), table_name="quota_entry")
    op.drop_table("quota_entry")
    op.drop_table("policy_version")
    op.drop_index("ix_outbox_waiting", table_name="outbox", postgresql_where=sa.text("done_at IS NULL"))
    op.drop_table("outbox")
    op.drop_index(op.f("ix_notification_body_id_assignee_key_id"), table_name="notification")
    op.drop_table("notification")
    op.drop_index(op.f("ix_import_batch_body_id_kind_sha256"), table_name="import_batch")
    op.drop_table("import_batch")
    op.drop_table("idempotency_key")
    op.drop_table("history")
    op.drop_index("ix_deadline_due", table_name="deadline", postgresql_where=sa.text("fired_at IS NULL"))
    op.drop_table("deadline")
    op.drop_table("database_mark")
    op.drop_table("body")
    op.drop_index(op.f("ix_bearer_session_body_id_account_id"), table_name="bearer_session")
    op.drop_table("bearer_session")
    op.execute("DROP FUNCTION refuse_change()")


#: Tables whose rows are evidence: nobody edits them, the owner's clumsy hand included.
APPEND_ONLY = ("history", "quota_entry", "supplement_record", "seal", "sealed_document")


def _append_only() -> None:
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
        END $$
    """)
    for table in APPEND_ONLY:
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)
