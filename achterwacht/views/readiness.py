"""Whether a visit is ready to start, as people see it: what is still to do, and what to tell the police."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from achterwacht.beforehand import rules
from achterwacht.protocols.beforehand import DiaryField, HandedOver
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.views.shown_visit import VisitView
from achterwacht.views.visits import Reading
from achterwacht.views.waiting import is_watched, planned_by, steps_in_words
from achterwacht.visiting.asked import beforehand_of
from achterwacht.visits.facts import PreparationStep, VisitState
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.formats import listed, local, number


@dataclass(frozen=True)
class Readiness:
    """What is still needed before a visit can start.

    say_to_police: what to read out, line by line: where, when, who. Empty when the police need not be told.
    unwatched: no colleague has the watch at its start, by the roster; False once it goes on.
    missing: what the diary, or the colleague who watches, still needs to know (P4 P5), in sentences; or empty.
    """

    pair_needed: bool
    somebody_there: bool
    back_up_needed: bool
    police_first: bool
    say_to_police: Sequence[str]
    whom: str
    may_start: bool
    missing: str
    hints: Sequence[str]
    unwatched: bool
    steps: Sequence["Step"]
    asks_after_fraud: bool


@dataclass(frozen=True)
class Step:
    """Something to look up before a visit, in words, and who looked it up and when."""

    step: PreparationStep
    text: str
    done_by: UUID | None
    done_at: datetime | None


def readiness(view: VisitView, reading: Reading) -> Readiness:
    """Returns what its profile asks of the visit: later its own, and while it is planned the running profile, besides
    what it was planned by."""
    visit = view.record
    planned = visit.state is VisitState.PLANNED
    protocol = (
        reading.running(visit.team_id)
        if planned
        else profile_version(reading.session, visit.organisation_id, visit.protocol_id)
    )
    zone = ZoneInfo(reading.organisation.time_zone)
    start = max(visit.planned_start, reading.now) if planned else visit.started_at or visit.planned_start
    promised = planned_by(visit, protocol, reading)
    beforehand = beforehand_of(visit, view.companions, start, max(visit.expected_end, start), promised=promised)
    texts = reading.texts
    facts = {"exception": protocol.meetings.bad_news_exception, "prefers": protocol.pairs.prefers}
    watched = not planned or is_watched(visit, view.companions, reading)
    hints = rules.hints(beforehand, protocol, zone, watched=watched)
    first = rules.police_first(beforehand, protocol)
    waits = rules.waits_for_companion(beforehand, protocol)
    back_up = rules.back_up_needed(beforehand, protocol, zone)
    return Readiness(
        pair_needed=rules.pair_needed(beforehand, protocol),
        somebody_there=beforehand.somebody_there,
        back_up_needed=back_up,
        police_first=first,
        say_to_police=_to_police(view, reading) if first else (),
        whom=protocol.police_beforehand.whom,
        may_start=not waits and not beforehand.undecided and (beforehand.back_up_accepted or not back_up),
        missing=_missing(view, protocol, texts, pair_needed=rules.pair_needed(beforehand, protocol)) if planned else "",
        steps=_steps(visit, protocol, texts),
        asks_after_fraud=protocol.preparation.manager_decides_after_fraud and visit.kind.meets_the_client,
        hints=[texts.say("beforehand", hint.value, facts) for hint in hints],
        unwatched=not watched,
    )


def _steps(visit: Any, protocol: Profile, texts: Catalogue) -> Sequence[Step]:
    done = {
        PreparationStep.FILE_SEARCH: (visit.file_searched_by, visit.file_searched_at),
        PreparationStep.EARLIER_LETTER: (visit.letter_looked_up_by, visit.letter_looked_up_at),
    }
    return [Step(one, text, *done[one]) for one, text in steps_in_words(protocol, visit.kind, texts)]


def _missing(view: VisitView, protocol: Profile, texts: Catalogue, *, pair_needed: bool) -> str:
    visit, preparation = view.record, protocol.preparation
    in_diary = rules.missing_in_diary([one for one in DiaryField if getattr(visit, one.value)], preparation)
    handed_over = {
        HandedOver.CLIENTS: visit.client_name,
        HandedOver.BACKGROUND: visit.background,
        HandedOver.MOBILE_NUMBER: view.worker_phone or view.silent,
        # Who may go alone, and does, has nobody to name.
        HandedOver.COMPANIONS: view.companions or not pair_needed,
    }
    untold = rules.missing_to_hand_over([one for one, said in handed_over.items() if said], preparation)
    sentences = []
    if in_diary:
        fields = listed((texts.say("diary_fields", field.value, {}) for field in in_diary), texts.language)
        diary = preparation.diary.name if preparation.diary else ""
        sentences.append(texts.say("beforehand", "diary_missing", {"diary": diary, "fields": fields}))
    if untold:
        fields = listed((texts.say("hand_over_fields", field.value, {}) for field in untold), texts.language)
        sentences.append(texts.say("beforehand", "hand_over_missing", {"fields": fields}))
    return " ".join(sentences)


def _to_police(view: VisitView, reading: Reading) -> list[str]:
    visit, organisation = view.record, reading.organisation
    there = visit.planned_start.astimezone(ZoneInfo(organisation.time_zone))
    facts = {
        "organisation": organisation.name,
        "visit_kind": visit.kind.value,
        "address": visit.address_line,
        "no_number": visit.no_number,
        "date": f"{there.day}-{there.month}-{there.year}",
        "start": local(visit.planned_start, organisation.time_zone, organisation.language),
        "until": local(visit.expected_end, organisation.time_zone, organisation.language),
        "worker": reading.name(visit.worker_id),
        "phone": number(view.worker_phone, organisation.country),
        "trouble": visit.expects_trouble is not None,
        "companions": listed((one.name for one in view.companions if one.goes), organisation.language),
    }
    texts = catalogue(organisation.language)
    return [texts.say("police_beforehand", line, facts) for line in ("where", "when", "who", "why")]
