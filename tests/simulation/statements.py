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
    UNION SELECT p.id FROM person p
        WHERE p.absent_from <= :now AND (p.absent_until IS NULL OR p.absent_until > :now)"""
SMS_WAITING = """
    SELECT id, person, template, created_at FROM message
    WHERE channel = 'sms' AND template <> 'canary' AND state IN ('pending', 'sending') AND NOT silenced
        AND created_at < :moment"""
COMPANIONS = """
    SELECT person_id FROM companion
    WHERE organisation_id = :organisation AND visit_id = :visit AND person_id IS NOT NULL"""
CANCELLED = """
    SELECT person, template FROM message
    WHERE organisation_id = :organisation AND subject_kind = 'alarm' AND subject = :alarm AND created_at > :moment
        AND (state = 'cancelled' OR silenced)
        AND json_extract(payload, '$.level') IS NOT NULL"""
