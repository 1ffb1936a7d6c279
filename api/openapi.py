"""The document at `/v1/openapi.json`, as the NL API design rules want it.

The address of the server ends in `/v1`, so the paths in the document are written without it (core/uri-version). Every
good answer declares `API-Version`; every problem is problem+json; wrong input gets 400, never 422.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.security import COOKIE
from api.version import API_VERSION

PREFIX = "/v1"
PROBLEM = "application/problem+json"
VERSION_HEADER = {
    "description": "The full version of this API.",
    "schema": {"type": "string", "examples": [API_VERSION]},
}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457). `title` and `detail` are fit to show.",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer", "examples": [400]},
        "title": {"type": "string", "examples": ["Er klopt iets niet"]},
        "detail": {"type": "string", "examples": ["Dit is verplicht."]},
        "code": {"type": "string", "description": "For programs: why the rules refuse it."},
        "errors": {
            "type": "array",
            "description": "Every wrong field, all at once.",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "examples": ["/address/postcode"]},
                    "code": {"type": "string", "examples": ["missing"]},
                    "detail": {"type": "string", "examples": ["Dit is verplicht."]},
                },
            },
        },
    },
}
COOKIE_SCHEME = {
    "type": "apiKey",
    "description": (
        "Set by `POST /sessions`. Whoever sends what waited on a device that others use too also sends "
        "`Achterwacht-Person: ID`, whose it is: if somebody else is signed in by now, nothing is done, and the answer "
        "is 401 with code `not_you`. What is no id is nobody's."
    ),
    "in": "cookie",
    "name": COOKIE,
}
ALWAYS = {"400": "Bad Request"}
SIGNED_IN = {"401": "Unauthorized"}


def document(app: FastAPI) -> dict[str, Any]:
    """Returns the OpenAPI document of the application."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        contact=app.contact,
        license_info=app.license_info,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
    )
    made["paths"] = {path.removeprefix(PREFIX): item for path, item in made["paths"].items()}
    components = made.setdefault("components", {})
    components["securitySchemes"]["cookie"] = COOKIE_SCHEME
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM_SCHEMA
    for item in made["paths"].values():
        for operation in item.values():
            _complete(operation)
    return made


def _complete(operation: dict[str, Any]) -> None:
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    if operation.get("security"):
        operation["security"].append({"cookie": []})  # any route that takes a token takes the cookie too
    known = ALWAYS | (SIGNED_IN if operation.get("security") else {})
    for status, description in known.items():
        responses.setdefault(status, {"description": description})
    for status, response in responses.items():
        response.setdefault("headers", {})["API-Version"] = VERSION_HEADER
        if status[0] in "45":
            response["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"] = dict(sorted(responses.items()))
