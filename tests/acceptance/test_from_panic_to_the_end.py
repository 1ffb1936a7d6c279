"""From the noodknop on a visit to the closed report, the last talk and the ban that ended: as each protocol says.

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
    assert [one["name"] for one in Person(app, app.ours.reception).asks("/v1/bans")["bans"]] == ["Pieters"]
    story.declines_the_rest()
    # 004 L358-371: routes, en na een tijd: waren opvang en nazorg afdoende?
    story.weeks_pass()
    story.closes()
    app.passes(minutes=61 * 24 * 60)
    app.forgets_messages()
    assert app.karin.signs_in().asks("/v1/bans")["bans"] == [], "it ended by itself"
    Shell().gets("check")
