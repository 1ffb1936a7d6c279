"""The profiles that come with the product: right, coherent, readable; a wrong one is refused with all that is wrong."""

import json
from collections.abc import Iterable, Iterator
from enum import Enum
from io import StringIO
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from rich.console import Console

from achterwacht.protocols.beforehand import PairRule, PoliceWhen
from achterwacht.protocols.cards import Card, CardNumber, CardStep
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.measures import MeasureKind, Occurrence
from achterwacht.protocols.profile import Profile, RefusedProfile, profile_of, read_profile, stored_profile
from achterwacht.protocols.service import shipped
from achterwacht.protocols.sources import sources
from achterwacht.protocols.watching import CheckCallWhen
from api.protocol.pages import words
from cli.profile_pages import pages
from tests.support.facts import profile

FIVE = ("woonmaatschappij", "corporatie", "heusden-zolder", "losser", "s-hertogenbosch")


@pytest.mark.parametrize("name", shipped())
def test_a_stored_profile_is_the_one_that_was_read(name: str) -> None:
    read = profile(name)
    assert read.id == name
    assert profile_of(read.model_dump(mode="json")) == read


def test_there_is_one_for_each_protocol() -> None:
    assert set(shipped()) == {*FIVE, "demo"}


# What is wrong is said, all of it, with its key.


def test_everything_wrong_is_said_at_once_also_what_does_not_fit() -> None:
    text = (
        shipped()["losser"]
        .replace('country = "NL"', 'country = "DE"')
        .replace('rule = "risky"', 'rule = "sometimes"')
        .replace('after = "15m"', 'after = "a while"')
        .replace('letter = "ban"', 'letter = "baan"')
        .replace("[desk]", "[desk]\ncolour = 1")
    )
    with pytest.raises(RefusedProfile) as refused:
        read_profile(text)
    keys = [problem.split(": ")[0] for problem in refused.value.problems]
    assert keys == [
        "country", "pairs.rule", "check_call.after", "desk.colour",
        "measures.1.take.0.letter", "measures.3.take.2.letter",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "change", "key"),
    [
        ("losser", ('behaviour = ["D"]', 'behaviour = ["F"]'), "measures.3.behaviour"),
        ("losser", ('behaviour = ["D"]', 'behaviour = ["E"]'), "measures.3.take"),
        ("losser", ('behaviour = ["E"]', 'behaviour = ["D"]'), "measures"),
        ("losser", ('id = "B"', 'id = "A"'), "behaviour.1.id"),
        ("losser", ('id = "ban"', 'id = "warning"'), "letters.1.id"),
        ("losser", ('occurrence = "repeated"', 'occurrence = "first"'), "measures.1"),
        ("losser", ("percent = [40, 100]", "percent = [100, 40]"), "measures.3.take.4"),
        ("losser", ('notification_for = ["D", "E"]', 'notification_for = ["F"]'), "police_report.notification_for"),
        ("s-hertogenbosch", ('invitation = "order_talk"', 'invitation = "talk"'), "order_talk.invitation"),
        ("corporatie", ('{ file = "personnel_file", kept_by = "hr", ', "{ "), "registration.routes.0"),
        ("corporatie", ('id = "instrumental"', 'id = "frustration"'), "motives.1.id"),
        ("woonmaatschappij", ("months = 24, about = true", "about = true"), "measures.5.take.1"),
        ("losser", ("from_days = 0\n", ""), "aftercare.talks.0"),
        ("corporatie", ("from_days = 60", "from_days = 2"), "aftercare.talks.2.from_days"),
        ("corporatie", ("to_days = 3", "to_days = 0"), "aftercare.talks.1"),
        ("corporatie", ('police_after = "0s"', 'police_after = "1m"'), "panic.police_after"),
        ("heusden-zolder", ("bad_news_at_office = true", "bad_news_at_office = false"), "meetings.bad_news_exception"),
        ("losser", ('non_urgent = "0900-8844"  # 003 L565\n', ""), "cards.2.steps.0.call"),
        ("losser", ('"E-gedrag: dreigen zichzelf of anderen iets aan te doen"',
                    '"A-gedrag: zeuren, vragen om begrip en een uitzondering"'), "cards.3.title"),
        ("demo", ('ways = [{ channel = "sms" }, { channel = "call", after = "5s" }]', 'ways = [{ channel = "mail" }]'),
         "ladder.steps.0.ways.0.channel"),
        ("demo", ('longest_visit = "12h"', 'longest_visit = "59m"'), "watch.visit_minutes"),
        ("demo", ('after = "30s"\nways', 'after = "13h"\nways'), "check_call.after"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(name: str, change: tuple[str, str], key: str) -> None:
    assert change[0] in shipped()[name]
    with pytest.raises(RefusedProfile) as refused:
        read_profile(shipped()[name].replace(*change))
    assert key in [problem.split(": ")[0] for problem in refused.value.problems]


# What the protocols say, and their profiles.


def test_who_goes_in_pairs() -> None:
    rules = {name: profile(name).pairs.rule for name in FIVE}
    assert rules == {
        "woonmaatschappij": PairRule.RISKY,
        "corporatie": PairRule.MARKED,
        "heusden-zolder": PairRule.RISKY,
        "losser": PairRule.RISKY,
        "s-hertogenbosch": PairRule.ALWAYS,
    }
    assert [name for name in FIVE if profile(name).pairs.prefers] == ["woonmaatschappij"]


def test_which_numbers_a_human_calls() -> None:
    numbers = {name: profile(name).emergency for name in FIVE}
    assert [name for name, one in numbers.items() if one.number != "112"] == ["heusden-zolder"]
    assert (numbers["heusden-zolder"].number, numbers["heusden-zolder"].help_line) == ("101", "1712")
    assert [name for name, one in numbers.items() if one.non_urgent == "0900-8844"] == ["losser", "s-hertogenbosch"]
    assert [name for name, one in numbers.items() if one.on_first_screen] == ["woonmaatschappij"]


def test_when_the_check_call_is_made() -> None:
    calls = {name: check_call.when for name in FIVE if (check_call := profile(name).check_call)}
    assert calls == {
        "woonmaatschappij": CheckCallWhen.ON_REQUEST,
        "corporatie": CheckCallWhen.ON_REQUEST,
        "heusden-zolder": CheckCallWhen.ON_REQUEST,
        "losser": CheckCallWhen.AGREED,
        "s-hertogenbosch": CheckCallWhen.ALWAYS,
    }


def test_who_has_rules_before_the_visit() -> None:
    assert [name for name in FIVE if profile(name).out_of_hours.back_up] == ["heusden-zolder"]
    assert [name for name in FIVE if profile(name).meetings.first_at_office] == ["heusden-zolder"]
    assert [name for name in FIVE if profile(name).police_beforehand.when is PoliceWhen.RISK_ADDRESS] == ["losser"]
    assert [name for name in FIVE if profile(name).panic.police_first] == ["corporatie", "heusden-zolder"]


def test_the_table_of_p1() -> None:
    """Behaviour, first or repeated, months without access."""
    table = [
        (row.behaviour[0], row.occurrence.value, [one.months for one in row.take if one.months])
        for row in profile("woonmaatschappij").measures
    ]
    assert table == [
        ("verbal", "first", []), ("verbal", "repeated", [3]), ("threat", "first", [6]), ("threat", "repeated", [12]),
        ("physical_things", "any", [12]), ("physical_staff", "any", [24]), ("damage", "any", []),
    ]  # fmt: skip


def test_the_classes_of_p4_and_what_follows() -> None:
    losser = profile("losser")
    assert [one.id for one in losser.behaviour] == ["A", "B", "C", "D", "E"]
    assert [one.id for one in losser.behaviour if one.persistent_is_aggression] == ["A", "B", "C"]
    assert [one.id for one in losser.behaviour if one.never_letter] == ["E"]
    again = {tuple(one.channels): one for one in losser.measures if one.occurrence is Occurrence.REPEATED}
    assert [one.within_months for one in again.values()] == [6, 6]
    assert [[what.kind for what in one.take] for one in again.values()] == [
        [MeasureKind.ACCESS_BAN], [MeasureKind.CALL_RESTRICTION],
    ]  # fmt: skip


def test_the_three_talks_of_p2() -> None:
    """001 L364-437: when, and how many points each."""
    care = profile("corporatie").aftercare
    assert care is not None
    talks = [(one.from_days, one.to_days, len(one.points)) for one in care.talks]
    assert talks == [(0, 0, 7), (1, 3, 7), (60, 90, 5)]


def test_how_often_somebody_is_asked_to_leave() -> None:
    asked = {name: leaving.times for name in FIVE if (leaving := profile(name).leaving)}
    assert asked == {"corporatie": 3, "heusden-zolder": 3, "losser": 2, "s-hertogenbosch": 3}


def test_where_an_order_talk_comes_before_any_sanction() -> None:
    talks = {name: talk for name in FIVE if (talk := profile(name).order_talk)}
    assert [name for name, one in talks.items() if one.before_any_sanction] == ["corporatie", "heusden-zolder"]
    assert talks["heusden-zolder"].at_once, "at once for what happens outside the organisation"
    assert talks["s-hertogenbosch"].within_days == 7


def test_who_is_reported_where() -> None:
    """Behaviour that is always reported; or notified."""
    reports = {name: report for name in FIVE if (report := profile(name).police_report)}
    assert {name: one.always_for for name, one in reports.items() if one.always_for} == {
        "woonmaatschappij": ("physical_things", "physical_staff"),
        "heusden-zolder": ("death_threat", "physical", "damage"),
        "s-hertogenbosch": ("threat", "violence_persons", "violence_things"),
    }
    assert {name: one.notification_for for name, one in reports.items() if one.notification_for} == {
        "losser": ("D", "E")
    }
    assert reports["s-hertogenbosch"].voluntary
    assert all("adres" in one.address or one.address == "Wolvenhoek 1" for one in reports.values())


def test_what_an_earlier_release_stored_after_an_incident_is_left_out_and_the_watch_goes_on() -> None:
    today = profile("losser")
    content = today.model_dump(mode="json")
    earlier = {
        **{key: one for key, one in content.items() if key not in ("functions", "leaving", "damage", "expressions")},
        "preparation": {**content["preparation"], "told": ["een collega of de leidinggevende"]},
        "letters": [{"id": "ban", "name": "Toegangsontzegging", "signed_by": ["wie mag tekenen"], "copies_to": []}],
        "police_report": {"always_for": [], "organisation_address": True},
    }
    read = stored_profile(earlier)
    assert (read.letters, read.measures, read.police_report) == ((), (), None)
    assert read.preparation.told == ()
    assert (read.ladder, read.cards, read.preparation.hand_over, read.panic) == (
        today.ladder, today.cards, today.preparation.hand_over, today.panic,
    )  # fmt: skip
    assert stored_profile(content) == today
    with pytest.raises(RefusedProfile):
        stored_profile({**earlier, "panic": {}})


@pytest.mark.parametrize("name", FIVE)
def test_what_is_called_something_is_named_by_a_key(name: str) -> None:
    read = profile(name)
    rest = json.dumps(read.model_dump(mode="json", exclude={"functions"}))
    assert [one for one in read.functions if f'"{one.value}"' not in rest] == []


# The cards: a worker opens them while somebody threatens them.


def card(name: str, title: str, place: ConductChannel | None = None) -> Card:
    (found,) = (one for one in profile(name).cards if (one.title, one.place) == (title, place))
    return found


def told(steps: Iterable[CardStep]) -> list[tuple[str, str]]:
    return [(step.who.value, step.text) for step in steps]


def test_the_table_for_outside_locations_of_p5_has_its_seven_rows() -> None:
    """004 L830-1019: how many steps, how many follow."""
    rows = [one for one in profile("s-hertogenbosch").cards if one.place is ConductChannel.OUTSIDE]
    assert [(one.title, len(one.steps), len(one.follows)) for one in rows] == [
        ("Hinderlijk gedrag of verbaal geweld", 4, 5),
        ("Ernstige bedreiging en intimidatie", 4, 6),
        ("Zaakgericht fysiek geweld", 4, 7),
        ("Mensgericht fysiek geweld", 3, 6),
        ("Bedreiging met een wapen", 4, 4),
        ("Gijzeling of overval", 3, 5),
        ("Telefonische bedreiging", 3, 8),
    ]
    with_the_watch = [
        one.title for one in rows if any("achterwacht" in step.text for step in (*one.steps, *one.follows))
    ]
    assert len(with_the_watch) == 5
    assert not {"Bedreiging met een wapen", "Gijzeling of overval"} & set(with_the_watch), "the text has it not there"


def test_a_weapon_in_p5_stay_calm_cooperate_try_and_wait() -> None:
    """004 L960-979."""
    weapon = card("s-hertogenbosch", "Bedreiging met een wapen", ConductChannel.OUTSIDE)
    assert told(weapon.steps) == [
        ("employee", "Blijf rustig."),
        ("employee", "Werk mee."),
        ("employee", "Tracht 112 te bellen."),
        ("employee", "Wacht het optreden van de politie af."),
    ]
    assert weapon.steps[2].call is CardNumber.EMERGENCY


def test_extreme_violence_in_p2_keep_talking_until_help_comes() -> None:
    """001 L293-322."""
    extreme = card("corporatie", "Ernstig fysiek geweld, (vuur)wapen, gijzeling of bommelding")
    texts = [step.text for step in extreme.steps]
    assert "Probeer met de agressor in gesprek te blijven totdat er hulp komt." in texts
    assert not any("Ga weg" in text for text in texts)


@pytest.mark.parametrize("letter", ["A", "B"])
def test_p4_tries_three_to_four_times(letter: str) -> None:
    """003 L548-552."""
    (method,) = (one for one in profile("losser").cards if one.title.startswith(f"{letter}-gedrag"))
    assert [step.text.split(":")[0] for step in method.steps[:3]] == ["Meeveren", "Toelichten", "Afronden"]
    assert method.steps[3].text == "Probeer dit eerst 3 à 4 keer."


def test_who_threatens_to_come_in_p4_police_reception_and_manager_at_once() -> None:
    """003 L516-518."""
    coming = card("losser", "De inwoner bedreigt je telefonisch en zegt naar je werk te komen")
    assert coming.steps[0].text == "Stel meteen de politie, de receptie en je leidinggevende op de hoogte."
    assert coming.steps[0].call is CardNumber.EMERGENCY


def test_d_behaviour_in_p4_ends_the_talk_and_calls_before_it_says_how() -> None:
    """003 L465-512: the limit, who says they are coming, the three steps, and what to do when it goes on."""
    ends = card("losser", "D-gedrag: dreigen met geweld of geweld toepassen")
    assert [step.text.split(":")[0] for step in ends.steps] == [
        "De grens is bereikt", "Dreigt de klant naar je werk te komen", "Het gesprek beëindigen kan in één zin",
        "Gedrag benoemen", "Norm aangeven", "Gesprek beëindigen", "Bij een persoonlijke afspraak",
        "Bij een telefoongesprek", "Luistert de inwoner niet en gaat die door, of kun je de ruimte niet verlaten",
    ]  # fmt: skip
    assert [place for place, step in enumerate(ends.steps) if step.call is CardNumber.EMERGENCY] == [1]


def test_in_p2_the_manager_comes_behind_the_police_and_nobody_between() -> None:
    """001 L148; "or a colleague" is P3's (002 L985-987)."""
    second = {name: profile(name).desk.panic[1] for name in ("corporatie", "heusden-zolder")}
    assert second == {
        "corporatie": "Sein daarna de leidinggevende in.",
        "heusden-zolder": "Bel daarna de leidinggevende of een collega.",
    }


def test_stalking_in_p3_has_the_help_line_as_a_button() -> None:
    """002 L388-391."""
    stalking = card("heusden-zolder", "Stalking", ConductChannel.PHONE)
    assert [step.call for step in stalking.steps if step.call] == [CardNumber.HELP_LINE]


@pytest.mark.parametrize("name", shipped())
def test_a_step_that_calls_is_a_button_and_needs_its_number(name: str) -> None:
    text = shipped()[name]
    assert any(one.emergency for one in profile(name).cards)
    with pytest.raises(RefusedProfile) as refused:
        read_profile(text.replace('call = "emergency"', 'call = "mother"'))
    assert any(".call" in problem for problem in refused.value.problems)


def test_a_card_stored_before_its_steps_said_who_is_still_read() -> None:
    content = profile("demo").model_dump(mode="json")
    content["cards"] = [{"title": "Bij gevaar", "steps": ["Ga weg.", "Bel 112."], "emergency": True}]
    (old,) = profile_of(content).cards
    assert told(old.steps) == [("employee", "Ga weg."), ("employee", "Bel 112.")]
    assert (old.place, old.follows) == (None, ())


# `protocol show`.


def test_everything_has_a_name_in_dutch() -> None:
    for kind in _kinds(Profile):
        if issubclass(kind, Enum):
            assert set(words()["values"][kind.__name__]) == {one.value for one in kind}, kind
        else:
            assert set(words()[kind.__name__]) == set(kind.model_fields), kind


@pytest.mark.parametrize("name", shipped())
def test_every_part_is_on_its_page(name: str) -> None:
    console = Console(width=200, file=StringIO())
    for page in pages(profile(name), sources(shipped()[name])):
        console.print(page)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    for said in ("Soorten gedrag", "Maatregelen", "Opschaling", profile(name).emergency.number):
        assert said in shown
    assert "None" not in shown
    assert "timedelta" not in shown


@pytest.mark.parametrize(("name", "said"), [
    ("s-hertogenbosch", "de teammanager: Opvang van slachtoffers."), ("s-hertogenbosch", "004 L963-971"),
    ("heusden-zolder", "002 L870, L988, L1324"), ("heusden-zolder", "eigen keuze"), ("demo", "zoals s-hertogenbosch"),
    ("s-hertogenbosch", "het A.M.T.; de Arbocommissie"), ("losser", "de (loco)gemeentesecretaris"),
    ("losser", "belbeperking, brief: Belbeperking"), ("losser", "procent: 40 tot 100"),
    ("woonmaatschappij", "ongeveer 24 maanden"), ("corporatie", "Tweede gesprek, dag 1-3"),
    ("s-hertogenbosch", "3. Tracht 112 te bellen. (knop: 112)"), ("heusden-zolder", "(knop: 1712)"),
    ("s-hertogenbosch", "Kaart: Gijzeling of overval"), ("losser", "wie gaat verwacht problemen"),
])  # fmt: skip
def test_show_says_who_does_it_and_where_it_comes_from(name: str, said: str) -> None:
    console = Console(width=400, file=StringIO())
    for page in pages(profile(name), sources(shipped()[name])):
        console.print(page)
    assert said in console.file.getvalue()  # type: ignore[attr-defined]


def _kinds(part: type[BaseModel]) -> Iterator[type[Any]]:
    """The part itself, and every part and word list in it."""
    yield part
    for field in part.model_fields.values():
        for one in _types(field.annotation):
            if issubclass(one, BaseModel):
                yield from _kinds(one)
            elif issubclass(one, Enum):
                yield one


def _types(annotation: Any) -> Iterator[type[Any]]:
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)
