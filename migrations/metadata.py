"""Every table of the house in one place: a module whose name ends in `records` is found wherever it stands."""

import pkgutil
from importlib import import_module

from sqlalchemy import MetaData

import achterwacht
import notifications
from foundation.columns import Base

BESIDE = ("achterwacht.people.break_glass", "achterwacht.people.phone_readiness")
"""Modules with a table of their own, beside the records of their room."""


def all_tables() -> MetaData:
    """The tables of all nouns."""
    packages = (achterwacht, notifications)
    found = [name for one in packages for name in _records(list(one.__path__), f"{one.__name__}.")]
    for name in (*found, *BESIDE):
        import_module(name)
    return Base.metadata


def _records(path: list[str], within: str) -> list[str]:
    """Returns the modules that hold tables, of a package and of those in it."""
    names = []
    for found in pkgutil.iter_modules(path, within):
        if found.ispkg:
            names += _records(list(import_module(found.name).__path__), f"{found.name}.")
        elif found.name.endswith("records"):
            names.append(found.name)
    return names
