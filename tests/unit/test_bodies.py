"""Every body that a door takes, by its type: no name is swallowed, and no moment or day lies at the ends of time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from achterwacht.idempotency.service import digest
from api.addresses.schemas import WhereToIn
from api.http.schemas import Body, Day, Utc
from api.routers import ROUTERS
from foundation.visible import UNSEEN

LENIENT = {"PanicIn", "Panic"}
"""A panic is never refused for its form."""
OF_A_PROVIDER = "Cm"
"""What CM.com sends has the form that CM.com gives it, and may get more fields any day."""
WITH_A_CHECK_OF_ITS_OWN = {"DutchAddress", "BelgianAddress"}
"""They read what people write, and say themselves which names they don't know: tested through the doors."""


UNREAD = "\ufeffJan\u202es\u200blaat\u2066 niet\x07\x00\ud800\ufffe"
"""With signs that turn its direction, that nobody sees, or that no database or document holds."""


def models_in(kind: Any, seen: set[type[BaseModel]]) -> None:
    """Every model in this type, and in the fields of those."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for field in kind.model_fields.values():
                models_in(field.annotation, seen)
        return
    for part in get_args(kind):
        models_in(part, seen)


def routes() -> Iterator[APIRoute]:
    for router in ROUTERS.values():
        yield from (route for route in router.routes if isinstance(route, APIRoute))


def bodies() -> set[type[BaseModel]]:
    seen: set[type[BaseModel]] = set()
    for route in routes():
        for parameter in route.dependant.body_params:
            models_in(parameter.field_info.annotation, seen)
    return seen


def moments_in(kind: Any) -> bool:
    return kind in (datetime, date) or any(moments_in(part) for part in get_args(kind))


def is_bounded(field: Any) -> bool:
    """Whether a moment or day at the end of time is refused by this field."""
    adapter: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    try:
        adapter.validate_python(
            "9999-12-31T23:59:59Z" if "datetime.datetime" in str(field.annotation) else "9999-12-31"
        )
    except ValidationError as refused:
        return refused.errors()[0]["type"] in ("moment_too_far", "day_too_far")
    return False


def test_no_body_swallows_a_name_that_it_does_not_know() -> None:
    found = bodies()
    assert len(found) > 30, "the routes were looked through"
    swallowing = {
        one.__name__
        for one in found
        if one.model_config.get("extra") != "forbid"
        and one.__name__ not in WITH_A_CHECK_OF_ITS_OWN
        and not one.__name__.startswith(OF_A_PROVIDER)
    }
    assert swallowing <= LENIENT


def test_every_moment_and_day_of_a_body_has_bounds() -> None:
    loose = {
        f"{model.__name__}.{name}"
        for model in bodies()
        for name, field in model.model_fields.items()
        if moments_in(field.annotation) and not is_bounded(field)
    }
    assert loose == set()


def texts_in(kind: Any) -> bool:
    return kind is str or any(texts_in(part) for part in get_args(kind))


def kept(model: type[BaseModel], name: str, value: Any) -> str:
    """What this field makes of a value, as text; nothing where it refuses it."""
    try:
        made = model.__pydantic_validator__.validate_assignment(model.model_construct(), name, value)
    except ValidationError:
        return ""
    return str(getattr(made, name))


def test_no_text_of_a_body_keeps_what_nobody_sees() -> None:
    """What shows on a board, or on a sheet that is read to the police, is what somebody wrote."""
    unseen, looked_at = set(), 0
    for model in bodies():
        if model.__name__ in WITH_A_CHECK_OF_ITS_OWN or model.__name__.startswith(OF_A_PROVIDER):
            continue
        for name, field in model.model_fields.items():
            if not texts_in(field.annotation):
                continue
            looked_at += 1
            for value in (UNREAD, [UNREAD]):
                if not UNSEEN.keys().isdisjoint(map(ord, kept(model, name, value))):
                    unseen.add(f"{model.__name__}.{name}")
    assert looked_at > 60, "the bodies were looked through"
    assert unseen == set()


@pytest.mark.parametrize(
    "where",
    [
        {"country": "NL", "postcode": "5211AA", "houseNumber": 1, "street": UNREAD, "city": UNREAD},
        {"country": "NL", "postcode": "5211AA", "houseNumber": f"1{UNREAD}"},
        {"country": "BE", "street": UNREAD, "houseNumber": "1", "postcode": "9000", "city": UNREAD},
        {"country": "place", "where": UNREAD, "city": UNREAD},
    ],
)
def test_no_address_keeps_what_nobody_sees(where: dict[str, Any]) -> None:
    try:
        made = TypeAdapter(WhereToIn).validate_python(where)
    except ValidationError:
        return
    assert UNSEEN.keys().isdisjoint(map(ord, str(made.model_dump())))


def test_every_moment_and_day_in_an_address_has_bounds() -> None:
    loose = {
        f"{route.path} {parameter.name}"
        for route in routes()
        for parameter in (*route.dependant.query_params, *route.dependant.path_params)
        if moments_in(parameter.field_info.annotation) and not is_bounded(parameter.field_info)
    }
    assert loose == set()


@pytest.mark.parametrize(
    "moment",
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "1999-12-31T23:59:59Z",
     "2100-01-01T00:00:00Z"],
)  # fmt: skip
def test_a_moment_at_the_ends_of_time_is_refused_and_the_bounds_are_said(moment: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Utc).validate_python(moment)
    (error,) = refused.value.errors()
    assert (error["type"], error["ctx"]) == ("moment_too_far", {"first": 2000, "last": 2099})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2100-01-01"])
def test_a_day_at_the_ends_of_time_is_refused(day: str) -> None:
    with pytest.raises(ValidationError, match="Day out of bounds"):
        TypeAdapter(Day).validate_python(day)


def test_moments_and_days_of_this_century_are_taken() -> None:
    assert TypeAdapter(Utc).validate_python("2026-11-26T12:00:00+01:00") == datetime(2026, 11, 26, 11, tzinfo=UTC)
    assert TypeAdapter(Day).validate_python("2099-12-31") == date(2099, 12, 31)


class Said(Body):
    name: str = ""


def test_a_name_that_is_not_known_is_refused_and_none_that_is() -> None:
    assert Said.model_validate({"name": "Jan"}).name == "Jan"
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Said.model_validate({"name": "Jan", "nmae": "Jan"})


@pytest.mark.parametrize("depth", [10, 946, 5_000, 200_000])
def test_a_request_nested_however_deep_has_a_digest(depth: int) -> None:
    deep = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
    assert digest("POST", "/v1/visits", deep) == digest("POST", "/v1/visits", deep)
    assert digest("POST", "/v1/visits", deep) != digest("POST", "/v1/alarms", deep)
