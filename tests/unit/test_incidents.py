"""The rules of an incident report."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from achterwacht.incidents.rules import (
    CLOCKS_DIFFER,
    Account,
    Incident,
    IncidentChange,
    IncidentKind,
    IncidentState,
    NotYetSeen,
    OwnIncident,
    SeenAlready,
    change,
    see,
)
from achterwacht.kinds import Actor
from achterwacht.refused import NotAllowed

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOUSE, JAN, KARIN, RUTH = uuid4(), uuid4(), uuid4(), uuid4()
JAN_ACTS, KARIN_ACTS, RUTH_ACTS = (Actor(HOUSE, person) for person in (JAN, KARIN, RUTH))
ACCOUNT = Account(IncidentKind.SCOLDING, NOW, "Hij schold.")
REPORT = Incident(uuid4(), JAN, ACCOUNT)
DAMAGE = IncidentChange(damage=True)


def test_the_reporter_changes_it_until_it_was_seen() -> None:
    assert change(REPORT, DAMAGE, JAN_ACTS, manages=False).account.damage is True
    seen = see(REPORT, KARIN_ACTS, True, NOW)
    assert seen.state is IncidentState.SEEN
    with pytest.raises(SeenAlready):
        change(seen, DAMAGE, JAN_ACTS, manages=False)


def test_a_manager_changes_it_once_it_was_seen() -> None:
    with pytest.raises(NotYetSeen):
        change(REPORT, DAMAGE, KARIN_ACTS, manages=True)
    assert change(see(REPORT, KARIN_ACTS, True, NOW), DAMAGE, KARIN_ACTS, manages=True).account.damage is True


def test_others_change_nothing() -> None:
    for report in (REPORT, see(REPORT, KARIN_ACTS, True, NOW)):
        with pytest.raises(NotAllowed):
            change(report, DAMAGE, RUTH_ACTS, manages=False)
        with pytest.raises(NotAllowed):
            see(report, RUTH_ACTS, False, NOW)


def test_seen_by_another_and_only_once() -> None:
    with pytest.raises(OwnIncident):
        see(REPORT, JAN_ACTS, True, NOW)
    seen = see(REPORT, KARIN_ACTS, True, NOW)
    assert see(seen, RUTH_ACTS, True, NOW + timedelta(days=1)) == seen


def test_nothing_happened_tomorrow() -> None:
    assert not Account(IncidentKind.OTHER, NOW + CLOCKS_DIFFER, "x").wrong(NOW)
    wrong = Account(IncidentKind.OTHER, NOW + CLOCKS_DIFFER + timedelta(seconds=1), " ").wrong(NOW)
    assert [(one.pointer, one.code) for one in wrong] == [("/happenedAt", "in_future"), ("/description", "missing")]
