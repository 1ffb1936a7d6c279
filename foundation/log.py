"""Logs: one JSON object per line in production, readable lines in development. Personal data and secrets are removed
here.

Nobody should log a number, an address or a token in the first place; this is the last line of defence behind that rule.
Logs are kept longer than the database and read by more people.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from foundation.redaction import REMOVED, redact_text
from foundation.repeats import SayOnce

SECRET_NAMES = re.compile(
    r"phone|number|mobile|address|street|postcode|city|token|secret|password|pin$|^pin_|cookie|authorization|"
    r"^to$|^sender$|^body$|^text$|email|client|location|latitude|longitude|note$",
    re.IGNORECASE,
)


def _redact(value: Any) -> Any:
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {
            redact_text(str(name)): REMOVED if SECRET_NAMES.search(str(name)) else _redact(inner)
            for name, inner in value.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redact(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return value if redact_text(str(value)) == str(value) else REMOVED
    if isinstance(value, bytes):
        return redact_text(value.decode("utf-8", "backslashreplace"))
    return redact_text(str(value))


def redacting(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor: removes fields by their name, and in texts whatever looks like a secret or a person."""
    for name, value in event.items():
        keeps = name.startswith("_") or name in ("event", "level", "logger", "timestamp", "exception")
        event[name] = value if name.startswith("_") or name == "timestamp" else _redact(value)
        if not keeps and SECRET_NAMES.search(name) and value is not None:
            event[name] = REMOVED
    return event


BEFORE_WRITING: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # As text, before redacting: a traceback that shows local variables would show a whole visit.
    structlog.processors.format_exc_info,
    redacting,
)


def write_through_standard_library() -> None:
    """Make structlog write through the standard library's loggers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def formatter(production: bool) -> logging.Formatter:
    """Returns the formatter of a line: redacted, and as JSON (production) or for people."""
    if production:
        last: Any = structlog.processors.JSONRenderer()
    else:
        last = structlog.dev.ConsoleRenderer(
            exception_formatter=structlog.dev.plain_traceback, colors=sys.stderr.isatty()
        )
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(processors=[*BEFORE_WRITING, remove, last])


def log_what_goes_around() -> None:
    """Send warnings, and errors that end a thread, through the log; else they go to stderr unredacted.

    For use in a process of our own.
    """
    logging.captureWarnings(True)
    threading.excepthook = _of_a_thread


def _of_a_thread(ended: threading.ExceptHookArgs) -> None:
    """Log the error that ended a thread."""
    if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
        logging.getLogger("thread").critical("a thread ended by an error", exc_info=ended.exc_value)


def set_up_logging(production: bool, level: int = logging.INFO) -> None:
    """Make structlog and the standard library write alike, to stderr: stdout belongs to the commands."""
    write_through_standard_library()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(production))
    handler.addFilter(SayOnce())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "apscheduler", "twilio.http_client", "uvicorn.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # It warns ten times a second while a dispatch waits for a provider, and that is no news: the next begins once that
    # is done. A tick that hangs is seen by the watchdog, messages that stay by the audit.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    for ours in ("uvicorn", "uvicorn.error"):
        logging.getLogger(ours).handlers[:] = []
        logging.getLogger(ours).propagate = True
