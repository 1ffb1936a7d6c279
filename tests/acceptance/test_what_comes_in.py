"""What phones and providers really send: reactions, answers of machines, odd letters, and the same once more."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from achterwacht.inbound.answers import ASKED_BACK
from achterwacht.inbound.records import InboundRecord
from achterwacht.priorities import MessagePriority
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, panic
from tests.support.house import House
from tests.support.twilio.records import new_sid
from tests.support.twilio.webhooks import sign

INBOUND = "/v1/webhooks/twilio/sms"
AWAY = "Automatisch antwoord: ik ben met verlof tot 4 januari. Neem in geval van nood contact op met de balie."


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


# Reactions.


def test_a_reaction_to_our_own_words_is_no_call_for_help(house: House) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.passes(seconds=12)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.passes(seconds=13)
    ours = house.jan.phone.expects_sms("Je afspraak is voorbij").text
    for reaction in (f"Vond “{ours}” leuk", f"❤️ to “{ours}”", f"Liked “{ours[:60]}…”", f"> {ours}"):
        house.jan.phone.sends(reaction)
    for _ in range(ASKED_BACK):
        house.jan.phone.expects_sms("Een reactie is geen antwoord.")
    alarm = house.karin.alarm()
    assert (alarm["cause"], alarm["level"]) == ("overdue", "worker"), "it goes on as it was"
    house.jan.phone.sends(f"Vond “{ours}” leuk. NOOD")
    house.jan.phone.expects_sms("Alarm verstuurd")
    assert house.karin.alarm()["cause"] == "panic"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_approval_of_the_reminder_is_an_ok_and_with_a_pin_it_asks_for_that(house: House) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.passes(seconds=12)
    ours = house.jan.phone.expects_sms("Je afspraak loopt tot").text
    house.jan.phone.sends(f"Disliked “{ours}”")
    house.jan.phone.expects_sms("Een reactie is geen antwoord.")
    house.jan.phone.sends(f"Liked “{ours}”")
    house.jan.phone.expects_sms("Genoteerd: alles goed.")
    assert house.jan.story(visit)[-1] == "Jan de Wit: alles goed (SMS)."
    house.jan.sets_pin("2468", "8642")
    house.jan.phone.sends(f"👍 to “{ours}”")
    house.jan.phone.expects_sms("Zet je code erachter, bijvoorbeeld OK 1234")
    house.passes(seconds=13)
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.jan.phone.sends(f"👍 to “{ours}”")
    house.jan.phone.expects_sms("Een reactie is geen antwoord.")
    assert house.karin.alarm()["resolvedAt"] is None, "an alarm is answered by no reaction"
    house.jan.does(visit, "check-out", pin="2468")


def test_a_colleague_who_reacts_to_an_alarm_is_told_what_to_send_and_no_alarm_is_raised(house: House) -> None:
    panic(house)
    ours = house.fatima.phone.expects_sms("NOOD")
    house.fatima.phone.sends(f"Reageerde met ❤️ op “{ours.text}”")
    house.fatima.phone.expects_sms(f"Stuur 1 {ours.code} (ja, ik pak het op)")
    (alarm,) = house.karin.asks("/v1/alarms?open=true")["alarms"]
    assert (alarm["worker"]["name"], alarm["acknowledgedBy"]) == ("Jan de Wit", None)
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    over = house.fatima.phone.expects_sms("voorbij: Jan de Wit")
    house.fatima.phone.sends(f"👍 to “{over.text}”")
    house.fatima.phone.is_silent()
    house.forgets_messages()


# Machines.


def test_two_machines_do_not_answer_each_other(house: House) -> None:
    for number in range(40):
        house.fatima.phone.sends(f"Bedankt voor uw bericht, volgnummer {number}. Wij lezen het morgen.")
    for _ in range(ASKED_BACK):
        house.fatima.phone.expects_sms("Dat begrijp ik niet")
    house.fatima.phone.is_silent()
    house.passes(minutes=11)
    house.fatima.phone.sends("Wie?")
    house.fatima.phone.expects_sms("Dat begrijp ik niet")
    house.fatima.phone.sends("Ik ben met vakantie en lees dit niet.")
    house.fatima.phone.is_silent()


def test_an_answer_by_machine_with_a_word_for_help_calls_for_help_once(house: House) -> None:
    for _ in range(10):
        house.ali.phone.sends(AWAY)
    house.ali.phone.expects_sms("Alarm verstuurd")
    house.ali.phone.is_silent()
    (alarm,) = house.karin.asks("/v1/alarms?open=true")["alarms"]
    assert [line for line in _lines(alarm) if "Nog eens hulp gevraagd" in line] == []
    house.karin.on_alarm(alarm, "resolve", outcome="false_alarm")
    house.forgets_messages()
    house.ali.phone.sends(AWAY)
    assert house.karin.asks("/v1/alarms?open=true")["alarms"] == []
    house.ali.phone.is_silent()
    house.ali.phone.sends("NOOD")
    assert len(house.karin.asks("/v1/alarms?open=true")["alarms"]) == 1, "what a human sends is never limited"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_panic_is_never_limited_and_its_confirmation_is(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    for _ in range(5):
        house.jan.phone.sends("NOOD")
    house.jan.phone.expects_sms("Alarm verstuurd")
    house.jan.phone.is_silent()
    story = house.karin.story(visit)
    assert sum("Nog eens hulp gevraagd" in line for line in story) == 4
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.phone.sends("help, hij staat weer voor de deur")
    house.jan.phone.expects_sms("Alarm verstuurd")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.phone.sends("help, hij staat weer voor de deur")
    assert house.karin.alarm()["cause"] == "panic", "the same words, after the first alarm was closed"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_the_same_is_confirmed_once_and_done_each_time(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    for _ in range(3):
        house.jan.phone.sends("OK")
    house.jan.phone.expects_sms("Genoteerd: alles goed.")
    house.jan.phone.is_silent()
    assert house.jan.story(visit).count("Jan de Wit: alles goed (SMS).") == 3
    house.jan.does(visit, "check-out")


def test_answers_leave_behind_whatever_a_worker_needs(house: House) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.ali.phone.sends("STATUS")
    house.passes(seconds=25)
    house.forgets_messages()
    with house.database.read() as session:
        rows = session.execute(select(MessageRecord.template, MessageRecord.priority)).all()
    needed = [priority for template, priority in rows if template is not Template.REPLY]
    answers = {priority for template, priority in rows if template is Template.REPLY}
    assert answers == {MessagePriority.ANSWER}
    assert min(needed) > MessagePriority.ANSWER
    house.jan.does(visit, "check-out")


# The same once more.


def test_a_text_that_comes_again_after_a_month_ends_no_other_visit(house: House) -> None:
    first, sid = house.jan.checks_in(minutes=20), new_sid("SM")
    house.jan.phone.sends("UIT", sid=sid)
    house.jan.phone.expects_sms("Je bent afgemeld.")
    assert house.jan.visit(first)["state"] == "ended"
    house.passes(minutes=31 * 24 * 60)
    house.jobs.forget()
    with house.database.read() as session:
        kept = select(InboundRecord.body)
        assert session.scalars(kept, execution_options={"across_organisations": True}).all() == []
    house.jan.signs_in()
    second = house.jan.checks_in(minutes=20)
    house.jan.phone.sends("UIT", sid=sid)
    assert house.jan.visit(second)["state"] == "under_way"
    house.jan.phone.is_silent()
    house.jan.does(second, "check-out")


def test_a_signature_that_fits_another_form_too_acts_once(house: House) -> None:
    """The provider signs names and values without anything between them: an id may take in the next field."""
    house.jan.checks_in(minutes=20)
    sid = new_sid("SM")
    form = {"Body": "+15", "From": house.jan.citizen.phone, "MessageSid": sid, "NumMedia": "0"}
    signature = sign(house.twilio.token, house.settings.base_url + INBOUND, form)
    longer = {"Body": "+15", "From": house.jan.citizen.phone, "MessageSid": f"{sid}NumMedia0"}
    assert sign(house.twilio.token, house.settings.base_url + INBOUND, longer) == signature
    for one in (form, longer, form):
        assert _post(house, INBOUND, one) == 200
    house.jan.phone.expects_sms("Je afspraak loopt nu tot")
    house.jan.phone.is_silent()
    house.jan.phone.sends("UIT")
    house.jan.phone.expects_sms("Je bent afgemeld.")


def test_a_digit_that_comes_again_does_nothing_and_long_after_its_call_only_help_is_heard(house: House) -> None:
    panic(house)
    house.fatima.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    call = house.fatima.phone.expects_call().picks_up()
    path = f"/v1/webhooks/twilio/voice/{_message(house, Template.ALARM_PANIC)}?step=open"
    house.passes(minutes=0)
    call.hangs_up()
    house.clock.offset += timedelta(hours=2)
    form = {"CallSid": new_sid("CA"), "Digits": "1", "From": house.twilio.number}
    assert _post(house, path, form) == 200
    house.settles()
    assert house.karin.alarm()["acknowledgedBy"] is None
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


# Odd letters.


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("From", "\0"),
        *((one, odd) for one in ("Body", "To", "MessageSid") for odd in ("\0", "\ud800", "\x07", "\u202e")),
    ],
)
def test_a_call_for_help_with_odd_letters_is_heard(house: House, field: str, odd: str) -> None:
    house.jan.checks_in(minutes=20)
    form = {"Body": "NOOD", "From": house.jan.citizen.phone, "To": house.twilio.number, "MessageSid": new_sid("SM")}
    assert _post(house, INBOUND, {**form, field: form[field] + odd}) == 200
    house.jan.phone.expects_sms("Alarm verstuurd")
    assert house.karin.alarm()["cause"] == "panic"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.phone.sends("UIT")
    house.jan.phone.expects_sms("Je bent afgemeld.")


@pytest.mark.parametrize("body", ["\0", "", " ", "x" * 100_000, "\ud83d", "1 \0004821", "%00"])
def test_no_text_is_too_odd_to_be_answered(house: House, body: str) -> None:
    form = {"Body": body, "From": house.fatima.citizen.phone, "MessageSid": "SM\0" if body else ""}
    assert _post(house, INBOUND, form) == 200
    house.fatima.phone.expects_sms()


def test_the_other_webhooks_take_odd_letters_too(house: House) -> None:
    panic(house)
    house.forgets_messages()
    message = _message(house, Template.ALARM_PANIC)
    for path, form in (
        (f"status/{message}", {"MessageSid": "SM\0", "MessageStatus": "failed\0", "ErrorCode": "30008\0" + "9" * 99}),
        (f"status/{message}", {"MessageSid": "", "MessageStatus": "sent"}),
        (f"status/{message}", {"MessageSid": "x" * 200, "MessageStatus": "failed", "ErrorCode": "\0" * 50}),
        (f"voice/{message}?step=heard", {"CallSid": "CA\0", "Digits": "\0"}),
        (f"voice/{message}?step=open", {"CallSid": "CA" * 200, "Digits": "3\0" * 200}),
    ):
        assert _post(house, f"/v1/webhooks/twilio/{path}", form) in (200, 204)
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


# What is kept.


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("UIT 2468", "UIT ****"),
        ("OK2468", "OK****"),
        ("UIT 2 2468", "UIT 2 ****"),
        ("+15 2468", "+15 ****"),
        ("UTI 2468", "UTI ****"),
        ("UIT pin 2468", "UIT pin ****"),
        ("UIT 24 68", "UIT ** **"),
        ("UIT 2-4-6-8", "UIT *-*-*-*"),
        ("uit ２４６８", "uit ****"),
        ("2️⃣4️⃣6️⃣8️⃣", "*️⃣*️⃣*️⃣*️⃣"),
        ("mijn code is 2468!", "mijn code is ****!"),
        ("2468", "****"),
        ("1 2468", "* ****"),
        ("VEILIG 2468", "VEILIG ****"),
        ("NOOD 2468", "NOOD ****"),
        ("+2468", "+****"),
    ],
)
def test_no_pin_stays_readable_however_badly_it_was_formed(house: House, body: str, kept: str) -> None:
    house.jan.sets_pin("2468", "8642")
    visit = house.jan.checks_in(minutes=20)
    house.jan.phone.sends(body)
    house.forgets_messages()
    across: dict[str, Any] = {"execution_options": {"across_organisations": True}}
    with house.database.read() as session:
        bodies = session.scalars(select(InboundRecord.body), **across).all()
        texts = [str(one) for one in session.scalars(select(MessageRecord.payload), **across)]
    assert bodies == [kept]
    assert not any("2468" in text for text in texts), "nor in what was answered"
    for alarm in house.karin.asks("/v1/alarms?open=true")["alarms"]:
        house.karin.on_alarm(alarm, "resolve", outcome="safe")
        house.forgets_messages()
    if house.jan.visit(visit)["state"] == "under_way":
        house.jan.does(visit, "check-out", pin="2468")


def test_a_code_that_was_given_stays_readable(house: House) -> None:
    panic(house)
    asked = house.fatima.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    asked.then_replies(f"1 {asked.code} mijn pin is 24 68").expects_sms("Jij pakt alarm")
    house.karin.phone.expects_sms("pakt het op")
    with house.database.read() as session:
        bodies = session.scalars(select(InboundRecord.body), execution_options={"across_organisations": True}).all()
    assert bodies == [f"1 {asked.code} mijn pin is ** **"]
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def _message(house: House, template: Template) -> str:
    """A call to Fatima with this text."""
    with house.database.read() as session:
        found = select(MessageRecord.id).where(
            MessageRecord.organisation_id == house.town.id,
            MessageRecord.person == house.fatima.id,
            MessageRecord.template == template,
            MessageRecord.channel == "call",
        )
        return str(session.scalars(found).one())


def _lines(alarm: Mapping[str, Any]) -> list[str]:
    return [line["text"] for line in alarm["timeline"]]


def _post(house: House, path: str, form: Mapping[str, str]) -> int:
    sent = {key: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for key, value in form.items()}
    signature = sign(house.twilio.token, house.settings.base_url + path, sent)
    return house.http.post(path, data=sent, headers={"X-Twilio-Signature": signature}).status_code
