"""Turns from a file, for somebody who then looks at them and sets the roster. Nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.refused import Wrong, WrongInput
from achterwacht.roster.days import Repeat
from achterwacht.roster.rules import Shift, in_two_steps, turns
from achterwacht.roster.service import MAY_WATCH, roles_in_team
from achterwacht.roster_files.saying import SaidTurn, said_of
from achterwacht.row_files.folded import bare
from achterwacht.row_files.rows import Row
from foundation.columns import new_id

LOOKED_AHEAD = timedelta(weeks=13)
MOST_NAMED = 10


@dataclass(frozen=True)
class RefusedTurn:
    """A line that can't be used, and why. Pointers name the column: `/from`."""

    line: int
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class TurnsRead:
    """The shifts of a file, in its order. twice: who is in two steps of the ladder in the same hours, with the day on
    which that begins, by name and day."""

    shifts: Sequence[Shift]
    refused: Sequence[RefusedTurn]
    twice: Sequence[tuple[str, date]]


def read_turns(
    session: Session, organisation: OrganisationRecord, team_id: UUID, rows: Iterable[Row], today: date
) -> TurnsRead:
    """Returns what a file says about the turns of a team. Rows that say the same are one shift.

    Somebody is known by e-mail address or by name, among those who have a role for this team.
    """
    colleagues = _Colleagues(session, organisation.id, team_id)
    shifts: dict[tuple[object, ...], Shift] = {}
    refused: list[RefusedTurn] = []
    for row in rows:
        try:
            said = said_of(row)
            shift = _shift(said, colleagues.who(said))
        except WrongInput as wrong:
            refused.append(RefusedTurn(row.line, tuple(wrong.wrong)))
        else:
            shifts.setdefault((shift.rank, shift.person, shift.repeat, shift.starts, shift.ends), shift)
    found = list(shifts.values())
    return TurnsRead(found, refused, _twice(found, colleagues.names, today, organisation.country))


class _Colleagues:
    """Who has a role for this team, by what a file may call them."""

    def __init__(self, session: Session, organisation_id: UUID, team_id: UUID) -> None:
        active = select(PersonRecord).where(PersonRecord.organisation_id == organisation_id, PersonRecord.active)
        people = {one.id: one for one in session.scalars(active)}
        self._roles: Mapping[UUID, set[Role]] = roles_in_team(session, organisation_id, team_id, set(people))
        self._by_word: dict[str, set[UUID]] = defaultdict(set)
        self.names: dict[UUID, str] = {}
        for person in (people[one] for one, roles in self._roles.items() if roles):
            self.names[person.id] = person.name
            self._by_word[bare(person.name)].add(person.id)
            self._by_word[person.email].add(person.id)

    def who(self, said: SaidTurn) -> UUID:
        """Returns whose turn it is.

        Raises:
            WrongInput: nobody of this team is called that, two are, or they may not watch in this step.
        """
        column, word = ("email", said.email) if said.email else ("who", said.who.lower())
        found = self._by_word.get(word) or self._by_word.get(bare(word)) or set()
        if len(found) != 1:
            raise WrongInput(Wrong(f"/{column}", "two_of_that_name" if found else "nobody_of_that_name"))
        (person,) = found
        if not self._roles[person] & set(MAY_WATCH[said.rank]):
            raise WrongInput(Wrong(f"/{column}", "may_not_watch"))
        return person


def _shift(said: SaidTurn, person: UUID) -> Shift:
    """Returns a turn as a shift.

    Raises:
        WrongInput: its days can't be.
    """
    if said.every_weeks > 1 and said.first is None:
        raise WrongInput(Wrong("/firstDay", "missing"))
    if said.first and said.last and said.last < said.first:
        raise WrongInput(Wrong("/lastDay", "last_before_first"))
    repeat = Repeat(frozenset(said.days), said.every_weeks, said.first, said.last, said.holidays)
    return Shift(said.rank, person, repeat, said.starts, said.ends, new_id())


def _twice(shifts: Sequence[Shift], names: Mapping[UUID, str], today: date, country: str) -> list[tuple[str, date]]:
    ahead = turns(shifts, today, today + LOOKED_AHEAD, country)
    of = {(one.shift.id, one.day): one for one in ahead}
    first: dict[str, date] = {}
    for shift_id, day in sorted(in_two_steps(ahead), key=lambda one: one[1]):
        first.setdefault(names[of[shift_id, day].person], day)
    return list(first.items())[:MOST_NAMED]
