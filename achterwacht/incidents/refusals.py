"""Why a report can't be changed, seen off, completed, signed or closed."""

from achterwacht.refused import NotAllowed, RuleBroken


class NotYetSeen(RuleBroken):
    """No manager has seen it yet, so only the employee and the reporter can change it."""

    code = "incident_reported"


class OwnIncident(NotAllowed):
    """A manager doesn't handle what happened to themselves."""

    code = "incident_own"


class IncidentClosed(RuleBroken):
    """It was closed."""

    code = "incident_closed"


class NotClosed(RuleBroken):
    """Only a closed report is opened again."""

    code = "incident_not_closed"


class NotCompleted(RuleBroken):
    """Only a complete form is signed."""

    code = "incident_not_completed"


class ChangedSince(RuleBroken):
    """It was changed after it was read: nobody signs or changes what they have not read."""

    code = "incident_changed"


class NoSignatureAsked(RuleBroken):
    """The protocol asks for no signature."""

    code = "no_signature_asked"


class TasksOpen(RuleBroken):
    """Something about it is still to be done, and nobody said why it need not be."""

    code = "incident_tasks_open"
