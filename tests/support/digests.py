"""Digests of passwords and PINs that cost little. Their strength is the subject of one test
(tests/unit/test_kept_secrets.py)."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
