"""`push-key`: a key of one's own for Web Push."""

import typer
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.push import in_base64url

LENGTH = 32


def add_to(app: typer.Typer) -> None:
    app.command()(push_key)


def push_key() -> None:
    """Make a key for pushes. It is shown once, and stored nowhere."""
    typer.echo(f"{PREFIX}VAPID_PRIVATE_KEY={new_key()}")


def new_key() -> str:
    """Returns a new private key, as base64url without padding."""
    return in_base64url(generate_private_key(SECP256R1()).private_numbers().private_value.to_bytes(LENGTH))
