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
    MustHold(
        "no measure is in force after its last day",
        """
        SELECT count(*) FROM measure m WHERE m.state = 'in_force' AND m.until < :yesterday""",
    ),
    MustHold(
        "every measure by which others must know somebody is against somebody with a name",
        """
        SELECT count(*) FROM measure m WHERE m.state = 'in_force' AND m.kind IN
            ('access_ban', 'call_restriction', 'received_at_police', 'secured_environment', 'street_ban')
            AND NOT EXISTS (SELECT 1 FROM incident_aggressor a WHERE a.organisation_id = m.organisation_id
                AND a.incident_id = m.incident_id AND a.name <> '')""",
    ),
    MustHold(
        "every measure that was put to somebody has a task to decide on it, or somebody said that it need not be",
        """
        SELECT count(*) FROM measure m WHERE m.state = 'put' AND NOT EXISTS (SELECT 1 FROM task t
            WHERE t.about_id = m.id AND t.organisation_id = m.organisation_id AND t.kind = 'decide_measures'
                AND t.state <> 'done')""",
    ),
)
