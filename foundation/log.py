"""Logs: one JSON object a line in production, readable lines in development. What they must not hold is taken out here.

Nobody should log a number, an address or a token in the first place; this is the last line behind that rule. Logs are
kept longer and read by more people than the database.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

SECRET_NAMES = re.compile(
    r"phone|number|mobile|address|street|postcode|city|token|secret|password|pin$|^pin_|cookie|authorization|"
    r"^to$|^sender$|^body$|^text$|email|client|location|latitude|longitude|note$",
    re.IGNORECASE,
)
REMOVED = "[removed]"
IN_TEXT = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), r"\1 " + REMOVED),
    (re.compile(r"(/o/|/diary/|/webhooks/cm/status/)[A-Za-z0-9_-]{8,}"), r"\1" + REMOVED),
    (re.compile(r"(://)[^/\s:@]+:[^/\s@]+@"), r"\1" + REMOVED + "@"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), REMOVED),
    (re.compile(r"(?<![\w-])(?:\+|00)\d[\d\s()-]{7,}\d"), REMOVED),
    (re.compile(r"(?<![\w:.-])0\d{9}(?![\w-])"), REMOVED),
    (re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b(?:\s*\d+)?"), REMOVED),
    (re.compile(r"(\[parameters: ).*", re.DOTALL), r"\1" + REMOVED + "]"),
    (re.compile(r"(DETAIL:  ).*"), r"\1" + REMOVED),
)
"""Tokens, links of hand-over sheets and diaries, the address of CM.com's reports, passwords in addresses of databases,
e-mail, phone numbers, Dutch postcodes, and what SQLAlchemy and PostgreSQL tell of a row."""


def redact_text(text: str) -> str:
    """The text without what looks like a secret or a person."""
    for pattern, instead in IN_TEXT:
        text = pattern.sub(instead, text)
    return text


def _redact(value: Any) -> Any:
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {name: REMOVED if SECRET_NAMES.search(str(name)) else _redact(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_redact(inner) for inner in value]
    if isinstance(value, (int, float, bool)) or value is None:
        return value
    return redact_text(str(value))


def redacting(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The processor: by name what must not be there, and in texts what looks like it."""
    for name, value in event.items():
        keeps = name.startswith("_") or name in ("event", "level", "logger", "timestamp", "exception")
        event[name] = value if name.startswith("_") else _redact(value)
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
    """Let structlog hand its lines to the standard library's loggers."""
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
    """How a line is written: redacted, and as JSON or for people."""
    if production:
        last: Any = structlog.processors.JSONRenderer()
    else:
        last = structlog.dev.ConsoleRenderer(
            exception_formatter=structlog.dev.plain_traceback, colors=sys.stderr.isatty()
        )
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(processors=[*BEFORE_WRITING, remove, last])


def set_up_logging(production: bool, level: int = logging.INFO) -> None:
    """One way of writing for structlog and the standard library, to stderr: stdout belongs to the commands."""
    write_through_standard_library()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(production))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "apscheduler", "twilio.http_client", "uvicorn.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    for ours in ("uvicorn", "uvicorn.error"):
        logging.getLogger(ours).handlers[:] = []
        logging.getLogger(ours).propagate = True
