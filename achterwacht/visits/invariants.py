"""What must always be true of a visit."""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every visit under way has an open deadline or an open alarm",
        """
        SELECT count(*) FROM visit v WHERE v.state IN ('planned', 'under_way') AND v.state = 'under_way'
            AND NOT EXISTS (SELECT 1 FROM deadline d
                WHERE d.root_id = v.id
                AND d.root_kind = 'visit' AND d.organisation_id = v.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.visit_id = v.id AND a.organisation_id = v.organisation_id
                AND a.resolved_at IS NULL)""",
    ),
    MustHold(
        "every planned visit has an open deadline",
        """
        SELECT count(*) FROM visit v WHERE v.state IN ('planned', 'under_way') AND v.state = 'planned'
            AND NOT EXISTS (SELECT 1 FROM deadline d
                WHERE d.root_id = v.id
                AND d.root_kind = 'visit' AND d.organisation_id = v.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
    MustHold(
        "everybody on the way back has an open deadline or an open alarm",
        """
        SELECT count(*) FROM visit v WHERE v.awaited_by IS NOT NULL AND v.returned_at IS NULL AND v.state = 'ended'
            AND NOT EXISTS (SELECT 1 FROM deadline d
                WHERE d.root_id = v.id AND d.kind = 'back'
                AND d.root_kind = 'visit' AND d.organisation_id = v.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.visit_id = v.id AND a.organisation_id = v.organisation_id
                AND a.resolved_at IS NULL)""",
    ),
    MustHold(
        "nobody is waited for twice",
        """
        SELECT count(*) FROM (SELECT 1 FROM visit v WHERE v.awaited_by IS NOT NULL AND v.returned_at IS NULL
            AND v.state = 'ended' GROUP BY v.organisation_id, v.worker_id HAVING count(*) > 1) AS twice""",
    ),
)
