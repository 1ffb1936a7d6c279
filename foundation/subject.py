"""What something is about, within one organisation: a kind and an id.

An id alone is not enough: a client chooses it, so a visit and an alarm may have the same one, and so may visits of two
organisations. Here the kind is just a word; `achterwacht/roots.py` lists the words that exist.
"""

from typing import NamedTuple
from uuid import UUID


class Subject(NamedTuple):
    kind: str
    id: UUID
