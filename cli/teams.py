"""`team mail`: which desks get the list of a team by mail, and when."""

import re
from collections.abc import Iterator
from datetime import time
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.whereabouts.service import MOST_ADDRESSES, MOST_TIMES, DeskMail, desk_mail_of, set_desk_mail
from cli.opening import opened, organisation_by_slug
from cli.people import Slug
from cli.plain import Refused, out
from foundation.clock import clock_of
from foundation.settings import load_settings

app = typer.Typer(help="The teams of an organisation.", no_args_is_help=True)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WALL = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
AN_HOUR = 60


@app.command("mail")
def mail(
    team: Annotated[str, typer.Argument(help="The name of the team.")],
    organisation: Slug,
    to: Annotated[list[str] | None, typer.Option(help="A desk's mail address; may be said more often.")] = None,
    at: Annotated[list[str] | None, typer.Option(help="A time, as 08:30; may be said more often.")] = None,
    every: Annotated[int, typer.Option(min=0, help="Every so many minutes, between --from and --until.")] = 0,
    begins: Annotated[str, typer.Option("--from", help="The first of those times.")] = "08:00",
    ends: Annotated[str, typer.Option("--until", help="The last of those times.")] = "17:00",
    days: Annotated[str, typer.Option(help="Which days.")] = "mon,tue,wed,thu,fri",
    off: Annotated[bool, typer.Option("--off", help="No longer.")] = False,
) -> None:
    """Mail the list of who is where to the team's desk; without options, say how it is now."""
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        record = organisation_by_slug(session, organisation)
        of_team = _team(session, record, team)
        if off or to or at or every:
            times = [_time(one) for one in at or ()] + list(_each(every, _time(begins), _time(ends)))
            wanted = DeskMail() if off else DeskMail(to or (), [_day(one) for one in days.split(",")], times)
            if not off and not 0 < len(wanted.addresses) <= MOST_ADDRESSES:
                raise Refused(f"--to: one address, and at most {MOST_ADDRESSES}.")
            if len(wanted.times) > MOST_TIMES:
                raise Refused(f"That is more than {MOST_TIMES} times a day.")
            now = clock_of(session).now(session)
            set_desk_mail(session, record.id, of_team.id, wanted, now, can_mail=settings.mails)
        said = _said(of_team.name, desk_mail_of(session, record.id, of_team.id))
    out.print(said)


def _team(session: Session, organisation: OrganisationRecord, name: str) -> TeamRecord:
    teams = session.scalars(select(TeamRecord).where(TeamRecord.organisation_id == organisation.id)).all()
    found = next((one for one in teams if one.name == name), None)
    if found is None:
        there = ", ".join(sorted(one.name for one in teams)) or "none"
        raise Refused(f"There is no team {name} in {organisation.slug}. There are: {there}")
    return found


def _time(text: str) -> time:
    if not WALL.fullmatch(text):
        raise Refused(f"{text}: write a time as 08:30.")
    return time.fromisoformat(text)


def _day(text: str) -> int:
    if text.strip().lower() not in DAYS:
        raise Refused(f"{text}: write days as {','.join(DAYS)}.")
    return DAYS.index(text.strip().lower()) + 1


def _each(minutes: int, begins: time, ends: time) -> Iterator[time]:
    if minutes:
        first, last = (one.hour * AN_HOUR + one.minute for one in (begins, ends))
        yield from (time(*divmod(minute, AN_HOUR)) for minute in range(first, last + 1, minutes))


def _said(team: str, chosen: DeskMail) -> str:
    if not chosen.on:
        return f"The list of {team} is not mailed."
    days = ", ".join(DAYS[day - 1] for day in chosen.days)
    times = ", ".join(f"{one:%H:%M}" for one in chosen.times)
    return f"The list of {team} goes to {', '.join(chosen.addresses)}: {days} at {times}."
