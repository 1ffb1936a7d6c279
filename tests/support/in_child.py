"""What the tests ask a child process of `foundation/apart.py` to do. It imports little, like everything there."""

import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any


def place_in_the_queue(_facts: Mapping[str, Any], _content: bytes) -> Any:
    return {
        "session": os.getsid(0),
        "group": os.getpgid(0) == os.getpid(),
        "nice": os.nice(0),
    }


def modules_of(facts: Mapping[str, Any], _content: bytes) -> Any:
    importlib.import_module(facts["module"])
    return list(sys.modules)


def never_ends(_facts: Mapping[str, Any], _content: bytes) -> Any:
    while True:
        pass


def takes_all_memory(_facts: Mapping[str, Any], _content: bytes) -> Any:
    return len(bytearray(10**10))


def sees_the_environment(_facts: Mapping[str, Any], _content: bytes) -> Any:
    return {name: value for name, value in os.environ.items() if name != "LC_CTYPE"}  # Python sets that itself
