"""Letters in the thread of an incident: who is asked to sign, to deliver, to give copies, and to record a refusal.

Everything stands in one transaction with the letter itself: a letter is never signed without somebody who is asked to
deliver it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_after_measure import handed_over
from achterwacht.afterwards.letter_breach import with_the_breach
from achterwacht.afterwards.letter_drafts import tell_drafts
from achterwacht.afterwards.letter_facts import addressee_of, case_of, with_what_is_known
from achterwacht.afterwards.letter_measures import is_over, measure_holds, measure_of, measures_told, with_the_measure
from achterwacht.afterwards.letter_tasks import (
    AS_IT_SAYS,
    ON_WHICH_DAY,
    WHOM_FOR,
    ask_to_sign,
    copy_for,
    lay_about,
    rewritten,
    settle_about,
)
from achterwacht.afterwards.letter_to_write import is_put_away, is_written
from achterwacht.afterwards.officials import profile_for
from achterwacht.incidents import access as incident_access
from achterwacht.incidents import service as incidents
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.refusals import IncidentClosed
from achterwacht.letters import access, rules, service
from achterwacht.letters.access import may, require
from achterwacht.letters.facts import LetterState, Receipt, Way
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.refusals import NeverALetter
from achterwacht.letters.service import LetterChange, NewLetter
from achterwacht.measures.records import MeasureBreachRecord, MeasureRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.running import NoProfile
from achterwacht.refused import NotAllowed
from achterwacht.tasks.facts import Due, TaskKind
from notifications.texts.catalogue import catalogue

THE_POST_KNOWS = timedelta(days=7)
"""After how long somebody asks whether a registered letter arrived; it is due in as long again. Ours."""
BY_DEFAULT: tuple[Function, ...] = (Function.DIRECT_MANAGER,)
"""Who delivers, gives copies and records a refusal, where the protocol does not say (ours)."""


def choices(session: Session, caller: Caller, record: IncidentRecord) -> tuple[tuple[Letter, ...], bool]:
    """Returns the letters that can be written in this case now, and whether it never gets one."""
    profile = incidents.profile_of(session, record)
    if profile is None or not may(caller, Action.WRITE_LETTER, record):
        return (), False
    never = rules.gets_none(profile, case_of(report_of(session, record), record))
    if never:
        return (), True
    still = None if record.closed_at is None else _of_breaches(session, record)
    return tuple(one for one in profile.letters if still is None or one.id in still), False


def write_letter(session: Session, caller: Caller, incident_id: UUID, new: NewLetter, now: datetime) -> LetterRecord:
    """Draft a letter about an incident. Whoever signs it is asked to.

    Raises:
        NotFound: the incident is not the caller's to see.
        NotAllowed: they write no letters.
        IncidentClosed: the report was closed; a letter because a measure was broken is written still.
        NoProfile, NoSuchLetter, NeverALetter, NoName: the rules refuse it.
        WrongInput: the measure is of no letter of this case.
    """
    record = incident_access.find(session, caller, incident_id, lock=True)
    if not may(caller, Action.WRITE_LETTER, record):
        raise NotAllowed(Action.WRITE_LETTER)
    if record.closed_at is not None and new.letter_id not in _of_breaches(session, record):
        raise IncidentClosed
    profile = profile_for(session, record)
    if profile is None:
        raise NoProfile
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    report = report_of(session, record)
    case = case_of(report, record)
    spec = rules.letter_for(profile, new.letter_id, case)
    measure = measure_of(session, record, spec, new.measure_id)
    said = with_the_breach(session, organisation, spec, measure, with_the_measure(new.facts, measure))
    given = replace(
        new,
        addressee=addressee_of(new.addressee, report.form.aggressor),
        facts=with_what_is_known(session, organisation, profile, record, report, spec, said),
        measure_id=None if measure is None else measure.id,
    )
    letter = service.draft(session, caller, organisation, profile, case, given, now)
    tell_drafts(session, record, now)
    is_written(session, letter, caller.id)
    ask_to_sign(session, organisation, letter, letter.facts_with(()).signers, now)
    return letter


def change_letter(
    session: Session, caller: Caller, letter_id: UUID, given: LetterChange, now: datetime
) -> LetterRecord:
    """Change a draft. Whoever signed what it said before is asked anew.

    Raises:
        IncidentClosed: as `sign_letter`.
        NotFound, NotAllowed, OtherText, LetterSigned, LetterWithdrawn, NoName, WrongInput: as
            `letters.service.change`.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    _hold(session, caller, letter_id)
    _report_takes_it(session, access.find(session, caller, letter_id))
    letter, fallen = service.change(session, caller, organisation, letter_id, given)
    case = session.get_one(IncidentRecord, (letter.incident_id, letter.organisation_id))
    if given.text is not None:
        rewritten(session, letter, caller.id)
        rewritten(session, letter, caller.id, what=ON_WHICH_DAY)
    if given.addressee is not None:
        rewritten(session, letter, caller.id, what=WHOM_FOR)
    tell_drafts(session, case, now, written=letter.id if given.text else None)
    ask_to_sign(session, organisation, letter, [one.function for one in fallen], now)
    return letter


def withdraw_letter(session: Session, caller: Caller, letter_id: UUID, now: datetime) -> LetterRecord:
    """Put a draft away; nobody need sign it any more. Whoever its measure is about has yet to hear of that.

    Raises:
        IncidentClosed: as `sign_letter`.
        NotFound, NotAllowed, LetterSigned, LetterWithdrawn: as `letters.service.withdraw`.
    """
    _hold(session, caller, letter_id)
    _report_takes_it(session, access.find(session, caller, letter_id))
    letter = service.withdraw(session, caller, letter_id)
    said = catalogue(session.get_one(OrganisationRecord, letter.organisation_id).language).say("letters", "put_away")
    settle_about(session, letter, TaskKind.SIGN_LETTER, caller, dropped=said)
    for what in (AS_IT_SAYS, WHOM_FOR, ON_WHICH_DAY):
        rewritten(session, letter, caller.id, what=what, dropped=said)
    is_put_away(session, letter, now)
    return letter


def sign_letter(session: Session, caller: Caller, letter_id: UUID, revision: int | None, now: datetime) -> LetterRecord:
    """Sign a letter. Once everybody did, somebody is asked to deliver it.

    Raises:
        NeverALetter: what happened never gets one, by what is known of it now.
        IncidentClosed: the report was closed, and not opened again. What was signed before is delivered still.
        MeasureNotInForce, OtherEnd, BeginsLater: it is about a measure that is not decided, or over, or ends on another
            day, or begins on one that the letter does not name.
        NotFound, NotAllowed, OtherText, Behind, LetterSigned, LetterWithdrawn, NoReportMade, WrongInput, UntilOver:
            as `letters.service.sign`.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    _may_leave(session, access.find(session, caller, letter_id))
    _report_takes_it(session, access.find(session, caller, letter_id))
    measure_holds(session, access.find(session, caller, letter_id, lock=True), now)
    letter, signed = service.sign(session, caller, organisation, letter_id, revision, now)
    for place, function in enumerate(signed.signers):
        if function not in signed.unsigned:
            settle_about(session, letter, TaskKind.SIGN_LETTER, caller, because=f"signed_by[{place}]")
    if signed.state is not LetterState.SIGNED:
        return letter
    delivery = signed.spec.delivery
    by = (delivery.by if delivery is not None else ()) or BY_DEFAULT
    lay_about(session, organisation, letter, TaskKind.DELIVER_LETTER, by, "delivery", now)
    return letter


def deliver_letter(
    session: Session, caller: Caller, letter_id: UUID, how: Way, receipt: Receipt, said: str, now: datetime
) -> LetterRecord:
    """Note how a letter reached them. Copies are asked for, and the report of a refusal; and of one that was sent by
    registered mail, what the post says of it.

    Once nothing that it tells of holds any more, nobody is asked to deliver it; that it was handed over before is noted
    still, and only the file gets its copy.

    Raises:
        NotFound, NotAllowed, NotSigned, DeliveredAlready, LetterWithdrawn, WrongInput: as `letters.service.deliver`.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    _hold(session, caller, letter_id)
    found = access.find(session, caller, letter_id, lock=True)
    sent_before = found.delivered_at is not None
    require(caller, Action.DELIVER_LETTER, found)
    letter, delivered = service.deliver(session, caller, letter_id, how, receipt, said, now)
    settle_about(session, letter, TaskKind.DELIVER_LETTER, caller)
    if rules.receipt_due(delivered):
        name = catalogue(organisation.language).say("letters", "arrived", {"letter": delivered.spec.name})
        lay_about(
            session, organisation, letter, TaskKind.DELIVER_LETTER, BY_DEFAULT, "delivery", now,
            facts={"letter": name}, due=Due(now + THE_POST_KNOWS, now + 2 * THE_POST_KNOWS),
        )  # fmt: skip
    told = () if sent_before else measures_told(session, letter)
    handed_over(session, told, now)
    for place, copy in enumerate(() if sent_before else delivered.spec.copies):
        if copy.to and is_over(told):
            continue
        by: tuple[Function, ...] = BY_DEFAULT if copy.kept_by is None else (copy.kept_by,)
        facts = {"to": copy_for(session, organisation, letter, copy)}
        lay_about(session, organisation, letter, TaskKind.COPY_LETTER, by, f"copies[{place}]", now, facts=facts)
    if rules.refusal_due(delivered):
        delivery = delivered.spec.delivery
        reports = (delivery.refusal_reported_by if delivery is not None else ()) or BY_DEFAULT
        name = catalogue(organisation.language).say("letters", "refusal", {"letter": delivered.spec.name})
        lay_about(
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
    settle_about(session, letter, TaskKind.DELIVER_LETTER, caller)
    return letter


def _of_breaches(session: Session, record: IncidentRecord) -> frozenset[str]:
    """Returns the letters that the protocol sends because a measure of this report was broken."""
    broken = select(MeasureBreachRecord.id).where(
        MeasureBreachRecord.organisation_id == record.organisation_id,
        MeasureBreachRecord.measure_id == MeasureRecord.id,
    )
    found = select(MeasureRecord.broken_letter_id).where(
        MeasureRecord.organisation_id == record.organisation_id,
        MeasureRecord.incident_id == record.id,
        MeasureRecord.broken_letter_id.is_not(None),
        broken.exists(),
    )
    return frozenset(one for one in session.scalars(found) if one is not None)


def still_drafted(session: Session, letter: LetterRecord) -> bool:
    """Whether its report still takes a letter: one that was closed only takes that a measure was broken."""
    record = session.get_one(IncidentRecord, (letter.incident_id, letter.organisation_id))
    return record.closed_at is None or letter.spec["id"] in _of_breaches(session, record)


def _report_takes_it(session: Session, letter: LetterRecord) -> None:
    """A letter that was signed or put away is refused for that instead.

    Raises:
        IncidentClosed: its report was closed while it was a draft.
    """
    if letter.state is LetterState.DRAFT and not still_drafted(session, letter):
        raise IncidentClosed


def _hold(session: Session, caller: Caller, letter_id: UUID) -> None:
    incident_access.hold(session, caller.organisation_id, access.find(session, caller, letter_id).incident_id)


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
        raise NeverALetter
