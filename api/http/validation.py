"""Turns pydantic's errors into JSON pointers with our own codes, for all wrong fields at once."""

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError

from achterwacht.refused import Wrong

CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "json_invalid": "json_invalid",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "too_short": "too_few",
    "too_long": "too_many",
    "greater_than": "too_small",
    "greater_than_equal": "too_small",
    "less_than": "too_big",
    "less_than_equal": "too_big",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "union_tag_invalid": "not_a_choice",
    "union_tag_not_found": "missing",
    "string_type": "not_text",
    "string_unicode": "nul",
    "finite_number": "not_a_number",
    "timezone_aware": "not_a_moment",
    "string_pattern_mismatch": "invalid",
    "value_error": "invalid",
    "assertion_error": "invalid",
}
BEGINNINGS = {
    "uuid": "not_an_id",
    "int": "not_a_number",
    "float": "not_a_number",
    "decimal": "not_a_number",
    "datetime": "not_a_moment",
    "date": "not_a_date",
    "time": "not_a_time",
    "bool": "not_yes_or_no",
    "list": "not_a_list",
    "dict": "not_an_object",
    "model": "not_an_object",
}
NO_FILE = "Expected UploadFile"
"""What the framework says of a part of a form that has no plain `filename`."""
OUTSIDE_THE_BODY = ("path", "query", "header", "cookie")
MOST_SAID = 200
"""At most this many wrong fields are named: a body of a megabyte can have a hundred thousand."""
LONGEST_NAME = 100


def wrong_fields(error: RequestValidationError) -> tuple[Wrong, ...]:
    """Returns every wrong field once, in the order in which they were found."""
    found: dict[str, Wrong] = {}
    for one in error.errors():
        wrong = _wrong(one, error.body)
        found.setdefault(wrong.pointer, wrong)
        if len(found) == MOST_SAID:
            break
    return tuple(found.values())


def _wrong(one: Mapping[str, Any], body: Any) -> Wrong:
    kind: str = one["type"]
    where, *path = one["loc"]
    if kind == "json_invalid":
        return Wrong("", "json_invalid")
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        path = [*path, str(one["ctx"]["discriminator"]).strip("'")]
    if kind == "value_error" and NO_FILE in one["msg"]:
        kind = "not_a_file"
    pointer = pointer_to(path) if where in OUTSIDE_THE_BODY else pointer_to(_without_labels(path, body))
    if body is None and where == "body" and not path:
        return Wrong("", "missing")
    return Wrong(pointer, _code(kind), _facts(one))


def _code(kind: str) -> str:
    if kind in CODES:
        return CODES[kind]
    beginning = kind.partition("_")[0]
    if beginning in BEGINNINGS:
        return BEGINNINGS[beginning]
    return kind


def _facts(one: Mapping[str, Any]) -> dict[str, Any]:
    context = dict(one.get("ctx") or {})
    choices = context.get("expected") or context.get("expected_tags")
    if choices:
        context["choices"] = str(choices).replace("'", "").replace(" or ", ", ")
    context.pop("error", None)
    return context


def _without_labels(path: list[int | str], body: Any) -> list[int | str]:
    """Returns the path without the parts that pydantic adds for the branch of a union: those are not in the body."""
    real: list[int | str] = []
    here = body
    for depth, part in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(here, dict):
            if part in here:
                here = here[part]
            elif not last:
                continue
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        elif not last:
            continue
        real.append(part)
    return real


def pointer_to(path: list[int | str]) -> str:
    """Returns the path as a JSON pointer (RFC 6901)."""
    return "".join(f"/{_sayable(str(part)).replace('~', '~0').replace('/', '~1')}" for part in path)


def _sayable(name: str) -> str:
    """Makes a name that somebody else chose fit for an answer, which can't hold half a surrogate pair."""
    return name[:LONGEST_NAME].encode(errors="replace").decode()
