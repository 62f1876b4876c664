"""Records, evaluation, ballots, cards, supervision (S0, S1)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_set",
        sa.Column("policy_key", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("post_category", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("indicators", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("set_by", sa.BigInteger(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind IN ('individual', 'elastic')", name=op.f("ck_indicator_set_kind")),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_indicator_set_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_indicator_set")),
        sa.UniqueConstraint(
            "body_id",
            "policy_key",
            "unit_id",
            "kind",
            "post_category",
            "period",
            name=op.f("uq_indicator_set_body_id_policy_key_unit_id_kind_post_category_period"),
        ),
    )
    op.create_table(
        "unit_item",
        sa.Column("policy_key", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=3), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_unit_item_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_unit_item")),
        sa.UniqueConstraint(
            "body_id",
            "policy_key",
            "unit_id",
            "period",
            "item",
            name=op.f("uq_unit_item_body_id_policy_key_unit_id_period_item"),
        ),
    )
    op.create_table(
        "unit_standing",
        sa.Column("policy_key", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "standing IN ('outstanding', 'ordinary', 'many_problems')", name=op.f("ck_unit_standing_standing")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_unit_standing_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_unit_standing")),
        sa.UniqueConstraint(
            "body_id", "policy_key", "unit_id", "year", name=op.f("uq_unit_standing_body_id_policy_key_unit_id_year")
        ),
    )
    op.create_table(
        "ballot_box",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("unit_class", sa.Text(), nullable=True),
        sa.Column("headcount", sa.BigInteger(), nullable=True),
        sa.Column("ratees", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cast", sa.BigInteger(), nullable=True),
        sa.Column("proposed_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=False),
        sa.Column("history_count", sa.BigInteger(), nullable=False),
        sa.Column("history_head", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "state IN ('drafted', 'proposed', 'approved', 'open', 'closed', 'counted', 'cancelled')",
            name=op.f("ck_ballot_box_state"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_ballot_box_body_id_cycle_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_ballot_box_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_ballot_box")),
        sa.UniqueConstraint(
            "body_id", "cycle_id", "unit_id", "key", name=op.f("uq_ballot_box_body_id_cycle_id_unit_id_key")
        ),
    )
    op.create_index(op.f("ix_ballot_box_body_id_unit_id"), "ballot_box", ["body_id", "unit_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("inspectors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("looked_at", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("in_place_of", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind IN ('spot_check', 'site_visit')", name=op.f("ck_inspection_kind")),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_inspection_body_id_cycle_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_inspection_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_inspection")),
    )
    op.create_index(
        op.f("ix_inspection_body_id_cycle_id_unit_id"), "inspection", ["body_id", "cycle_id", "unit_id"], unique=False
    )
    op.create_table(
        "leave",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sick', 'personal', 'annual', 'marriage', 'maternity', 'official', 'other')",
            name=op.f("ck_leave_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_leave_body_id_person_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_leave")),
    )
    op.create_index(
        op.f("ix_leave_body_id_person_id_starts"), "leave", ["body_id", "person_id", "starts"], unique=False
    )
    op.create_table(
        "merit_event",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("policy_key", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("points", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_merit_event_body_id_person_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_merit_event")),
    )
    op.create_index(
        op.f("ix_merit_event_body_id_person_id_happened_on"),
        "merit_event",
        ["body_id", "person_id", "happened_on"],
        unique=False,
    )
    op.create_table(
        "reserve_entry",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.Text(), nullable=False),
        sa.Column("left_by", sa.BigInteger(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_reserve_entry_body_id_person_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_reserve_entry")),
    )
    op.create_index(op.f("ix_reserve_entry_body_id_person_id"), "reserve_entry", ["body_id", "person_id"], unique=False)
    op.create_table(
        "work_record",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("policy_version_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("backfilled", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "kind IN ('daily_log', 'monthly_record', 'inventory', 'annual_summary')", name=op.f("ck_work_record_kind")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_work_record_body_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_work_record_body_id_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "policy_version_id"],
            ["policy_version.body_id", "policy_version.id"],
            name=op.f("fk_work_record_body_id_policy_version_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_work_record")),
        sa.UniqueConstraint(
            "body_id", "person_id", "kind", "covers", name=op.f("uq_work_record_body_id_person_id_kind_covers")
        ),
    )
    op.create_index(
        op.f("ix_work_record_body_id_unit_id_kind_first_day_id"),
        "work_record",
        ["body_id", "unit_id", "kind", "first_day", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_work_record_body_id_first_day_id"), "work_record", ["body_id", "first_day", "id"], unique=False
    )
    op.create_table(
        "appraisal",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=3), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("acted_as", sa.Text(), nullable=False),
        sa.Column("in_place_of", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_appraisal_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("body_id", "assessment_id", "round", name=op.f("uq_appraisal_body_id_assessment_id_round")),
    )
    op.create_table(
        "ballot_rater",
        sa.Column("box_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("rater_group", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("has_cast", sa.Boolean(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "box_id"], ["ballot_box.body_id", "ballot_box.id"], name=op.f("fk_ballot_rater_body_id_box_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "person_id"], ["person.body_id", "person.id"], name=op.f("fk_ballot_rater_body_id_person_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_ballot_rater")),
        sa.UniqueConstraint("body_id", "box_id", "person_id", name=op.f("uq_ballot_rater_body_id_box_id_person_id")),
    )
    op.create_index(op.f("ix_ballot_rater_body_id_person_id"), "ballot_rater", ["body_id", "person_id"], unique=False)
    op.create_table(
        "ballot_score",
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "box_id"], ["ballot_box.body_id", "ballot_box.id"], name=op.f("fk_ballot_score_body_id_box_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_ballot_score")),
    )
    op.create_index(
        op.f("ix_ballot_score_body_id_assessment_id"), "ballot_score", ["body_id", "assessment_id"], unique=False
    )
    op.create_table(
        "ballot_tally",
        sa.Column("box_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("categories", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("ballots", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_ballot_tally_body_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "box_id"], ["ballot_box.body_id", "ballot_box.id"], name=op.f("fk_ballot_tally_body_id_box_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_ballot_tally")),
    )
    op.create_index(
        op.f("ix_ballot_tally_body_id_assessment_id"), "ballot_tally", ["body_id", "assessment_id"], unique=False
    )
    op.create_table(
        "card_batch",
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_by", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_card_batch_body_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_card_batch_body_id_cycle_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_card_batch_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_card_batch")),
    )
    op.create_index(
        op.f("ix_card_batch_body_id_cycle_id_unit_id"), "card_batch", ["body_id", "cycle_id", "unit_id"], unique=False
    )
    op.create_table(
        "finding",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("inspection_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("issuer_key", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.BigInteger(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry_no", sa.BigInteger(), nullable=False),
        sa.Column("history_count", sa.BigInteger(), nullable=False),
        sa.Column("history_head", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind IN ('good_practice', 'difficulty', 'gap')", name=op.f("ck_finding_kind")),
        sa.CheckConstraint("state IN ('issued', 'answered', 'closed')", name=op.f("ck_finding_state")),
        sa.ForeignKeyConstraint(
            ["body_id", "cycle_id"], ["cycle.body_id", "cycle.id"], name=op.f("fk_finding_body_id_cycle_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "inspection_id"],
            ["inspection.body_id", "inspection.id"],
            name=op.f("fk_finding_body_id_inspection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "unit_id"], ["unit.body_id", "unit.id"], name=op.f("fk_finding_body_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_body_id_inspection_id"), "finding", ["body_id", "inspection_id"], unique=False)
    op.create_index(op.f("ix_finding_body_id_unit_id"), "finding", ["body_id", "unit_id"], unique=False)
    op.create_table(
        "indicator_score",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("points", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind IN ('individual', 'elastic')", name=op.f("ck_indicator_score_kind")),
        sa.ForeignKeyConstraint(
            ["body_id", "assessment_id"],
            ["assessment.body_id", "assessment.id"],
            name=op.f("fk_indicator_score_body_id_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_indicator_score")),
        sa.UniqueConstraint(
            "body_id",
            "assessment_id",
            "kind",
            "indicator",
            name=op.f("uq_indicator_score_body_id_assessment_id_kind_indicator"),
        ),
    )
    op.create_table(
        "redaction",
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("redacted_by", sa.BigInteger(), nullable=False),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "record_id"],
            ["work_record.body_id", "work_record.id"],
            name=op.f("fk_redaction_body_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_redaction")),
    )
    op.create_index(op.f("ix_redaction_body_id_record_id"), "redaction", ["body_id", "record_id"], unique=False)
    op.create_table(
        "sealed_ballot",
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.BigInteger(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "box_id"], ["ballot_box.body_id", "ballot_box.id"], name=op.f("fk_sealed_ballot_body_id_box_id")
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_sealed_ballot")),
    )
    op.create_index(op.f("ix_sealed_ballot_body_id_box_id"), "sealed_ballot", ["body_id", "box_id"], unique=False)
    op.create_table(
        "evaluation_card",
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("score", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id", "batch_id"],
            ["card_batch.body_id", "card_batch.id"],
            name=op.f("fk_evaluation_card_body_id_batch_id"),
        ),
        sa.PrimaryKeyConstraint("body_id", "id", name=op.f("pk_evaluation_card")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_evaluation_card_token_hash")),
    )
    op.create_index(
        op.f("ix_evaluation_card_body_id_batch_id"), "evaluation_card", ["body_id", "batch_id"], unique=False
    )
    op.add_column(
        "assessment", sa.Column("deputy_leader", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("assessment", sa.Column("post_category", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("person", sa.Column("post_category", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("self_summary", sa.Column("self_score", sa.Numeric(precision=6, scale=3), nullable=True))
    op.add_column(
        "self_summary",
        sa.Column("goals", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column("unit", sa.Column("unit_class", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_index(
        "ix_task_of_box",
        "task",
        ["body_id", "subject_id"],
        unique=False,
        postgresql_where=sa.text("subject = 'ballot_box'"),
    )
    op.drop_constraint(op.f("ck_history_subject"), "history", type_="check")
    op.create_check_constraint(
        op.f("ck_history_subject"),
        "history",
        "subject IN ('assessment', 'cycle', 'unit_list', 'objection', 'ballot_box', 'finding')",
    )


def downgrade() -> None:
    op.drop_index("ix_task_of_box", table_name="task", postgresql_where=sa.text("subject = 'ballot_box'"))
    op.drop_constraint(op.f("ck_history_subject"), "history", type_="check")
    op.create_check_constraint(
        op.f("ck_history_subject"), "history", "subject IN ('assessment', 'cycle', 'unit_list', 'objection')"
    )
    op.drop_column("unit", "unit_class")
    op.drop_column("self_summary", "goals")
    op.drop_column("self_summary", "self_score")
    op.drop_column("person", "post_category")
    op.drop_column("assessment", "post_category")
    op.drop_column("assessment", "deputy_leader")
    op.drop_index(op.f("ix_evaluation_card_body_id_batch_id"), table_name="evaluation_card")
    op.drop_table("evaluation_card")
    op.drop_index(op.f("ix_sealed_ballot_body_id_box_id"), table_name="sealed_ballot")
    op.drop_table("sealed_ballot")
    op.drop_index(op.f("ix_redaction_body_id_record_id"), table_name="redaction")
    op.drop_table("redaction")
    op.drop_table("indicator_score")
    op.drop_index(op.f("ix_finding_body_id_unit_id"), table_name="finding")
    op.drop_index(op.f("ix_finding_body_id_inspection_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(op.f("ix_card_batch_body_id_cycle_id_unit_id"), table_name="card_batch")
    op.drop_table("card_batch")
    op.drop_index(op.f("ix_ballot_tally_body_id_assessment_id"), table_name="ballot_tally")
    op.drop_table("ballot_tally")
    op.drop_index(op.f("ix_ballot_score_body_id_assessment_id"), table_name="ballot_score")
    op.drop_table("ballot_score")
    op.drop_index(op.f("ix_ballot_rater_body_id_person_id"), table_name="ballot_rater")
    op.drop_table("ballot_rater")
    op.drop_table("appraisal")
    op.drop_index(op.f("ix_work_record_body_id_first_day_id"), table_name="work_record")
    op.drop_index(op.f("ix_work_record_body_id_unit_id_kind_first_day_id"), table_name="work_record")
    op.drop_table("work_record")
    op.drop_index(op.f("ix_reserve_entry_body_id_person_id"), table_name="reserve_entry")
    op.drop_table("reserve_entry")
    op.drop_index(op.f("ix_merit_event_body_id_person_id_happened_on"), table_name="merit_event")
    op.drop_table("merit_event")
    op.drop_index(op.f("ix_leave_body_id_person_id_starts"), table_name="leave")
    op.drop_table("leave")
    op.drop_index(op.f("ix_inspection_body_id_cycle_id_unit_id"), table_name="inspection")
    op.drop_table("inspection")
    op.drop_index(op.f("ix_ballot_box_body_id_unit_id"), table_name="ballot_box")
    op.drop_table("ballot_box")
    op.drop_table("unit_standing")
    op.drop_table("unit_item")
    op.drop_table("indicator_set")
