"""What a letter and the form of a report cost to typeset: ours, the typesetter alone, and the goal of 50 ms."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from statistics import median
from uuid import UUID, uuid4

from achterwacht.incidents.facts import IncidentKind
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.paper import as_pdf
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.views.incident_form import form_pdf
from bench.country import Place
from bench.places import settled
from bench.result import Measured, at_most
from documents.typeset import STANDARDS, _typesetter
from tests.support.letters import a_sheet, letter_of, profiles, signed_by_all

TIMES = 60
GOAL_MS = 50.0
TOLD = "Hij schold, liep op de medewerker af en gooide een stoel om. " * 12
PLAIN = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: "Source Sans 3", lang: "nl")
= #data.title
#for one in data.text [#par[#one]]"""


def a_letter() -> list[Measured]:
    """Measure the longest letter of all protocols, signed, each time with other words; both in turn."""
    letter = signed_by_all(letter_of("s-hertogenbosch", "ban"))
    sheet = a_sheet(letter, profiles()["s-hertogenbosch"], signed=True)
    ours: list[float] = []
    alone: list[float] = []
    for number in range(TIMES):
        other = replace(letter, text=(*letter.text, f"Nummer {number}."))
        ours.append(_took(partial(as_pdf, other, sheet)))
        said = json.dumps({"title": letter.spec.name, "text": list(other.text)})
        alone.append(_took(partial(_alone, said)))
    value, bare = median(ours) * 1000, median(alone) * 1000
    against = [at_most("the goal of 50 ms", GOAL_MS, value, 1), at_most("the typesetter alone", bare, value, 4)]
    return [Measured("a letter as PDF/UA-1 and PDF/A-2a (median)", value, "ms", against)]


def a_form() -> list[Measured]:
    """Measure the form of a report, read from each database, each time with other words; both in turn."""
    return [_a_form(kind) for kind in ("postgresql", "sqlite")]


def _a_form(kind: str) -> Measured:
    ours: list[float] = []
    alone: list[float] = []
    now = datetime.now(UTC)
    with settled(kind) as (database, places, _):
        made = uuid4()
        key = (made, places[0].organisation)
        with database.write() as session:
            session.add(a_report(places[0], made, now))
        for number in range(TIMES):
            with database.write() as session:
                record = session.get_one(IncidentRecord, key)
                record.description = f"{TOLD} Nummer {number}."
            with database.read() as session:
                ours.append(_took(lambda: form_pdf(session, session.get_one(IncidentRecord, key), now)))
            alone.append(_took(partial(_alone, json.dumps({"title": "Formulier", "text": [TOLD, str(number)]}))))
    value, bare = median(ours) * 1000, median(alone) * 1000
    against = [at_most("the goal of 50 ms", GOAL_MS, value, 1), at_most("the typesetter alone", bare, value, 6)]
    return Measured(f"the form of a report as PDF/UA-1 and PDF/A-2a (median), {kind}", value, "ms", against)


def a_report(place: Place, id: UUID, now: datetime) -> IncidentRecord:
    return IncidentRecord(
        id=id, organisation_id=place.organisation, created_from="", team_id=place.team, kind=IncidentKind.THREATENING,
        channel=ConductChannel.OFFICE, happened_at=now, description=TOLD, reported_by=place.workers[0],
        employee_id=place.workers[0], protocol_id=place.protocol, created_at=now,
    )  # fmt: skip


def _took(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


def _alone(data: str) -> bytes:
    made: bytes = _typesetter().compile(
        PLAIN.encode(), format="pdf", sys_inputs={"data": data}, pdf_standards=list(STANDARDS), timestamp=0
    )
    return made
