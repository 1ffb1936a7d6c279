"""The REST API: who are you, what do you want, and the JSON the real one would give."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from tests.support.twilio.checks import Forbidden, Refused, check_call, check_sms, one
from tests.support.twilio.exchange import Exchange
from tests.support.twilio.listener import Answer, Request
from tests.support.twilio.log import Kind
from tests.support.twilio.records import ERRORS, VERSION, CallRecord, Sms

PATH = re.compile(rf"/{VERSION}/Accounts/(?P<account>\w+)/(?P<noun>Messages|Calls)(?:/(?P<sid>\w+))?\.json")
PAGE_SIZE, LARGEST_PAGE = 50, 1000


class RestApi:
    def __init__(self, exchange: Exchange, token: str) -> None:
        self._exchange = exchange
        self._token = token

    def answer(self, request: Request) -> Answer:
        """One request, from the door to the log."""
        found = PATH.fullmatch(request.path)
        noun, sid = (found["noun"], found["sid"] or "") if found else (request.path, "")
        what = f"{request.method} {noun}{'/' if sid else ''}{sid}"
        form = {name: " ".join(values) for name, values in (request.query | request.form).items()}
        if hanging := self._exchange.weather.hanging:
            self._exchange.log.add(Kind.REQUEST, what, form=form, status=503, note="hangs")
            return Answer(503, after=hanging)
        try:
            self._admit(request, found)
            return self._route(request, what, noun, sid, form)
        except Refused as refused:
            if isinstance(refused, Forbidden):
                self._exchange.log.violation(refused.message, form=form)
            self._exchange.log.add(
                Kind.REQUEST, what, form=form, status=refused.status, note=f"{refused.code} {refused.message}"
            )
            return _error(refused)

    def _admit(self, request: Request, found: re.Match[str] | None) -> None:
        weather = self._exchange.weather
        if weather.outage is not None:
            raise Refused(weather.outage, 20500, "Service Unavailable")
        if found is None:
            raise Refused(404, 20404, f"The requested resource {request.path} was not found")
        if request.credentials != (self._exchange.account, self._token) or found["account"] != self._exchange.account:
            raise Refused(401, 20003, "Authenticate")
        creates = request.method == "POST" and not found["sid"]
        if creates and (failure := weather.next_failure()) is not None:
            raise Refused(failure.status, failure.code, ERRORS.get(failure.code, "The weather"))

    def _route(self, request: Request, what: str, noun: str, sid: str, form: dict[str, str]) -> Answer:
        log = self._exchange.log
        match request.method, noun, bool(sid):
            case "POST", "Messages", False:
                return self._create_sms(request, what, form)
            case "POST", "Calls", False:
                return self._create_call(request, what, form)
            case "GET", _, True:
                log.add(Kind.REQUEST, what, form=form, status=200, sid=sid)
                return _ok(self._find(noun, sid).as_json())
            case "GET", _, False:
                log.add(Kind.REQUEST, what, form=form, status=200)
                return _ok(self._list(noun, request))
            case "POST", _, True:
                record = self._find(noun, sid)
                self._update(record, request)
                log.add(Kind.REQUEST, what, form=form, status=200, sid=sid)
                return _ok(record.as_json())
            case _:
                raise Refused(405, 20004, "Method not allowed")

    def _create_sms(self, request: Request, what: str, form: dict[str, str]) -> Answer:
        exchange = self._exchange
        check_sms(request.form, exchange.number)
        trouble = exchange.weather.trouble_of(form["To"])
        if trouble is not None and trouble.at_the_door:
            raise Refused(400, trouble.code, ERRORS.get(trouble.code, "Refused"))
        sms = exchange.accept_sms(request.form)
        exchange.log.add(Kind.REQUEST, what, form=form, status=201, sid=sms.sid)
        answer = _ok(sms.as_json(), 201)
        exchange.deliver(sms)
        return self._through_the_weather(answer)

    def _create_call(self, request: Request, what: str, form: dict[str, str]) -> Answer:
        exchange = self._exchange
        check_call(request.form, exchange.number)
        call = exchange.accept_call(request.form)
        exchange.log.add(Kind.REQUEST, what, form=form, status=201, sid=call.sid)
        answer = _ok(call.as_json(), 201)
        exchange.dial(call)
        return self._through_the_weather(answer)

    def _through_the_weather(self, answer: Answer) -> Answer:
        weather = self._exchange.weather
        return replace(answer, after=weather.slowness, swallowed=weather.swallows())

    def _find(self, noun: str, sid: str) -> Sms | CallRecord:
        with self._exchange.changed:
            found: Sms | CallRecord | None
            found = self._exchange.messages.get(sid) if noun == "Messages" else self._exchange.calls.get(sid)
        if found is None:
            raise Refused(404, 20404, f"The requested resource {noun}/{sid} was not found")
        return found

    def _update(self, record: Sms | CallRecord, request: Request) -> None:
        """Redact a text, cancel a call that still rings, or hang up."""
        status = one(request.form, "Status")
        if isinstance(record, Sms):
            if status or request.form.get("Body") != [""]:
                raise Refused(400, 20001, "This fake only redacts: Body must be empty")
            record.shown = ""
        elif status == "completed" or (status == "canceled" and record.status in ("queued", "ringing")):
            if not self._exchange.move_call(record, "completed" if record.answered else "canceled"):
                raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
        else:
            raise Refused(400, 21218, f"Invalid Status {status!r} for a call that is {record.status}")

    def _list(self, noun: str, request: Request) -> dict[str, object]:
        """The newest first. What was not sent yet has no date, so a filter on dates does not find it."""
        query = request.query
        with self._exchange.changed:
            found = [
                record.as_json()
                for record in _records(self._exchange, noun)
                if one(query, "To") in ("", record.to)
                and one(query, "From") in ("", record.sender)
                and one(query, "Status") in ("", record.status)
                and _dates_fit(query, record)
            ]
        size = min(int(one(query, "PageSize") or PAGE_SIZE), LARGEST_PAGE)
        page = int(one(query, "Page") or 0)
        shown = found[page * size : (page + 1) * size]
        more = len(found) > (page + 1) * size
        kept = "".join(f"&{name}={value}" for name in ("To", "From") if (value := one(query, name).replace("+", "%2B")))
        uri = f"{request.path}?PageSize={size}{kept}&Page="
        return {
            noun.lower(): shown,
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": max(page * size + len(shown) - 1, 0),
            "uri": f"{uri}{page}",
            "first_page_uri": f"{uri}0",
            "next_page_uri": f"{uri}{page + 1}" if more else None,
            "previous_page_uri": f"{uri}{page - 1}" if page else None,
        }


def _records(exchange: Exchange, noun: str) -> Sequence[Sms | CallRecord]:
    records: list[Sms | CallRecord] = [*(exchange.messages if noun == "Messages" else exchange.calls).values()]
    return records[::-1]


def _dates_fit(query: dict[str, list[str]], record: Sms | CallRecord) -> bool:
    name, moment = ("DateSent", record.sent) if isinstance(record, Sms) else ("StartTime", record.started)
    for sign in ("", "<", ">"):
        wanted = one(query, name + sign)
        if not wanted:
            continue
        if moment is None:
            return False
        mine: date
        limit: date
        if len(wanted) == len("2026-11-21"):
            mine, limit = moment.astimezone(UTC).date(), date.fromisoformat(wanted)
        else:
            mine, limit = moment.astimezone(UTC).replace(microsecond=0), datetime.fromisoformat(wanted)
        if not (mine == limit or (sign == "<" and mine < limit) or (sign == ">" and mine > limit)):
            return False
    return True


def _ok(values: dict[str, object], status: int = 200) -> Answer:
    return Answer(status, json.dumps(values))


def _error(refused: Refused) -> Answer:
    values = {
        "code": refused.code,
        "message": refused.message,
        "more_info": f"https://www.twilio.com/docs/errors/{refused.code}",
        "status": refused.status,
    }
    return Answer(refused.status, json.dumps(values))
