"""How a visit stands before its start, as people see it: what is still to do, and what to tell the police."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from achterwacht.beforehand import rules
from achterwacht.protocols.beforehand import DiaryField
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.visits.facts import VisitState
from achterwacht.watch.readying import beforehand_of
from achterwacht.watch.views import Reading, VisitView
from achterwacht.watch.wording import listed, local, number
from notifications.texts.catalogue import Catalogue, catalogue


@dataclass(frozen=True)
class Readiness:
    """say_to_police: what to read out, line by line: where, when, who. Empty when the police need not be told.

    missing: what the diary still asks, in a sentence; or empty.
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


def readiness(view: VisitView, reading: Reading) -> Readiness:
    """What the running profile (of a planned visit) or its own asks of it."""
    visit = view.record
    planned = visit.state is VisitState.PLANNED
    version = reading.organisation.protocol_id if planned else visit.protocol_id
    protocol = profile_version(reading.session, visit.organisation_id, version or visit.protocol_id)
    zone = ZoneInfo(reading.organisation.time_zone)
    start = max(visit.planned_start, reading.now) if planned else visit.started_at or visit.planned_start
    one = beforehand_of(visit, view.companions, start, max(visit.expected_end, start))
    texts = catalogue(reading.organisation.language)
    facts = {"exception": protocol.meetings.bad_news_exception, "prefers": protocol.pairs.prefers}
    first = rules.police_first(one, protocol)
    waits = rules.waits_for_companion(one, protocol)
    back_up = rules.back_up_needed(one, protocol, zone)
    return Readiness(
        pair_needed=rules.pair_needed(one, protocol),
        somebody_there=one.somebody_there,
        back_up_needed=back_up,
        police_first=first,
        say_to_police=_to_police(view, reading) if first else (),
        whom=protocol.police_beforehand.whom,
        may_start=not waits and (one.back_up_accepted or not back_up),
        missing=_missing(view, protocol, texts) if planned else "",
        hints=[texts.say("beforehand", hint.value, facts) for hint in rules.hints(one, protocol, zone)],
    )


def _missing(view: VisitView, protocol: Profile, texts: Catalogue) -> str:
    known = [field for field in DiaryField if getattr(view.record, field.value)]
    missing = rules.missing_in_diary(known, protocol.preparation)
    if not missing:
        return ""
    fields = listed(texts.say("diary_fields", field.value, {}) for field in missing)
    diary = protocol.preparation.diary
    return texts.say("beforehand", "diary_missing", {"diary": diary.name if diary else "", "fields": fields})


def _to_police(view: VisitView, reading: Reading) -> list[str]:
    visit, organisation = view.record, reading.organisation
    there = visit.planned_start.astimezone(ZoneInfo(organisation.time_zone))
    facts = {
        "organisation": organisation.name,
        "address": visit.address_line,
        "date": f"{there.day}-{there.month}-{there.year}",
        "start": local(visit.planned_start, organisation.time_zone),
        "until": local(visit.expected_end, organisation.time_zone),
        "worker": reading.name(visit.worker_id),
        "phone": number(view.worker_phone, organisation.country),
        "companions": listed(one.name for one in view.companions),
    }
    texts = catalogue(organisation.language)
    return [texts.say("beforehand", f"police_{line}", facts) for line in ("where", "when", "who", "why")]
