"""Traces, by choice: what took how long, and inside what.

A span says a route as it is written in the code, a verb and a table, a job, or a channel. It never says an id, a name,
a number, a place or a text, nor what an error said: only of which kind it was. A trace that a request brings is not
gone on with: whoever asks does not decide what we write. A test looks at every span of a story
(`tests/acceptance/test_traces.py`).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from opentelemetry.context import Context
from opentelemetry.trace import NoOpTracer, Span, SpanKind, Status, StatusCode, Tracer
from sqlalchemy import Engine, event

from foundation.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

VERB = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE)\b")
TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE)\s+"?([a-z_]+)')
_tracer: Tracer = NoOpTracer()
_ends: list[Callable[[], None]] = []


def start_tracing(settings: Settings, part: str) -> None:
    """Send traces of this process where the settings say, if they say so. part: `api`, `clock`, or both as `serve`.

    They are sent by a thread of their own, a few seconds later; where nobody takes them, they are dropped.
    """
    if settings.otlp_endpoint:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        trace_to(OTLPSpanExporter(f"{settings.otlp_endpoint.rstrip('/')}/v1/traces", timeout=5), part)


def trace_to(exporter: "SpanExporter", part: str, *, at_once: bool = False) -> None:
    """Make traces from now on. at_once: each span leaves as it ends, for tests."""
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    global _tracer  # noqa: PLW0603  (one for the process, as the log is)
    # Not `Resource.create`, which adds what this machine and its environment say of themselves.
    provider = TracerProvider(resource=Resource({SERVICE_NAME: f"achterwacht-{part}"}), shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter) if at_once else BatchSpanProcessor(exporter))
    _tracer = provider.get_tracer("achterwacht")
    for name, listener in LISTENERS.items():
        event.listen(Engine, name, listener)
    _ends.append(provider.shutdown)


def stop_tracing() -> None:
    """Send what was not sent yet, and make no more."""
    global _tracer  # noqa: PLW0603
    _tracer = NoOpTracer()
    while _ends:
        for name, listener in LISTENERS.items():
            event.remove(Engine, name, listener)
        _ends.pop()()


@contextmanager
def span(name: str, kind: SpanKind = SpanKind.INTERNAL, *, root: bool = False, **said: str | int) -> Iterator[Span]:
    """What happens inside is one span, and its parts are its children. root: it is part of nothing else."""
    whole = Context() if root else None
    with _tracer.start_as_current_span(
        name, context=whole, kind=kind, attributes=said, record_exception=False, set_status_on_exception=False
    ) as one:
        try:
            yield one
        except BaseException as error:
            went_wrong(one, error)
            raise


def went_wrong(one: Span, error: BaseException | str) -> None:
    """Say that it failed, and the kind of the error; its text may hold names."""
    one.set_attribute("error.type", error if isinstance(error, str) else type(error).__name__)
    one.set_status(Status(StatusCode.ERROR))


def traced(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """Returns the same job, each run a trace of its own."""

    @wraps(job)
    def run() -> None:
        with span(f"clock {name}", root=True):
            job()

    return run


def _begins(_c: Any, _cursor: Any, statement: str, _p: Any, context: Any, _many: bool) -> None:
    verb, table = VERB.search(statement), TABLE.search(statement)
    summary = " ".join(found[1] for found in (verb, table) if found) or "other"
    context.trace_span = _tracer.start_span(summary, kind=SpanKind.CLIENT, attributes={"db.query.summary": summary})


def _ends_well(_c: Any, _cursor: Any, _statement: str, _p: Any, context: Any, _many: bool) -> None:
    if one := context.__dict__.pop("trace_span", None):
        one.end()


def _ends_badly(error: Any) -> None:
    if one := error.execution_context and error.execution_context.__dict__.pop("trace_span", None):
        went_wrong(one, error.original_exception)
        one.end()


LISTENERS: dict[str, Callable[..., None]] = {
    "before_cursor_execute": _begins, "after_cursor_execute": _ends_well, "handle_error": _ends_badly,
}  # fmt: skip
