"""What must always be true of the database, as SQL in one place (architecture.md section 8).

Mail has a bound of its own: a list that comes late is a nuisance, and no reason to call the whole watch broken.

Run after each step of the stateful tests, by `achterwacht check`, and every minute in production: the dead-man ping
goes out only while all hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from achterwacht.canary.rules import DELIVERED_WITHIN
from foundation.columns import Moment

GRACE = timedelta(seconds=15)
"""How late a deadline or message may be before it counts as forgotten, above a tick."""


@dataclass(frozen=True)
class Invariant:
    """One thing that must be true. `broken` counts the rows for which it is not."""

    name: str
    broken: int


QUERIES: Mapping[str, str] = {
    "no open deadline is late": """
        SELECT count(*) FROM deadline WHERE fired_at IS NULL AND cancelled_at IS NULL AND due_at < :late""",
    "every step that fired recorded a message for each person it found": """
        SELECT count(*) FROM deadline d WHERE d.found > 0 AND d.fired_at > :recent AND d.found >
            (SELECT count(DISTINCT m.person) FROM message m
                WHERE m.origin = d.id AND m.organisation_id = d.organisation_id)""",
    "every ladder step found somebody": """
        SELECT count(*) FROM deadline d WHERE d.kind = 'ladder_step' AND d.found = 0 AND d.fired_at > :recent
            AND EXISTS (SELECT 1 FROM alarm a WHERE a.organisation_id = d.organisation_id
                AND (d.root_kind = 'alarm' AND a.id = d.root_id OR d.root_kind = 'visit' AND a.visit_id = d.root_id)
                AND a.opened_at < d.fired_at AND a.acknowledged_at IS NULL AND a.resolved_at IS NULL
                AND NOT a.drill)""",
    "no message is overdue, or leased past its lease": """
        SELECT count(*) FROM message WHERE channel <> 'mail' AND ((state = 'pending' AND not_before < :late)
            OR (state = 'sending' AND lease_until < :late))""",
    "no mail waits a quarter of an hour": """
        SELECT count(*) FROM message WHERE channel = 'mail' AND ((state = 'pending' AND not_before < :quarter_ago)
            OR (state = 'sending' AND lease_until < :quarter_ago))""",
    "the provider takes our messages": """
        SELECT count(*) FROM message WHERE state IN ('pending', 'sending') AND attempts >= 3
            AND created_at < :minute_ago AND channel <> 'mail'""",
    "every visit under way has an open deadline or an open alarm": """
        SELECT count(*) FROM visit v WHERE v.state = 'under_way'
            AND NOT EXISTS (SELECT 1 FROM deadline d
                WHERE d.root_id = v.id
                AND d.root_kind = 'visit' AND d.organisation_id = v.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.visit_id = v.id AND a.organisation_id = v.organisation_id
                AND a.resolved_at IS NULL)""",
    "every open alarm has a next deadline": """
        SELECT count(*) FROM alarm a WHERE a.resolved_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.organisation_id = a.organisation_id
                AND d.root_kind = CASE WHEN a.visit_id IS NULL THEN 'alarm' ELSE 'visit' END
                AND d.root_id = COALESCE(a.visit_id, a.id)
                AND d.kind IN ('ladder_step', 'unresolved') AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    "no ladder step was decided while somebody had the alarm": """
        SELECT count(*) FROM event e JOIN alarm a ON a.id = e.alarm_id AND a.organisation_id = e.organisation_id
            WHERE e.kind IN ('step_told', 'everyone_told') AND e.via = 'clock'
            AND a.resolved_at IS NULL AND a.acknowledged_at IS NOT NULL AND e.at > a.acknowledged_at""",
    "every canary has an open deadline": """
        SELECT count(*) FROM canary c WHERE NOT EXISTS (SELECT 1 FROM deadline d
            WHERE d.root_id = c.id
                AND d.root_kind = 'canary' AND d.organisation_id = c.organisation_id
                AND d.kind = 'canary' AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    "the last test message of every canary arrived": """
        SELECT count(*) FROM canary c WHERE c.started_at < :canary_over
            AND NOT EXISTS (SELECT 1 FROM message m WHERE m.origin = c.run
                AND m.organisation_id = c.organisation_id AND m.template = 'canary'
                AND m.state = 'delivered')""",
    "every team whose list is mailed has an open deadline": """
        SELECT count(*) FROM desk_mail m WHERE NOT EXISTS (SELECT 1 FROM deadline d WHERE d.root_id = m.team_id
                AND d.root_kind = 'team' AND d.organisation_id = m.organisation_id
            AND d.kind = 'whereabouts' AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    "every roster has its next look at the gaps": """
        SELECT count(*) FROM roster r WHERE NOT EXISTS (SELECT 1 FROM deadline d WHERE d.root_id = r.team_id
                AND d.root_kind = 'roster' AND d.organisation_id = r.organisation_id
            AND d.kind = 'roster_gaps' AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    "every mark whose review is due has an open deadline": """
        SELECT count(*) FROM risk_mark m WHERE m.approved_at IS NOT NULL AND m.ended_at IS NULL AND m.ends_at > :now
            AND m.review_date < :yesterday AND NOT EXISTS (SELECT 1 FROM deadline d
                WHERE d.root_id = m.id
                AND d.root_kind = 'risk_mark' AND d.organisation_id = m.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    "every planned visit has an open deadline": """
        SELECT count(*) FROM visit v WHERE v.state = 'planned'
            AND NOT EXISTS (SELECT 1 FROM deadline d
                WHERE d.root_id = v.id
                AND d.root_kind = 'visit' AND d.organisation_id = v.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
}


def check(session: Session, now: datetime, tick: timedelta = timedelta(seconds=1)) -> Sequence[Invariant]:
    """Every invariant with how many rows break it."""
    moments = {
        "now": now,
        "late": now - tick - GRACE,
        "recent": now - timedelta(days=2),
        "minute_ago": now - timedelta(minutes=1),
        "canary_over": now - DELIVERED_WITHIN,
        "quarter_ago": now - timedelta(minutes=15),
    }
    days = {"yesterday": now.date() - timedelta(days=1)}
    found = []
    for name, query in QUERIES.items():
        needed = {key: value for key, value in {**moments, **days}.items() if f":{key}" in query}
        types = (bindparam(key, type_=Date() if key in days else Moment()) for key in needed)
        found.append(Invariant(name, session.execute(text(query).bindparams(*types), needed).scalar_one()))
    return found


def broken(session: Session, now: datetime, tick: timedelta = timedelta(seconds=1)) -> Sequence[Invariant]:
    """The invariants that do not hold."""
    return [one for one in check(session, now, tick) if one.broken]
