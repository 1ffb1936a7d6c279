"""Who holds a function of the protocols: named by the administrator, known to everybody, and told when a task waits."""

from collections.abc import Iterator

import pytest

from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind
from tests.acceptance.stories import Json
from tests.acceptance.test_the_thread import A_DAY, REPORT, laid, mine
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.mail_server import MailServer


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def one_of(who: Person, function: str) -> Json:
    found: Json = next(one for one in who.asks("/v1/functions")["functions"] if one["function"] == function)
    return found


def names(app: AppUnderTest, function: str, *holders: Json, expect: int = 200) -> Json:
    answer: Json = app.anne.puts(f"/v1/functions/{function}", {"holders": list(holders)}, expect=expect)
    return answer


def test_naming_somebody_ends_the_question_and_tells_them(app: AppUnderTest) -> None:
    incident = app.jan.posts("/v1/incidents", REPORT, expect=201)
    task = laid(app, incident, TaskKind.ROUTE, Function.PREVENTION)
    assert one_of(app.anne, "prevention")["heldByNobody"] is True
    assert one_of(app.anne, "deputy_manager")["name"] == "de vervanger van de teammanager", "as the profile calls one"
    question = "Iemand aanwijzen: de preventieadviseur"
    assert question in [one["title"] for one in app.anne.asks("/v1/tasks?mine=true")["tasks"]]
    named = names(app, "prevention", {"personId": str(app.ali.id)})
    assert [one["person"]["name"] for one in named["holders"]] == ["Ali Demir"]
    assert (named["heldByNobody"], named["name"]) == (False, "de preventieadviseur")
    assert question not in [one["title"] for one in app.anne.asks("/v1/tasks?mine=true")["tasks"]]
    app.ali.phone.expects_sms("Je hebt een taak in Achterwacht.")
    assert task in mine(app.ali)
    lines = [one for one in app.anne.asks("/v1/audit")["lines"] if one["kind"] == "functions_set"]
    assert [one["facts"] for one in lines] == [{"function": "prevention", "people": 1, "parties": 0}]


@pytest.mark.on_both
def test_a_party_outside_holds_it_and_somebody_inside_has_the_task(app: AppUnderTest) -> None:
    party = {"name": "Mensura", "email": "Zorg@Mensura.test", "phone": "0612345678", "contact": "mevrouw Peeters"}
    shown = names(app, "occupational_health", {"party": party})["holders"][0]["party"]
    assert (shown["email"], shown["phone"]) == ("zorg@mensura.test", "+31612345678")
    seen = one_of(app.jan, "occupational_health")["holders"][0]["party"]
    assert (seen["name"], seen["email"], seen["phone"], seen["contact"]) == ("Mensura", None, None, "")
    incident = app.jan.posts("/v1/incidents", REPORT, expect=201)
    task = laid(app, incident, TaskKind.CARE_STEP, Function.OCCUPATIONAL_HEALTH)
    (its,) = [one for one in app.karin.asks("/v1/tasks?mine=true")["tasks"] if one["id"] == task]
    assert (its["parties"][0]["name"], its["parties"][0]["email"]) == ("Mensura", "zorg@mensura.test")
    assert its["heldByNobody"] is False
    assert task not in mine(app.ali)
    names(app, "occupational_health")
    assert one_of(app.anne, "occupational_health")["holders"] == []


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_nobody_is_named_who_can_not_hold_it(app: AppUnderTest) -> None:
    elders = app.has_neighbours()
    ali, team = str(app.ali.id), str(app.ours.team)
    for function, holder, code, at in (
        ("hr", {"personId": str(elders.worker.id)}, "person_unknown", "/holders/0/personId"),
        ("hr", {"personId": ali, "teamId": str(elders.team)}, "team_unknown", "/holders/0/teamId"),
        ("hr", {}, "person_or_party", "/holders/0"),
        ("direct_manager", {"personId": ali}, "function_of_a_team", "/holders/0/teamId"),
        ("police", {"party": {"name": "Politie"}}, "party_not_reached", "/holders/0/party"),
        ("police", {"party": {"name": "Politie", "phone": "112"}}, "phone_emergency", "/holders/0/party/phone"),
        ("police", {"party": {"name": "Politie", "email": "bij de balie"}}, "email_invalid", "/holders/0/party/email"),
    ):
        refused = names(app, function, holder, expect=400)
        assert [(one["code"], one["pointer"]) for one in refused["errors"]] == [(code, at)]
    twice = names(app, "hr", {"personId": ali}, {"personId": ali}, expect=400)
    assert [one["code"] for one in twice["errors"]] == ["holder_double"]
    names(app, "employee", {"personId": ali}, expect=404)
    assert [one["person"]["name"] for one in names(app, "direct_manager", {"personId": ali, "teamId": team})["holders"]]
    app.karin.puts("/v1/functions/hr", {"holders": []}, expect=403)
    assert one_of(app.anne, "hr")["holders"] == []


def test_a_party_hears_that_there_is_something_and_whom_to_ask(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    app.runs_on("woonmaatschappij")
    for function in ("prevention", "police"):
        names(app, function, {"party": {"name": "Mensura", "email": f"{function}@mensura.test"}})
    app.jan.posts("/v1/incidents", REPORT, expect=201)
    app.passes(minutes=A_DAY)
    (mail,) = [one for one in server.taken if one.to.endswith("@mensura.test")]
    assert mail.to == "prevention@mensura.test", "who is only brought in hears from a person"
    assert "Neem contact op met Karin" in mail.text
    for word in ("Jan", "Dorpsstraat", "incident", "melding", "agressie", "alarm", "mes"):
        assert word.lower() not in (mail.subject + mail.text).lower().replace("mensura", ""), word
