"""Where a request comes from."""

from fastapi import Request


def client_of(request: Request) -> str:
    """Returns the network address of who asks: that of the connection, or what one of our own proxies says it passed on
    (`FORWARDED_ALLOW_IPS`). What a stranger writes in `X-Forwarded-For` counts for nothing. Empty: it is not known."""
    return request.client.host if request.client else ""
