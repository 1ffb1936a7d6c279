"""Refuses JSON in which an object has the same name twice: readers differ on which of the two counts.

Python takes the last one, without a word. A proxy, a log or whoever looks at the request may have read the first: the
address of a visit, or the person who is given a role. A press of the noodknop is never refused for its form
(`never_refused.py`), and providers send their reports as they like.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import Depends, Request

from achterwacht.refused import Wrong, refuse
from api.http.validation import MOST_SAID, pointer_to

PROVIDERS = frozenset({"webhooks", "webhooks_cm"})
"""The routers whose bodies are not ours."""


async def _names_once(request: Request) -> None:
    if "json" in request.headers.get("content-type", ""):
        refuse([Wrong(pointer, "named_twice") for pointer in named_twice(await request.body())])


NAMES_ONCE = (Depends(_names_once),)


def named_once(body: bytes) -> Any:
    """Returns what this JSON says.

    Raises:
        ValueError: it is no JSON, or an object in it has a name more than once.
    """
    return json.loads(body, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    one = dict(pairs)
    if len(one) < len(pairs):
        raise ValueError("a name twice")
    return one


def named_twice(body: bytes) -> list[str]:
    """Returns pointers to the names that an object in this JSON has more than once. What is no JSON has none."""
    found: list[tuple[dict[str, Any], list[str]]] = []

    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        one = dict(pairs)
        if len(one) < len(pairs):
            often = Counter(name for name, _ in pairs)
            found.append((one, [name for name in one if often[name] > 1][:MOST_SAID]))
        return one

    try:
        said = json.loads(body, object_pairs_hook=read)
    except (ValueError, RecursionError):
        return []
    return list(_pointers(said, found))[:MOST_SAID] if found else []


def _pointers(said: Any, found: list[tuple[dict[str, Any], list[str]]]) -> Iterator[str]:
    """Yields where they are. An object that was itself under the first of two names is gone; that name is told."""
    twice = {id(one): names for one, names in found}
    left: list[tuple[Any, list[int | str]]] = [(said, [])]
    while left:
        here, path = left.pop()
        for name in twice.get(id(here), ()):
            yield pointer_to([*path, name])
        inside = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        left += [(value, [*path, name]) for name, value in inside if isinstance(value, (dict, list))]
