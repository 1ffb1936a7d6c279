"""Somebody of the organisation, as a test speaks of them: `app.jan.checks_in(minutes=30)`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

from achterwacht.people.kept_secrets import hash_secret
from achterwacht.people.records import PersonRecord, TokenKind
from achterwacht.people.roles import Role
from achterwacht.people.sign_in import issue_token
from tests.support.organisations import Employee
from tests.support.twilio.phones import Phone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import httpx2 as httpx

    from tests.support.app_under_test import AppUnderTest

HOUSES = count(1)


class Person:
    """Asks the API over HTTP, and has a phone."""

    def __init__(self, app: AppUnderTest, employee: Employee) -> None:
        self.app = app
        self.employee = employee
        self.phone: Phone = app.twilio.phone(employee.phone)
        """What is expected of it is looked for once everything that was decided has reached it."""

    @property
    def id(self) -> UUID:
        return self.employee.id

    @property
    def name(self) -> str:
        return self.employee.name

    # What they ask of the API.

    def asks(self, path: str, expect: int = 200) -> dict[str, Any]:
        answer: dict[str, Any] = self._answered(self.app.http.get(path, headers=self.employee.headers), expect)
        return answer

    def posts(self, path: str, body: dict[str, Any] | None = None, *, expect: int = 200, key: str | None = None) -> Any:
        headers = self.employee.headers | ({"Idempotency-Key": key} if key else {})
        answer = self.app.http.post(path, json=body or {}, headers=headers)
        return self._answered(answer, expect)

    def puts(self, path: str, body: dict[str, Any], *, expect: int = 200, key: str | None = None) -> Any:
        headers = self.employee.headers | ({"Idempotency-Key": key} if key else {})
        return self._answered(self.app.http.put(path, json=body, headers=headers), expect)

    def uploads(self, path: str, files: Mapping[str, Any], *, expect: int = 200, method: str = "POST") -> Any:
        answer = self.app.http.request(method, path, files=files, headers=self.employee.headers)
        return self._answered(answer, expect)

    def patches(self, path: str, body: dict[str, Any], *, expect: int = 200) -> Any:
        return self._answered(self.app.http.patch(path, json=body, headers=self.employee.headers), expect)

    def deletes(self, path: str, *, expect: int = 200) -> Any:
        return self._answered(self.app.http.delete(path, headers=self.employee.headers), expect)

    def _answered(self, answer: httpx.Response, expect: int) -> Any:
        assert answer.status_code == expect, f"{answer.status_code}: {answer.text}"
        return answer.json() if answer.content else None

    def plans(self, *, minutes: float = 30, starts_in: float = 0, expect: int = 201, **more: Any) -> dict[str, Any]:
        """Plan a visit that starts in so many minutes and lasts `minutes`."""
        start = self.app.now() + timedelta(minutes=starts_in)
        body = {
            "id": str(uuid4()),
            "address": an_address(),
            "clientName": "J. de Vries",
            "companions": [],
            "plannedStart": start.isoformat(),
            "expectedEnd": (start + timedelta(minutes=minutes)).isoformat(),
            **more,
        }
        visit: dict[str, Any] = self.posts("/v1/visits", body, expect=expect)
        return visit

    def checks_in(self, *, minutes: float = 30, **more: Any) -> dict[str, Any]:
        """Check in at once, for so many minutes."""
        return self.plans(minutes=minutes, checkIn=True, **more)

    def visit(self, visit: dict[str, Any]) -> dict[str, Any]:
        """Returns the visit as this person sees it now."""
        return self.asks(f"/v1/visits/{visit['id']}")

    def story(self, visit: dict[str, Any]) -> list[str]:
        """Returns the timeline of the visit as this person reads it."""
        return [line["text"] for line in self.visit(visit)["timeline"]]

    def alarm(self) -> dict[str, Any]:
        """Returns the one open alarm that this person sees."""
        (alarm,) = self.asks("/v1/alarms?open=true")["alarms"]
        found: dict[str, Any] = alarm
        return found

    def sees(self, alarm: dict[str, Any]) -> dict[str, Any]:
        """Returns that alarm as this person sees it now, open or closed."""
        return self.asks(f"/v1/alarms/{alarm['id']}")

    def does(self, visit: dict[str, Any], action: str, *, expect: int = 200, **body: Any) -> Any:
        """Take an action on a visit."""
        return self.posts(f"/v1/visits/{visit['id']}/{action}", body, expect=expect)

    def changes(self, visit: dict[str, Any], *, expect: int = 200, **what: Any) -> Any:
        """Change a planned visit."""
        path = f"/v1/visits/{visit['id']}"
        return self._answered(self.app.http.patch(path, json=what, headers=self.employee.headers), expect)

    def on_alarm(self, alarm: dict[str, Any], action: str, *, expect: int = 200, **body: Any) -> Any:
        """Take an action on an alarm."""
        return self.posts(f"/v1/alarms/{alarm['id']}/{action}", body, expect=expect)

    # What is known of them.

    def sets_pin(self, pin: str, duress: str | None = None) -> Self:
        """Set a PIN, and one that silently calls for help."""
        return self._is(pin_hash=reckoned(pin), duress_pin_hash=None if duress is None else reckoned(duress))

    def is_absent(self, since: datetime | None = None) -> Self:
        """Be absent from now on, or from a later moment."""
        return self._is(absent_from=since or self.app.now())

    def is_back(self) -> Self:
        return self._is(absent_from=None)

    def signs_in(self) -> Self:
        """Sign in anew, with a token of their own."""
        with self.app.database.write() as session:
            token = issue_token(session, session.get_one(PersonRecord, self.id), TokenKind.BEARER, [Role.WORKER])
        self.employee = replace(self.employee, token=token.text)
        return self

    def has_number(self, number: str | None) -> Self:
        """Give them another number than they came with, or none, whatever a door would say of it."""
        self._is(phone=number)
        if number is not None:
            self.phone = self.app.twilio.phone(number)
        return self

    def is_called(self, name: str) -> Self:
        return self._is(name=name)

    def _is(self, **facts: Any) -> Self:
        with self.app.database.write() as session:
            record = session.get_one(PersonRecord, self.id)
            for name, value in facts.items():
                setattr(record, name, value)
        return self


def an_address(number: int | None = None) -> dict[str, Any]:
    """Returns an address in the Dorpsstraat in Den Bosch: another house each time, unless a number is given."""
    return {
        "country": "NL",
        "postcode": "5211 AA",
        "houseNumber": number or next(HOUSES),
        "street": "Dorpsstraat",
        "city": "Den Bosch",
    }


@cache
def reckoned(pin: str) -> str:
    return hash_secret(pin)
