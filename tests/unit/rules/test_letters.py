"""The rules of letters: who gets which, who signs, what is missing, how it goes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from achterwacht.letters import rules
from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Receipt, Way, Writing
from achterwacht.letters.refusals import (
    DeliveredAlready,
    LetterSigned,
    LetterWithdrawn,
    NeverALetter,
    NoName,
    NoReportMade,
    NoSuchLetter,
    NothingRefused,
    NotSigned,
    UntilOver,
)
from achterwacht.letters.rules import Case
from achterwacht.protocols.functions import Function
from achterwacht.refused import NotAllowed, WrongInput
from tests.support.letters import FACTS, NOW, SOMEBODY, TODAY, WHO, letter_of, profiles, signed_by_all, written

MANAGER, EMPLOYEE, SIGNATORY, DIRECTOR = (
    Function.DIRECT_MANAGER, Function.EMPLOYEE, Function.SIGNATORY, Function.DIRECTOR,
)  # fmt: skip


def a_case(*behaviours: str) -> Case:
    return Case(uuid4(), uuid4(), uuid4(), frozenset(behaviours))


def signs(letter: Writing, *holds: Function, today: date = TODAY) -> Writing:
    return rules.sign(letter, holds, WHO, NOW, today)


def wrong(does: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as refused:
        does()
    return [(one.pointer, one.code) for one in refused.value.wrong]


def test_every_letter_of_the_protocol_and_no_other() -> None:
    for name, profile in profiles().items():
        for letter in profile.letters:
            assert rules.letter_for(profile, letter.id, a_case()) is letter, name
        with pytest.raises(NoSuchLetter):
            rules.letter_for(profile, "no_such_letter", a_case())


@pytest.mark.parametrize("behaviours", [("E",), ("D", "E"), ("E", "A")])
def test_e_never_gets_a_letter_whatever_else_happened(behaviours: tuple[str, ...]) -> None:  # 003 L735-737
    losser = profiles()["losser"]
    for letter in losser.letters:
        with pytest.raises(NeverALetter):
            rules.letter_for(losser, letter.id, a_case(*behaviours))
    assert rules.letter_for(losser, "threat", a_case("D")).id == "threat"


@pytest.mark.parametrize(
    ("profile", "letter"),
    [
        ("losser", "ban"), ("losser", "call_restriction"), ("s-hertogenbosch", "ban"),
        ("s-hertogenbosch", "ban_notice"), ("s-hertogenbosch", "ban_broken"),
    ],
)  # fmt: skip
def test_what_forbids_says_whom(profile: str, letter: str) -> None:
    spec = letter_of(profile, letter).spec
    for nobody in (Addressee(), Addressee("  ", "Dorpsstraat 12")):
        with pytest.raises(NoName):
            rules.draft(WHO, spec, nobody, FACTS)
        with pytest.raises(NoName):
            rules.change(letter_of(profile, letter), addressee=nobody)
    warning = letter_of("losser", "warning").spec
    assert rules.draft(WHO, warning, Addressee(), FACTS).state is LetterState.DRAFT


def test_a_letter_that_speaks_of_a_report_waits_for_one() -> None:  # 004 L1247-1257
    ban = letter_of("s-hertogenbosch", "ban")
    for told in (None, date(2026, 11, 28)):
        asked = replace(ban, facts=replace(FACTS, police_reported_on=told))
        with pytest.raises(NoReportMade):
            signs(asked, MANAGER)
    assert signs(ban, MANAGER).state is LetterState.SIGNED
    # Also when somebody wrote over the sentence: whether the report was made is a question, not a text.
    with pytest.raises(NoReportMade):
        signs(replace(ban, text=("Kort.",), edited=True, facts=LetterFacts()), MANAGER)


def test_what_is_missing_is_named() -> None:
    blank = written(replace(letter_of("losser", "ban"), facts=LetterFacts(), text=()))
    assert wrong(lambda: signs(blank, SIGNATORY)) == [
        ("/facts/happenedOn", "letter_lacks"),
        ("/facts/department", "letter_lacks"),
        ("/facts/what", "letter_lacks"),
        ("/facts/where", "letter_lacks"),
        ("/facts/until", "letter_lacks"),
        ("/facts/contact", "letter_lacks"),
    ]
    assert wrong(lambda: signs(replace(letter_of("losser", "warning"), addressee=Addressee()), SIGNATORY)) == [
        ("/addressee/name", "letter_lacks")
    ]
    assert wrong(lambda: signs(replace(letter_of("losser", "warning"), text=()), SIGNATORY)) == [("/text", "missing")]
    # Brackets that somebody typed are theirs.
    typed = replace(letter_of("losser", "warning"), text=("Het [document ontbreekt] hier.",), edited=True)
    assert signs(typed, SIGNATORY).state is LetterState.SIGNED


def test_a_ban_that_is_over_is_not_sent() -> None:
    for until, over in ((date(2026, 11, 26), True), (TODAY, False)):
        ban = letter_of("losser", "ban", facts=replace(FACTS, until=until))
        if over:
            with pytest.raises(UntilOver):
                signs(ban, SIGNATORY)
        else:
            assert signs(ban, SIGNATORY).state is LetterState.SIGNED, "its last day"


@pytest.mark.parametrize(
    ("letter", "facts", "refused"),
    [
        ("order_talk", {"talk_on": date(2026, 11, 26)}, ("/facts/talkOn", "talk_in_past")),
        ("order_talk", {"talk_on": TODAY}, None),
        ("agreements", {"talk_on": date(2026, 11, 28)}, ("/facts/talkOn", "day_in_future")),
        ("agreements", {"talk_on": TODAY}, None),
        ("written_aggression", {"talk_on": date(2026, 11, 28)}, ("/facts/talkOn", "day_in_future")),
        ("ban_broken", {"visited_on": date(2026, 11, 28)}, ("/facts/visitedOn", "day_in_future")),
        ("ban_broken", {"visited_on": date(2026, 11, 20)}, ("/facts/visitedOn", "visited_before_letter")),
        ("ban_broken", {"visited_on": date(2026, 11, 21)}, None),
        ("ban", {"talk_on": date(2020, 1, 1), "visited_on": date(2020, 1, 1)}, None),
    ],
)  # fmt: skip
def test_a_day_that_can_not_be_is_not_signed(
    letter: str, facts: dict[str, Any], refused: tuple[str, str] | None
) -> None:  # 004 L1209-1236
    draft = letter_of("s-hertogenbosch", letter, facts=replace(FACTS, **facts))
    if refused is None:
        assert signs(draft, *draft.signers).state is LetterState.SIGNED
    else:
        assert wrong(lambda: signs(draft, *draft.signers)) == [refused]


@pytest.mark.parametrize(
    ("profile", "letter", "who"),
    [
        ("losser", "warning", (SIGNATORY,)),  # 003 L642
        ("s-hertogenbosch", "written_aggression", (DIRECTOR,)),  # 004 L124-126
        ("heusden-zolder", "reprimand", (MANAGER, EMPLOYEE)),  # 002 L1138-1140
        ("corporatie", "warning", (MANAGER,)),  # ours
    ],
)
def test_who_signs(profile: str, letter: str, who: tuple[Function, ...]) -> None:
    draft = letter_of(profile, letter, facts=replace(FACTS, talk_on=TODAY))
    assert draft.signers == who
    others = [one for one in Function if one not in who]
    with pytest.raises(NotAllowed):
        signs(draft, *others)
    with pytest.raises(NotAllowed):
        signs(draft)
    for one in who:
        assert draft.state is LetterState.DRAFT
        draft = signs(draft, one)
    assert draft.state is LetterState.SIGNED
    assert [one.function for one in draft.signatures] == list(who)


def test_two_sign_and_a_change_lets_the_first_fall() -> None:
    half = signs(letter_of("heusden-zolder", "reprimand"), EMPLOYEE)
    assert half.unsigned == (MANAGER,)
    with pytest.raises(NotAllowed):
        signs(half, EMPLOYEE)
    assert rules.change(half, facts=replace(FACTS, what="Iets anders.")).signatures == ()
    whole = signs(letter_of("heusden-zolder", "reprimand"), MANAGER, EMPLOYEE)
    assert whole.state is LetterState.SIGNED, "one who is both signs for both"


@pytest.mark.parametrize("state", [LetterState.SIGNED, LetterState.DELIVERED])
def test_nothing_changes_after_it_is_signed(state: LetterState) -> None:
    final = replace(signed_by_all(letter_of("losser", "warning")), state=state)
    refused: tuple[Callable[[], object], ...] = (
        lambda: rules.change(final, facts=LetterFacts()),
        lambda: rules.withdraw(final),
        lambda: signs(final, SIGNATORY),
    )
    for does in refused:
        with pytest.raises(LetterSigned):
            does()


def test_what_was_put_away_stays_so() -> None:
    gone = rules.withdraw(letter_of("losser", "warning"))
    refused: tuple[Callable[[], object], ...] = (
        lambda: rules.change(gone),
        lambda: signs(gone, SIGNATORY),
        lambda: delivers(gone),
    )
    for does in refused:
        with pytest.raises(LetterWithdrawn):
            does()


def test_only_what_the_protocol_lets_go_with_it() -> None:
    ban = letter_of("losser", "ban")
    assert rules.change(ban, attachments=("een kopie van het paspoort",)).attachments
    assert wrong(lambda: rules.change(ban, attachments=("een foto",))) == [("/attachments/0", "not_a_choice")]


def delivers(letter: Writing, how: Way = Way.IN_PERSON, receipt: Receipt = Receipt.SIGNED) -> Writing:
    return rules.deliver(letter, how, receipt, " Aan de deur. ", WHO, NOW)


def test_how_it_is_delivered() -> None:  # 004 L311-323
    ban = signed_by_all(letter_of("s-hertogenbosch", "ban"))
    assert rules.ways_of(ban.spec) == (Way.IN_PERSON, Way.REGISTERED)
    gone = delivers(ban)
    assert gone.delivered is not None
    assert gone.delivered.note == "Aan de deur."
    with pytest.raises(DeliveredAlready):
        delivers(gone)
    with pytest.raises(NotSigned):
        delivers(letter_of("s-hertogenbosch", "ban"))
    assert wrong(lambda: delivers(ban, Way.BY_POST)) == [("/how", "not_a_choice")]
    assert wrong(lambda: delivers(ban, receipt=Receipt.NONE)) == [("/receipt", "letter_receipt_needed")]
    sent = delivers(ban, Way.REGISTERED, Receipt.NONE)
    assert (sent.state, rules.receipt_due(sent)) == (LetterState.DELIVERED, True), "whether it arrived comes later"
    for how, receipt in ((Way.REGISTERED, Receipt.NONE), (Way.IN_PERSON, Receipt.SIGNED)):
        with pytest.raises(DeliveredAlready):
            delivers(sent, how, receipt)
    long = "x" * rules.MOST_SAID
    assert wrong(lambda: rules.deliver(sent, Way.REGISTERED, Receipt.SIGNED, long, WHO, NOW)) == [("/note", "too_long")]
    back = delivers(sent, Way.REGISTERED, Receipt.REFUSED)
    assert (rules.receipt_due(back), rules.refusal_due(back)) == (False, True)
    assert back.delivered is not None
    assert back.delivered.note == "Aan de deur.\nAan de deur."
    assert rules.ways_of(letter_of("corporatie", "warning").spec) == tuple(Way), "the text does not say how"


@pytest.mark.parametrize("receipt", list(Receipt))
def test_a_refusal_is_recorded_once(receipt: Receipt) -> None:
    gone = delivers(signed_by_all(letter_of("s-hertogenbosch", "ban")), Way.REGISTERED, receipt)
    assert rules.refusal_due(gone) is (receipt is Receipt.REFUSED)
    if receipt is Receipt.REFUSED:
        gone = rules.report_refusal(gone)
        assert not rules.refusal_due(gone)
    with pytest.raises(NothingRefused):
        rules.report_refusal(gone)


def test_a_profile_without_sentences_still_says_something() -> None:
    old = letter_of("losser", "warning").spec.model_copy(update={"contents": ()})
    letter = written(Writing(WHO, old, LetterState.DRAFT, SOMEBODY, FACTS))
    assert len(letter.text) == 2


def test_the_facts_come_back_as_they_were_stored() -> None:
    from achterwacht.letters.facts import facts_of

    stored: dict[str, Any] = FACTS.to_dict()
    assert facts_of(stored) == FACTS
    assert facts_of(LetterFacts().to_dict()) == LetterFacts()
