"""Traces tell how long what took, inside what, and nothing of anybody."""

import re
import time
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.http.activities import OF_TAG
from foundation.tracing import span, stop_tracing, trace_to
from tests.acceptance.stories import panic
from tests.support.app_under_test import AppUnderTest

SAID = {
    "http.request.method", "http.route", "http.response.status_code", "db.query.summary", "error.type",
    "dpl.core.processing_activity_id",
}  # fmt: skip
PLAIN = re.compile(r"[A-Za-z][A-Za-z_ ./{}:-]*|\d{3}|/[a-z0-9_./{}:-]*|[A-Z]+ /[A-Za-z0-9_./{}:-]*")
"""Words, a status, a route as written in the code: no ids, no digits of anybody."""


@pytest.fixture
def seen() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    trace_to(exporter, "tests", at_once=True)
    yield exporter
    stop_tracing()


def test_a_story_leaves_no_name_number_place_or_id_in_them(app: AppUnderTest, seen: InMemorySpanExporter) -> None:
    visit = panic(app)
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_call().rings_out()
    app.fatima.on_alarm(app.jan.alarm(), "acknowledge")
    app.fatima.on_alarm(app.jan.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.jan.asks("/v1/visits/nee?q=Jan%20de%20Wit%20+31612345678", expect=400)
    app.jan.asks("/v1/5211AA/Voorbeeldstraat", expect=404)
    spans = _spans(seen, "GET other")
    names = {one.name for one in spans}
    assert {"POST /v1/visits", "send sms", "ask twilio", "INSERT visit"} <= names
    said = {text for one in spans for text in _texts(one)}
    assert [text for text in said if not PLAIN.fullmatch(text)] == []
    assert {key for one in spans for key in one.attributes or {}} <= SAID
    assert [one.name for one in spans if one.events or one.status.description or one.links] == []


def test_statements_lie_within_the_request_that_made_them(app: AppUnderTest, seen: InMemorySpanExporter) -> None:
    app.jan.asks("/v1/me")
    spans = _spans(seen, "GET /v1/me")
    [request] = [one for one in spans if one.name == "GET /v1/me"]
    within = [one for one in spans if one.parent and one.parent.span_id == request.context.span_id]
    assert request.parent is None
    assert any(one.name.startswith("SELECT") for one in within)


def test_of_an_error_only_the_kind_is_said(seen: InMemorySpanExporter) -> None:
    with pytest.raises(LookupError), span("something"):
        raise LookupError("Jan de Wit, +31612345678")
    [one] = seen.get_finished_spans()
    assert dict(one.attributes or {}) == {"error.type": "LookupError"}
    assert (one.events, one.status.description) == ((), None)


def test_an_answer_names_its_activity_where_there_is_a_register(app: AppUnderTest, seen: InMemorySpanExporter) -> None:
    app.has_a_register_of_processing("https://register.example/voorbeeld/")
    app.jan.asks("/v1/visits")
    app.jan.asks("/v1/protocol")
    spans = _spans(seen, "GET /v1/protocol")
    said = {one.name: (one.attributes or {}).get("dpl.core.processing_activity_id") for one in spans}
    assert said["GET /v1/visits"] == "https://register.example/voorbeeld/op-wie-op-pad-is-letten"
    assert said["GET /v1/protocol"] is None


def test_every_tag_of_a_route_has_its_activity_or_says_that_it_has_none(app: AppUnderTest) -> None:
    paths = app.http.get("/v1/openapi.json").json()["paths"]
    operations = [one for path in paths.values() for one in path.values() if isinstance(one, dict)]
    assert {tag for one in operations for tag in one["tags"]} == set(OF_TAG)


def _spans(seen: InMemorySpanExporter, last: str) -> tuple[ReadableSpan, ...]:
    """Returns all spans once the last is among them: it ends after the answer has left."""
    while last not in {one.name for one in seen.get_finished_spans()}:
        time.sleep(0.01)
    return seen.get_finished_spans()


def _texts(one: ReadableSpan) -> Iterator[str]:
    yield one.name
    yield from (str(value) for value in (one.attributes or {}).values())
