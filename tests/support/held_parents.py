"""A guard: nobody locks an organisation, a team or a person so that others can't even refer to it.

FOR UPDATE of such a row keeps back every insert that names it, a noodknop as well, until that transaction ends. FOR NO
KEY UPDATE (`with_for_update(key_share=True)`) keeps back only who locks or changes it too.
"""

import re
from functools import lru_cache

PARENTS = {"organisation", "team", "person"}
LOCKS = re.compile(r"\bFOR UPDATE(?: OF ([\w, ]+?))?(?: NOWAIT| SKIP LOCKED)?\s*$", re.IGNORECASE)
TABLE = re.compile(r'\b(?:FROM|JOIN|,)\s+"?(\w+)"?', re.IGNORECASE)
BEHIND = re.compile(r"\bWHERE\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def held_back(statement: str) -> tuple[str, ...]:
    """Which of these this statement locks against whoever refers to them."""
    locks = LOCKS.search(statement)
    if locks is None:
        return ()
    if locks[1]:
        locked = {one.strip() for one in locks[1].split(",")}
    else:
        _, _, told = statement.partition("FROM")
        locked = set(TABLE.findall("FROM" + BEHIND.split(told)[0]))
    return tuple(f"locks {one} against who refers to it" for one in sorted(locked & PARENTS))
