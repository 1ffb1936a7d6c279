"""What a route function may ask for and still be answered in one step into a thread (`api/http/one_step.py`).

    @inside(signed_in)
    def _known(request: Request, body: bytes) -> Find:
        token = token_of(request)
        return lambda session: caller_by(session, token)

Beside the dependency as FastAPI solves it stands the same thing as it is found inside that step.
"""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

Find = Callable[[Session], Any]
Ask = Callable[[Request, bytes], Find]
"""Reads what it needs of the request, on the event loop; what it returns finds the rest in the session, in a thread."""
INSIDE: dict[Callable[..., Any], Ask] = {}


def inside(dependency: Callable[..., Any]) -> Callable[[Ask], Ask]:
    """Say how a dependency is found inside the one step."""

    def known(ask: Ask) -> Ask:
        INSIDE[dependency] = ask
        return ask

    return known
