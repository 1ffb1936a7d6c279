"""Whose certificates are believed when another's service is asked over https."""

import os
import ssl
from functools import cache

import httpx


def believed() -> ssl.SSLContext:
    """The authorities of httpx, or of whoever runs this (SSL_CERT_FILE, SSL_CERT_DIR).

    Read once in a process, since reading them takes 20 ms: who renews them starts the process again.
    """
    return _read(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _read(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()
