"""What is known of an incident that a letter about it must know, or says."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.incidents import service as incidents
from achterwacht.incidents.facts import AggressorTold
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.report import Report
from achterwacht.letters.facts import Addressee, LetterFacts
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.rules import Case
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.words import word_for
from notifications.texts.formats import listed


def case_of(report: Report, record: IncidentRecord) -> Case:
    """Returns what a letter must know of its incident. A class that was chosen counts as behaviour."""
    classes = (report.form.conduct_class,) if report.form.conduct_class else ()
    behaviours = frozenset((*(one.id for one in report.form.behaviours), *classes))
    return Case(record.id, record.team_id, record.employee_id, behaviours)


def addressee_of(given: Addressee, told: AggressorTold | None) -> Addressee:
    """Fills in who it is for from the report, where nobody said so."""
    if told is None:
        return given
    address = "" if told.address is None else told.address.line
    return replace(given, name=given.name or told.called, address=given.address or address)


def with_what_is_known(
    session: Session, organisation: OrganisationRecord, profile: Profile, record: IncidentRecord, report: Report,
    spec: Letter, given: LetterFacts,
) -> LetterFacts:  # fmt: skip
    """Fills in what is known already, where nobody said otherwise.

    What happened is told anew for every letter: a report holds words that are for no stranger.
    """
    team = None if record.team_id is None else session.get(TeamRecord, record.team_id)
    where = next((one.where for row in profile.measures for one in row.take if one.letter == spec.id and one.where), "")
    talk = profile.order_talk
    with_whom = "" if talk is None else _and(profile, talk.held_by, organisation.language)
    police = report.form.police
    known: dict[str, Any] = {
        "happened_on": record.happened_at.astimezone(ZoneInfo(organisation.time_zone)).date(),
        "department": "" if team is None else team.name,
        "where": where,
        "talk_with": with_whom,
        "police_reported_on": police.on if police is not None and police.yes else None,
    }
    unsaid = {name: value for name, value in known.items() if value and not getattr(given, name)}
    return replace(given, **unsaid)


def _and(profile: Profile, functions: tuple[Function, ...], language: str) -> str:
    return listed((word_for(one, profile, language) for one in functions), language)


def profile_of_letter(session: Session, letter: LetterRecord) -> Profile | None:
    """Returns the profile by which the incident of this letter was filed."""
    record = session.get_one(IncidentRecord, (letter.incident_id, letter.organisation_id))
    return incidents.profile_of(session, record)
