"""The logs: who looked up an address and what the register answered, who read the register itself, who asked for the
list of a team; and who got in, who was let in, and what an administrator changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Json, Retention, Word, primary_key, retention, word_check


class LookupRecord(Base):
    """One look-up. It holds the address only as a salted digest: if you know the address you can check whether this was
    the one, but the log is not a second register. Marks and visits may be deleted before their log is, hence ids
    without a foreign key.
    """

    __tablename__ = "lookup"
    __table_args__ = (
        Index("ix_lookup_person", "organisation_id", "person_id", "at"),
        Index("ix_lookup_at", "at"),
        retention(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(200))
    visit_id: Mapped[UUID | None]
    address_digest: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32))
    mark_ids: Mapped[list[Any]] = mapped_column(Json)
    """The marks that answered; empty when there was none."""
    same_building: Mapped[bool]
    """Whether the answer said that there is a mark elsewhere in the building (and nothing more about it)."""


class ListViewRecord(Base):
    """Somebody opened the list of a team: who is where, with numbers."""

    __tablename__ = "list_view"
    __table_args__ = (Index("ix_list_view_team", "organisation_id", "team_id", "at"), retention(Retention.LOG))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Read(StrEnum):
    """What somebody read in the register: all its marks, or everything about one address or person."""

    MARKS = "marks"
    EXPORT = "export"


class RegisterViewRecord(Base):
    """Somebody who keeps the register read in it."""

    __tablename__ = "register_view"
    __table_args__ = (
        Index("ix_register_view_at", "organisation_id", "at"),
        word_check("what", Read),
        retention(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[Read] = mapped_column(Word(Read))


class Past(StrEnum):
    """What somebody looked back on."""

    VISITS = "visits"
    ALARMS = "alarms"
    DRILLS = "drills"
    MESSAGES = "messages"
    NEVER_CHECKED_IN = "never_checked_in"
    LOOKS = "looks"
    """These logs themselves."""
    AUDIT = "audit"


class PastViewRecord(Base):
    """Somebody looked for what others did. about: whom they looked for by name; empty when it was about everybody.

    team_id: the team they looked at; None: all that they see. taken: the rows left as a file.
    """

    __tablename__ = "past_view"
    __table_args__ = (
        Index("ix_past_view_at", "organisation_id", "at"),
        word_check("what", Past),
        retention(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[Past] = mapped_column(Word(Past))
    team_id: Mapped[UUID | None]
    about: Mapped[list[Any]] = mapped_column(Json)
    taken: Mapped[bool]


class Audited(StrEnum):
    """What the audit records: getting in, being let in, and what an administrator decides."""

    SIGN_IN = "sign_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_SLOWED = "sign_in_slowed"
    SIGN_OUT = "sign_out"
    SIGN_INS_ENDED = "sign_ins_ended"
    SIGN_IN_ENDED = "sign_in_ended"
    TOKEN_MADE = "token_made"  # noqa: S105  (a word of the audit)
    INVITED = "invited"
    PASSWORD_ASKED = "password_asked"  # noqa: S105  (a word of the audit)
    PASSWORD_SET = "password_set"  # noqa: S105  (a word of the audit)
    PASSWORD_REFUSED = "password_refused"  # noqa: S105  (a word of the audit)
    SECOND_STEP_SET = "second_step_set"
    SECOND_STEP_REMOVED = "second_step_removed"
    SECOND_STEP_REFUSED = "second_step_refused"
    SECOND_STEP_SLOWED = "second_step_slowed"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    SIGN_IN_POLICY_SET = "sign_in_policy_set"
    SIGN_ON_SET = "sign_on_set"
    SIGN_ON_REFUSED = "sign_on_refused"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    SCIM_REFUSED = "scim_refused"
    SCIM_GROUP_SET = "scim_group_set"
    BREAK_GLASS_SET = "break_glass_set"
    BREAK_GLASS_USED = "break_glass_used"
    BREAK_GLASS_SEEN = "break_glass_seen"
    BREAK_GLASS_REVIEWED = "break_glass_reviewed"
    PIN_SET = "pin_set"
    PIN_SLOWED = "pin_slowed"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PHONE_CHANGED = "phone_changed"
    ROLES_CHANGED = "roles_changed"
    PERSON_LEFT = "person_left"
    PERSON_BACK = "person_back"
    ORGANISATION_ADDED = "organisation_added"
    PROFILE_LOADED = "profile_loaded"
    TEAM_PROFILE_SET = "team_profile_set"
    TEAM_ADDED = "team_added"
    ROSTER_SET = "roster_set"
    GUARD_FIRM_SET = "guard_firm_set"
    DESK_MAIL_SET = "desk_mail_set"
    CANARY_SET = "canary_set"
    DIARY_LINK_MADE = "diary_link_made"
    DIARY_LINK_WITHDRAWN = "diary_link_withdrawn"
    FUNCTIONS_SET = "functions_set"
    LETTERS_SET = "letters_set"
    INCIDENT_REOPENED = "incident_reopened"
    RETENTION_SET = "retention_set"
    FORGOTTEN = "forgotten"
    WATCH_LET_GO = "watch_let_go"
    ACCESS_GIVEN = "access_given"
    CORRECTED = "corrected"
    ERASED = "erased"


class AuditEventRecord(Base):
    """Something that decides who gets in or what happens to somebody, written in the transaction that does it.

    organisation_id: None when somebody tried an e-mail address that nobody has. by_id: None at the console, or before
    we know who it is. about_id: the person, team or report, which may be gone before this row is.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_at", "organisation_id", "at", "id"),
        word_check("kind", Audited),
        retention(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime]
    kind: Mapped[Audited] = mapped_column(Word(Audited))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    via: Mapped[str] = mapped_column(String(16))
    about_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
