"""What something is about, within one organisation: a kind and an id.

An id alone says nothing: a client chooses it, so a visit and an alarm may have the same one, and so may the visits of
two organisations. Here the kind is only a word; what words there are, `achterwacht/roots.py` says.
"""

from typing import NamedTuple
from uuid import UUID


class Subject(NamedTuple):
    kind: str
    id: UUID
