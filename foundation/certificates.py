"""Which certificate authorities are trusted when we call somebody else's service over https."""

import os
import ssl
from functools import cache
from pathlib import Path

import httpx


def believed() -> ssl.SSLContext:
    """Returns a context that trusts httpx's authorities, or those in SSL_CERT_FILE or SSL_CERT_DIR.

    They are read once per process, since that takes 20 ms. After renewing them, restart the process.
    """
    return _read(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


def named_authorities() -> str:
    """Returns the file or folder in SSL_CERT_FILE or SSL_CERT_DIR, for what does not look there; empty without one."""
    named = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or ""
    return named if Path(named).exists() else ""


@cache
def _read(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()
