"""What must always be true of an alarm."""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every ladder step found somebody",
        """
        SELECT count(*) FROM deadline d WHERE d.kind = 'ladder_step' AND d.reached_count = 0 AND d.fired_at > :recent
            AND EXISTS (SELECT 1 FROM alarm a WHERE a.organisation_id = d.organisation_id
                AND (d.root_kind = 'alarm' AND a.id = d.root_id OR d.root_kind = 'visit' AND a.visit_id = d.root_id)
                AND a.opened_at < d.fired_at AND a.acknowledged_at IS NULL AND a.resolved_at IS NULL
                AND NOT a.drill)""",
    ),
    MustHold(
        "every open alarm has a next deadline",
        """
        SELECT count(*) FROM alarm a WHERE a.resolved_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.organisation_id = a.organisation_id
                AND d.root_kind = CASE WHEN a.visit_id IS NULL THEN 'alarm' ELSE 'visit' END
                AND d.root_id = COALESCE(a.visit_id, a.id)
                AND d.kind IN ('ladder_step', 'unresolved') AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
    MustHold(
        "no ladder step was decided while somebody had the alarm",
        """
        SELECT count(*) FROM event e JOIN alarm a ON a.id = e.alarm_id AND a.organisation_id = e.organisation_id
            WHERE e.kind IN ('step_told', 'everyone_told') AND e.via = 'clock'
            AND a.resolved_at IS NULL AND a.acknowledged_at IS NOT NULL AND e.at > a.acknowledged_at""",
    ),
)
