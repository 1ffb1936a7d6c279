"""What was made before is used again only when everything that it is made of is the same.

For answers that are asked for all day, of which little changes between two. Nothing here says what is the case: whoever
uses it reads that each time, and hands over all of it. So nothing that was kept can be out of date.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Facts = tuple[Any, ...]
Made = TypeVar("Made")


class MadeBefore:
    """Keeps what was made in the last round of each kind, with what it was made of. What is older is forgotten.

    Several threads may use it at once: then some of it is made once more than needed.
    """

    def __init__(self) -> None:
        self._kept: dict[str, dict[Hashable, tuple[Facts, Any]]] = {}

    @contextmanager
    def round(self, kind: str, make: Callable[[Facts], Made]) -> Iterator[Callable[[Hashable, Facts], Made]]:
        """Gives a function that returns what `make` makes of these facts, under a key by which it is found next time.

        make: sees nothing but the facts. No clock, no session, nothing that may differ when they are the same.
        """
        before = self._kept.get(kind, {})
        now: dict[Hashable, tuple[Facts, Made]] = {}

        def of(key: Hashable, facts: Facts) -> Made:
            known = before.get(key)
            if known is None or known[0] != facts:
                known = facts, make(facts)
            now[key] = known
            return known[1]

        yield of
        self._kept[kind] = now
