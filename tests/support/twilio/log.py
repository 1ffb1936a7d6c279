"""Everything that was asked and told, with wall time: the oracle of the chaos tests.

A process that was killed can't say what it sent. This can: each line is written before the answer leaves, and with a
file it outlives the process that ran it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TextIO


class Kind(StrEnum):
    REQUEST = "request"
    """The product asked something of the API."""
    WEBHOOK = "webhook"
    """We told the product something, or tried to."""
    VIOLATION = "violation"
    """Something that must never happen. It fails the test."""


@dataclass(frozen=True)
class Entry:
    """One line. `status` is the HTTP status, None where no answer came."""

    kind: Kind
    at: datetime
    what: str
    """`POST Messages`, `GET Calls/CA…`; for webhooks `status sms`, `status call`, `voice`, `inbound`."""
    url: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    """The fields, or the query. A field that was given more than once is joined with spaces."""
    status: int | None = None
    sid: str = ""
    note: str = ""

    @property
    def to(self) -> str:
        return self.form.get("To", "")

    @property
    def created(self) -> bool:
        """Whether this request made a message or a call that (as far as the network allows) reaches a phone."""
        return self.kind is Kind.REQUEST and self.status == 201

    def as_line(self) -> str:
        values = asdict(self)
        values["at"] = self.at.isoformat()
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def from_line(cls, line: str) -> Self:
        values: dict[str, Any] = json.loads(line)
        return cls(**{**values, "kind": Kind(values["kind"]), "at": datetime.fromisoformat(values["at"])})


class Log:
    """The lines, in order. Safe to read while others write."""

    def __init__(self, file: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._file: TextIO | None = file.open("a", encoding="utf-8") if file else None

    def add(
        self,
        kind: Kind,
        what: str,
        *,
        url: str = "",
        form: Mapping[str, str] | None = None,
        status: int | None = None,
        sid: str = "",
        note: str = "",
    ) -> None:
        with self._lock:
            entry = Entry(kind, datetime.now(UTC), what, url, dict(form or {}), status, sid, note)
            self._entries.append(entry)
            if self._file is not None:
                self._file.write(entry.as_line() + "\n")
                self._file.flush()

    def violation(self, what: str, *, sid: str = "", form: Mapping[str, str] | None = None) -> None:
        self.add(Kind.VIOLATION, what, sid=sid, form=form)

    @property
    def entries(self) -> list[Entry]:
        with self._lock:
            return list(self._entries)

    @property
    def violations(self) -> list[str]:
        return [entry.what for entry in self.entries if entry.kind is Kind.VIOLATION]

    @property
    def requests(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind is Kind.REQUEST]

    @property
    def webhooks(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind is Kind.WEBHOOK]

    def created(self, what: str = "", to: str = "") -> list[Entry]:
        """The messages and calls that were accepted. `what` is `Messages` or `Calls`; empty is both."""
        return [e for e in self.entries if e.created and what in e.what and (not to or e.to == to)]

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    @staticmethod
    def read(file: Path) -> list[Entry]:
        """The lines of another process. A last line that is still being written is left out."""
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [Entry.from_line(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
