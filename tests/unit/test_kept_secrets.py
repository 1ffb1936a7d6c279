"""How strong the digests of passwords and PINs are, in the product as it is started."""

import subprocess
import sys


def test_a_digest_is_argon2id_with_owasps_minimum() -> None:
    """In a process of its own: the tests' own digests cost less."""
    asked = "from achterwacht.people.kept_secrets import hash_secret; print(hash_secret('1234'))"
    digest = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout
    assert digest.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
