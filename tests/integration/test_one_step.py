"""A request that is one step into a thread, and the straight way to its route: what they leave out is nothing."""

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from api.http.last_step import LastStep
from api.http.names_once import NAMES_ONCE
from api.http.one_step import OneStep
from api.http.straight import StraightRoutes
from api.http.transaction import EVERY_ROUTE


def in_one_step(api: TestClient) -> list[RouteContext]:
    app: Any = api.app
    return [one for one in iter_route_contexts(app.routes) if _is_one_step(one.original_route)]


def _is_one_step(route: BaseRoute) -> bool:
    return isinstance(route, LastStep) and isinstance(route.get_route_handler(), OneStep)


def test_a_check_in_is_one_step(api: TestClient) -> None:
    found = {f"{method} {one.path}" for one in in_one_step(api) for method in one.methods or ()}
    assert {"POST /v1/visits", "GET /v1/visits/{visit_id}"} <= found


def test_a_route_in_one_step_has_no_dependency_that_is_passed_over(api: TestClient) -> None:
    """FastAPI adds those of the application and of the router to those of the route. The one step does the first two
    by itself, and must not be used where there are others."""
    done = [one.dependency for one in (*EVERY_ROUTE, *NAMES_ONCE)]
    for one in in_one_step(api):
        route: Any = one.original_route
        assert [each.dependency for each in one.dependencies if each not in route.dependencies] == done, one.path


def test_the_straight_way_passes_over_no_route_that_comes_first() -> None:
    app, first, second = FastAPI(), APIRouter(), APIRouter()

    @first.get("/things/{name}")
    def by_name(name: str) -> str:
        return f"by name: {name}"

    @second.get("/things/all")
    def hidden() -> str:
        return "never"

    @second.post("/things/all")
    def posted() -> str:
        return "straight"

    app.include_router(first)
    app.include_router(second)
    app.router.routes.insert(0, StraightRoutes(app))
    client = TestClient(app)
    assert client.get("/things/all").json() == "by name: all"
    assert client.post("/things/all").json() == "straight"
    assert client.put("/things/all").status_code == 405
