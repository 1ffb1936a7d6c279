"""`serve`, `api` and `clock`. They import what they need when they run: the short commands load this module too."""

import os
import socket
import sys
import time
from itertools import count
from typing import Annotated

import structlog
import typer
from sqlalchemy.exc import SQLAlchemyError

from cli.opening import opened, refuse_bad_store, refuse_to_watch
from cli.plain import NotNow, err
from cli.signals import die_with_parent
from foundation.away import is_away
from foundation.log import log_what_goes_around, set_up_logging
from foundation.never_waits import stderr_never_waits
from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings, load_settings
from foundation.web_address import is_loopback

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]

log = structlog.get_logger(__name__)
LOOKS_EVERY, TOLD_EVERY = 1.0, 10
HERE = "127.0.0.1"
"""Where a clock is to be found: it listens nowhere."""


def add_to(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(api)
    app.command()(clock)
    app.command("_child", hidden=True)(child)


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """API, clock and dispatcher in one process that is started again when it ends."""
    from cli.parent import Parent
    from cli.server import listen

    stderr_never_waits()
    settings = _settings(host)
    listening = listen(host, port)
    os.environ |= links_here(settings, host, port)
    _greet(settings, host, port)
    sys.exit(Parent(listening).run())


def api(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """The API alone: for PostgreSQL, on any number of machines."""
    from cli.server import listen, run_api

    stderr_never_waits()
    settings = _settings(host)
    listening = listen(host, port)
    _greet(settings, host, port)
    log_what_goes_around()
    run_api(settings, listening)


def clock() -> None:
    """The clock and dispatcher alone: for PostgreSQL, on any number of machines."""
    from cli.clock_alone import run_clock_alone

    stderr_never_waits()
    settings = load_settings()
    settings.refuse_host(HERE)
    set_up_logging(settings.production)
    _say_bad_store(settings)
    if settings.delivery is Delivery.SIMULATOR:
        err.print("Nothing goes out: the simulator takes every text and call.")
    log_what_goes_around()
    run_clock_alone(settings)


def _say_bad_store(settings: Settings) -> None:
    """A clock watches on without its files: what it keeps there it keeps later."""
    try:
        refuse_bad_store(settings)
    except NotNow as error:
        log.error("files can't be kept; the clock goes on without", error=str(error))


def child(descriptor: int, parent: int) -> None:
    """The process that `serve` keeps running."""
    die_with_parent(parent)
    from cli.server import run_both

    stderr_never_waits()
    settings = load_settings()
    set_up_logging(settings.production)
    listening = socket.socket(fileno=descriptor)
    _await_database(settings)
    log_what_goes_around()
    run_both(settings, listening)


def _settings(host: str) -> Settings:
    """Returns the settings, after checking that serving with them is intended."""
    settings = load_settings()
    settings.refuse_host(host)
    set_up_logging(settings.production)
    refuse_bad_store(settings)
    with opened(settings) as database:
        refuse_to_watch(database, settings)
    return settings


def links_here(settings: Settings, host: str, port: int) -> dict[str, str]:
    """Returns the setting with which links lead to this port, where nobody gave another address and only this machine
    is served."""
    if settings.public_base_url or not is_loopback(host):
        return {}
    return {f"{PREFIX}PUBLIC_BASE_URL": _address(host, port)}


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _await_database(settings: Settings) -> None:
    """Wait here while the database is away, as it may be after a restart: the parent would wait longer each time."""
    for attempt in count():
        try:
            with opened(settings):
                return
        except SQLAlchemyError as error:
            if not is_away(error):
                raise
            if attempt % TOLD_EVERY == 0:
                log.error("the database is away; waiting for it", error=type(error).__name__)
        time.sleep(LOOKS_EVERY)


def _greet(settings: Settings, host: str, port: int) -> None:
    shown = _address(host, port)
    err.print(f"Achterwacht on [bold]{shown}[/]", markup=True)
    if settings.delivery is Delivery.SIMULATOR:
        err.print(f"Nothing goes out: the telephones are at {shown}/simulator, or beside the app at {shown}/demo")
