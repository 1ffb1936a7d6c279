"""Who may add to a report, how much, and who may take it away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from achterwacht.attachments.rules import MOST, MOST_TOGETHER, Added, Full, add, may_remove, remove
from achterwacht.incidents.facts import IncidentKind
from achterwacht.incidents.refusals import IncidentClosed, NotYetSeen
from achterwacht.incidents.report import Account, Report, Standing
from achterwacht.kinds import Actor
from achterwacht.refused import NotAllowed

NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)
HOUSE, EMPLOYEE, REPORTER, MANAGER, REGISTRAR = (uuid4() for _ in range(5))
BY_EMPLOYEE, BY_REPORTER, BY_REGISTRAR = (Standing(Actor(HOUSE, one), False) for one in (EMPLOYEE, REPORTER, REGISTRAR))
BY_MANAGER = Standing(Actor(HOUSE, MANAGER), True)
BY_EMPLOYEE_WHO_MANAGES = Standing(Actor(HOUSE, EMPLOYEE), True)
ACCOUNT = Account(kind=IncidentKind.THREATENING, happened_at=NOW, description="Hij dreigde")
REPORT = Report(uuid4(), REPORTER, EMPLOYEE, ACCOUNT)
SEEN = replace(REPORT, seen_by=MANAGER, seen_at=NOW)
CLOSED = replace(SEEN, closed_by=MANAGER, closed_at=NOW)
A_PHOTO = Added(1_000, EMPLOYEE)


@pytest.mark.parametrize("by", [BY_EMPLOYEE, BY_REPORTER])
def test_whose_report_it_is_adds_until_it_is_closed(by: Standing) -> None:
    add(REPORT, (), 1, by)
    add(replace(SEEN, completed_by=EMPLOYEE, completed_at=NOW), (), 1, by)
    with pytest.raises(IncidentClosed):
        add(CLOSED, (), 1, by)


def test_a_manager_adds_once_it_was_seen_and_nobody_else_does() -> None:
    with pytest.raises(NotYetSeen):
        add(REPORT, (), 1, BY_MANAGER)
    add(SEEN, (), 1, BY_MANAGER)
    with pytest.raises(NotAllowed):
        add(CLOSED, (), 1, BY_REGISTRAR)


def test_so_many_and_so_large_together() -> None:
    add(REPORT, [A_PHOTO] * (MOST - 1), 1, BY_EMPLOYEE)
    with pytest.raises(Full):
        add(REPORT, [A_PHOTO] * MOST, 1, BY_EMPLOYEE)
    large = Added(MOST_TOGETHER - 10, EMPLOYEE)
    add(REPORT, [large], 10, BY_EMPLOYEE)
    with pytest.raises(Full):
        add(REPORT, [large], 11, BY_EMPLOYEE)


@pytest.mark.parametrize(
    ("by", "attachment", "may"),
    [
        (BY_EMPLOYEE, A_PHOTO, True),
        (BY_EMPLOYEE, Added(1, MANAGER), False),
        (BY_MANAGER, A_PHOTO, True),
        (BY_REPORTER, A_PHOTO, False),
        (BY_REGISTRAR, A_PHOTO, False),
        (BY_EMPLOYEE_WHO_MANAGES, Added(1, MANAGER), False),
    ],
)
def test_who_added_it_takes_it_away_or_who_handles_the_report(by: Standing, attachment: Added, may: bool) -> None:
    assert may_remove(REPORT, attachment, by) is may
    assert not may_remove(CLOSED, attachment, by)
    if may:
        remove(REPORT, attachment, by)
    with pytest.raises(IncidentClosed if may else NotAllowed):
        remove(CLOSED, attachment, by)
