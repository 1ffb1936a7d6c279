"""The list as a letter: everything on it is said, and a name can't become part of the page."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from achterwacht.people.records import OrganisationRecord
from achterwacht.views.whereabouts import Contact, Stay, Whereabouts
from achterwacht.views.whereabouts_letter import facts_of
from achterwacht.whereabouts.rules import Calling, NextStep
from notifications.texts.letters import write
from notifications.texts.templates import Template

NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
HERE = OrganisationRecord(
    id=uuid4(), slug="x", name="Gemeente Voorbeeld", time_zone="Europe/Amsterdam", language="nl", country="NL"
)
ODD = "Ann <b>O'Neil</b> & Zn. {{ emergency }}"


def a_stay(task: Calling | None, **more: object) -> Stay:
    facts = {
        "worker": Contact(ODD, "+31612345678"), "address": "Dorpsstraat 1, Den Bosch", "companions": (),
        "since": NOW - timedelta(minutes=10), "until": NOW + timedelta(hours=2),
        "next": NextStep(task, NOW + timedelta(hours=2) if task is Calling.CALL else None) if task else None,
    }  # fmt: skip
    return Stay(**{**facts, **more})  # type: ignore[arg-type]


def letter(*under_way: Stay, planned: tuple[Stay, ...] = (), next_at: datetime | None = None) -> tuple[str, str]:
    found = Whereabouts(uuid4(), "Inkomen", NOW, under_way, planned, (), [Contact("Karin", "+32470123456")], "112")
    text, more = write(Template.WHEREABOUTS, "nl", facts_of(found, HERE, next_at))
    assert more.subject == "Wie is waar: Inkomen, 23-11-2026 23:30"
    return text, more.page


def test_a_name_is_never_part_of_the_page() -> None:
    text, page = letter(a_stay(Calling.CALL, companions=[Contact(ODD, None)]))
    assert ODD in text
    assert ODD not in page
    assert "Ann &lt;b&gt;O&#39;Neil&lt;/b&gt; &amp; Zn. {{ emergency }}" in page
    assert page.count("<b>") == 1


def test_a_time_of_another_day_has_its_day() -> None:
    text, page = letter(a_stay(Calling.CALL), next_at=NOW + timedelta(hours=9))
    for said in (text, page):
        assert "23:20" in said
        assert "Bel om 24-11-2026 01:30" in said
        assert "De volgende lijst komt 24-11-2026 om 08:30." in said


def test_what_there_is_to_do_is_said_of_each() -> None:
    text, page = letter(
        a_stay(Calling.CALL_NOW, alarm_since=NOW),
        a_stay(Calling.MANAGER_FIRST),
        a_stay(Calling.CALL_NOW, address=None, until=None),
    )
    for said in (text, page):
        assert "Alarm sinds 23:30. Bel nu" in said
        assert "Bel deze collega niet zelf. Bel eerst de leidinggevende." in said
        assert "adres onbekend" in said
    assert "Gepland" not in text
    assert "Achterwacht nu: niemand" in text
    assert "Leidinggevenden: Karin +32 470 12 34 56" in text
    assert "vertrouwelijk" in text
