"""What must always be true of the care for somebody."""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every plan of care has an open task, or it ended",
        """
        SELECT count(*) FROM care_plan p WHERE (p.ended_at IS NULL) <> EXISTS (SELECT 1 FROM task t
            WHERE t.about_id = p.id AND t.organisation_id = p.organisation_id AND t.state = 'open')""",
    ),
)
