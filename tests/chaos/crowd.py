"""Many visits that end at the same moment, and what Twilio took about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from achterwacht.addresses.address import DutchAddress
from achterwacht.kinds import Actor
from achterwacht.visiting.planning import plan_visit
from achterwacht.visits.new_visit import NewVisit
from foundation.session import Database
from tests.chaos.installation import Installation, SetClock
from tests.support.organisations import Employee
from tests.support.twilio.log import Entry

ALARM, CHASE = "heeft zich niet afgemeld", "Je afspraak is voorbij"
ADDRESS = re.compile(r"Dorpsstraat \d+")


def check_in_many(installation: Installation, now: datetime, ends: Sequence[datetime]) -> list[UUID]:
    """A visit for each of these ends, as if their workers had checked in at `now`, however long it takes to write them.
    Each at a house number of its own. Answers their ids.
    """
    database, ours = Database.at(installation.url, SetClock(now)), installation.ours
    by = Actor(ours.id, ours.worker.id, ours.worker.name, "app")
    visits = [uuid4() for _ in ends]
    with database.write() as session:
        for number, (visit, end) in enumerate(zip(visits, ends, strict=True), 1):
            address = DutchAddress("5211AA", number, None, "Dorpsstraat", "Den Bosch")
            new = NewVisit(id=visit, team_id=ours.team, address=address, expected_end=end)
            plan_visit(session, new, by, start_now=True)
    database.engine.dispose()
    return visits


def alarms(installation: Installation, person: Employee) -> dict[str, list[Entry]]:
    """The alarm texts that Twilio took for this person, by address."""
    found: dict[str, list[Entry]] = {}
    for one in installation.told(person, ALARM):
        found.setdefault(ADDRESS.findall(one.form["Body"])[0], []).append(one)
    return found


def nothing_waits(installation: Installation) -> bool:
    return not installation.rows("SELECT 1 FROM message WHERE state IN ('pending', 'sending')")


def chases_left_unsaid(installation: Installation) -> set[object]:
    """The alarms whose chase is no message of the provider's, as far as we know."""
    found = installation.rows(
        "SELECT subject FROM message WHERE template = 'chase_worker' AND channel = 'sms' AND provider_sid IS NULL"
    )
    return {alarm for (alarm,) in found}


def taken_alarms(installation: Installation) -> set[object]:
    return {alarm for (alarm,) in installation.rows("SELECT id FROM alarm WHERE acknowledged_at IS NOT NULL")}


def steps_decided_twice(installation: Installation) -> int:
    """By the event table: an alarm that told a level more than once."""
    twice = "SELECT 1 FROM event WHERE kind = 'step_told' GROUP BY alarm_id, facts->>'level' HAVING count(*) > 1"
    return len(installation.rows(twice))
