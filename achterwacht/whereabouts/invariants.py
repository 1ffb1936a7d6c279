"""What must always be true of the lists that are mailed."""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every team whose list is mailed has an open deadline",
        """
        SELECT count(*) FROM desk_mail m WHERE NOT EXISTS (SELECT 1 FROM deadline d WHERE d.root_id = m.team_id
                AND d.root_kind = 'team' AND d.organisation_id = m.organisation_id
            AND d.kind = 'whereabouts' AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
)
