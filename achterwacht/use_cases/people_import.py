"""People from a file: who is new, what changes for whom, and which rows can't be used. Nothing is written meanwhile.

Who works here already is known by their e-mail address. A file changes only what it says: an empty cell changes
nothing. It adds roles and takes none away; it never lets anybody leave or come back, and touches no absence, password,
PIN, turn or function. Who is not in it stays as they are (docs/decisions/0099).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from achterwacht.kinds import Actor
from achterwacht.people.facts import Facts, PersonChange
from achterwacht.people.policy import Grant
from achterwacht.people.reading import person_of
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.roles import ONLY_EVERYWHERE
from achterwacht.people.service import MOST_PEOPLE, TooManyPeople, add_person, change_person, lock_organisation
from achterwacht.people.teams import teams_of
from achterwacht.people_files.columns import OF_A_TEAM
from achterwacht.people_files.desks import beside_a_mobile
from achterwacht.people_files.saying import Said, said_of
from achterwacht.people_files.teams import teams_in
from achterwacht.people_files.together import row_of, wrong_together
from achterwacht.refused import Wrong, WrongInput
from achterwacht.row_files.folded import bare
from achterwacht.row_files.rows import Row
from achterwacht.use_cases.account_links import NoMail, invite
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.reached import reached, tell_if_replaced
from foundation.seal import Seal
from notifications.texts.catalogue import languages

AT_ONCE = 25
"""Rows per transaction: on SQLite it occupies the only writer, and a panic must not wait long behind a file."""
ASKED_AT_ONCE = 500


@dataclass(frozen=True)
class RefusedRow:
    """A line that can't be used, and why. Pointers name the column: `/email`."""

    line: int
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class Wanted:
    """What is to be done for a row. person_id: None for somebody new. what: which facts change, in the API's words."""

    row: Row
    name: str
    person_id: UUID | None
    what: tuple[str, ...]
    facts: Facts | PersonChange


@dataclass(frozen=True)
class Judged:
    """What a file holds. known: how many rows change nothing. elsewhere: how many work here and are not in it.
    mobiles_kept: of how many it has a landline, and we a mobile.
    """

    wanted: Sequence[Wanted] = ()
    known: int = 0
    refused: Sequence[RefusedRow] = ()
    elsewhere: int = 0
    mobiles_kept: int = 0


@dataclass(frozen=True)
class Kept:
    """How many were added and changed, and how many of the new were invited."""

    added: int = 0
    changed: int = 0
    invited: int = 0


def judge(session: Session, organisation_id: UUID, rows: Iterable[Row], numbers: Numbers) -> Judged:
    """Returns what each row would do, or why it can't. Writes nothing.

    Raises:
        TooManyPeople: there is no room for who is new.
    """
    judged = _Judge(session, organisation_id, numbers).judge(rows)
    new = sum(one.person_id is None for one in judged.wanted)
    works = (PersonRecord.organisation_id == organisation_id, PersonRecord.active)
    there = session.scalar(select(func.count()).where(*works)) or 0
    if new and there + new > MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)
    return judged


def batches(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """Yields batches of as many as are written at once."""
    left = iter(wanted)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def keep(
    session: Session, by: Actor, batch: Sequence[Wanted], numbers: Numbers, invites: bool, seal: Seal | None
) -> Kept:
    """Write a batch, and invite who is new if that was chosen. What somebody else changed meanwhile is judged again.

    Raises:
        NoMail: whoever is new can't be invited.
    """
    if invites and seal is None:
        raise NoMail
    lock_organisation(session, by.organisation_id)
    judge = _Judge(session, by.organisation_id, numbers)
    done: Counter[str] = Counter()
    for one in judge.judge([one.row for one in batch]).wanted:
        if isinstance(one.facts, Facts):
            person = add_person(session, by.organisation_id, None, one.facts, judge.elsewhere, by)
            done["added"] += 1
            if invites:
                invite(session, person, seal, by)
                done["invited"] += 1
        elif one.person_id is not None:
            before = reached(person_of(session, by.organisation_id, one.person_id))
            person = change_person(session, by.organisation_id, one.person_id, one.facts, judge.elsewhere, by)
            tell_if_replaced(session, before, person, mails=seal is not None)
            done["changed"] += 1
    return Kept(**done)


@dataclass
class _Judge:
    """Judges rows beside who works here, read once for all of them."""

    session: Session
    organisation_id: UUID
    numbers: Numbers
    by_email: dict[str, PersonRecord] = field(default_factory=dict)
    by_phone: dict[str, PersonRecord] = field(default_factory=dict)
    grants: dict[UUID, set[Grant]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.organisation = self.session.get_one(OrganisationRecord, self.organisation_id)
        self.elsewhere = self.numbers.of_nobody_else(self.session, self.organisation)
        self.teams: dict[str, list[UUID]] = defaultdict(list)
        for team in teams_of(self.session, self.organisation_id):
            self.teams[bare(team.name)].append(team.id)

    def judge(self, rows: Iterable[Row]) -> Judged:
        spoken = languages()
        refused: list[RefusedRow] = []
        said: list[tuple[Row, Said]] = []
        for row in rows:
            try:
                said.append((row, said_of(row, self.organisation.country, spoken)))
            except WrongInput as wrong:
                refused.append(RefusedRow(row.line, tuple(wrong.wrong)))
        self._read([one for _, one in said])
        by_mobile = [beside_a_mobile(one, self._phone_of(one)) for _, one in said]
        mobiles_kept = {was.email for (_, was), one in zip(said, by_mobile, strict=True) if was is not one}
        said = [(row, one) for (row, _), one in zip(said, by_mobile, strict=True)]
        twice = wrong_together([one for _, one in said])
        wanted: list[Wanted] = []
        known = 0
        seen: set[tuple[Any, ...]] = set()
        for row, one in said:
            same = row_of(one)
            if same in seen:
                known += 1
                continue
            seen.add(same)
            try:
                found = self._wanted(row, one, twice.get(row.line, ()))
            except WrongInput as wrong:
                refused.append(RefusedRow(row.line, tuple(wrong.wrong)))
            else:
                known += found is None
                wanted += [found] if found else []
        named = {one.email for _, one in said}
        works = select(PersonRecord.email).where(
            PersonRecord.organisation_id == self.organisation_id, PersonRecord.active
        )
        elsewhere = sum(email not in named for email in self.session.scalars(works))
        return Judged(wanted, known, sorted(refused, key=lambda one: one.line), elsewhere, len(mobiles_kept))

    def _phone_of(self, said: Said) -> str | None:
        person = self.by_email.get(said.email)
        return person.phone if person is not None and person.organisation_id == self.organisation_id else None

    def _read(self, said: Sequence[Said]) -> None:
        self.by_email = self._people(PersonRecord.email, [one.email for one in said])
        self.by_phone = self._people(PersonRecord.phone, [one.phone for one in said if one.phone])
        held = select(GrantRecord).where(GrantRecord.organisation_id == self.organisation_id)
        for grant in self.session.scalars(held):
            self.grants[grant.person_id].add(Grant(grant.role, grant.team_id))

    def _people(self, column: InstrumentedAttribute[Any], values: Sequence[str]) -> dict[str, PersonRecord]:
        # Over all organisations: an address signs one person in, and a number is one sender of SMS.
        found: dict[str, PersonRecord] = {}
        left = iter(dict.fromkeys(values))
        while some := list(islice(left, ASKED_AT_ONCE)):
            for person in self.session.scalars(
                select(PersonRecord).where(column.in_(some)), execution_options={"across_organisations": True}
            ):
                found[getattr(person, column.key)] = person
        return found

    def _wanted(self, row: Row, said: Said, wrong_in_file: Sequence[Wrong]) -> Wanted | None:
        wrong = list(wrong_in_file)
        person = self.by_email.get(said.email)
        if person is not None and person.organisation_id != self.organisation_id:
            raise WrongInput(*wrong, Wrong(f"/{said.email_in}", "email_taken"))
        if person is not None and not person.active:
            raise WrongInput(*wrong, Wrong(f"/{said.email_in}", "person_left"))
        if said.phone and (person is None or person.phone != said.phone):
            wrong += self._taken(said, None if person is None else person.id)
        held = self.grants.get(person.id, set()) if person else set[Grant]()
        grants = self._grants(said, held, wrong)
        if person is None and not said.roles:
            wrong.append(Wrong("/role", "missing"))
        if wrong:
            raise WrongInput(*wrong)
        return self._new(row, said, grants) if person is None else self._changed(row, said, person, held, grants)

    def _taken(self, said: Said, person_id: UUID | None) -> Iterator[Wrong]:
        column = f"/{said.phone_in}"
        if said.phone in self.by_phone:
            yield Wrong(column, "phone_taken")
        elif said.phone and (code := self.elsewhere(self.session, self.organisation, said.phone, person_id)):
            yield Wrong(column, code)

    def _grants(self, said: Said, held: set[Grant], wrong: list[Wrong]) -> list[Grant]:
        """Returns the roles that the row adds: each in each of its teams."""
        teams = teams_in(said.teams, self.teams, wrong)
        if not said.roles:
            return []
        if not teams and OF_A_TEAM & set(said.roles):
            wrong += [] if any(one.pointer == "/team" for one in wrong) else [Wrong("/team", "team_needed")]
            return []
        asked = [
            Grant(role, team)
            for role in said.roles
            for team in (teams if teams and role not in ONLY_EVERYWHERE else [None])
        ]
        return [one for one in asked if one not in held and Grant(one.role) not in held]

    def _new(self, row: Row, said: Said, grants: Sequence[Grant]) -> Wanted:
        own = self.organisation.language
        language = said.language or (own if own in languages() else "nl")
        facts = Facts(said.name, said.email, said.phone, language, True, tuple(grants))
        return Wanted(row, said.name, None, (), facts)

    def _changed(
        self, row: Row, said: Said, person: PersonRecord, held: set[Grant], grants: Sequence[Grant]
    ) -> Wanted | None:
        change: dict[str, Any] = {}
        if said.name != person.name:
            change["name"] = said.name
        if said.phone and said.phone != person.phone:
            change["phone"] = said.phone
        if said.language and said.language != person.language:
            change["language"] = said.language
        if grants:
            change["grants"] = (*sorted(held, key=lambda one: one.said), *grants)
        if not change:
            return None
        return Wanted(row, person.name, person.id, tuple(change), PersonChange(**change))
