"""A letter as a mail server takes it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """What only a mail has: a subject, which everybody may read, and the text once more as a page that prints."""

    subject: str
    page: str
