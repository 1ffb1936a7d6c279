"""What is answered of the form of a protocol: what it asks of a report, and the words to choose from."""

from achterwacht.incidents import form as forms
from achterwacht.protocols.conduct import Behaviour, ConductChannel
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import FormField
from api.http.schemas import Schema


class FormWordOut(Schema):
    """A word of the protocol.

    attempts: how often to try to calm somebody down before it counts as persisting. persists: whether it is asked of
    this behaviour if it went on.
    """

    id: str
    name: str
    attempts: list[int] | None = None
    persists: bool = False


class FormOut(Schema):
    """What the protocol asks of a report: the blocks of its form, and the words to choose from.

    classes: the behaviours are classes, of which one is chosen (`conductClass`). persistent, extreme, threatToCome,
    witnesses: whether the protocol does anything with the answer.
    """

    fields: list[FormField]
    several: bool
    classes: bool
    persistent: bool
    extreme: bool
    threat_to_come: bool
    witnesses: bool
    behaviours: list[FormWordOut]
    channels: list[ConductChannel]
    levels: list[FormWordOut]
    motives: list[FormWordOut]
    expressions: list[FormWordOut]
    stalking_log: list[str]


def form_of(profile: Profile | None) -> FormOut:
    """Returns the form of a profile, as it is answered."""
    registration = None if profile is None else profile.registration
    beside = forms.asked_beside(profile)

    def words(which: str) -> list[FormWordOut]:
        return [] if profile is None else [FormWordOut(id=one.id, name=one.name) for one in getattr(profile, which)]

    return FormOut(
        fields=list(forms.fields_of(profile)),
        several=registration is not None and registration.several,
        classes=beside.classes,
        persistent=beside.persistent,
        extreme=beside.extreme,
        threat_to_come=beside.threat_to_come,
        witnesses=beside.witnesses,
        behaviours=[] if profile is None else [_behaviour(one) for one in profile.behaviour],
        channels=[] if profile is None else list(profile.channels),
        levels=words("levels"),
        motives=words("motives"),
        expressions=words("expressions"),
        stalking_log=[] if registration is None else list(registration.stalking_log),
    )


def _behaviour(one: Behaviour) -> FormWordOut:
    return FormWordOut(id=one.id, name=one.name, attempts=one.attempts, persists=forms.may_persist(one))
