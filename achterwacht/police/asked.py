"""What the protocol says of an incident and the police: a report, a notification, a choice; and against whom. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from achterwacht.incidents.facts import Incident, IncidentKind, Whose
from achterwacht.police.facts import Against, PoliceKind
from achterwacht.protocols.measures import Damage
from achterwacht.protocols.registration import PoliceReport


class Certainty(StrEnum):
    ALWAYS = "always"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    """The report does not say yet which behaviour of the protocol it was."""


@dataclass(frozen=True)
class Asked:
    """What the protocol asks to decide. kinds: what it speaks of, the first one by preference. because: its key."""

    against: Against
    kinds: tuple[PoliceKind, ...]
    certainty: Certainty
    because: str


STRENGTH = (Certainty.ALWAYS, Certainty.POSSIBLE, Certainty.UNKNOWN)
REPORT, NOTIFICATION = PoliceKind.REPORT, PoliceKind.NOTIFICATION
TOLD_AT_ONCE = {
    IncidentKind.THREATENING: Against.PERSON,
    IncidentKind.VIOLENCE_PERSON: Against.PERSON,
    IncidentKind.VIOLENCE_THINGS: Against.THINGS,
}
"""What the first form says, and the police may have to hear of."""


def asked(
    police: PoliceReport, incident: Incident, kind: IncidentKind, damage: Damage | None = None
) -> tuple[Asked, ...]:
    """Returns what is asked of this incident: at most one question against each. kind: what was told at once."""
    found: dict[Against, Asked] = {}
    for one in (*_all(police, incident, kind), *_of_belongings(damage, incident)):
        before = found.get(one.against)
        if before is None or _weight(one) < _weight(before):
            found[one.against] = one
    return tuple(found[against] for against in Against if against in found)


def _all(police: PoliceReport, incident: Incident, kind: IncidentKind) -> Iterable[Asked]:
    if not incident.behaviours:
        against = TOLD_AT_ONCE.get(kind)
        if against is not None:
            yield Asked(against, (REPORT, NOTIFICATION), Certainty.UNKNOWN, "police_report")
        elif incident.injured or incident.extreme or incident.threat_to_come:
            yield Asked(Against.PERSON, (REPORT, NOTIFICATION), Certainty.UNKNOWN, "police_report")
        return
    for behaviour in dict.fromkeys(one.id for one in incident.behaviours):
        said = _of_behaviour(police, behaviour)
        if said is not None:
            kinds, certainty, because = said
            for against in _against(police, incident, behaviour):
                yield Asked(against, kinds, certainty, because)


def _of_belongings(damage: Damage | None, incident: Incident) -> Iterable[Asked]:
    """What a text has the employee report whenever their own things are damaged or gone (P3)."""
    if damage is None or all(one.whose is not Whose.EMPLOYEE for one in incident.damages):
        return
    for place, step in enumerate(damage.own_steps):
        if step.to_the_police:
            yield Asked(Against.BELONGINGS, (REPORT,), Certainty.ALWAYS, f"damage.own_steps[{place}]")


def _of_behaviour(police: PoliceReport, behaviour: str) -> tuple[tuple[PoliceKind, ...], Certainty, str] | None:
    either = behaviour in police.or_notification_for
    if behaviour in police.always_for:
        return (REPORT, NOTIFICATION) if either else (REPORT,), Certainty.ALWAYS, "police_report.always_for"
    if behaviour in police.notification_for:
        return (NOTIFICATION, REPORT), Certainty.ALWAYS, "police_report.notification_for"
    if behaviour in police.possible_for:
        return (REPORT, NOTIFICATION) if either else (REPORT,), Certainty.POSSIBLE, "police_report.possible_for"
    return None


def _against(police: PoliceReport, incident: Incident, behaviour: str) -> tuple[Against, ...]:
    """Whom or what it was aimed at. The lines of damage say whose things they were; else the organisation's."""
    if behaviour not in police.things:
        return (Against.PERSON,)
    whose = {one.whose for one in incident.damages}
    own = (Against.BELONGINGS,) if Whose.EMPLOYEE in whose else ()
    return own if own and not whose & {Whose.ORGANISATION, Whose.THIRD_PARTY} else (Against.THINGS, *own)


def _weight(one: Asked) -> tuple[int, bool]:
    return STRENGTH.index(one.certainty), one.kinds[0] is not REPORT
