"""What must always be true of a task."""

from datetime import timedelta

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every open task has a deadline, and no other task has one",
        """
        SELECT count(*) FROM task t WHERE (t.state = 'open') <> EXISTS (SELECT 1 FROM deadline d
            WHERE d.root_id = t.id AND d.root_kind = 'task' AND d.organisation_id = t.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
    MustHold(
        "somebody is asked for every late task within a week, or it is passed on",
        """
        SELECT count(*) FROM task t WHERE t.state = 'open' AND t.due_at < :late AND NOT EXISTS (
            SELECT 1 FROM deadline d
            WHERE d.root_id = t.id AND d.root_kind = 'task' AND d.organisation_id = t.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL AND d.due_at < :far_ahead)""",
        ago={"far_ahead": -timedelta(days=40)},
    ),
)
