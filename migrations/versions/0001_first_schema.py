"""The first schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "clock",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_clock")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_token", sa.Uuid(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=True),
        sa.Column("provider_sid", sa.String(length=64), nullable=True),
        sa.Column("error_code", sa.String(length=32), nullable=True),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("silenced", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_message_leased")),
        sa.CheckConstraint("channel IN ('sms', 'call', 'mail')", name=op.f("ck_message_channel_word")),
        sa.CheckConstraint("provider IN ('simulator', 'twilio', 'cm', 'smtp')", name=op.f("ck_message_provider_word")),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'delivered', 'failed', 'cancelled')",
            name=op.f("ck_message_state_word"),
        ),
        sa.CheckConstraint("(lease_until IS NULL) = (claim_token IS NULL)", name=op.f("ck_message_claimed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_message_dedupe_key")),
        sa.UniqueConstraint("provider_sid", name=op.f("uq_message_provider_sid")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_news", ["id"], unique=False, postgresql_where=sa.text("news"), sqlite_where=sa.text("news")
        )
        batch_op.create_index("ix_message_origin", ["origin"], unique=False)
        batch_op.create_index("ix_message_person", ["person", "created_at"], unique=False)
        batch_op.create_index("ix_message_subject", ["subject"], unique=False)
        batch_op.create_index(
            "ix_message_waiting",
            ["not_before"],
            unique=False,
            postgresql_where=sa.text("state IN ('pending', 'sending')"),
            sqlite_where=sa.text("state IN ('pending', 'sending')"),
        )

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("protocol_id", sa.Uuid(), nullable=True),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("error_code", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.String(length=500), nullable=True),
        sa.CheckConstraint("provider IN ('simulator', 'twilio', 'cm', 'smtp')", name=op.f("ck_attempt_provider_word")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_attempt_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_message_id"), ["message_id"], unique=False)

    op.create_table(
        "canary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("daily_at", sa.Time(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(started_at IS NULL) = (run IS NULL)", name=op.f("ck_canary_started")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_canary_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canary")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_canary_organisation_id")),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("root_kind", sa.String(length=32), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "kind IN ('planned_start', 'check_call', 'check_call_unanswered', 'end_approaching', 'overdue', 'home_safe', 'companion_reminder', 'companion_silent', 'ladder_step', 'unresolved', 'drill_end', 'canary', 'canary_report', 'whereabouts', 'roster_gaps', 'shift_change', 'relief', 'mark_review', 'mark_turn')",
            name=op.f("ck_deadline_kind_word"),
        ),
        sa.CheckConstraint(
            "root_kind IN ('visit', 'alarm', 'canary', 'team', 'roster', 'risk_mark')",
            name=op.f("ck_deadline_root_kind_word"),
        ),
        sa.CheckConstraint("fired_at IS NULL OR cancelled_at IS NULL", name=op.f("ck_deadline_one_end")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_deadline_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("fired_at IS NULL AND cancelled_at IS NULL"),
            sqlite_where=sa.text("fired_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.create_index(
            "uq_deadline_open",
            ["root_id", "kind"],
            unique=True,
            postgresql_where=sa.text("fired_at IS NULL AND cancelled_at IS NULL"),
            sqlite_where=sa.text("fired_at IS NULL AND cancelled_at IS NULL"),
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("number_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("absent_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("pin_hash", sa.String(length=255), nullable=True),
        sa.Column("duress_pin_hash", sa.String(length=255), nullable=True),
        sa.Column("sms_refused", sa.Boolean(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_person_phone")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "protocol_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.String(length=40), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_protocol_version_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_version")),
        sa.UniqueConstraint("organisation_id", "version", name=op.f("uq_protocol_version_organisation_id_version")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_team_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_team_organisation_id_name")),
    )
    op.create_table(
        "desk_mail",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "addresses", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "days", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "times", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_desk_mail_organisation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_desk_mail_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_desk_mail")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_answer_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_answer_person_id_key")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_created_at"), ["created_at"], unique=False)

    op.create_table(
        "code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('check_call', 'ladder', 'police', 'companion', 'back_up', 'swap', 'relief', 'alone', 'companion_well')",
            name=op.f("ck_code_purpose_word"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_code_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("person_id", "code", name=op.f("uq_code_person_id_code")),
    )
    with op.batch_alter_table("code", schema=None) as batch_op:
        batch_op.create_index("ix_code_subject", ["subject_id"], unique=False)

    op.create_table(
        "grant_",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "role IN ('worker', 'colleague', 'manager', 'registrar', 'hr', 'reception', 'board', 'administrator')",
            name=op.f("ck_grant__role_word"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_grant__organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grant__person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_grant__team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_")),
        sa.UniqueConstraint(
            "person_id",
            "role",
            "team_id",
            name=op.f("uq_grant__person_id_role_team_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    with op.batch_alter_table("grant_", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant__person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant__team_id"), ["team_id"], unique=False)

    op.create_table(
        "inbound",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(length=1600), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_inbound_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_inbound_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbound")),
    )
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.create_index("ix_inbound_at", ["at"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_from", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column(
            "address", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True
        ),
        sa.Column("description", sa.String(length=5000), nullable=False),
        sa.Column("caused_by", sa.String(length=500), nullable=True),
        sa.Column("injured", sa.Boolean(), nullable=True),
        sa.Column("damage", sa.Boolean(), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "channel IN ('phone', 'office', 'home_visit', 'outside')", name=op.f("ck_incident_channel_word")
        ),
        sa.CheckConstraint("description <> ''", name=op.f("ck_incident_described")),
        sa.CheckConstraint(
            "kind IN ('scolding', 'threatening', 'violence_person', 'violence_things', 'refuses_to_leave', 'other')",
            name=op.f("ck_incident_kind_word"),
        ),
        sa.CheckConstraint("(seen_by IS NULL) = (seen_at IS NULL)", name=op.f("ck_incident_seen")),
        sa.CheckConstraint("seen_at >= created_at", name=op.f("ck_incident_seen_after")),
        sa.CheckConstraint("seen_by <> reported_by", name=op.f("ck_incident_seen_by_another")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_incident_organisation_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_incident_reported_by")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_incident_seen_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_incident_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index("ix_incident_reporter", ["organisation_id", "reported_by"], unique=False)
        batch_op.create_index("ix_incident_team", ["organisation_id", "team_id", "happened_at"], unique=False)
        batch_op.create_index("ix_incident_visit", ["visit_id"], unique=False)

    op.create_table(
        "list_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_list_view_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_list_view_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_list_view_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_view")),
    )
    with op.batch_alter_table("list_view", schema=None) as batch_op:
        batch_op.create_index("ix_list_view_team", ["organisation_id", "team_id", "at"], unique=False)

    op.create_table(
        "lookup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column(
            "mark_ids", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("same_building", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lookup_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lookup_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup")),
    )
    with op.batch_alter_table("lookup", schema=None) as batch_op:
        batch_op.create_index("ix_lookup_at", ["at"], unique=False)
        batch_op.create_index("ix_lookup_person", ["organisation_id", "person_id", "at"], unique=False)

    op.create_table(
        "register_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.CheckConstraint("what IN ('marks', 'export')", name=op.f("ck_register_view_what_word")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_register_view_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_register_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_view")),
    )
    with op.batch_alter_table("register_view", schema=None) as batch_op:
        batch_op.create_index("ix_register_view_at", ["organisation_id", "at"], unique=False)

    op.create_table(
        "risk_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_from", sa.String(length=64), nullable=False),
        sa.Column(
            "address", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("address_key", sa.String(length=200), nullable=False),
        sa.Column("building_key", sa.String(length=200), nullable=False),
        sa.Column("register_key", sa.String(length=32), nullable=True),
        sa.Column(
            "advice", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("instruction", sa.String(length=500), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=True),
        sa.Column(
            "criteria", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "not_for", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("measure", sa.String(length=300), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("review_date", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("not_informed_because", sa.String(length=500), nullable=True),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("objection", sa.String(length=2000), nullable=True),
        sa.Column("objection_outcome", sa.String(length=2000), nullable=True),
        sa.CheckConstraint("about IN ('household', 'person')", name=op.f("ck_risk_mark_about_word")),
        sa.CheckConstraint("about <> 'person' OR person_name IS NOT NULL", name=op.f("ck_risk_mark_whom")),
        sa.CheckConstraint("ends_at > valid_from", name=op.f("ck_risk_mark_ends_after")),
        sa.CheckConstraint("replaces <> id", name=op.f("ck_risk_mark_replaces_another")),
        sa.CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name=op.f("ck_risk_mark_reviewed")),
        sa.CheckConstraint(
            "informed_on IS NULL OR not_informed_because IS NULL", name=op.f("ck_risk_mark_informed_or_not")
        ),
        sa.CheckConstraint("(objected_on IS NULL) = (objection IS NULL)", name=op.f("ck_risk_mark_objected")),
        sa.CheckConstraint(
            "objection_outcome IS NULL OR objection IS NOT NULL", name=op.f("ck_risk_mark_objection_answered")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_risk_mark_reasoned")),
        sa.CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_risk_mark_approved")),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_risk_mark_ended_why")),
        sa.CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name=op.f("ck_risk_mark_ended")),
        sa.CheckConstraint("approved_at >= proposed_at", name=op.f("ck_risk_mark_approved_after")),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_risk_mark_four_eyes")),
        sa.CheckConstraint("ended_at >= proposed_at", name=op.f("ck_risk_mark_ended_after")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_risk_mark_approved_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_risk_mark_ended_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_risk_mark_incident_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_risk_mark_organisation_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_risk_mark_proposed_by")),
        sa.ForeignKeyConstraint(["replaces"], ["risk_mark.id"], name=op.f("fk_risk_mark_replaces")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_risk_mark_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_mark")),
    )
    with op.batch_alter_table("risk_mark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_risk_mark_building",
            ["organisation_id", "building_key"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_risk_mark_register",
            ["organisation_id", "register_key"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_risk_mark_review",
            ["review_date"],
            unique=False,
            postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
            sqlite_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.String(length=32), nullable=False),
        sa.Column(
            "days", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("on_holidays", sa.String(length=32), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("rank IN ('first', 'second', 'manager', 'out_of_hours')", name=op.f("ck_shift_rank_word")),
        sa.CheckConstraint("on_holidays IN ('also', 'not', 'only')", name=op.f("ck_shift_on_holidays_word")),
        sa.CheckConstraint("every_weeks >= 1", name=op.f("ck_shift_every_weeks")),
        sa.CheckConstraint("every_weeks = 1 OR first_day IS NOT NULL", name=op.f("ck_shift_counted_from")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_shift_last_after_first")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_shift_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shift_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_shift_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index("ix_shift_team", ["organisation_id", "team_id"], unique=False)

    op.create_table(
        "roster",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "watching", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "staying", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "asked", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("relief_id", sa.Uuid(), nullable=True),
        sa.Column("crowded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(times > 0) = (relief_id IS NOT NULL)", name=op.f("ck_roster_handing_over")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_roster_organisation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_roster_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_roster")),
    )

    op.create_table(
        "swap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'accepted', 'refused', 'withdrawn')", name=op.f("ck_swap_state_word")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_swap_two_people")),
        sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name=op.f("ck_swap_answered")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_swap_asked_by")),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_swap_from_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_swap_organisation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_swap_team_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_swap_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    with op.batch_alter_table("swap", schema=None) as batch_op:
        batch_op.create_index("ix_swap_team", ["organisation_id", "team_id"], unique=False)
        batch_op.create_index("ix_swap_shift", ["shift_id", "day"], unique=False)
        batch_op.create_index(
            "uq_swap_turn",
            ["shift_id", "day", "state"],
            unique=True,
            postgresql_where=sa.text("state IN ('asked', 'accepted')"),
            sqlite_where=sa.text("state IN ('asked', 'accepted')"),
        )

    op.create_table(
        "token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('session', 'bearer')", name=op.f("ck_token_kind_word")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_token_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_token_digest")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "diary_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("with_address", sa.Boolean(), nullable=False),
        sa.Column("with_details", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_diary_link_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_diary_link_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_diary_link_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_diary_link_digest")),
        sa.UniqueConstraint(
            "person_id",
            "team_id",
            name=op.f("uq_diary_link_person_id_team_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "own_calendar",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_own_calendar_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_calendar_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_own_calendar")),
    )
    op.create_table(
        "put_away",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_put_away_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_put_away_person_id")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_put_away")),
    )
    with op.batch_alter_table("put_away", schema=None) as batch_op:
        batch_op.create_index("ix_put_away_at", ["at"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("protocol_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_from", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column(
            "address", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("address_key", sa.String(length=200), nullable=False),
        sa.Column("address_line", sa.String(length=200), nullable=False),
        sa.Column("client_name", sa.String(length=200), nullable=True),
        sa.Column("client_reference", sa.String(length=100), nullable=True),
        sa.Column("client_phone", sa.String(length=32), nullable=True),
        sa.Column("purpose", sa.String(length=500), nullable=True),
        sa.Column("background", sa.String(length=2000), nullable=True),
        sa.Column(
            "risk", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "location", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True
        ),
        sa.Column("planned_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_call", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_to", sa.String(length=32), nullable=True),
        sa.Column("feeling", sa.String(length=32), nullable=True),
        sa.Column("occasion", sa.String(length=32), nullable=True),
        sa.Column("call_after_minutes", sa.Integer(), nullable=True),
        sa.Column("alone_asked", sa.String(length=500), nullable=True),
        sa.Column("alone_allowed_by", sa.Uuid(), nullable=True),
        sa.Column("back_up", sa.Uuid(), nullable=True),
        sa.Column("back_up_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("police_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_visit_ended")),
        sa.CheckConstraint(
            "(state = 'planned') = (started_at IS NULL) OR state = 'cancelled'", name=op.f("ck_visit_started")
        ),
        sa.CheckConstraint(
            "check_call IN ('none', 'planned', 'asked', 'ok', 'not_ok', 'no_answer', 'dropped')",
            name=op.f("ck_visit_check_call_word"),
        ),
        sa.CheckConstraint(
            "back_up_accepted_at IS NULL OR back_up IS NOT NULL", name=op.f("ck_visit_back_up_accepted")
        ),
        sa.CheckConstraint("call_after_minutes > 0", name=op.f("ck_visit_call_after")),
        sa.CheckConstraint("occasion IN ('first_meeting', 'bad_news', 'death')", name=op.f("ck_visit_occasion_word")),
        sa.CheckConstraint("feeling IN ('green', 'amber', 'red')", name=op.f("ck_visit_feeling_word")),
        sa.CheckConstraint("return_to IN ('office', 'home')", name=op.f("ck_visit_return_to_word")),
        sa.CheckConstraint("state IN ('planned', 'under_way', 'ended', 'cancelled')", name=op.f("ck_visit_state_word")),
        sa.CheckConstraint(
            "expected_end > planned_start OR started_at IS NOT NULL", name=op.f("ck_visit_end_after_start")
        ),
        sa.ForeignKeyConstraint(["alone_allowed_by"], ["person.id"], name=op.f("fk_visit_alone_allowed_by")),
        sa.ForeignKeyConstraint(["back_up"], ["person.id"], name=op.f("fk_visit_back_up")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_visit_created_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_visit_organisation_id")),
        sa.ForeignKeyConstraint(["protocol_id"], ["protocol_version.id"], name=op.f("fk_visit_protocol_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_visit_team_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name=op.f("fk_visit_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            "ix_visit_open",
            ["organisation_id", "team_id"],
            unique=False,
            postgresql_where=sa.text("state IN ('planned', 'under_way')"),
            sqlite_where=sa.text("state IN ('planned', 'under_way')"),
        )
        batch_op.create_index(
            "ix_visit_worker_open",
            ["worker_id"],
            unique=False,
            postgresql_where=sa.text("state IN ('planned', 'under_way')"),
            sqlite_where=sa.text("state IN ('planned', 'under_way')"),
        )
        batch_op.create_index("ix_visit_worker_start", ["worker_id", "planned_start"], unique=False)
        batch_op.create_index("ix_visit_team_start", ["team_id", "planned_start"], unique=False)

    op.create_table(
        "alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("protocol_id", sa.Uuid(), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column(
            "plan", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column(
            "location", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=True
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.CheckConstraint(
            "cause IN ('overdue', 'check_call', 'not_ok', 'panic', 'duress')", name=op.f("ck_alarm_cause_word")
        ),
        sa.CheckConstraint("level IN ('worker', 'colleague', 'manager', 'police')", name=op.f("ck_alarm_level_word")),
        sa.CheckConstraint(
            "outcome IN ('safe', 'false_alarm', 'help_given', 'incident')", name=op.f("ck_alarm_outcome_word")
        ),
        sa.CheckConstraint("(acknowledged_by IS NULL) = (acknowledged_at IS NULL)", name=op.f("ck_alarm_acknowledged")),
        sa.CheckConstraint("(resolved_at IS NULL) = (outcome IS NULL)", name=op.f("ck_alarm_resolved")),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["person.id"], name=op.f("fk_alarm_acknowledged_by")),
        sa.ForeignKeyConstraint(["assigned_to"], ["person.id"], name=op.f("fk_alarm_assigned_to")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_alarm_organisation_id")),
        sa.ForeignKeyConstraint(["protocol_id"], ["protocol_version.id"], name=op.f("fk_alarm_protocol_id")),
        sa.ForeignKeyConstraint(["resolved_by"], ["person.id"], name=op.f("fk_alarm_resolved_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_alarm_team_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_alarm_visit_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name=op.f("fk_alarm_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.create_index(
            "ix_alarm_open",
            ["organisation_id", "team_id"],
            unique=False,
            postgresql_where=sa.text("resolved_at IS NULL"),
            sqlite_where=sa.text("resolved_at IS NULL"),
        )
        batch_op.create_index(
            "uq_alarm_open_drill",
            ["team_id"],
            unique=True,
            postgresql_where=sa.text("drill AND resolved_at IS NULL"),
            sqlite_where=sa.text("drill AND resolved_at IS NULL"),
        )
        batch_op.create_index(
            "uq_alarm_open_visit",
            ["visit_id"],
            unique=True,
            postgresql_where=sa.text("resolved_at IS NULL"),
            sqlite_where=sa.text("resolved_at IS NULL"),
        )

    op.create_table(
        "companion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("coming_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("there_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("there_at IS NULL OR declined_at IS NULL", name=op.f("ck_companion_there_or_not")),
        sa.CheckConstraint("coming_at IS NULL OR declined_at IS NULL", name=op.f("ck_companion_coming_or_not")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_companion_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_companion_person_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_companion_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companion")),
    )
    with op.batch_alter_table("companion", schema=None) as batch_op:
        batch_op.create_index("ix_companion_person", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_companion_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.String(length=16), nullable=False),
        sa.Column(
            "facts", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.CheckConstraint(
            "kind IN ('planned', 'moved', 'cancelled', 'checked_in', 'nobody_on_duty', 'start_chased', 'check_call_asked', 'check_call_asked_again', 'check_call_dropped', 'check_call_ok', 'check_call_not_ok', 'check_call_no_answer', 'check_call_unanswered', 'asked_now', 'opted_out', 'reminded', 'overdue', 'said_ok', 'extended', 'checked_out', 'checked_out_under_alarm', 'came_too_late', 'felt', 'home_safe_chased', 'home_safe_heard', 'home_safe_closed', 'alarm_opened', 'alarm_raised', 'panic_repeated', 'step_told', 'step_skipped', 'step_empty', 'everyone_told', 'acknowledged', 'also_acknowledged', 'declined', 'acknowledgement_lapsed', 'passed_on', 'message_failed', 'called_false', 'police_called', 'resolved', 'ended_by_alarm', 'hand_over_viewed', 'system_failed', 'incident_filed', 'companion_there', 'companion_cant', 'companion_comes', 'companion_reminded', 'companion_silent', 'alone_asked', 'alone_allowed', 'alone_refused', 'went_alone', 'companion_chased', 'companion_well', 'back_up_asked', 'back_up_accepted', 'back_up_declined', 'police_told', 'instruction_changed', 'drill_started', 'drill_ended', 'relief_asked', 'relief_asked_again', 'relief_not_taken', 'relief_accepted', 'relief_declined')",
            name=op.f("ck_event_kind_word"),
        ),
        sa.CheckConstraint("visit_id IS NOT NULL OR alarm_id IS NOT NULL", name=op.f("ck_event_subject")),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_event_alarm_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_event_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_event_organisation_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_event_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_alarm", ["alarm_id", "at"], unique=False)
        batch_op.create_index("ix_event_visit", ["visit_id", "at"], unique=False)

    op.create_table(
        "hand_over_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_hand_over_link_alarm_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_hand_over_link_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hand_over_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_link")),
        sa.UniqueConstraint("alarm_id", "person_id", name=op.f("uq_hand_over_link_alarm_id_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_hand_over_link_token")),
    )
    op.create_table(
        "police_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_police_call_alarm_id")),
        sa.ForeignKeyConstraint(["called_by"], ["person.id"], name=op.f("fk_police_call_called_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_police_call_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_call")),
    )
    with op.batch_alter_table("police_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_police_call_alarm_id"), ["alarm_id"], unique=False)

    op.create_table(
        "told",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("level IN ('worker', 'colleague', 'manager', 'police')", name=op.f("ck_told_level_word")),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_told_alarm_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_told_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_told_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        sa.UniqueConstraint("alarm_id", "person_id", name=op.f("uq_told_alarm_id_person_id")),
    )
    # Organisations and profile versions name each other, so this one comes when both are there.
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.create_foreign_key("fk_organisation_protocol_id", "protocol_version", ["protocol_id"], ["id"])


def downgrade() -> None:
    raise RuntimeError("before the first schema there is nothing")
