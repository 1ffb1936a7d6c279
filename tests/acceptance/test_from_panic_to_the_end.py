"""From the noodknop on a visit to the closed report, the last talk, the ban that ended and the line in the annual
report: as each protocol says.

Each story closes its report without a reason, which is refused as long as anything is left to do.
"""

from datetime import timedelta

import pytest

from tests.acceptance.threads import Thread
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.shell import Shell

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def checked(app: AppUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For `achterwacht check` on the database of the story."""
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", app.settings.database_url)


def test_p5_a_threat_at_home(app: AppUnderTest) -> None:
    """004: report, care, police, order talk, ban, letters, evaluation."""
    story = Thread(app, "s-hertogenbosch", head_of_department=Person(app, app.ours.board))
    story.begins("threat")
    # 004 L167-171, L1111-1126: het formulier, ondertekend door medewerker en leidinggevende
    story.completes(app.jan, app.karin)
    # 004 L277-284: van bedreiging altijd aangifte; L303: door de medewerker, die niet verplicht is
    assert story.advised() == ["police_report", "order_talk"]
    story.takes("police_report")
    story.to_the_police("report", app.jan, literally="Ik weet je te vinden", accompaniedById=str(app.karin.id))
    # 004 L253-262: een ordegesprek binnen een week, met een uitnodiging (L1204-1217)
    talk = story.takes("order_talk")
    story.letter("order_talk", measureId=talk["id"])
    (held,) = story.open_tasks("order_talk")
    app.karin.posts(f"/v1/tasks/{held['id']}/done", {"outcome": "held"})
    # 004 L260-261, L1195-1202: de afspraken schriftelijk
    assert [one["title"] for one in story.open_tasks("measure_step")] != []
    story.letter("agreements")
    # 004 L311-326: een toegangsverbod, uitgereikt, geweigerd (L322-323), met kopieen
    until = (app.now().date() + timedelta(days=60)).isoformat()
    ban = story.takes("access_ban", until=until, reason="Hij wil ons opwachten")
    assert story.letter("ban", measureId=ban["id"], receipt="refused")["refusal"] is not None
    assert [one["name"] for one in Person(app, app.ours.reception).asks("/v1/bans")["bans"]] == ["J. Pieters"]
    story.declines_the_rest()
    # 004 L358-371: routes, en na een tijd: waren opvang en nazorg afdoende?
    story.weeks_pass()
    story.closes("threatening", "police_report", "order_talk", "access_ban")
    app.passes(minutes=61 * 24 * 60)
    app.forgets_messages()
    assert app.karin.signs_in().asks("/v1/bans")["bans"] == [], "it ended by itself"
    Shell().gets("check")


def test_p1_shouted_at_by_a_tenant(app: AppUnderTest) -> None:
    """000: the complaint, its three readers, the warning letter, the police."""
    story = Thread(app, "woonmaatschappij", trusted_person=app.ali, prevention=app.ali)
    story.begins("verbal", kind="scolding")
    story.completes()
    # 000 L92-95: vertrouwenspersoon, personeelsdienst, preventieadviseur; overleg met de politie
    assert {f"registration.routes[{place}]" for place in range(3)} <= story.because()
    # 000 L109-111: de eerste keer een waarschuwingsbrief
    assert story.advised() == ["warning"]
    warning = story.takes("warning")
    story.letter("warning", measureId=warning["id"])
    story.weeks_pass()
    story.closes("scolding", "warning")
    Shell().gets("check")


def test_p2_three_talks_and_an_order_talk(app: AppUnderTest) -> None:
    """001: an order talk before any sanction, a notification, care in three talks."""
    story = Thread(app, "corporatie")
    story.begins("threat")
    story.completes()
    # 001 L482-485: voorafgaand aan een sanctie een ordegesprek, met een uitnodiging
    talk = story.takes("order_talk")
    story.letter("order_talk", measureId=talk["id"])
    (held,) = story.open_tasks("order_talk")
    app.karin.posts(f"/v1/tasks/{held['id']}/done", {"outcome": "held"})
    # 001 L512-513: bevestigd met een brief
    story.letter("order_talk_confirmed")
    # 001 L484-485: verdere sancties worden per brief gecommuniceerd; ook een die later komt
    for sanction in ("end_lease", "allocation"):
        taken = story.takes(sanction)
        asked = [one for one in story.open_tasks("measure_step") if one["aboutId"] == taken["id"]]
        assert [one["title"] for one in asked] == ["Brief maken: Brief over een sanctie"]
        story.letter("sanction", measureId=taken["id"])
    # 001 L558-563: leidinggevende en medewerker beslissen of het formulier naar het personeelsdossier gaat
    (decides,) = [one for one in story.open_tasks("route") if one["because"] == "registration.decided_by"]
    assert (
        decides["title"]
        == "Laten opnemen in het personeelsdossier, als je dat besluit met de medewerker of een getuige"
    )
    assert "registration.routes[0]" not in story.because(), "P&O is not asked before they decided"
    app.karin.posts(f"/v1/tasks/{decides['id']}/done", {})
    (kept,) = [one for one in story.open_tasks("route") if one["because"] == "registration.routes[0]"]
    assert (kept["function"], kept["title"]) == ("hr", "Opnemen in het personeelsdossier")
    # 001 L267-271: collega's horen het als het telefonisch was
    assert "registration.routes[2]" not in story.because()
    # 001 L526-533: aangifte of melding, afhankelijk van de situatie
    story.to_the_police("notification", app.jan)
    story.declines_the_rest()
    # 001 L364-437: meteen, na 1 tot 3 dagen, na 2 of 3 maanden
    assert {f"aftercare.talks[{place}]" for place in range(3)} <= story.because()
    story.weeks_pass()
    story.closes("threatening", "order_talk", "end_lease", "allocation")
    Shell().gets("check")


def test_p3_a_blow_and_the_board(app: AppUnderTest) -> None:
    """002: a talk at once, a reprimand signed by two, the board on the ban, care until it is enough."""
    story = Thread(app, "heusden-zolder", prevention=app.ali)
    board = Person(app, app.ours.board)
    story.begins("physical", kind="violence_person")
    story.completes()
    # 002 L1095-1098, L509-511: eerst een gesprek, onmiddellijk
    talk = story.takes("order_talk")
    (held,) = story.open_tasks("order_talk")
    assert held["aboutId"] == talk["id"]
    app.karin.posts(f"/v1/tasks/{held['id']}/done", {"outcome": "held"})
    # 002 L1138-1140: de brief, ondertekend door leidinggevende en medewerker
    reprimand = story.takes("reprimand")
    story.letter("reprimand", app.jan, app.karin, measureId=reprimand["id"])
    # 002 L1218-1224: aangifte; L1154-1156: op het adres van de werkgever; L1249: een kopie van het proces-verbaal
    story.takes("police_report")
    story.to_the_police("report", app.jan, copyOfRecord="there")
    # 002 L1132-1136: over een toegangsverbod beslist het bestuur
    until = (app.now().date() + timedelta(days=42)).isoformat()
    ban = story.takes("access_ban", until=until, reason="Hij wacht ons op bij de deur")
    assert ban["state"] == "put"
    assert board.posts(f"/v1/measures/{ban['id']}/decide", {"yes": True})["state"] == "in_force"
    story.declines_the_rest()
    # 002 L1032-1040: regelmatig toetsen, tot het genoeg is
    story.goes_on = frozenset({"aftercare.talks[0]"})
    # 002 L1457: meld je bij je terugkomst weer als aanwezig aan
    app.jan.phone.sends("TERUG")
    story.weeks_pass()
    (plan,) = app.jan.signs_in().asks("/v1/aftercare?mine=true")["plans"]
    app.jan.posts(f"/v1/aftercare/{plan['id']}/enough")
    story.closes("violence_person", "order_talk", "reprimand", "police_report", "access_ban")
    Shell().gets("check")


def test_p4_d_behaviour(app: AppUnderTest) -> None:
    """003: a notification, a threat letter signed by who may, a ban and a call restriction for as long as two agree."""
    story = Thread(app, "losser", signatory=app.karin, coordinator=app.ruth, contact_person=app.ali, benefits=app.karin)
    story.begins("D")
    story.completes()
    # 003 L741-763: melding bij de politie, door de medewerker
    story.takes("police_notification")
    # ... daarna afspraken met de coordinator en de wijkagent (L781-787); de klant hoort ervan (L741-745)
    today = app.now().date().isoformat()
    story.to_the_police("notification", app.jan, toldOn=today, agreedOn=today)
    # 003 L725-735: een bedreigingsbrief, toegangsverbod en belbeperking (L674-678: hoe lang, samen bepaald)
    threat = story.takes("threat_letter")
    # ... waarvan op dat moment nog niets besloten is: dat staat er dan ook
    said = " ".join(story.letter("threat", measureId=threat["id"])["text"])
    assert "Wij bekijken nog of u ook een belbeperking en een toegangsverbod krijgt." in said
    until = (app.now().date() + timedelta(days=60)).isoformat()
    for kind, letter in (("access_ban", "ban"), ("call_restriction", "call_restriction")):
        measure = story.takes(kind, until=until)
        # 003 L698-702: kopie aan politie en receptie
        story.letter(letter, measureId=measure["id"])
    story.declines_the_rest()
    # 003 L834-848: een afspraak, niet vrijblijvend
    assert "aftercare.graver[0]" in story.because()
    story.weeks_pass()
    story.closes("threatening", "police_notification", "threat_letter", "access_ban", "call_restriction", of_class="D")
    Shell().gets("check")
