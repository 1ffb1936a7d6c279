"""Every table of the house in one place: whoever adds a `records.py` is found."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from sqlalchemy import MetaData

import achterwacht
import notifications
from foundation.columns import Base


def all_tables() -> MetaData:
    """The tables of all nouns."""
    for package in (achterwacht, notifications):
        names = [found.name for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.") if found.ispkg]
        for name in (package.__name__, *names):
            if find_spec(f"{name}.records") is not None:
                import_module(f"{name}.records")
    return Base.metadata
