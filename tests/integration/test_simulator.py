"""The page of the simulator shows all that would have left."""

from uuid import uuid4, uuid5

from fastapi.testclient import TestClient

from achterwacht.people.records import OrganisationRecord
from achterwacht.views.whereabouts import whereabouts
from achterwacht.views.whereabouts_letter import facts_of
from foundation.clock import clock_of
from foundation.session import Database
from foundation.settings import Settings
from foundation.subject import Subject
from notifications import outbox
from notifications.dispatch import Dispatcher
from notifications.outbox import Outgoing
from notifications.routes import make_mail_routes
from notifications.texts.templates import Template
from notifications.ways import Channel
from tests.support.organisations import Organisation

DESK = "balie@voorbeeld.test"


def mail_the_list(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        now = clock_of(session).now(session)
        organisation = session.get_one(OrganisationRecord, ours.id)
        facts = facts_of(whereabouts(session, ours.id, ours.team, None, now), organisation, None)
        person = uuid5(ours.team, DESK)
        letter = Outgoing(
            ours.id,
            Subject("team", ours.team),
            uuid4(),
            person,
            DESK,
            Channel.MAIL,
            Template.WHEREABOUTS,
            "nl",
            facts,
            5,
        )
        outbox.put(session, [letter], now)


def test_a_mail_is_shown_in_the_mailbox_it_went_to(api: TestClient, ours: Organisation, database: Database) -> None:
    empty = api.get("/simulator/phones").json()
    assert empty["mailboxes"] == []
    assert {one["managerWord"] for one in empty["phones"]} == {"teammanager"}, "by the word of the profile"
    mail_the_list(database, ours)
    assert api.get("/simulator/phones").json()["mailboxes"] == [], "it did not leave yet"
    settings = Settings(_env_file=None)
    sender = Dispatcher(database, settings, make_mail_routes(settings))
    sender.dispatch_due()
    sender.close()
    shown = api.get("/simulator/phones").json()
    (mailbox,) = shown["mailboxes"]
    assert mailbox["address"] == DESK
    (mail,) = mailbox["mails"]
    assert mail["subject"].startswith("Wie is waar: Inkomen, ")
    assert "Niemand op pad." in mail["text"]
    assert mail["state"] == "sent"
    assert not any(phone["items"] for phone in shown["phones"]), "a mail is on no phone"


def test_a_phone_of_the_simulator_can_call_us(api: TestClient, ours: Organisation) -> None:
    """The same menu as by the provider: keys alone, and 9 is help at any moment."""
    begun = api.post(f"/simulator/phones/{ours.worker.id}/calls").json()
    assert (begun["step"], begun["ended"]) != (None, True)
    path = f"/simulator/phones/{ours.worker.id}/calls/{begun['sid']}/digits"
    said = api.post(path, json={"digits": "9", "step": begun["step"]}).json()
    assert said["prompt"] != begun["prompt"]
    assert said["ended"], "help is on its way"
