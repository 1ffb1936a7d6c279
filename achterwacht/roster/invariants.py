"""What must always be true of a roster."""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every roster has its next look at the gaps",
        """
        SELECT count(*) FROM roster r WHERE NOT EXISTS (SELECT 1 FROM deadline d WHERE d.root_id = r.team_id
                AND d.root_kind = 'roster' AND d.organisation_id = r.organisation_id
            AND d.kind = 'roster_gaps' AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
)
