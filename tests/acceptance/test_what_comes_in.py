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
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.twilio.records import new_sid
from tests.support.twilio.webhooks import sign

INBOUND = "/v1/webhooks/twilio/sms"
AWAY = "Automatisch antwoord: ik ben met verlof tot 4 januari. Neem in geval van nood contact op met de balie."


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


# Reactions.


def test_a_reaction_to_our_own_words_is_no_call_for_help(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.passes(seconds=12)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.passes(seconds=13)
    ours = app.jan.phone.expects_sms("Je afspraak is voorbij").text
    for reaction in (f"Vond “{ours}” leuk", f"❤️ to “{ours}”", f"Liked “{ours[:60]}…”", f"> {ours}"):
        app.jan.phone.sends(reaction)
    for _ in range(ASKED_BACK):
        app.jan.phone.expects_sms("Een reactie is geen antwoord.")
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["level"]) == ("overdue", "worker"), "it goes on as it was"
    app.jan.phone.sends(f"Vond “{ours}” leuk. NOOD")
    app.jan.phone.expects_sms("Alarm verstuurd")
    assert app.karin.alarm()["cause"] == "panic"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_approval_of_the_reminder_is_an_ok_and_with_a_pin_it_asks_for_that(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.passes(seconds=12)
    ours = app.jan.phone.expects_sms("Je afspraak loopt tot").text
    app.jan.phone.sends(f"Disliked “{ours}”")
    app.jan.phone.expects_sms("Een reactie is geen antwoord.")
    app.jan.phone.sends(f"Liked “{ours}”")
    app.jan.phone.expects_sms("Genoteerd: alles goed.")
    assert app.jan.story(visit)[-1] == "Jan de Wit: alles goed (sms)."
    app.jan.sets_pin("2468", "8642")
    app.jan.phone.sends(f"👍 to “{ours}”")
    app.jan.phone.expects_sms("Zet je code erachter, bijvoorbeeld OK 1234")
    app.passes(seconds=13)
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.jan.phone.sends(f"👍 to “{ours}”")
    app.jan.phone.expects_sms("Een reactie is geen antwoord.")
    assert app.karin.alarm()["resolvedAt"] is None, "an alarm is answered by no reaction"
    app.jan.does(visit, "check-out", pin="2468")


def test_a_colleague_who_reacts_to_an_alarm_is_told_what_to_send_and_no_alarm_is_raised(app: AppUnderTest) -> None:
    panic(app)
    ours = app.fatima.phone.expects_sms("NOOD")
    app.fatima.phone.sends(f"Reageerde met ❤️ op “{ours.text}”")
    app.fatima.phone.expects_sms(f"Ik pak het op: 1 {ours.code}")
    (alarm,) = app.karin.asks("/v1/alarms?open=true")["alarms"]
    assert (alarm["worker"]["name"], alarm["acknowledgedBy"]) == ("Jan de Wit", None)
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    over = app.fatima.phone.expects_sms("voorbij: Jan de Wit")
    app.fatima.phone.sends(f"👍 to “{over.text}”")
    app.fatima.phone.is_silent()
    app.forgets_messages()


# Machines.


def test_two_machines_do_not_answer_each_other(app: AppUnderTest) -> None:
    for number in range(40):
        app.fatima.phone.sends(f"Bedankt voor uw bericht, volgnummer {number}. Wij lezen het morgen.")
    for _ in range(ASKED_BACK):
        app.fatima.phone.expects_sms("Dat begrijp ik niet")
    app.fatima.phone.is_silent()
    app.passes(minutes=11)
    app.fatima.phone.sends("Wie?")
    app.fatima.phone.expects_sms("Dat begrijp ik niet")
    app.fatima.phone.sends("Ik ben met vakantie en lees dit niet.")
    app.fatima.phone.is_silent()


def test_an_answer_by_machine_with_a_word_for_help_calls_for_help_once(app: AppUnderTest) -> None:
    for _ in range(10):
        app.ali.phone.sends(AWAY)
    app.ali.phone.expects_sms("Alarm verstuurd")
    app.ali.phone.is_silent()
    (alarm,) = app.karin.asks("/v1/alarms?open=true")["alarms"]
    assert [line for line in _lines(alarm) if "Nog eens hulp gevraagd" in line] == []
    app.karin.on_alarm(alarm, "resolve", outcome="false_alarm")
    app.forgets_messages()
    app.ali.phone.sends(AWAY)
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    app.ali.phone.is_silent()
    app.ali.phone.sends("NOOD")
    assert len(app.karin.asks("/v1/alarms?open=true")["alarms"]) == 1, "what a human sends is never limited"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_panic_is_never_limited_and_its_confirmation_is(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    for _ in range(5):
        app.jan.phone.sends("NOOD")
    app.jan.phone.expects_sms("Alarm verstuurd")
    app.jan.phone.is_silent()
    story = app.karin.story(visit)
    assert sum("Nog eens hulp gevraagd" in line for line in story) == 4
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.phone.sends("help, hij staat weer voor de deur")
    app.jan.phone.expects_sms("Alarm verstuurd")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.phone.sends("help, hij staat weer voor de deur")
    assert app.karin.alarm()["cause"] == "panic", "the same words, after the first alarm was closed"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_the_same_is_confirmed_three_times_and_done_each_time(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    for _ in range(4):
        app.jan.phone.sends("OK")
    for _ in range(3):
        app.jan.phone.expects_sms("Genoteerd: alles goed.")
    app.jan.phone.is_silent()
    assert app.jan.story(visit).count("Jan de Wit: alles goed (sms).") == 4
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_answers_leave_behind_whatever_a_worker_needs(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.ali.phone.sends("STATUS")
    app.passes(seconds=25)
    app.forgets_messages()
    with app.database.read() as session:
        rows = session.execute(select(MessageRecord.template, MessageRecord.priority)).all()
    needed = [priority for template, priority in rows if template is not Template.REPLY]
    answers = {priority for template, priority in rows if template is Template.REPLY}
    assert answers == {MessagePriority.ANSWER}
    assert min(needed) > MessagePriority.ANSWER
    app.jan.does(visit, "check-out")


# The same once more.


def test_a_text_that_comes_again_after_a_month_ends_no_other_visit(app: AppUnderTest) -> None:
    first, sid = app.jan.checks_in(minutes=20), new_sid("SM")
    app.jan.phone.sends("UIT", sid=sid)
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(first)["state"] == "ended"
    app.passes(minutes=31 * 24 * 60)
    app.jobs.forget()
    with app.database.read() as session:
        kept = select(InboundRecord.body)
        assert session.scalars(kept, execution_options={"across_organisations": True}).all() == []
    app.jan.signs_in()
    second = app.jan.checks_in(minutes=20)
    app.jan.phone.sends("UIT", sid=sid)
    assert app.jan.visit(second)["state"] == "under_way"
    app.jan.phone.is_silent()
    app.jan.does(second, "check-out")


def test_a_signature_that_fits_another_form_too_acts_once(app: AppUnderTest) -> None:
    """The provider signs names and values without anything between them: an id may take in the next field."""
    app.jan.checks_in(minutes=20)
    sid = new_sid("SM")
    form = {"Body": "+15", "From": app.jan.employee.phone, "MessageSid": sid, "NumMedia": "0"}
    signature = sign(app.twilio.token, app.settings.base_url + INBOUND, form)
    longer = {"Body": "+15", "From": app.jan.employee.phone, "MessageSid": f"{sid}NumMedia0"}
    assert sign(app.twilio.token, app.settings.base_url + INBOUND, longer) == signature
    for one in (form, longer, form):
        assert _post(app, INBOUND, one) == 200
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.jan.phone.is_silent()
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld.")


def test_a_digit_that_comes_again_does_nothing_and_long_after_its_call_only_help_is_heard(app: AppUnderTest) -> None:
    panic(app)
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    call = app.fatima.phone.expects_call().picks_up()
    path = f"/v1/webhooks/twilio/voice/{_message(app, Template.ALARM_PANIC)}?step=open"
    app.passes(minutes=0)
    call.hangs_up()
    app.clock.offset += timedelta(hours=2)
    form = {"CallSid": new_sid("CA"), "Digits": "1", "From": app.twilio.number}
    assert _post(app, path, form) == 200
    app.settles()
    assert app.karin.alarm()["acknowledgedBy"] is None
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


# Odd letters.


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("From", "\0"),
        *((one, odd) for one in ("Body", "To", "MessageSid") for odd in ("\0", "\ud800", "\x07", "\u202e")),
    ],
)
def test_a_call_for_help_with_odd_letters_is_heard(app: AppUnderTest, field: str, odd: str) -> None:
    app.jan.checks_in(minutes=20)
    form = {"Body": "NOOD", "From": app.jan.employee.phone, "To": app.twilio.number, "MessageSid": new_sid("SM")}
    assert _post(app, INBOUND, {**form, field: form[field] + odd}) == 200
    app.jan.phone.expects_sms("Alarm verstuurd")
    assert app.karin.alarm()["cause"] == "panic"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld.")


@pytest.mark.parametrize("body", ["\0", "", " ", "x" * 100_000, "\ud83d", "1 \0004821", "%00"])
def test_no_text_is_too_odd_to_be_answered(app: AppUnderTest, body: str) -> None:
    form = {"Body": body, "From": app.fatima.employee.phone, "MessageSid": "SM\0" if body else ""}
    assert _post(app, INBOUND, form) == 200
    app.fatima.phone.expects_sms()


def test_the_other_webhooks_take_odd_letters_too(app: AppUnderTest) -> None:
    panic(app)
    app.forgets_messages()
    message = _message(app, Template.ALARM_PANIC)
    for path, form in (
        (f"status/{message}", {"MessageSid": "SM\0", "MessageStatus": "failed\0", "ErrorCode": "30008\0" + "9" * 99}),
        (f"status/{message}", {"MessageSid": "", "MessageStatus": "sent"}),
        (f"status/{message}", {"MessageSid": "x" * 200, "MessageStatus": "failed", "ErrorCode": "\0" * 50}),
        (f"voice/{message}?step=heard", {"CallSid": "CA\0", "Digits": "\0"}),
        (f"voice/{message}?step=open", {"CallSid": "CA" * 200, "Digits": "3\0" * 200}),
    ):
        assert _post(app, f"/v1/webhooks/twilio/{path}", form) in (200, 204)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


# What is kept.


@pytest.mark.by_turns
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
def test_no_pin_stays_readable_however_badly_it_was_formed(app: AppUnderTest, body: str, kept: str) -> None:
    app.jan.sets_pin("2468", "8642")
    visit = app.jan.checks_in(minutes=20)
    app.jan.phone.sends(body)
    app.forgets_messages()
    across: dict[str, Any] = {"execution_options": {"across_organisations": True}}
    with app.database.read() as session:
        bodies = session.scalars(select(InboundRecord.body), **across).all()
        texts = [str(one) for one in session.scalars(select(MessageRecord.payload), **across)]
    assert bodies == [kept]
    assert not any("2468" in text for text in texts), "nor in what was answered"
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
        app.forgets_messages()
    if app.jan.visit(visit)["state"] == "under_way":
        app.jan.does(visit, "check-out", pin="2468")


def test_a_code_that_was_given_stays_readable(app: AppUnderTest) -> None:
    panic(app)
    asked = app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    asked.then_replies(f"1 {asked.code} mijn pin is 24 68").expects_sms("Jij pakt alarm")
    app.karin.phone.expects_sms("pakt het op")
    with app.database.read() as session:
        bodies = session.scalars(select(InboundRecord.body), execution_options={"across_organisations": True}).all()
    assert bodies == [f"1 {asked.code} mijn pin is ** **"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def _message(app: AppUnderTest, template: Template) -> str:
    """A call to Fatima with this text."""
    with app.database.read() as session:
        found = select(MessageRecord.id).where(
            MessageRecord.organisation_id == app.ours.id,
            MessageRecord.person == app.fatima.id,
            MessageRecord.template == template,
            MessageRecord.channel == "call",
        )
        return str(session.scalars(found).one())


def _lines(alarm: Mapping[str, Any]) -> list[str]:
    return [line["text"] for line in alarm["timeline"]]


def _post(app: AppUnderTest, path: str, form: Mapping[str, str]) -> int:
    sent = {key: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for key, value in form.items()}
    signature = sign(app.twilio.token, app.settings.base_url + path, sent)
    return app.http.post(path, data=sent, headers={"X-Twilio-Signature": signature}).status_code


# Words that an account at the provider has of its own for STOP and START.


@pytest.mark.by_turns
def test_a_stop_in_words_of_the_account_is_a_stop_and_what_it_says_is_done_all_the_same(app: AppUnderTest) -> None:
    """Twilio's Advanced Opt-Out sends `OptOutType`. Its account may have `afmelden`, which ends a visit here."""
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("Afmelden", opt_out_type="STOP")
    app.anne.phone.expects_sms("Jan de Wit stuurde STOP en krijgt geen sms meer")
    assert app.karin.visit(visit)["state"] == "ended"
    app.forgets_messages()
    second = app.jan.checks_in(minutes=10)
    (row,) = app.fatima.asks("/v1/board")["visits"]
    assert row["phonedOnly"] is True, "and not only after a text that did not come"
    app.jan.phone.sends("Doe maar weer", opt_out_type="START")
    (row,) = app.fatima.asks("/v1/board")["visits"]
    assert row["phonedOnly"] is False
    app.jan.phone.sends("STOP", opt_out_type="STOP")
    app.anne.phone.expects_sms("Jan de Wit stuurde STOP")
    app.anne.phone.is_silent()
    app.jan.phone.sends("START", opt_out_type="START")
    app.jan.phone.sends("help", opt_out_type="HELP")
    assert app.karin.alarm()["cause"] == "panic", "a word for help is one, whoever answers it besides us"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(second, "check-out")
    app.forgets_messages()
