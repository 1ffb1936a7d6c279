"""How long what is kept stays, and between which bounds an organisation may choose. Pure.

The default is what `docs/privacy/verwerkingen.md` says. The least is what the watch, its figures or a law need; the
most is as long as we can give a reason for. What a law says of a single row (the Belgian register: five years from its
entry) holds beside these, for that row.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from achterwacht.refused import RuleBroken

YEAR = 365


class Keeping(StrEnum):
    """A rule of retention. Each has one term, which an organisation may change."""

    VISIT = "visit"
    ALARM = "alarm"
    FIGURES = "figures"
    REPORT = "report"
    MARK = "mark"
    TEXT = "text"
    MESSAGE = "message"
    LOG = "log"
    AUDIT = "audit"
    ROSTER = "roster"
    PERSON = "person"


@dataclass(frozen=True)
class Term:
    """Days since something was over. tables: what goes, or loses everything that points at somebody."""

    days: int
    least: int
    most: int
    tables: frozenset[str]


def _term(days: int, least: int, most: int, *tables: str) -> Term:
    return Term(days, least, most, frozenset(tables))


TERMS = {
    Keeping.VISIT: _term(28, 7, YEAR, "visit", "companion", "event", "deadline"),
    Keeping.ALARM: _term(
        YEAR, 90, 5 * YEAR, "alarm", "alarm_tick", "told", "police_call", "guard_call", "hand_over_link", "task"
    ),
    # A year's figures are drawn up in the year after it.
    Keeping.FIGURES: _term(800, 2 * YEAR, 5 * YEAR),
    Keeping.REPORT: _term(
        5 * YEAR, YEAR, 10 * YEAR,
        "incident", "incident_aggressor", "incident_attachment", "incident_behaviour", "incident_damage",
        "incident_employee", "incident_reopening", "incident_sighting", "incident_signature", "incident_witness",
        "damage_settlement", "third_party_act", "letter", "letter_signature", "measure", "measure_breach",
        "measure_photo", "police_matter", "care_plan", "care_offer", "care_evaluation", "same_person", "aggressor",
    ),
    Keeping.MARK: _term(YEAR, 30, 5 * YEAR, "risk_mark"),
    Keeping.TEXT: _term(90, 14, YEAR),
    Keeping.MESSAGE: _term(YEAR, 90, 5 * YEAR, "message", "attempt"),
    Keeping.LOG: _term(
        2 * YEAR, 180, 5 * YEAR, "lookup", "register_view", "list_view", "past_view", "incident_read", "aggressor_read"
    ),
    Keeping.AUDIT: _term(2 * YEAR, YEAR, 7 * YEAR, "audit_event", "audit_link"),
    Keeping.ROSTER: _term(YEAR, 90, 5 * YEAR, "shift", "swap"),
    Keeping.PERSON: _term(
        YEAR, 30, 2 * YEAR, "person", "grant_", "diary_link", "own_calendar", "function_holder", "push_subscription",
        "phone_readiness", "app_code", "recovery_code", "identity", "passkey",
        "scim_person", "scim_member", "break_glass",
    ),
}  # fmt: skip
WITHIN_DAYS = frozenset(
    {
        "token",
        "account_link",
        "known_device",
        "former_number",
        "guess",
        "code",
        "answer",
        "call_in",
        "inbound",
        "put_away",
        "sign_on_begun",
        "used_challenge",
        "scim_token",
    }
)
"""What goes within days or when it was not used for half a year, everywhere alike."""
STAYS = {
    "organisation": "no person",
    "team": "no person",
    "protocol_version": "no person; what was done followed it",
    "sign_in_policy": "no person",
    "clock": "no person",
    "canary": "a number of the organisation's own, until it is taken away",
    "desk_mail": "addresses of desks, until they are taken away",
    "guard_firm": "a firm, until it is taken away",
    "sign_on": "an issuer and what it knows us by, until it is taken away",
    "sign_on_group": "no person",
    "scim_group": "no person",
    "security_contact": "a mailbox of the organisation's own, until it is taken away",
    "party": "a firm or an authority, until it is taken away",
    "roster": "how a team divides its watch; who has it, it says only of now",
    "letter_template": "no person, except who set it",
    "letterhead": "no person, except who set it",
    "letter_year": "a number",
    "report_advice": "no figure or advice points at somebody",
    "retention_term": "no person, except who set it",
    "retention_reached": "a moment",
    "audit_chain": "a digest",
    "seen": "a digest of a message's mark: without it an old message is done twice",
    "backed_up": "when a backup was made",
    "heartbeat": "two moments",
    "restored": "when a backup was put back",
    "lives_with": "which versions of the product fit the schema",
}
"""What no rule takes away, and why."""


A_STEP = timedelta(days=1)
STEPS_APART = timedelta(minutes=50)
"""Less than an hour, so that a run each hour moves on each time; processes that start over and over do not."""


@dataclass(frozen=True)
class Reached:
    """Up to which moment things are old enough to go, and when that moved on last."""

    at: datetime
    moved_at: datetime


def reaches(before: Reached | None, now: datetime) -> Reached:
    """Returns how far a run may go: to the present, but a day further at most than the run of an hour ago.

    A clock that stands in another year for a while lets go of a day, and not of a year. After a standstill it takes an
    hour for each day. It never goes back: a clock that was behind has taken nothing.
    """
    if before is None:
        return Reached(now, now)
    if now <= before.at or before.moved_at <= now < before.moved_at + STEPS_APART:
        return before
    return Reached(min(now, before.at + A_STEP), now)


class TermOutOfBounds(RuleBroken):
    """A term is shorter or longer than it may be."""

    code = "retention_out_of_bounds"


def checked(keeping: Keeping, days: int) -> int:
    """Returns the days.

    Raises:
        TermOutOfBounds: fewer or more than the rule allows.
    """
    term = TERMS[keeping]
    if not term.least <= days <= term.most:
        raise TermOutOfBounds
    return days


def length(days: int) -> timedelta:
    return timedelta(days=days)
