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
    MustHold(
        # Within a day, since the clock asks for it and may have stood still.
        "every open report has an open task",
        """
        SELECT count(*) FROM incident i WHERE i.closed_at IS NULL AND i.created_at < :day_ago AND NOT EXISTS (
            SELECT 1 FROM task t WHERE t.organisation_id = i.organisation_id AND t.incident_id = i.id
                AND (t.state = 'open' OR t.closed_at > :day_ago))""",
        ago={"day_ago": timedelta(days=1)},
    ),
    MustHold(
        "nobody is asked to close a report that is closed",
        """
        SELECT count(*) FROM task t JOIN incident i ON i.organisation_id = t.organisation_id AND i.id = t.incident_id
            WHERE t.kind = 'close_report' AND t.state = 'open' AND i.closed_at IS NOT NULL""",
    ),
)
