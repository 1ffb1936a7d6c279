"""How advice and measures are shown: in the words of the catalogue, with the names of people."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.bans import BY_COMING
from achterwacht.afterwards.measure_advice import Advised, advised_on, by_in_case, day_of, standing_in
from achterwacht.incidents.facts import AggressorTold
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.measures import service
from achterwacht.measures.facts import LASTING, MUST_END, Because, MeasureState
from achterwacht.measures.facts import Advised as AdvisedFact
from achterwacht.measures.records import MeasureBreachRecord, MeasureRecord
from achterwacht.measures.rules.breaking import steps_of
from achterwacht.measures.rules.deciding import By
from achterwacht.measures.rules.percentage import limits_of
from achterwacht.measures.rules.periods import end_of, lacks_end
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.running import manager_word, profile_if_any, running_if_any
from achterwacht.protocols.words import word_for
from api.http.schemas import Named
from api.measures.schemas import AdvisedMeasure, BreachOut, MeasureAdvice, MeasureOut, Repeated, StepTaken
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.formats import day_of as said_day
from notifications.texts.formats import listed


def advice_out(session: Session, me: Caller, known: Advised, now: datetime) -> MeasureAdvice:
    """Returns an advice, with its reasons as sentences."""
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    language, advice = me.language or organisation.language, known.advice
    today = day_of(now, ZoneInfo(organisation.time_zone))
    by = by_in_case(session, me, known.incident)
    first = advice.repeated[0].case.day if advice.repeated else None
    return MeasureAdvice(
        rule=", ".join(advice.rules),
        because=" ".join(sentence(one, language) for one in advice.because),
        repeated=Repeated(count=len(advice.repeated), since=first, incidents=[one.case.id for one in advice.repeated]),
        measures=[
            _advised(one, by, today, catalogue(language, manager_word(session, me.organisation_id)))
            for one in advice.measures
        ],
        others=list(advice.others()),
        never_letter=advice.never_letter,
        functions={} if known.profile is None else known.profile.functions,
    )


def sentence(because: Because, language: str) -> str:
    """Returns a reason as a sentence: days and lists as people write them."""
    facts = {name: _said(value, language) for name, value in because.facts.items()}
    return catalogue(language).say("measures_because", because.key, facts)


def _said(value: object, language: str) -> object:
    if isinstance(value, date):
        return said_day(value, language)
    if isinstance(value, list):
        return listed([str(_said(one, language)) for one in value], language)
    return value


def _advised(one: AdvisedFact, by: By, today: date, texts: Catalogue) -> AdvisedMeasure:
    measure = one.measure
    first = " ".join(
        part for part in (texts.say("measure_first", "talk") if one.talk_first else "", measure.first or "") if part
    )
    return AdvisedMeasure(
        kind=one.kind,
        name=texts.say("measures", one.kind.value),
        rule=one.rule,
        months=measure.months,
        weeks=measure.weeks,
        about=measure.about,
        until=end_of(today, measure),
        percent=measure.percent,
        letter_id=one.letter,
        possibly=one.possibly,
        orally=measure.orally,
        decided_by=list(one.decided_by),
        decided_by_me=by.may_decide(one.decided_by),
        in_consultation=list(one.in_consultation),
        first=first or None,
        ask_first=list(measure.ask_first),
        withheld=measure.withheld,
        where=measure.where,
        conditions=list(measure.conditions),
        because=measure.because,
        needs_end=one.kind in MUST_END and not measure.for_good,
        lasting=one.kind in LASTING,
    )


def measures_out(session: Session, me: Caller, records: Sequence[MeasureRecord], now: datetime) -> list[MeasureOut]:
    """Returns these measures as the caller may see them."""
    organisation_id = me.organisation_id
    organisation = session.get_one(OrganisationRecord, organisation_id)
    today = day_of(now, ZoneInfo(organisation.time_zone))
    language = me.language or organisation.language
    words = catalogue(language, manager_word(session, organisation_id))
    breaches: dict[UUID, list[MeasureBreachRecord]] = {}
    for breach in service.breaches_of(session, organisation_id, records):
        breaches.setdefault(breach.measure_id, []).append(breach)
    people = [person for one in records for person in (one.put_by, one.decided_by, one.ended_by)]
    people += [one.reported_by for found in breaches.values() for one in found]
    names = names_of(session, organisation_id, people)
    called = {
        row.incident_id: AggressorTold(row.name, row.initials).called
        for row in session.execute(
            select(
                IncidentAggressorRecord.incident_id, IncidentAggressorRecord.name, IncidentAggressorRecord.initials
            ).where(
                IncidentAggressorRecord.organisation_id == organisation_id,
                IncidentAggressorRecord.incident_id.in_([one.incident_id for one in records]),
            )
        )
    }
    photos = service.photos_of(session, organisation_id, [one.id for one in records])
    standing = standing_in(session, me, {one.incident_id for one in records})
    leaving = {
        team: profile_if_any(session, organisation, None)
        if team is None
        else running_if_any(session, organisation, team)
        for team in {one.team_id for one in records}
    }

    def named(person: UUID | None) -> Named | None:
        return None if person is None else Named(id=person, name=names[person])

    def limits(one: MeasureRecord) -> list[int] | None:
        if one.kind is not MeasureKind.BENEFIT_CUT or one.state is not MeasureState.PUT:
            return None
        incident = session.get_one(IncidentRecord, (one.incident_id, one.organisation_id))
        return list(limits_of(advised_on(session, incident).advice, one.kind))

    def needs_end(one: MeasureRecord) -> bool:
        waits = one.state is MeasureState.PUT and one.not_to_take
        if not waits or not lacks_end(one.kind, one.until, None):
            return False
        incident = session.get_one(IncidentRecord, (one.incident_id, one.organisation_id))
        return lacks_end(one.kind, one.until, advised_on(session, incident).advice.of(one.kind))

    def shown(one: MeasureRecord) -> MeasureOut:
        facts, by = one.facts(), standing[one.incident_id]
        decides = by.may_decide(facts.deciders)
        full = by.handles or decides
        profile = leaving[one.team_id]
        return MeasureOut(
            id=one.id,
            incident_id=one.incident_id,
            kind=one.kind,
            name=words.say("measures", one.kind.value),
            state=one.state,
            starts=one.starts_on,
            until=one.until,
            in_force=one.state is MeasureState.IN_FORCE and facts.period.holds_on(today),
            place=one.place,
            percent=one.percent if full else None,
            percent_limits=limits(one) if decides else None,
            conditions=list(facts.conditions),
            checklist=list(one.checklist),
            letter_id=one.letter_id if full else None,
            broken_letter_id=one.broken_letter_id if full else None,
            rule=one.rule,
            as_advised=one.as_advised,
            not_to_take=one.not_to_take if full else False,
            needs_end=decides and needs_end(one),
            reason=one.reason if full else "",
            about=called.get(one.incident_id) or None if full else None,
            deciders=list(facts.deciders),
            deciders_called=[word_for(each, profile, language) for each in facts.deciders],
            may_decide=decides and one.state is MeasureState.PUT,
            may_end=full and one.state is MeasureState.IN_FORCE,
            put_by=named(one.put_by) if full else None,
            put_at=one.put_at,
            decided_by=named(one.decided_by),
            decided_at=one.decided_at,
            decision_reason=one.decision_reason if full else "",
            ended_by=named(one.ended_by),
            ended_at=one.ended_at,
            end_reason=one.end_reason if full else "",
            outcome=one.outcome,
            steps_when_broken=list(steps_of(None if profile is None else profile.leaving)),
            breaches=[_breach(breach, names) for breach in breaches.get(one.id, [])] if full else [],
            photo=photos[one.id].file_id if full and one.id in photos else None,
            may_photo=decides and one.kind in BY_COMING and one.may_come,
        )

    return [shown(one) for one in records]


def _breach(record: MeasureBreachRecord, names: Mapping[UUID, str]) -> BreachOut:
    return BreachOut(
        happened_at=record.happened_at,
        place=record.place,
        steps=[StepTaken.model_validate(one) for one in record.steps],
        note=record.note,
        reported_by=Named(id=record.reported_by, name=names.get(record.reported_by, "")),
    )
