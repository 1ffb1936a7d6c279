"""A root is (organisation, kind, id): keys, references, deadlines, messages and codes say all three.

What was there keeps its meaning: the kind of a message's subject follows from what it says, that of a code from its
purpose. Where a visit and an alarm had one id, a message that speaks of a visit stays the visit's.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = sa.text("fired_at IS NULL AND cancelled_at IS NULL")
UNRESOLVED = sa.text("resolved_at IS NULL")
KEYED = ("visit", "alarm", "incident", "risk_mark", "swap")
"""Tables whose id a client may choose."""
REFERENCES = (
    ("alarm", "visit_id", "visit"),
    ("event", "visit_id", "visit"),
    ("event", "alarm_id", "alarm"),
    ("companion", "visit_id", "visit"),
    ("told", "alarm_id", "alarm"),
    ("police_call", "alarm_id", "alarm"),
    ("hand_over_link", "alarm_id", "alarm"),
    ("risk_mark", "incident_id", "incident"),
    ("risk_mark", "replaces", "risk_mark"),
)
REFERRING = tuple(dict.fromkeys(table for table, _, _ in REFERENCES))
ONE_A_PERSON = ("told", "hand_over_link")
ROOT_KINDS = ("visit", "alarm", "canary", "team", "roster", "risk_mark")
ALL_KINDS = (*ROOT_KINDS, "swap", "relief")

OF_ROOTS = UUID("5ee0bb1b-6f0c-4f5e-9a0f-5f0d6a1c7c11")
LEVELS = ("worker", "colleague", "manager", "police")

KIND_OF_MESSAGE = """
    UPDATE message SET subject_kind = CASE
        WHEN template = 'whereabouts' THEN 'team'
        WHEN template IN ('swap_asked', 'swap_accepted', 'swap_refused') THEN 'swap'
        WHEN template IN ('relief_asked', 'relief_not_taken', 'relief_taken') THEN
            CASE WHEN EXISTS (SELECT 1 FROM team WHERE team.id = message.subject) THEN 'roster' ELSE 'relief' END
        WHEN template IN ('end_reminder', 'check_call_worker', 'check_call_colleague', 'planned_worker',
            'planned_desk', 'home_safe_worker', 'home_safe_desk', 'nobody_on_duty', 'opted_out',
            'back_up_signed_off', 'went_alone', 'chase_companion', 'instruction_worker', 'instruction_desk')
            AND EXISTS (SELECT 1 FROM visit WHERE visit.id = message.subject
                AND visit.organisation_id = message.organisation_id) THEN 'visit'
        WHEN EXISTS (SELECT 1 FROM alarm WHERE alarm.id = message.subject
            AND alarm.organisation_id = message.organisation_id) THEN 'alarm'
        ELSE 'visit' END
    WHERE subject IS NOT NULL"""
KIND_OF_CODE = """
    UPDATE code SET subject_kind = CASE
        WHEN purpose IN ('ladder', 'police') THEN 'alarm'
        WHEN purpose IN ('swap', 'relief') THEN purpose
        ELSE 'visit' END"""
MESSAGE = sa.table(
    "message",
    sa.column("id", sa.Uuid()),
    sa.column("organisation_id", sa.Uuid()),
    sa.column("subject_kind", sa.String()),
    sa.column("subject", sa.Uuid()),
    sa.column("origin", sa.Uuid()),
    sa.column("template", sa.String()),
    sa.column("dedupe_key", sa.String()),
)


class SameIdTwice(Exception):
    """Rows of two organisations, or kinds, share an id: the older schema has no place for that."""


def upgrade() -> None:
    _drop_references("{table}_{column}")
    for table in KEYED:
        _key(table, "id", "organisation_id")
    _make_references(two_halves=True)

    with op.batch_alter_table("alarm") as batch_op:
        batch_op.add_column(sa.Column("pressed_from", sa.String(64), nullable=True))
        batch_op.drop_index("uq_alarm_open_visit")
        batch_op.create_index(
            "uq_alarm_open_visit", ["visit_id", "organisation_id"], unique=True, postgresql_where=UNRESOLVED,
            sqlite_where=UNRESOLVED,
        )  # fmt: skip
    for table in ONE_A_PERSON:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(f"uq_{table}_alarm_id_person_id", type_="unique")
            batch_op.create_unique_constraint(
                f"uq_{table}_alarm_id_person_id_organisation_id", ["alarm_id", "person_id", "organisation_id"]
            )

    with op.batch_alter_table("deadline") as batch_op:
        batch_op.drop_index("uq_deadline_open")
        batch_op.drop_constraint(op.f("ck_deadline_root_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_deadline_root_kind_word"), _words("root_kind", ALL_KINDS))
        batch_op.create_index(
            "uq_deadline_open", ["root_id", "root_kind", "organisation_id", "kind"], unique=True,
            postgresql_where=OPEN, sqlite_where=OPEN,
        )  # fmt: skip

    with op.batch_alter_table("message") as batch_op:
        batch_op.add_column(sa.Column("subject_kind", sa.String(32), nullable=True))
    op.execute(KIND_OF_MESSAGE)
    _told_once(_of_the_root)
    with op.batch_alter_table("message") as batch_op:
        batch_op.create_check_constraint(op.f("ck_message_about"), "(subject IS NULL) = (subject_kind IS NULL)")
        batch_op.drop_index("ix_message_subject")
        batch_op.create_index("ix_message_subject", ["subject", "subject_kind", "organisation_id"])

    with op.batch_alter_table("code") as batch_op:
        batch_op.add_column(sa.Column("subject_kind", sa.String(32), nullable=True))
    op.execute(KIND_OF_CODE)
    with op.batch_alter_table("code") as batch_op:
        batch_op.alter_column("subject_kind", existing_type=sa.String(32), nullable=False)
        batch_op.create_check_constraint(op.f("ck_code_subject_kind_word"), _words("subject_kind", ALL_KINDS))
        batch_op.drop_index("ix_code_subject")
        batch_op.create_index("ix_code_subject", ["subject_id", "subject_kind", "organisation_id"])


def downgrade() -> None:
    _must_differ()
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_index("ix_code_subject")
        batch_op.drop_constraint(op.f("ck_code_subject_kind_word"), type_="check")
        batch_op.drop_column("subject_kind")
        batch_op.create_index("ix_code_subject", ["subject_id"])

    _told_once(_of_the_id)
    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_index("ix_message_subject")
        batch_op.drop_constraint(op.f("ck_message_about"), type_="check")
        batch_op.drop_column("subject_kind")
        batch_op.create_index("ix_message_subject", ["subject"])

    with op.batch_alter_table("deadline") as batch_op:
        batch_op.drop_index("uq_deadline_open")
        batch_op.drop_constraint(op.f("ck_deadline_root_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_deadline_root_kind_word"), _words("root_kind", ROOT_KINDS))
        batch_op.create_index(
            "uq_deadline_open", ["root_id", "kind"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
        )

    for table in ONE_A_PERSON:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(f"uq_{table}_alarm_id_person_id_organisation_id", type_="unique")
            batch_op.create_unique_constraint(f"uq_{table}_alarm_id_person_id", ["alarm_id", "person_id"])
    with op.batch_alter_table("alarm") as batch_op:
        batch_op.drop_index("uq_alarm_open_visit")
        batch_op.drop_column("pressed_from")
        batch_op.create_index(
            "uq_alarm_open_visit", ["visit_id"], unique=True, postgresql_where=UNRESOLVED, sqlite_where=UNRESOLVED
        )

    _drop_references("{table}_{column}_organisation_id")
    for table in KEYED:
        _key(table, "id")
    _make_references(two_halves=False)


def _words(column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _key(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(f"pk_{table}", type_="primary")
        batch_op.create_primary_key(f"pk_{table}", list(columns))


def _drop_references(name: str) -> None:
    for table in REFERRING:
        with op.batch_alter_table(table) as batch_op:
            for of, column, _ in REFERENCES:
                if of == table:
                    batch_op.drop_constraint("fk_" + name.format(table=table, column=column), type_="foreignkey")


def _make_references(*, two_halves: bool) -> None:
    more = ["organisation_id"] if two_halves else []
    for table in REFERRING:
        with op.batch_alter_table(table) as batch_op:
            for of, column, to in REFERENCES:
                if of == table:
                    name = "_".join(["fk", table, column, *more])
                    batch_op.create_foreign_key(name, to, [column, *more], ["id", *more])


def _of_the_root(row: sa.Row[Any], word: str) -> UUID:
    return uuid5(OF_ROOTS, f"{row.organisation_id}:{row.subject_kind}:{row.subject}:{word}")


def _of_the_id(row: sa.Row[Any], word: str) -> UUID:
    return uuid5(row.subject, word)


def _told_once(after: Callable[[sa.Row[Any], str], UUID]) -> None:
    """What is told once about a root is known by its origin, which follows from the root: it stays told."""
    before = _of_the_id if after is _of_the_root else _of_the_root
    connection = op.get_bind()
    told = sa.select(MESSAGE).where(MESSAGE.c.template == "nobody_at_level", MESSAGE.c.subject.is_not(None))
    for row in connection.execute(told).all():
        for word in (f"nobody at {level}" for level in LEVELS):
            if row.origin == before(row, word):
                origin = after(row, word)
                key = row.dedupe_key.replace(str(row.origin), str(origin), 1)
                connection.execute(
                    sa.update(MESSAGE).where(MESSAGE.c.id == row.id).values(origin=origin, dedupe_key=key)
                )


def _must_differ() -> None:
    connection = op.get_bind()
    for table in KEYED:
        shared = sa.text(f"SELECT count(*) - count(DISTINCT id) FROM {table}")  # noqa: S608 - our own tables
        if connection.execute(shared).scalar_one():
            raise SameIdTwice(table)
    several = sa.text(
        "SELECT count(*) FROM (SELECT 1 FROM deadline WHERE fired_at IS NULL AND cancelled_at IS NULL"
        " GROUP BY root_id, kind HAVING count(*) > 1) AS shared"
    )
    if connection.execute(several).scalar_one():
        raise SameIdTwice("deadline")
