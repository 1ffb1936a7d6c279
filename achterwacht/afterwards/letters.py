"""Letters in the thread of an incident: who is asked to sign, to deliver, to give copies, and to record a refusal.

Everything stands in one transaction with the letter itself: a letter is never signed without somebody who is asked to
deliver it.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.incidents import access as incident_access
from achterwacht.incidents import service as incidents
from achterwacht.incidents.facts import AggressorTold
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.rules import Report
from achterwacht.letters import access, rules, service
from achterwacht.letters.access import may
from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Receipt, Way
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.rules import Case
from achterwacht.letters.service import LetterChange, NewLetter
from achterwacht.measures.facts import LASTING, NAMES_SOMEBODY, MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.functions import Function, Recipient
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.measures import Condition
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import NoProfile
from achterwacht.protocols.words import word_for
from achterwacht.refused import NotAllowed, Wrong, WrongInput
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.laying import Laid, lay
from notifications.texts.catalogue import catalogue

BY_DEFAULT: tuple[Function, ...] = (Function.DIRECT_MANAGER,)
"""Who delivers, gives copies and records a refusal, where the protocol does not say (ours)."""

DECIDED = (MeasureState.IN_FORCE, MeasureState.TAKEN)
"""The states of a measure whose letter may leave."""


def case_of(report: Report, record: IncidentRecord) -> Case:
    """Returns what a letter must know of its incident. A class that was chosen counts as behaviour."""
    classes = (report.form.conduct_class,) if report.form.conduct_class else ()
    behaviours = frozenset((*(one.id for one in report.form.behaviours), *classes))
    return Case(record.id, record.team_id, record.employee_id, behaviours)


def choices(session: Session, caller: Caller, record: IncidentRecord) -> tuple[tuple[Letter, ...], bool]:
    """Returns the letters that fit this case, and whether it never gets one."""
    profile = incidents.profile_of(session, record)
    if profile is None or not may(caller, Action.WRITE_LETTER, record):
        return (), False
    never = rules.gets_none(profile, case_of(report_of(session, record), record))
    return (() if never else profile.letters), never


def write_letter(session: Session, caller: Caller, incident_id: UUID, new: NewLetter, now: datetime) -> LetterRecord:
    """Draft a letter about an incident. Whoever signs it is asked to.

    Raises:
        NotFound: the incident is not the caller's to see.
        NotAllowed: they write no letters.
        NoProfile, NoSuchLetter, NeverALetter, NoName: the rules refuse it.
        WrongInput: the measure is of no letter of this case.
    """
    record = incident_access.find(session, caller, incident_id, lock=True)
    if not may(caller, Action.WRITE_LETTER, record):
        raise NotAllowed(Action.WRITE_LETTER)
    profile = incidents.profile_of(session, record)
    if profile is None:
        raise NoProfile
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    report = report_of(session, record)
    case = case_of(report, record)
    spec = rules.letter_for(profile, new.letter_id, case)
    measure = _measure(session, record, spec, new.measure_id)
    given = replace(
        new,
        addressee=_addressee(new.addressee, report.form.aggressor),
        facts=_known(session, organisation, profile, record, report, spec, _of_measure(new.facts, measure)),
        measure_id=None if measure is None else measure.id,
    )
    letter = service.draft(session, caller, organisation, profile, case, given, now)
    _ask_to_sign(session, organisation, letter, letter.facts_with(()).signers, now)
    return letter


def change_letter(
    session: Session, caller: Caller, letter_id: UUID, given: LetterChange, now: datetime
) -> LetterRecord:
    """Change a draft. Whoever signed what it said before is asked anew.

    Raises:
        NotFound, NotAllowed, LetterSigned, LetterWithdrawn, NoName, WrongInput: as `letters.service.change`.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    _hold(session, caller, letter_id)
    letter, fallen = service.change(session, caller, organisation, letter_id, given)
    _ask_to_sign(session, organisation, letter, [one.function for one in fallen], now)
    return letter


def withdraw_letter(session: Session, caller: Caller, letter_id: UUID) -> LetterRecord:
    """Put a draft away; nobody need sign it any more.

    Raises:
        NotFound, NotAllowed, LetterSigned, LetterWithdrawn: as `letters.service.withdraw`.
    """
    _hold(session, caller, letter_id)
    letter = service.withdraw(session, caller, letter_id)
    said = catalogue(session.get_one(OrganisationRecord, letter.organisation_id).language).say("letters", "put_away")
    _settle(session, letter, TaskKind.SIGN_LETTER, caller, dropped=said)
    return letter


def sign_letter(session: Session, caller: Caller, letter_id: UUID, revision: int | None, now: datetime) -> LetterRecord:
    """Sign a letter. Once everybody did, somebody is asked to deliver it.

    Raises:
        NeverALetter: what happened never gets one, by what is known of it now.
        MeasureNotInForce, OtherEnd: it is about a measure that is not decided, or over, or ends on another day.
        NotFound, NotAllowed, OtherText, LetterSigned, LetterWithdrawn, NoReportMade, WrongInput, UntilOver: as
            `letters.service.sign`.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    _may_leave(session, access.find(session, caller, letter_id))
    _measure_holds(session, access.find(session, caller, letter_id, lock=True))
    letter, signed = service.sign(session, caller, organisation, letter_id, revision, now)
    for place, function in enumerate(signed.signers):
        if function not in signed.unsigned:
            _settle(session, letter, TaskKind.SIGN_LETTER, caller, because=f"signed_by[{place}]")
    if signed.state is not LetterState.SIGNED:
        return letter
    delivery = signed.spec.delivery
    by = (delivery.by if delivery is not None else ()) or BY_DEFAULT
    _lay(session, organisation, letter, TaskKind.DELIVER_LETTER, by, "delivery", now)
    return letter


def deliver_letter(
    session: Session, caller: Caller, letter_id: UUID, how: Way, receipt: Receipt, said: str, now: datetime
) -> LetterRecord:
    """Note how a letter reached them. Copies are asked for, and the report of a refusal.

    Raises:
        NotFound, NotAllowed, NotSigned, DeliveredAlready, LetterWithdrawn, WrongInput: as `letters.service.deliver`.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    _hold(session, caller, letter_id)
    letter, delivered = service.deliver(session, caller, letter_id, how, receipt, said, now)
    _settle(session, letter, TaskKind.DELIVER_LETTER, caller)
    for place, copy in enumerate(delivered.spec.copies):
        by: tuple[Function, ...] = BY_DEFAULT if copy.kept_by is None else (copy.kept_by,)
        facts = {"to": _to(session, organisation, letter, copy)}
        _lay(session, organisation, letter, TaskKind.COPY_LETTER, by, f"copies[{place}]", now, facts=facts)
    if rules.refusal_due(delivered):
        delivery = delivered.spec.delivery
        reports = (delivery.refusal_reported_by if delivery is not None else ()) or BY_DEFAULT
        name = catalogue(organisation.language).say("letters", "refusal", {"letter": delivered.spec.name})
        _lay(
            session, organisation, letter, TaskKind.DELIVER_LETTER, reports, "delivery.refusal_reported_by", now,
            facts={"letter": name},
        )  # fmt: skip
    return letter


def report_refusal(session: Session, caller: Caller, letter_id: UUID, what: str, now: datetime) -> LetterRecord:
    """Record how a letter was refused.

    Raises:
        NotFound, NotAllowed, NothingRefused: as `letters.service.report_refusal`.
    """
    _hold(session, caller, letter_id)
    letter = service.report_refusal(session, caller, letter_id, what, now)
    _settle(session, letter, TaskKind.DELIVER_LETTER, caller)
    return letter


def _hold(session: Session, caller: Caller, letter_id: UUID) -> None:
    incident_access.hold(session, caller.organisation_id, access.find(session, caller, letter_id).incident_id)


def _measure(session: Session, record: IncidentRecord, spec: Letter, measure_id: UUID | None) -> MeasureRecord | None:
    """Returns the measure that the letter is about: the one that was named, or the one of this case that it goes with.

    Raises:
        WrongInput: the one that was named does not go with it.
    """
    goes_with = (MeasureRecord.letter_id == spec.id) | (MeasureRecord.broken_letter_id == spec.id)
    of_case = select(MeasureRecord).where(
        MeasureRecord.organisation_id == record.organisation_id, MeasureRecord.incident_id == record.id, goes_with
    )
    if measure_id is not None:
        found = session.scalars(of_case.where(MeasureRecord.id == measure_id)).one_or_none()
        if found is None:
            raise WrongInput(Wrong("/measureId", "letter_of_no_measure"))
        return found
    standing = of_case.where(MeasureRecord.state.in_((MeasureState.PUT, *DECIDED)))
    return session.scalars(standing.order_by(MeasureRecord.put_at.desc(), MeasureRecord.id).limit(1)).one_or_none()


def _of_measure(given: LetterFacts, measure: MeasureRecord | None) -> LetterFacts:
    """Fills in what the measure says, where nobody said otherwise."""
    if measure is None:
        return given
    return replace(
        given,
        until=given.until or measure.until,
        where=given.where or measure.place,
        conditions=given.conditions or tuple(Condition(one) for one in measure.conditions),
    )


def _may_leave(session: Session, letter: LetterRecord) -> None:
    """The report may have been completed since the letter was drafted. It is locked, so that nothing is added now.

    Raises:
        NeverALetter: something that happened never gets one.
    """
    of_letter = (IncidentRecord.organisation_id == letter.organisation_id) & (IncidentRecord.id == letter.incident_id)
    again = {"populate_existing": True}
    record = session.scalars(select(IncidentRecord).where(of_letter).with_for_update().execution_options(**again)).one()
    profile = incidents.profile_of(session, record)
    if profile is not None and rules.gets_none(profile, case_of(report_of(session, record), record)):
        raise rules.NeverALetter


def _measure_holds(session: Session, letter: LetterRecord) -> None:
    """A letter about a measure does not leave before it is decided, nor after it is over, nor with another end.

    One that tells somebody to stay away is always about a measure: whoever sits at the door must know of it too.

    Raises:
        MeasureNotInForce: it is not in force.
        OtherEnd: the letter names another last day.
    """
    if letter.state is not LetterState.DRAFT:
        return
    if letter.measure_id is None:
        if not _tells_of_a_ban(session, letter):
            return
        letter.measure_id = _decided_meanwhile(session, letter)
    found = session.execute(
        select(MeasureRecord.state, MeasureRecord.kind, MeasureRecord.until).where(
            MeasureRecord.organisation_id == letter.organisation_id, MeasureRecord.id == letter.measure_id
        )
    ).one_or_none()
    if found is None or found.state not in DECIDED:
        raise rules.MeasureNotInForce
    said = letter.facts_with(()).facts.until
    if None not in (said, found.until) and found.kind in LASTING and said != found.until:
        raise rules.OtherEnd


def _tells_of_a_ban(session: Session, letter: LetterRecord) -> bool:
    """Whether the protocol sends this letter with nothing else than measures by which others must know somebody."""
    profile = profile_of_letter(session, letter)
    rows = () if profile is None else profile.measures
    kinds = {one.kind for row in rows for one in row.take if one.letter == letter.spec["id"]}
    return bool(kinds) and kinds <= NAMES_SOMEBODY


def _decided_meanwhile(session: Session, letter: LetterRecord) -> UUID:
    """Returns the measure of this case that the letter goes with, decided on after the letter was drafted.

    Raises:
        MeasureNotInForce: there is none.
    """
    found = session.scalar(
        select(MeasureRecord.id)
        .where(
            MeasureRecord.organisation_id == letter.organisation_id,
            MeasureRecord.incident_id == letter.incident_id,
            MeasureRecord.letter_id == letter.spec["id"],
            MeasureRecord.state.in_(DECIDED),
        )
        .order_by(MeasureRecord.put_at.desc(), MeasureRecord.id)
        .limit(1)
    )
    if found is None:
        raise rules.MeasureNotInForce
    return found


def _addressee(given: Addressee, told: AggressorTold | None) -> Addressee:
    """Fills in who it is for from the report, where nobody said so."""
    if told is None:
        return given
    name = " ".join(part for part in (told.initials, told.name) if part)
    address = "" if told.address is None else told.address.line
    return replace(given, name=given.name or name, address=given.address or address)


def _known(
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
    return " en ".join(word_for(one, profile, language) for one in functions)


def _to(session: Session, organisation: OrganisationRecord, letter: LetterRecord, copy: Recipient) -> str:
    """Returns whom a copy is for, and on which condition, in the words of the protocol."""
    record = profile_of_letter(session, letter)
    said = catalogue(organisation.language)
    whom = word_for(copy.to, record, organisation.language) if copy.to else said.say("letter_files", str(copy.file))
    condition = copy.when or (said.say("letters", "possibly") if copy.possibly else "")
    return f"{whom} ({condition})" if condition else whom


def profile_of_letter(session: Session, letter: LetterRecord) -> Profile | None:
    """Returns the profile by which the incident of this letter was filed."""
    record = session.get_one(IncidentRecord, (letter.incident_id, letter.organisation_id))
    return incidents.profile_of(session, record)


def _lay(
    session: Session, organisation: OrganisationRecord, letter: LetterRecord, kind: TaskKind,
    chain: tuple[Function, ...], because: str, now: datetime, *, person: UUID | None = None,
    facts: dict[str, str] | None = None,
) -> None:  # fmt: skip
    task = Laid(
        kind, letter.team_id, person, chain, f"{letter.because}.{because}",
        incident_id=letter.incident_id, about=letter.id, facts={"letter": letter.spec["name"], **(facts or {})},
    )  # fmt: skip
    lay(session, organisation, task, now)


def _ask_to_sign(
    session: Session, organisation: OrganisationRecord, letter: LetterRecord, functions: Collection[Function],
    now: datetime,
) -> None:  # fmt: skip
    for place, function in enumerate(letter.facts_with(()).signers):
        if function in functions:
            person = letter.employee_id if function is Function.EMPLOYEE else None
            because = f"signed_by[{place}]"
            _lay(session, organisation, letter, TaskKind.SIGN_LETTER, (function,), because, now, person=person)


def _settle(
    session: Session, letter: LetterRecord, kind: TaskKind, by: Caller, *, because: str = "", dropped: str = ""
) -> None:
    settle(
        session,
        letter.organisation_id,
        letter.incident_id,
        kind,
        f"{letter.because}.{because}" if because else None,
        by.id,
        about=letter.id,
        dropped=dropped,
    )
