"""requests, with a limit to how long a whole answer takes and not only to each read of it."""

import socket
from contextvars import ContextVar
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError

from foundation.overdue import Exchange, TooLateToAsk

LONGEST_SECONDS = 20.0
"""From the first packet to the last byte. With what comes after it, shorter than a lease."""
_now: ContextVar[Exchange | None] = ContextVar("the exchange of this thread", default=None)


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        try:
            _goes_by(self, line)  # from here on, since a proxy may say byte by byte whether it lets us through
        except ConnectTimeoutError:
            line.close()
            raise
        return line

    def _tunnel(self) -> None:
        super()._tunnel()
        _goes_by(self, self.sock)  # what was cut within its headers looks like a proxy that lets us through

    def connect(self) -> None:
        super().connect()
        _goes_by(self, self.sock)

    def request(self, *args: Any, **named: Any) -> None:
        _goes_by(self, self.sock)
        super().request(*args, **named)


class _Secure(_Plain, HTTPSConnection):
    """The same, over TLS: `super()` of the one above is then the connection that makes it."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


def _goes_by(connection: HTTPConnection, line: socket.socket | None) -> None:
    exchange = _now.get()
    if exchange is None:
        return
    try:
        exchange.by(line)
    except TooLateToAsk as error:
        raise ConnectTimeoutError(connection, "no connection in time") from error


class InTime(HTTPAdapter):
    """Raises `ReadTimeout` when the whole answer is not there in time, `ConnectTimeout` when nothing was asked."""

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        _with_our_pools(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **named: Any) -> Any:
        return _with_our_pools(super().proxy_manager_for(*args, **named))

    def send(self, request: requests.PreparedRequest, *args: Any, **named: Any) -> requests.Response:
        with Exchange(LONGEST_SECONDS) as exchange:
            token, response = _now.set(exchange), requests.Response()
            try:
                response = super().send(request, *args, **named)
                _ = response.content  # all of it, while we look
            except requests.ConnectTimeout:
                raise
            except requests.RequestException:
                if not exchange.overdue:
                    raise
            finally:
                _now.reset(token)
        if exchange.overdue:  # cut within its headers, it looks like an answer with nothing in it
            raise requests.ReadTimeout("not all of it in time", request=request)
        return response


def _with_our_pools(manager: Any) -> Any:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return manager
