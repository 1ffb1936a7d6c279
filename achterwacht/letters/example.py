"""A letter with made-up facts, to see what a template makes of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Writing
from achterwacht.letters.paper import Sheet
from achterwacht.letters.records import LetterTemplateRecord
from achterwacht.letters.templates import NOTHING
from achterwacht.letters.wording import own_words, write
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.words import word_for
from documents.typeset import House
from notifications.texts.catalogue import catalogue

SOON = timedelta(days=7)
SECTION = "letter_example"


def blank(letter: Letter) -> Writing:
    """Returns a letter of which nothing is filled in."""
    return Writing(NOTHING, letter, LetterState.DRAFT, Addressee(), LetterFacts())


def example_of(
    letter: Letter,
    template: LetterTemplateRecord | None,
    organisation: OrganisationRecord,
    profile: Profile,
    house: House,
    now: datetime,
) -> tuple[Writing, Sheet]:
    """Returns a letter with made-up facts, and what it needs to stand on paper."""
    language = organisation.language
    words: Mapping[str, str] = catalogue(language, profile.words.manager).entries[SECTION]
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    days = dict.fromkeys(("happened_on", "talk_on", "earlier_letter_on", "visited_on", "police_reported_on"), today)
    told = {name: value for name, value in words.items() if name not in ("name", "address")}
    facts = LetterFacts(**days, **told, until=today + 26 * SOON)  # type: ignore[arg-type]  # by name, all of one kind
    empty = Writing(NOTHING, letter, LetterState.DRAFT, Addressee(words["name"], words["address"]), facts)
    own = tuple(template.words) if template is not None and template.words else own_words(empty, language)
    written = Writing(NOTHING, letter, LetterState.DRAFT, empty.addressee, facts, write(empty, own, language))
    sheet = Sheet(
        house=house,
        language=language,
        zone=ZoneInfo(organisation.time_zone),
        number="",
        signed_at=None,
        names={},
        words={one: word_for(one, profile, language) for one in written.signers},
        made_at=now,
    )
    return written, sheet
