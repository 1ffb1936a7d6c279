"""The parts of a mail besides its plain text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """What only a mail has: a subject, which must hold nothing private, and the text as an HTML page for printing."""

    subject: str
    page: str
