"""What must always be true of a measure."""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every measure in force with an end has an open deadline, and no other measure has one",
        """
        SELECT count(*) FROM measure m WHERE (m.state = 'in_force' AND m.until IS NOT NULL) <> EXISTS (
            SELECT 1 FROM deadline d
            WHERE d.root_id = m.id AND d.root_kind = 'measure' AND d.organisation_id = m.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
)
