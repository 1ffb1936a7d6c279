"""What every screen needs to know of an organisation: names and numbers for ids, its teams with the profiles they go
by, who has the watch, and whom nobody phones. Each is read once, when it is first asked for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from achterwacht.notices.in_silence import Hushed, who_is_hushed
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_if_any, profile_over
from achterwacht.watch.duty import Duty, DutyBook
from foundation.at_hand import at_hand
from notifications.texts.catalogue import Catalogue, catalogue

TEAMS = select(TeamRecord.id, TeamRecord.name, TeamRecord.protocol_id).where(
    TeamRecord.organisation_id == bindparam("organisation")
)


class Known:
    """What is known of one organisation while one request is answered."""

    def __init__(
        self, session: Session, organisation_id: UUID, now: datetime, book: DutyBook | None = None, language: str = ""
    ) -> None:
        """language: of who reads it; that of the organisation if it is empty."""
        self.session = session
        self.now = now
        self.organisation = at_hand(session, OrganisationRecord, organisation_id)
        self.language = language or self.organisation.language
        self._duty = book or DutyBook(session, now)
        self._names: dict[UUID, str] = {}
        self._phones: dict[UUID, str | None] = {}
        self._teams: dict[UUID, str] = {}
        self._own: dict[UUID, UUID | None] | None = None
        self._hushed: Hushed | None = None

    @property
    def texts(self) -> Catalogue:
        """What we say to who reads it, with the organisation's word for a manager."""
        return catalogue(self.language, self._manager())

    @property
    def texts_of_organisation(self) -> Catalogue:
        """What leaves in the language of the organisation."""
        return catalogue(self.organisation.language, self._manager())

    def _manager(self) -> str:
        profile = profile_if_any(self.session, self.organisation, None)
        return "" if profile is None else profile.words.manager

    def silent(self, people: Iterable[UUID | None], viewer: UUID | None) -> bool:
        """Whether any of these is inside of a silent alarm. To those who are inside themselves nobody is."""
        silent = self.hushed().silent
        return viewer not in silent and not silent.isdisjoint(people)

    def quiet(self, people: Iterable[UUID | None], viewer: UUID | None) -> bool:
        """Whether any of these is inside where somebody asked not to be phoned, for who is not inside themselves."""
        quiet = self.hushed().quiet
        return viewer not in quiet and not quiet.isdisjoint(people)

    def hushed(self) -> Hushed:
        """Whom nobody phones now."""
        if self._hushed is None:
            self._hushed = who_is_hushed(self.session, self.organisation.id)
        return self._hushed

    def name(self, person: UUID | None) -> str:
        """The name of a person of this organisation."""
        if person is None:
            return ""
        if person not in self._names:
            self.learn([person])
        return self._names.get(person, "")

    def phone(self, person: UUID | None) -> str | None:
        """The number of a person of this organisation, once their name was read."""
        return None if person is None else self._phones.get(person)

    def learn(self, people: Iterable[UUID | None]) -> None:
        """Read names beforehand, all at once. Who is in the book of who watches is known by it."""
        for person in self._duty.persons():
            self._names[person.id], self._phones[person.id] = person.name, person.phone
        missing = {one for one in people if one is not None} - self._names.keys()
        if missing:
            found = select(PersonRecord.id, PersonRecord.name, PersonRecord.phone).where(
                PersonRecord.organisation_id == self.organisation.id, PersonRecord.id.in_(missing)
            )
            for row in self.session.execute(found):
                self._names[row.id], self._phones[row.id] = row.name, row.phone

    def team(self, team_id: UUID) -> str:
        if team_id not in self._teams:
            self._read_teams()
        return self._teams.get(team_id, "")

    def running(self, team_id: UUID) -> Profile:
        """The profile that new visits of this team get.

        Raises:
            NoProfile: there is none.
        """
        return profile_over(self.session, self.organisation, self._version_of(team_id))

    def running_if_any(self, team_id: UUID) -> Profile | None:
        """The same; None while there is no profile at all."""
        return profile_if_any(self.session, self.organisation, self._version_of(team_id))

    def emergency_number(self, team_id: UUID) -> str | None:
        """The number that a human of this team calls; None while there is no profile at all."""
        profile = self.running_if_any(team_id)
        return None if profile is None else profile.emergency.number

    def _version_of(self, team_id: UUID) -> UUID | None:
        if self._own is None:
            self._read_teams()
        return self._own.get(team_id) if self._own else None

    def _read_teams(self) -> None:
        found = self.session.execute(TEAMS, {"organisation": self.organisation.id}).all()
        self._teams = {row.id: row.name for row in found}
        self._own = {row.id: row.protocol_id for row in found}

    def duty(self, team_id: UUID) -> Duty:
        return self._duty.of(self.organisation, team_id)

    def watching(self, team_id: UUID, at: datetime) -> frozenset[UUID]:
        """The colleagues who have the watch of this team at a later moment, by the roster."""
        return self._duty.watching(self.organisation, team_id, at)

    def read_duty(self, teams: Iterable[UUID]) -> None:
        """Read who watches these teams beforehand, all at once."""
        self._duty.read((self.organisation, team_id) for team_id in teams)
