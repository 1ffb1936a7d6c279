"""A number is one party's: of a colleague, the guard firm, the daily test message, the police in a profile, or ours.

A worker whose number is the firm's would hear their own alarm read out while they are inside; a firm that gets a text
marked as a test every day learns to look away; software phones nobody who is only for humans to call; and no provider
takes a message to the number that it comes from.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.canary.records import CanaryRecord
from achterwacht.guards.records import GuardFirmRecord
from achterwacht.kinds import Actor
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.records import FormerNumberRecord, OrganisationRecord, PersonRecord
from achterwacht.protocols.of_team import latest_profiles
from achterwacht.protocols.part import wrong
from achterwacht.protocols.profile import Profile
from achterwacht.use_cases.in_danger import watched_over


class Party(StrEnum):
    """Who a number can be of."""

    PERSON = "person"
    FORMER = "former"
    FIRM = "firm"
    CANARY = "canary"
    PROFILE = "profile"


SAID = {
    Party.PERSON: "phone_of_a_person",
    Party.FORMER: "phone_still_watched",
    Party.FIRM: "phone_of_the_firm",
    Party.CANARY: "phone_of_the_canary",
    Party.PROFILE: "phone_of_the_protocol",
}
OURS = "phone_of_ours"
EVERYWHERE = {"across_organisations": True}
SHARED = {
    Party.PERSON: frozenset({Party.PERSON, Party.CANARY}),
    Party.FIRM: frozenset({Party.FIRM}),
    Party.CANARY: frozenset({Party.PERSON, Party.FORMER, Party.CANARY}),
    Party.PROFILE: frozenset({Party.PROFILE}),
}
"""With whom a number can be shared. Of two colleagues `people/checking.py` refuses it; the daily test message may go to
somebody's own telephone; and one firm comes for many. FORMER is somebody who had it until just now and is watched over:
a call for help from that telephone would become the alarm of whoever gets the number."""


@dataclass(frozen=True)
class Numbers:
    """Says why a number can't be given to a party. senders: the numbers that our own texts and calls come from."""

    senders: Collection[str] = ()

    def for_a_person(
        self, session: Session, organisation: OrganisationRecord, number: str, person_id: UUID | None
    ) -> str | None:
        return self._why_not(session, organisation, number, Party.PERSON, person_id)

    def of_nobody_else(self, session: Session, organisation: OrganisationRecord) -> Elsewhere:
        """Returns `for_a_person` for many numbers at once: it reads who else holds one now, and no more after that."""
        holders = defaultdict[str, list[tuple[Party, bool]]](list)
        firms = select(GuardFirmRecord.phone, GuardFirmRecord.organisation_id)
        for number, owner in session.execute(firms, execution_options=EVERYWHERE):
            holders[number].append((Party.FIRM, owner == organisation.id))
        for profile in latest_profiles(session, organisation.id):
            for _, number in _numbers_of(profile):
                holders[number].append((Party.PROFILE, True))
        had = {one.phone: one for one in session.scalars(select(FormerNumberRecord), execution_options=EVERYWHERE)}

        def why_not(session: Session, _: OrganisationRecord, number: str, person_id: UUID | None) -> str | None:
            found = had.get(number)
            former = () if found is None else _watched(session, organisation, found, person_id)
            return self._said(number, (*holders[number], *former), Party.PERSON)

        return why_not

    def for_a_firm(
        self, session: Session, organisation: OrganisationRecord, number: str, _: UUID | None = None
    ) -> str | None:
        return self._why_not(session, organisation, number, Party.FIRM)

    def for_a_canary(
        self, session: Session, organisation: OrganisationRecord, number: str, _: UUID | None = None
    ) -> str | None:
        return self._why_not(session, organisation, number, Party.CANARY)

    def wrong_in(self, session: Session, organisation: OrganisationRecord, profile: Profile) -> list[str]:
        """Returns the lines about numbers in this profile that are somebody's here, for whoever loads it."""
        return [
            f"emergency.{key}: {wrong('number_taken')}"
            for key, number in _numbers_of(profile)
            if self._why_not(session, organisation, number, Party.PROFILE) is not None
        ]

    def _why_not(
        self,
        session: Session,
        organisation: OrganisationRecord,
        number: str,
        wanted: Party,
        person_id: UUID | None = None,
    ) -> str | None:
        """Returns why it can't be. Of another organisation nobody hears more than that it is somebody's."""
        return self._said(number, _holders(session, organisation, number, person_id), wanted)

    def _said(self, number: str, held: Iterable[tuple[Party, bool]], wanted: Party) -> str | None:
        if number in self.senders:
            return OURS
        holders = [one for one in held if one[0] not in SHARED[wanted]]
        ours = next((party for party, mine in holders if mine), None)
        if ours is not None:
            return SAID[ours]
        return "phone_taken" if holders else None


def _holders(
    session: Session, organisation: OrganisationRecord, number: str, person_id: UUID | None
) -> Iterator[tuple[Party, bool]]:
    """Returns whose it is, and whether of this organisation. person_id: who gets it, and may have had it before."""
    tables = ((Party.PERSON, PersonRecord), (Party.FIRM, GuardFirmRecord), (Party.CANARY, CanaryRecord))
    for party, table in tables:
        found = select(table.organisation_id).where(table.phone == number)
        for owner in session.scalars(found, execution_options=EVERYWHERE):
            yield party, owner == organisation.id
    had = select(FormerNumberRecord).where(FormerNumberRecord.phone == number)
    for one in session.scalars(had, execution_options=EVERYWHERE):
        yield from _watched(session, organisation, one, person_id)
    for profile in latest_profiles(session, organisation.id):
        if any(number == one for _, one in _numbers_of(profile)):
            yield Party.PROFILE, True


def _watched(
    session: Session, organisation: OrganisationRecord, had: FormerNumberRecord, person_id: UUID | None
) -> Iterator[tuple[Party, bool]]:
    """Returns who had it until just now, if that is somebody else whom anybody watches over."""
    if had.person_id != person_id and watched_over(session, Actor(had.organisation_id, had.person_id)):
        yield Party.FORMER, had.organisation_id == organisation.id


def _numbers_of(profile: Profile) -> Iterator[tuple[str, str]]:
    """Returns the numbers for humans that software could dial, by their key: short and service numbers it can't."""
    emergency = profile.emergency
    for key, typed in (("non_urgent", emergency.non_urgent), ("help_line", emergency.help_line)):
        if typed is not None:
            try:
                yield key, read_number(typed, profile.country)
            except RefusedNumber:
                continue
