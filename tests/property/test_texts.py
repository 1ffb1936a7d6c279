"""Whatever the rules say has words: every text in an SMS and a call, every event in the timeline, every refusal."""

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import UndefinedError

import achterwacht
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.decision import Notice
from achterwacht.kinds import EventKind, RootKind
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.refused import RuleBroken
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.wording import payload, sentence
from notifications.texts.catalogue import BEFORE_THERE_WERE, GSM7, LEFT_OUT, catalogue, gsm7, languages, lean
from notifications.texts.templates import FOR_THE_WORKER, NOTES, Call, Template
from tests.support.facts import JAN, NAMES, ORGANISATION, profile
from tests.support.said import NOW, Said, everything_said

LONG_NAME = "Maximiliaan-Alexander van den Berghe-Vermeulen"
LONG_ADDRESS = "Burgemeester van Grobbendoncklaan 1284-C, 's-Hertogenbosch"
LONG_BASE = "https://achterwacht.gemeente-s-hertogenbosch.nl"
ZONE = "Europe/Amsterdam"
LINK, CODE = "/o/" + "x" * 22, "482195"
PART = 153
"""Letters in a part of an SMS that has several."""
A_SWAP = {"from": LONG_NAME, "to": LONG_NAME, "day": "23-12", "starts": "08:30", "ends": "17:30"}
A_RELIEF = {
    "from": LONG_NAME,
    "to": "Fatima Bakker",
    "open": "12 bezoeken, 2 alarmen (Jan de Wit, Ali Yilmaz en Noor Aziz)",
    "team": "Inkomen",
    "code": CODE,
}
BY_OTHERS: dict[Template, dict[str, Any]] = {
    Template.OPTED_OUT: {"name": LONG_NAME},
    Template.ACCOUNT_LINK: {},
    Template.SECOND_STEP_GONE: {"by": LONG_NAME},
    Template.REACHED_ELSEWHERE: {"stage": "both"},
    Template.NUMBER_NOT_TAKEN: {"name": LONG_NAME, "had": "none"},
    Template.LEFT_UNDER_WAY: {"worker": LONG_NAME, "until": "17:30", "planned": "za 28-11 08:30, ma 30-11 10:15"},
    Template.NUMBER_DENIED: {"name": LONG_NAME},
    Template.CLOCK_JUMPED: {"seconds": -3600},
    Template.BREAK_GLASS_USED: {"name": LONG_NAME, "time": "za 28-11 08:30"},
    Template.SECOND_PROVIDER: {},
    Template.CANARY: {"drill": True, "organisation": "Gemeente 's-Hertogenbosch", "time": "08:00", "code": "123456"},
    Template.CANARY_SILENT: {"time": "08:00", "what": "way_in"},
    Template.CANARY_UNANSWERED: {"time": "08:00"},
    Template.LIST_NOT_MAILED: {"team": "Handhaving en Toezicht Noord-Oost en Omstreken"},
    Template.SWAP_ASKED: {**A_SWAP, "code": CODE},
    Template.SWAP_ACCEPTED: A_SWAP,
    Template.SWAP_REFUSED: A_SWAP,
    Template.SWAP_ENDED: {**A_SWAP, "holder": LONG_NAME},
    Template.PIN_TRIED: {"name": LONG_NAME, "under_way": True},
    Template.CROWDED: {
        "team": "Handhaving en Toezicht Noord-Oost en Omstreken",
        "visits": 120,
        "watchers": 0,
        "most": 20,
    },
    Template.RELIEF_ASKED: A_RELIEF,
    Template.RELIEF_NOT_TAKEN: A_RELIEF,
    Template.RELIEF_TAKEN: {"by": LONG_NAME},
    Template.ROSTER_GAPS: {
        "team": "Handhaving en Toezicht Noord-Oost en Omstreken",
        "gaps": ", ".join(["wo 23-12 08:30-17:30"] * 3),
        "more": 12,
    },
    Template.ROSTER_UNREAD: {"team": "Handhaving en Toezicht Noord-Oost en Omstreken"},
    Template.SYSTEM_FAILURE: {
        "worker": LONG_NAME,
        "address": LONG_ADDRESS,
        "phone": "+32 470 12 34 56",
        "silent_alarm": False,
    },
    Template.PROPOSALS_WAIT: {"waiting": 20_000, "ends": "31-12-2040"},
    Template.REVIEWS_DUE: {"due": 20_000, "ends": "31-12-2040"},
    Template.MANY_LOOK_UPS: {"name": LONG_NAME, "count": 1_000},
    Template.NOT_TOLD: {"name": LONG_NAME, "about": "risicoadressen die opnieuw bekeken moeten worden"},
    Template.TASK: {"stage": "late", "due": "31-12"},
    Template.NEEDED: {"drop_everything": True},
    Template.NUMBER_CHECK: {"code": "123456"},
    Template.REPLY: {"text": "Je bent afgemeld."},
}
"""Texts that no rule says, with the payload that they get where they are made."""
LETTERS = {Template.WHEREABOUTS, Template.PARTY_TOLD}
"""These leave by mail (tests/unit/test_letters.py)."""
TEXTS = catalogue("nl")
NOTHING_OF_THE_ALARM = r"alarm|politie|police|112|achterwacht|collega|colleague|collègue"
CALL_THEM = {
    "nl": r"[Bb]el(?: nu| eerst)? {0}\b(?!(?: nu)? (?:niet|NIET))",
    "en": r"(?<!NOT )(?<!not )[Cc]all {0}\b",
    "fr": r"(?<!PAS )(?<!pas )[Aa]ppel(?:ez|er) {0}\b",
}
"""What tells somebody to ring the person with that name."""


def test_every_template_is_said_by_a_rule_or_known_to_be_said_elsewhere() -> None:
    by_rules = {notice.template for said in everything_said() for notice in said.decision.notices}
    assert by_rules | set(BY_OTHERS) == set(Template) - LETTERS
    assert not by_rules & set(BY_OTHERS)


def payloads(drill: bool, language: str = "nl") -> Iterator[tuple[Notice, dict[str, Any]]]:
    """Each notice with what `record.py` fills it with, where every name is as long as names get."""
    organisation = OrganisationRecord(id=ORGANISATION, slug="x", name="X", time_zone=ZONE, language="nl", country="NL")
    worker = PersonRecord(id=JAN, name=LONG_NAME, phone="+31612345678", language="nl")
    names = dict.fromkeys(NAMES, "Willem-Alexander van der Sloot")
    for said in everything_said():
        for notice in said.decision.notices:
            facts = {key: _lengthened(key, value) for key, value in notice.facts.items()}
            root = _root(said, organisation, drill)
            filled = payload(
                root, replace(notice, facts=facts), worker.phone, "Team Wijkteam Noordoost", names, NOW, language
            )
            if notice.template is Template.GUARD:  # as `messages.py` keeps it from strangers
                filled |= {"phone": "", "taken_by": "", "in_earnest": ""}
            filled |= {"code": CODE, "alarm_code": CODE, "level": notice.level or "", "link": LINK, "base": LONG_BASE}
            yield notice, filled


def _lengthened(key: str, value: Any) -> Any:
    return LONG_NAME if key in ("by", "taker", "from", "colleague") and value else value


def _root(said: Said, organisation: OrganisationRecord, drill: bool) -> Aggregate:
    visit, alarm = said.decision.visit or said.visit, said.decision.alarm or said.alarm
    return Aggregate(
        kind=RootKind.VISIT,
        organisation=organisation,
        protocol=profile(),
        team_id=ORGANISATION,
        worker_name=LONG_NAME,
        worker_phone="+31612345678",
        visit=VisitRecord(
            id=visit.id, worker_id=JAN, planned_start=visit.planned_start, started_at=visit.started_at,
            expected_end=visit.expected_end, last_heard_at=visit.last_heard_at, address_key="",
            address_line=LONG_ADDRESS, drill=drill,
            kind=visit.kind, ended_at=visit.ended_at, awaited_by=visit.awaited_by, heading_to=visit.heading_to,
        ),
        alarm=AlarmRecord(
            id=alarm.id, worker_id=JAN, opened_at=alarm.opened_at, cause=alarm.cause, outcome=alarm.outcome, drill=drill
        ) if alarm else None,
        told={one.person: ToldRecord(person_id=one.person, level=one.level, declined=one.declined, failed=one.failed)
              for one in (alarm.told if alarm else ())},
    )  # fmt: skip


NOBODY_MAY_RING: tuple[dict[str, Any], ...] = ({"cause": "duress", "silent_alarm": True}, {"quietly": True})


@pytest.mark.parametrize("why", [{}, *NOBODY_MAY_RING])
@pytest.mark.parametrize("drill", [False, True], ids=["real", "drill"])
@pytest.mark.parametrize("language", languages())
def test_every_text_fits_three_parts_of_gsm7_with_the_longest_names(
    language: str, drill: bool, why: dict[str, Any]
) -> None:
    texts = catalogue(language)
    for notice, facts in payloads(drill, language):
        filled = facts | why
        text = texts.sms(notice.template.value, filled)
        assert len(text) <= 3 * PART, (notice.template, len(text), text)
        assert set(text) <= GSM7
        mark = f"{texts.say('drill', 'mark')} " if drill else ""
        whole = gsm7(mark + texts.say("sms", notice.template.value, filled))
        assert text == whole, "it lacks its mark, or its end was cut off"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("template", list(BY_OTHERS))
def test_the_texts_that_no_rule_says_fit_too(template: Template, language: str) -> None:
    assert len(catalogue(language).sms(template.value, BY_OTHERS[template])) <= 3 * PART


@pytest.mark.parametrize("language", languages())
def test_every_text_can_be_said_in_a_call_to_who_gets_no_sms(language: str) -> None:
    texts = catalogue(language)
    for notice, filled in payloads(False, language):
        if notice.template.spec.call not in (None, Call.WELL):
            said = texts.spoken(notice.template.value, filled)
            assert (LONG_NAME in said) is (LONG_NAME in texts.sms(notice.template.value, filled)), notice.template


def test_a_call_that_waited_while_a_new_version_started_can_still_be_said() -> None:
    for notice, filled in payloads(drill=False):
        if notice.template.spec.call not in (None, Call.WELL):
            older = {key: value for key, value in filled.items() if key not in BEFORE_THERE_WERE}
            assert TEXTS.spoken(notice.template.value, older)


@pytest.mark.parametrize("drill", [False, True], ids=["real", "drill"])
@pytest.mark.parametrize("language", languages())
def test_a_fact_that_says_nothing_is_left_out_and_the_text_is_the_same(language: str, drill: bool) -> None:
    texts = catalogue(language)
    for notice, filled in payloads(drill, language):
        for facts in (filled, filled | {key: nothing for key, nothing in LEFT_OUT.items() if key != "drill"}):
            stored = lean(facts)
            assert not [key for key in stored if key in LEFT_OUT and stored[key] in ("", False)]
            key = notice.template.value
            assert texts.sms(key, stored) == texts.sms(key, facts)
            if notice.template.spec.call not in (None, Call.WELL):
                assert texts.spoken(key, stored) == texts.spoken(key, facts)


def test_a_fact_that_another_message_lacks_is_still_a_mistake() -> None:
    with pytest.raises(UndefinedError):
        TEXTS.sms(Template.SWAP_ASKED.value, {key: value for key, value in A_SWAP.items() if key != "code"})


@pytest.mark.parametrize("language", languages())
def test_every_note_can_be_said_in_a_call_and_has_a_name_for_who_did_not_get_it(language: str) -> None:
    texts = catalogue(language)
    facts = {notice.template: filled for notice, filled in payloads(False, language)} | BY_OTHERS
    for template in NOTES:
        assert texts.spoken(template.value, facts[template])
        assert texts.say("note_about", template.value)


@pytest.mark.parametrize("language", languages())
def test_texts_with_a_code_say_it_and_texts_of_the_ladder_say_where(language: str) -> None:
    for notice, filled in payloads(False, language):
        text = catalogue(language).sms(notice.template.value, filled)
        assert (CODE in text) or notice.code is None, notice.template
        assert (LONG_ADDRESS in text) or notice.level is None or notice.template in FOR_THE_WORKER, notice.template


@pytest.mark.parametrize("language", languages())
def test_texts_to_the_worker_name_no_alarm_and_nobody_else(language: str) -> None:
    for notice, filled in payloads(False, language):
        if notice.template in FOR_THE_WORKER:
            text = catalogue(language).sms(notice.template.value, filled).lower()
            assert not re.search(NOTHING_OF_THE_ALARM, text), text


@pytest.mark.parametrize("language", languages())
def test_every_event_has_its_sentence_with_the_facts_that_rules_give(language: str) -> None:
    texts = catalogue(language)
    said = [(event.kind, dict(event.facts)) for one in everything_said() for event in one.decision.events]
    without_facts = set(EventKind) - {kind for kind, _ in said}
    reliefs = {kind for kind in EventKind if kind.name.startswith("RELIEF_")}
    assert without_facts == {EventKind.HAND_OVER_VIEWED, EventKind.SYSTEM_FAILED, EventKind.INCIDENT_FILED} | reliefs
    said += [(kind, {"from": "Fatima Bakker", "to": "Sven de Boer"}) for kind in reliefs]
    for kind, facts in [*said, *((kind, {}) for kind in without_facts - reliefs)]:
        # As `record.py` keeps them: moments as text, and nothing that is empty.
        kept = {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in facts.items()
            if value not in (None, "")
        }
        for via in ("app", "sms", "call", "clock"):
            text = sentence(texts, kind.value, kept, "Fatima", via, "Jan", own=False, zone=ZONE, at=NOW)
            assert text
            assert "{" not in text


@pytest.mark.parametrize(
    ("note", "end"), [("Rustig", "Rustig."), ("Rustig.", "Rustig."), ("Rustig?", "Rustig?"), ("Nou...", "Nou....")]
)
def test_a_note_that_ends_a_sentence_ends_it_once(note: str, end: str) -> None:
    said = TEXTS.say("events", "check_call_ok", {"by": "Fatima Bakker", "note": note})
    assert said == f"Belafspraak: alles goed, zegt Fatima Bakker. {end}"


def test_every_refusal_of_the_rules_has_its_words() -> None:
    for module in pkgutil.walk_packages(achterwacht.__path__, "achterwacht."):
        importlib.import_module(module.name)
    codes = tomllib.loads(files("api").joinpath("problems.toml").read_text("utf-8"))["codes"]
    refusals = list(_subclasses(RuleBroken))
    assert len(refusals) > 10
    assert {refusal.code for refusal in refusals} - codes.keys() == set()
    source = "\n".join(path.read_text("utf-8") for path in Path(achterwacht.__path__[0]).rglob("*.py"))
    wrong = set(re.findall(r'Wrong\(\s*f?"[^"]*",\s*"(\w+)"', source))
    assert len(wrong) > 10
    assert wrong - codes.keys() == set()


def _subclasses(kind: type[RuleBroken]) -> Iterator[type[RuleBroken]]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)


@given(st.text())
@example("José’s café – “Æ” … € Łódź \u00a0 ﬁ 中 \x1b \x00 ^{}[]~|\\")
def test_gsm7_leaves_nothing_that_would_halve_the_room_of_an_sms(text: str) -> None:
    plain = gsm7(text)
    assert set(plain) <= GSM7
    assert gsm7(plain) == plain
    assert bool(plain) is bool(text)


@given(st.text(alphabet=sorted(GSM7)))
def test_gsm7_leaves_alone_what_fits(text: str) -> None:
    assert gsm7(text) == text


@pytest.mark.parametrize("why", NOBODY_MAY_RING)
@pytest.mark.parametrize("section", ["sms", "voice"])
@pytest.mark.parametrize("language", languages())
def test_where_nobody_may_ring_no_text_gives_the_number_of_who_is_inside(
    language: str, section: str, why: dict[str, Any]
) -> None:
    """Whoever phones them gives them away (watch-rules.md): no number to press, and nobody is told to call them."""
    said, texts = 0, catalogue(language)
    for notice, filled in payloads(False, language):
        if notice.template in FOR_THE_WORKER or not texts.has(section, notice.template.value):
            continue
        text = texts.say(section, notice.template.value, {**filled, **why})
        said += 1
        assert "12345678" not in re.sub(r"\D", "", text), f"{notice.template}: {text}"
        told_to_call = re.findall(CALL_THEM[language[:2]].format(re.escape(filled["worker"])), text)
        assert not told_to_call, f"{notice.template}: {text}"
    assert said > 20


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("drill", [False, True])
def test_with_either_word_for_a_manager_an_sms_ends_as_it_should(language: str, drill: bool) -> None:
    """What one answers, or whom one calls, stands at the end, whatever the protocol calls who leads a team."""
    ours, theirs = (catalogue(language, word) for word in ("leidinggevende", "teammanager"))
    for notice, facts in payloads(drill, language):
        if notice.template in LETTERS or (drill and notice.template is Template.GUARD):
            continue
        one, other = (texts.sms(notice.template.value, facts) for texts in (ours, theirs))
        assert set(other) <= GSM7
        assert other == one.replace("leidinggevende", "teammanager"), notice.template
        assert other[-8:] == one[-8:] or one.endswith("leidinggevende."), notice.template


def test_nothing_calls_a_manager_otherwise() -> None:
    """The files know one word; a profile puts its own in its place, never in what people wrote."""
    theirs = catalogue("nl", "teammanager")
    for table, said in theirs.entries.items():
        if table not in ("words", "functions"):
            assert not [key for key, text in said.items() if "leidinggevende" in text.lower()], table
    assert theirs.say("levels", "manager") == "de teammanager"
    assert catalogue("nl-BE", "teammanager").say("whereabouts", "managers") == "Teammanagers"
    asked = {"by": "Jan", "names": "Karin", "reason": "mijn leidinggevende is ziek"}
    assert theirs.say("events", "alone_asked", asked).endswith("mijn leidinggevende is ziek.")
    assert "manager" in catalogue("en", "teammanager").say("levels", "manager")
