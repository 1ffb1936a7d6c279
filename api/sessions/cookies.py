"""The cookies of a browser: its sign-in, half a sign-in, and the mark of one in which somebody signed in before.

Whoever lets somebody in, by whatever way, hands out the first and the last here.
"""

from datetime import timedelta

from fastapi import Request, Response

from achterwacht.people import sign_in as signing
from achterwacht.people import signing_out
from achterwacht.people.sign_in_steps import Browser, Entered, Half
from achterwacht.people.signing_in import network_of
from api.http.clients import client_of
from api.http.security import cookie_name, device_cookie_name, is_secure, step_cookie_name
from api.sessions.devices import browser_of
from foundation.settings import Settings

LONGEST_COOKIE = timedelta(days=400)
"""Browsers keep none longer."""


def browser_at(request: Request, settings: Settings) -> Browser:
    """Returns the browser that asks."""
    known = request.cookies.get(device_cookie_name(settings))
    return Browser(browser_of(request), known, network_of(client_of(request)))


def let_in(response: Response, settings: Settings, entered: Entered) -> None:
    """Give the browser its sign-in, and the mark by which it is known from now on. Half a sign-in is over."""
    set_cookie(response, settings, cookie_name(settings), entered.token.text, _kept(entered.token.lasts))
    set_cookie(response, settings, device_cookie_name(settings), entered.known, signing_out.DEVICE_KNOWN)
    let_go_of_half(response, settings)


def keep_half(response: Response, settings: Settings, half: Half) -> None:
    """Give the browser half a sign-in, beside the whole one it may have: that keeps its noodknop."""
    set_cookie(response, settings, step_cookie_name(settings), half.token.text, half.token.lasts)


def let_go_of_half(response: Response, settings: Settings) -> None:
    response.delete_cookie(step_cookie_name(settings), secure=is_secure(settings), httponly=True, samesite="strict")


def set_cookie(response: Response, settings: Settings, name: str, text: str, lasts: timedelta) -> None:
    response.set_cookie(
        name,
        text,
        max_age=round(lasts.total_seconds()),
        secure=is_secure(settings),
        httponly=True,
        samesite="strict",
    )


def _kept(lasts: timedelta) -> timedelta:
    """Returns how long the browser keeps the cookie. The server knows how long it counts: use renews it."""
    return LONGEST_COOKIE if lasts >= signing.FOR_WORKERS else lasts
