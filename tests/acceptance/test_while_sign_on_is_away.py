"""The provider of single sign-on is away, and no password counts: who is out is watched over, and who is in stays."""

from achterwacht.single_sign_on.records import SignOnRecord
from achterwacht.single_sign_on.service import seal_of
from tests.support.app_under_test import AppUnderTest


def test_a_panic_an_answer_by_sms_and_a_signed_in_phone_go_on(app: AppUnderTest) -> None:
    sealed = seal_of(app.settings).close("x")
    kept = {"issuer": "https://login.voorstad.invalid", "client_id": "x", "groups_claim": "groups"}
    with app.database.write() as session:
        session.add(SignOnRecord(organisation_id=app.ours.id, sealed_secret=sealed, active=True, only_way=True, **kept))
    away = app.http.post("/v1/sign-ons", json={"organisation": app.ours.slug})
    assert (away.status_code, away.json()["code"]) == (409, "sign_on_away")
    visit = app.jan.checks_in(minutes=20)
    before = app.jan.visit(visit)["expectedEnd"]
    app.jan.phone.sends("+15")
    assert app.jan.visit(visit)["expectedEnd"] > before
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.jan.does(visit, "panic")
    alarm = app.jan.alarm()
    assert app.fatima.on_alarm(alarm, "acknowledge")["acknowledgedBy"]["name"] == "Fatima Bakker"
    app.forgets_messages()
