"""Every field of every body, found in the document: a number is a number, yes is yes, and a text can be seen."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.support.organisations import NOBODYS_ID, Organisation

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
READ_AS_PEOPLE_WRITE = ("/houseNumber",)
"""An address takes a number for a text and a text for a number; yes and no it refuses as anything else."""
NEVER_REFUSED = {("post", "/alarms"), ("post", "/visits/{visit_id}/panic")}
"""A panic leaves out what it can't read: test_panic_in_any_form.py."""
OF_A_PROVIDER = "/webhooks/"
UNSEEN = ("\u200b", " \u200b\u2060 ", "\u00ad", "\u3164", "\u2800", "\ufe0f", "   ")
NOT_A_NUMBER: tuple[Any, ...] = (True, False, "15", "1", "1.5", [])
NOT_YES_OR_NO: tuple[Any, ...] = (1, 0, "true", "yes", "1", [])


class Document:
    def __init__(self, api: TestClient) -> None:
        self.all: dict[str, Any] = api.get("/v1/openapi.json").json()

    def meant(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self.all["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def bodies(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, item in self.all["paths"].items():
            for method, operation in item.items():
                content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
                if "application/json" in content and not path.startswith(OF_A_PROVIDER):
                    yield method, path, content["application/json"]["schema"]

    def fields(self, schema: dict[str, Any], pointer: str = "") -> Iterator[tuple[str, dict[str, Any], Any]]:
        """Each field as a pointer, with what it takes, and what makes a body that holds only that field."""
        schema = self.meant(schema)
        for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
            yield from self.fields(branch, pointer)
        properties = schema.get("properties", {})
        named = {name: one["const"] for name, one in properties.items() if "const" in one}
        for name, one in properties.items():
            for found, takes, around in self.fields(one, f"{pointer}/{name}"):
                yield found, takes, lambda value, name=name, around=around: {**named, name: around(value)}
        if schema.get("type") == "array" and "items" in schema:
            for found, takes, around in self.fields(schema["items"], f"{pointer}/0"):
                yield found, takes, lambda value, around=around: [around(value)]
        if schema.get("type") in ("integer", "number", "boolean", "string") and "const" not in schema:
            yield pointer, schema, lambda value: value


def refused(api: TestClient, ours: Organisation, method: str, path: str, body: Any) -> set[str]:
    """The pointers of what is wrong."""
    where = "/v1" + re.sub(r"\{[^}]+\}", NOBODYS_ID, path)
    answer = api.request(method, where, json=body, headers=ours.administrator.headers)
    if answer.status_code == 403:
        return {"not theirs"}
    return {one["pointer"] for one in answer.json().get("errors", [])} if answer.status_code == 400 else set()


class Apart(Exception):
    """These two fields can't stand in one body."""


def both(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        shared = one.keys() & other.keys()
        return {**one, **other, **{name: both(one[name], other[name]) for name in shared}}
    if isinstance(one, list) and isinstance(other, list) and one and other:
        return [both(one[0], other[0])]
    if one != other or isinstance(one, list):
        raise Apart
    return one


class Asking:
    """Asks about many fields of one body at once."""

    def __init__(self, api: TestClient, ours: Organisation, method: str, path: str) -> None:
        self._where = api, ours, method, path

    def taken(self, bodies: Sequence[tuple[str, Any]], *, known: bool = False) -> list[bool]:
        """Of each field, by its pointer and the body that holds it: whether it is taken.

        known: they are refused among others where they are wrong. Else what is not refused so is asked about alone.
        """
        said: list[bool] = [False] * len(bodies)
        for places, body in _together(bodies):
            wrong = refused(*self._where, body)
            for place in places:
                pointer, alone = bodies[place]
                said[place] = pointer not in wrong and (known or pointer not in refused(*self._where, alone))
        return said


def _together(bodies: Sequence[tuple[str, Any]]) -> list[tuple[list[int], Any]]:
    """The fewest bodies that hold all of these fields, with the places of what each holds."""
    found: list[tuple[list[int], Any]] = []
    for place, (_, alone) in enumerate(bodies):
        for at, (places, body) in enumerate(found):
            try:
                found[at] = [*places, place], both(body, alone)
            except Apart:
                continue
            break
        else:
            found.append(([place], alone))
    return found


def test_a_number_is_a_number_and_yes_is_yes(api: TestClient, ours: Organisation) -> None:
    document, looked_at, taken = Document(api), set(), []
    for method, path, schema in document.bodies():
        if (method, path) in NEVER_REFUSED:
            continue
        found: dict[str, list[tuple[dict[str, Any], Any]]] = {}
        for pointer, takes, around in document.fields(schema):
            found.setdefault(pointer, []).append((takes, around))
        asked = []
        for pointer, ways in found.items():
            types = {takes["type"] for takes, _ in ways}
            if pointer.endswith(READ_AS_PEOPLE_WRITE) or "string" in types:
                continue
            asked.append((pointer, NOT_YES_OR_NO if "boolean" in types else NOT_A_NUMBER, ways[0][1]))
        looked_at |= {(path, pointer) for pointer, _, _ in asked}
        for turn in range(len(NOT_A_NUMBER)):
            bodies = [(pointer, around(wrong[turn])) for pointer, wrong, around in asked]
            said = Asking(api, ours, method, path).taken(bodies)
            taken += [(method, path, *one) for one, was in zip(bodies, said, strict=True) if was]
    assert len(looked_at) > 25, looked_at
    assert taken == []


def test_a_text_that_is_needed_can_be_seen(api: TestClient, ours: Organisation) -> None:
    document, looked_at, taken = Document(api), set(), []
    for method, path, schema in document.bodies():
        if (method, path) in NEVER_REFUSED:
            continue
        asked = [
            (pointer, around)
            for pointer, takes, around in document.fields(schema)
            if takes["type"] == "string" and "enum" not in takes and takes.get("minLength", 0) >= 1
        ]
        looked_at |= {(path, pointer) for pointer, _ in asked}
        for unseen in UNSEEN:
            bodies = [(pointer, around(unseen)) for pointer, around in asked]
            said = Asking(api, ours, method, path).taken(bodies)
            taken += [(method, path, pointer, unseen) for (pointer, _), was in zip(asked, said, strict=True) if was]
    assert len(looked_at) > 15, looked_at
    assert taken == []


HOW_TO_READ = "x-lines"
"""How many lines a text may have. Without it: one."""


def test_a_text_is_one_line_unless_the_document_says_lines(api: TestClient, ours: Organisation) -> None:
    """A field is as long as it says after it was cleaned: so its own bound shows what was made of what came in."""
    document, looked_at, wrong = Document(api), set(), []
    commands, lines = "abc" + "\x1b\x07\x9b" * 2000, "abc" + "\r\n\t\u2028\n" * 2000 + "b"
    for method, path, schema in document.bodies():
        if (method, path) in NEVER_REFUSED:
            continue
        texts = [
            (pointer, takes, around)
            for pointer, takes, around in document.fields(schema)
            if takes["type"] == "string" and "maxLength" in takes and not {"enum", "pattern", "format"} & takes.keys()
        ]
        asking = Asking(api, ours, method, path)
        endless = asking.taken([(pointer, around("a" * 6000)) for pointer, _, around in texts])
        # Where even that is taken, it is refused before its fields are looked at.
        texts = [one for one, was in zip(texts, endless, strict=True) if not was]
        looked_at |= {(path, pointer) for pointer, _, _ in texts}
        bodies = [(pointer, around("a" * takes["maxLength"])) for pointer, takes, around in texts]
        longest = asking.taken(bodies, known=True)
        texts = [one for one, was in zip(texts, longest, strict=True) if was]
        for what, text in (("control characters", commands), ("lines", lines)):
            said = asking.taken([(pointer, around(text)) for pointer, _, around in texts], known=True)
            for (pointer, takes, _), was in zip(texts, said, strict=True):
                how = takes.get(HOW_TO_READ, "one")
                if was is (how == "as-typed" if what == "control characters" else how != "one"):
                    wrong.append((method, path, pointer, what))
    assert len(looked_at) > 80, looked_at
    assert wrong == []
