"""Takes everything out of the demonstration that happened in it. Its people, teams, roster and settings stay."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, select, true, update
from sqlalchemy.orm import Session

from achterwacht.audit.chain_records import LinkRecord, Source
from achterwacht.kinds import RootKind
from cli.past.leaning import forget_what_it_leans_on
from foundation.clock import clock_of
from foundation.columns import Base

STAYS = frozenset(
    {
        "organisation", "person", "grant_", "team", "protocol_version", "roster", "shift", "swap", "party",
        "function_holder", "token", "known_device", "letter_template", "letterhead", "desk_mail", "canary",
        "guard_firm", "diary_link", "own_calendar", "audit_event", "audit_link", "audit_chain", "retention_term",
        "account_link", "push_subscription", "phone_readiness", "sign_in_policy", "app_code", "recovery_code",
        "identity", "sign_on", "sign_on_group", "sign_on_begun", "passkey",
        "former_number", "scim_token", "scim_person", "scim_group", "scim_member", "break_glass", "security_contact",
    }
)  # fmt: skip
"""The tables of people, teams and settings. Any other table of an organisation holds what happened."""
OF_SETTINGS = (RootKind.ROSTER, RootKind.TEAM, RootKind.CANARY, RootKind.SWAP)
"""The roots of deadlines that stay: the roster's next look, a list that is mailed."""
OF_NO_ORGANISATION = frozenset(
    {
        "clock", "guess", "seen", "attempt", "restored", "backed_up", "lives_with", "retention_reached",
        "used_challenge", "heartbeat",
    }
)  # fmt: skip
"""Tables without an organisation: an attempt goes with its message, the others are of the installation."""
TOLD = ("visit", "alarm", "incident", "letter", "measure", "task", "message")
"""What is counted for whoever empties it."""


def empty(session: Session, organisation_id: UUID) -> Mapping[str, int]:
    """Delete what happened in this organisation. Returns how many rows went, for the tables that people know."""
    gone: dict[str, int] = {}
    tables = Base.metadata.tables
    message, attempt = tables["message"], tables["attempt"]
    of_theirs = select(message.c.id).where(message.c.organisation_id == organisation_id)
    session.execute(delete(attempt).where(attempt.c.message_id.in_(of_theirs)))
    # Their links in the chain of the audit say that the lines went, as after any term of retention.
    links = update(LinkRecord).where(LinkRecord.organisation_id == organisation_id, LinkRecord.source == Source.EVENT)
    session.execute(
        links.where(LinkRecord.forgotten_at.is_(None)).values(salt=None, forgotten_at=clock_of(session).now(session)),
        execution_options={"synchronize_session": False},
    )
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in STAYS | OF_NO_ORGANISATION:
            continue
        found = session.execute(delete(table).where(table.c.organisation_id == organisation_id, _what_happened(table)))
        gone[table.name] = found.rowcount  # type: ignore[attr-defined]  # a DELETE says how many
    forget_what_it_leans_on(session, organisation_id)
    return {name: gone[name] for name in TOLD}


def _what_happened(table: Table) -> ColumnElement[bool]:
    return table.c.root_kind.not_in(OF_SETTINGS) if table.name == "deadline" else true()
