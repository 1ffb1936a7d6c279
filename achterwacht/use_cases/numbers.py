"""A number is one party's: of a colleague, the guard firm, the daily test message, the police in a profile, or ours.

A worker whose number is the firm's would hear their own alarm read out while they are inside; a firm that gets a text
marked as a test every day learns to look away; software phones nobody who is only for humans to call; and no provider
takes a message to the number that it comes from.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.canary.records import CanaryRecord
from achterwacht.guards.records import GuardFirmRecord
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.of_team import latest_profiles
from achterwacht.protocols.part import wrong
from achterwacht.protocols.profile import Profile


class Party(StrEnum):
    """Who a number can be of."""

    PERSON = "person"
    FIRM = "firm"
    CANARY = "canary"
    PROFILE = "profile"


SAID = {
    Party.PERSON: "phone_of_a_person",
    Party.FIRM: "phone_of_the_firm",
    Party.CANARY: "phone_of_the_canary",
    Party.PROFILE: "phone_of_the_protocol",
}
OURS = "phone_of_ours"
SHARED = {
    Party.PERSON: frozenset({Party.PERSON, Party.CANARY}),
    Party.FIRM: frozenset({Party.FIRM}),
    Party.CANARY: frozenset({Party.PERSON, Party.CANARY}),
    Party.PROFILE: frozenset({Party.PROFILE}),
}
"""With whom a number can be shared. Of two colleagues `people/checking.py` refuses it; the daily test message may go to
somebody's own telephone; and one firm comes for many."""


@dataclass(frozen=True)
class Numbers:
    """Says why a number can't be given to a party. senders: the numbers that our own texts and calls come from."""

    senders: Collection[str] = ()

    def for_a_person(self, session: Session, organisation: OrganisationRecord, number: str) -> str | None:
        return self._why_not(session, organisation, number, Party.PERSON)

    def of_nobody_else(self, session: Session, organisation: OrganisationRecord) -> Elsewhere:
        """Returns `for_a_person` for many numbers at once: it reads who else holds one now, and no more after that."""
        holders = defaultdict[str, list[tuple[Party, bool]]](list)
        firms = select(GuardFirmRecord.phone, GuardFirmRecord.organisation_id)
        for number, owner in session.execute(firms, execution_options={"across_organisations": True}):
            holders[number].append((Party.FIRM, owner == organisation.id))
        for profile in latest_profiles(session, organisation.id):
            for _, number in _numbers_of(profile):
                holders[number].append((Party.PROFILE, True))
        return lambda _session, _organisation, number: self._said(number, holders[number], Party.PERSON)

    def for_a_firm(self, session: Session, organisation: OrganisationRecord, number: str) -> str | None:
        return self._why_not(session, organisation, number, Party.FIRM)

    def for_a_canary(self, session: Session, organisation: OrganisationRecord, number: str) -> str | None:
        return self._why_not(session, organisation, number, Party.CANARY)

    def wrong_in(self, session: Session, organisation: OrganisationRecord, profile: Profile) -> list[str]:
        """Returns the lines about numbers in this profile that are somebody's here, for whoever loads it."""
        return [
            f"emergency.{key}: {wrong('number_taken')}"
            for key, number in _numbers_of(profile)
            if self._why_not(session, organisation, number, Party.PROFILE) is not None
        ]

    def _why_not(self, session: Session, organisation: OrganisationRecord, number: str, wanted: Party) -> str | None:
        """Returns why it can't be. Of another organisation nobody hears more than that it is somebody's."""
        return self._said(number, _holders(session, organisation, number), wanted)

    def _said(self, number: str, held: Iterable[tuple[Party, bool]], wanted: Party) -> str | None:
        if number in self.senders:
            return OURS
        holders = [one for one in held if one[0] not in SHARED[wanted]]
        ours = next((party for party, mine in holders if mine), None)
        if ours is not None:
            return SAID[ours]
        return "phone_taken" if holders else None


def _holders(session: Session, organisation: OrganisationRecord, number: str) -> Iterator[tuple[Party, bool]]:
    """Returns whose it is, and whether of this organisation."""
    tables = ((Party.PERSON, PersonRecord), (Party.FIRM, GuardFirmRecord), (Party.CANARY, CanaryRecord))
    for party, table in tables:
        found = select(table.organisation_id).where(table.phone == number).execution_options(across_organisations=True)
        for owner in session.scalars(found):
            yield party, owner == organisation.id
    for profile in latest_profiles(session, organisation.id):
        if any(number == one for _, one in _numbers_of(profile)):
            yield Party.PROFILE, True


def _numbers_of(profile: Profile) -> Iterator[tuple[str, str]]:
    """Returns the numbers for humans that software could dial, by their key: short and service numbers it can't."""
    emergency = profile.emergency
    for key, typed in (("non_urgent", emergency.non_urgent), ("help_line", emergency.help_line)):
        if typed is not None:
            try:
                yield key, read_number(typed, profile.country)
            except RefusedNumber:
                continue
