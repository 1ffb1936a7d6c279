"""Encrypts secrets of others that we keep, and must be able to read again but never show (docs/decisions/0024).

The key is derived from `SECRET_KEY`. After that changes, nothing sealed before can be opened, and we ask for it again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class BrokenSeal(Exception):
    """It was sealed with another key, or tampered with."""


class Seal:
    """A seal for one kind of secret: what was sealed for one purpose can't be opened for another."""

    def __init__(self, secret_key: str, purpose: str) -> None:
        key = HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret_key.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def close(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Returns the text that was sealed.

        Raises:
            BrokenSeal: it can't be opened.
        """
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise BrokenSeal from error
