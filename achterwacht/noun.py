"""What a noun offers to those who collect: the clock, and the checks whether all is well (adding-a-noun.md).

They know no noun by name. The list of all nouns stands in `clockwork/nouns.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from achterwacht.deadlines.firing import LastResort, Pass
from achterwacht.kinds import RootKind
from achterwacht.must_hold import MustHold
from notifications.records import MessageRecord

MessageFailed = Callable[[Session, MessageRecord], None]
"""Handles a message about such a root that did not arrive. It locks the root, and then the message."""


@dataclass(frozen=True)
class Noun:
    """One kind of root, with what time brings to it.

    message_failed: None if nothing follows, and the failure is only noted.
    """

    root: RootKind
    fire_due: Pass
    last_resort: LastResort
    invariants: Sequence[MustHold]
    message_failed: MessageFailed | None = None
