"""What the oracle asks of the books. An id alone may be that of several: a root is its organisation, kind and id."""

from uuid import UUID

Rooted = tuple[UUID, UUID]
"""An organisation, and the id of an alarm of it; or of a visit. Never both in one place."""

OPEN_ALARMS = """
    SELECT id, organisation_id, team_id, visit_id, worker_id, drill, cause, level, opened_at, acknowledged_at,
        acknowledged_by AS taker_id
    FROM alarm WHERE resolved_at IS NULL ORDER BY opened_at, id"""
ALARMS_SINCE = """
    SELECT cause, drill, worker_id, visit_id FROM alarm
    WHERE organisation_id = :organisation AND (resolved_at IS NULL OR resolved_at > :moment)"""
VISITS = """
    SELECT v.id, v.organisation_id, v.worker_id, v.state, v.check_call, v.planned_start, v.expected_end,
        EXISTS (
            SELECT 1 FROM alarm a
            WHERE a.organisation_id = v.organisation_id AND a.visit_id = v.id AND a.resolved_at IS NULL
        ) AS alarmed
    FROM visit v WHERE v.state IN ('planned', 'under_way') ORDER BY v.created_at"""
MESSAGE = """
    SELECT m.organisation_id, m.person, m."to", m.template, m.subject, m.origin AS origin_id, m.created_at, m.called_at,
        m.payload, a.id AS alarm_id, a.team_id, a.visit_id, a.worker_id, a.drill, a.acknowledged_at, a.resolved_at
    FROM message m LEFT JOIN alarm a
        ON m.subject_kind = 'alarm' AND a.id = m.subject AND a.organisation_id = m.organisation_id
    WHERE m.id = :id"""
BUSY = """
    SELECT v.worker_id AS person FROM visit v WHERE v.state = 'under_way'
    UNION SELECT c.person_id FROM companion c
        JOIN visit v ON v.id = c.visit_id AND v.organisation_id = c.organisation_id
        WHERE v.state = 'under_way' AND c.person_id IS NOT NULL
    UNION SELECT worker_id FROM alarm WHERE cause = 'duress' AND NOT drill AND resolved_at IS NULL
    UNION SELECT c.person_id FROM companion c
        JOIN alarm a ON a.visit_id = c.visit_id AND a.organisation_id = c.organisation_id
        WHERE a.cause = 'duress' AND NOT a.drill AND a.resolved_at IS NULL AND c.person_id IS NOT NULL
    UNION SELECT p.id FROM person p
        WHERE p.absent_from <= :now AND (p.absent_until IS NULL OR p.absent_until > :now)"""
SILENT = """
    SELECT a.worker_id AS person FROM alarm a
    WHERE a.cause = 'duress' AND NOT a.drill AND (a.resolved_at IS NULL OR a.resolved_at > :moment)
    UNION SELECT c.person_id FROM alarm a
        JOIN companion c ON c.visit_id = a.visit_id AND c.organisation_id = a.organisation_id
        WHERE a.cause = 'duress' AND NOT a.drill AND (a.resolved_at IS NULL OR a.resolved_at > :moment)
            AND c.person_id IS NOT NULL"""
"""Who was inside of a silent alarm at that moment or later: no alarm is told to them."""
SMS_WAITING = """
    SELECT id, person, template, created_at FROM message
    WHERE channel = 'sms' AND template <> 'canary' AND state IN ('pending', 'sending') AND NOT silenced
        AND created_at < :moment"""
COMPANIONS = """
    SELECT person_id FROM companion
    WHERE organisation_id = :organisation AND visit_id = :visit AND person_id IS NOT NULL"""
CANCELLED = """
    SELECT m.person, m.template FROM message m
    WHERE m.organisation_id = :organisation AND m.subject_kind = 'alarm' AND m.subject = :alarm
        AND m.created_at > :moment AND (m.state = 'cancelled' OR m.silenced)
        AND json_extract(m.payload, '$.level') IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM alarm a LEFT JOIN companion c
                ON c.visit_id = a.visit_id AND c.organisation_id = a.organisation_id
            WHERE a.organisation_id = m.organisation_id AND a.cause = 'duress' AND NOT a.drill
                AND (a.worker_id = m.person OR c.person_id = m.person)
                AND (a.resolved_at IS NULL OR a.resolved_at > m.created_at)
        )"""
"""Not what was taken back because its reader got into a silent alarm: nothing of an alarm reaches them then."""
