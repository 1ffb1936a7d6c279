"""The front doors, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from fastapi.routing import APIRoute

from achterwacht.addresses.registers.registers import make_registers
from achterwacht.people.kept_secrets import nobodys_hash
from achterwacht.people.phones import read_numbers
from achterwacht.roster.days import read_calendars
from achterwacht.single_sign_on.asking import Asking
from api import openapi
from api.diary import feed, proposals
from api.http import errors
from api.http.bodies import BodySizeLimitMiddleware, PlainAddresses
from api.http.hashing import Hashing
from api.http.headers import ResponseHeadersMiddleware
from api.http.lanes import Places
from api.http.names_once import NAMES_ONCE, PROVIDERS
from api.http.once_more import OnceMore
from api.http.proven import Proven
from api.http.queueing import Lanes
from api.http.security import is_secure
from api.http.sharing import Shared
from api.http.straight import StraightRoutes
from api.http.transaction import EVERY_ROUTE, THREADS, SessionGate
from api.http.uploads import Uploads
from api.pwa import PwaFallback
from api.routers import ROUTERS
from api.scim.routes import ScimTurns
from api.version import API_VERSION
from api.webhooks.proof import is_proven
from documents.store import Store
from foundation.apart import Apart
from foundation.session import Database
from foundation.setting_groups.look_ups import SignOnAt
from foundation.settings import Settings
from notifications.replies import read_sms
from notifications.texts.catalogue import read_texts

DESCRIPTION = "Watches over people who visit others at home for their work: somebody notices when they don't come back."


def create_app(database: Database, settings: Settings) -> FastAPI:
    """Returns the application on this database."""
    app = FastAPI(
        title="Achterwacht",
        summary="Someone watches your back on every home visit.",
        description=DESCRIPTION,
        version=API_VERSION,
        contact={
            "name": "Achterwacht",
            "url": "https://achterwacht.example/contact",
            "email": "api@achterwacht.example",
        },
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=EVERY_ROUTE,
        lifespan=_lifespan,
    )
    errors.install(app)
    for name, router in ROUTERS.items():
        app.include_router(
            router,
            generate_unique_id_function=partial(_operation_id, name),
            dependencies=None if name in PROVIDERS else NAMES_ONCE,
        )
    app.router.routes.insert(0, StraightRoutes(app))
    app.mount("/", PwaFallback(app))
    app.openapi = lambda: _once(app)  # type: ignore[method-assign]
    furnish(app, database, settings)
    return app


def furnish(app: FastAPI, database: Database, settings: Settings) -> None:
    """Add everything that belongs to one installation, and that an application remembers while it runs.

    The routes are not part of it: they are the same everywhere, and building them takes longer than most tests.
    """
    app.servers = [{"url": f"{settings.public_base_url.rstrip('/')}/v1", "description": "This installation"}]
    app.state.settings = settings
    app.state.doors = SessionGate(database)
    app.state.writes = {}
    app.state.hashing = Hashing()
    app.state.shared = Shared()
    app.state.places = Places()
    app.state.proven = Proven()
    app.state.diary_turns = feed.FeedThrottle()
    app.state.scim_turns = ScimTurns()
    app.state.apart = Apart()
    app.state.files = Store(settings)
    app.state.own_calendars = proposals.make_own_calendars(settings, app.state.apart)
    app.state.asking = Asking(on_loopback=settings.sign_on_at is SignOnAt.LOOPBACK)
    app.state.registers = make_registers(settings)
    app.user_middleware = []
    app.add_middleware(OnceMore)
    app.add_middleware(Lanes, places=app.state.places, is_signed=is_proven, proven=app.state.proven)
    app.add_middleware(Uploads, proven=app.state.proven)
    app.add_middleware(BodySizeLimitMiddleware)
    app.add_middleware(PlainAddresses)
    app.add_middleware(ResponseHeadersMiddleware, secure=is_secure(settings))


def _operation_id(router: str, route: APIRoute) -> str:
    """Returns the id of an operation, such as `visits_extend`, which is its name in a generated client."""
    return f"{router}_{route.name}"


def _once(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = openapi.document(app)
    return app.openapi_schema


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    read_calendars()
    read_numbers()
    nobodys_hash()
    read_texts()
    read_sms("OK")  # what a text means is known before the first one comes
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
    await app.state.registers.close()
