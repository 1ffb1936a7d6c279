"""The words of the house: each is known wherever it must be, and none was forgotten."""

from enum import StrEnum

import pytest

from achterwacht.clockwork.visits_and_alarms import ALARM_RULES, VISIT_RULES
from achterwacht.code_purposes import CodePurpose
from achterwacht.inbound.calls import OPENINGS
from achterwacht.inbound.codes import MEANINGS
from achterwacht.kinds import STEPS_OF_AN_ALARM, DeadlineKind, EventKind, RootKind
from notifications.intents import Intent
from notifications.texts.catalogue import catalogue, languages
from notifications.texts.templates import ALL_MESSAGES, INFORMING, Audience, Call, Template

BY_HAND = {DeadlineKind.DRILL_END}
"""A drill is decided by itself, whatever came due on it."""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("template", list(Template))
def test_every_text_has_its_sentences(template: Template, language: str) -> None:
    texts, call = catalogue(language), template.spec.call
    if template.spec.audience not in (Audience.DESK, Audience.SENDER):  # a letter, and an answer, have their own
        assert texts.has("sms", template.value)
    # Who is inside is asked how it goes in words of their own; all others hear the story of the text.
    if call is not None and call is not Call.WELL:
        assert texts.has("voice", template.value)
        assert texts.has("voice", OPENINGS.get(call, "watcher_opening"))


@pytest.mark.parametrize("language", languages())
def test_the_catalogue_has_no_sms_that_nothing_says(language: str) -> None:
    assert set(catalogue(language).entries["sms"]) <= {one.value for one in Template}
    assert set(catalogue(language).entries["events"]) <= {one.value for one in EventKind}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", list(EventKind))
def test_every_event_has_its_sentence(kind: EventKind, language: str) -> None:
    assert catalogue(language).has("events", kind.value)


def test_what_asks_for_an_answer_can_be_cancelled_and_what_only_tells_is_not() -> None:
    assert set(Template) == INFORMING | ALL_MESSAGES
    assert not INFORMING & ALL_MESSAGES
    # Nobody is phoned to be told; but by a note, after STOP.
    assert all(one.spec.call in (None, Call.NOTE) for one in INFORMING)


def test_a_thumb_answers_only_what_asks_the_worker_how_it_goes() -> None:
    assert all(one.spec.call is Call.WELL for one in Template if one.spec.liked)


@pytest.mark.parametrize("purpose", list(CodePurpose))
def test_every_code_does_something_and_ends(purpose: CodePurpose) -> None:
    meaning = MEANINGS[purpose]
    assert meaning.bare <= {Intent.FIRST, Intent.SECOND}  # VEILIG by a bare word closes nothing
    assert not (purpose.spec.by_itself and meaning.bare)


def test_every_deadline_of_a_visit_or_an_alarm_has_its_rule() -> None:
    watched = {kind for kind in DeadlineKind if kind.spec.of in (RootKind.VISIT, RootKind.ALARM)}
    assert {*VISIT_RULES, *ALARM_RULES} == watched - BY_HAND
    assert watched >= STEPS_OF_AN_ALARM


def test_what_waits_on_the_desk_is_asked_by_a_text_that_can_be_said() -> None:
    asked = [kind.spec.asks for kind in DeadlineKind if kind.spec.asks is not None]
    assert len(asked) == len(set(asked))
    assert all(one.spec.call in (Call.DESK, Call.CHECK_CALL) for one in asked)


@pytest.mark.parametrize("words", [Template, EventKind, DeadlineKind, CodePurpose, RootKind])
def test_a_word_fits_its_column(words: type[StrEnum]) -> None:
    assert all(word.value == str(word) == word.name.lower() and len(word) <= 32 for word in words)


@pytest.mark.parametrize("words", [Template, EventKind, DeadlineKind, CodePurpose])
def test_a_word_without_what_must_be_known_of_it_is_no_word(words: type[StrEnum]) -> None:
    with pytest.raises(TypeError):
        vars(words)["__new_member__"](words, "forgotten")
