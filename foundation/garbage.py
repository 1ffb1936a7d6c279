"""Keeps Python's cycle collector away from objects that live as long as the process.

A server has some hundred thousand of those: modules, records, routes. Going through them takes up to a tenth of a
second, during which every other thread waits, even one that handles a panic.
"""

import gc

YOUNG = 20_000
"""How many new objects there may be before the young ones are collected (700 by default): one answer of the board makes
ten thousand, none of them in a cycle."""
LOADED = 1_000_000
"""The same while a process loads what it needs: more than all of that. It makes half a million objects and no garbage,
and to look among them took a tenth of a start."""


def wait_until_loaded() -> None:
    """Hardly look for garbage until `spare_what_stays`. Call it before importing; a short command leaves it at that."""
    if gc.get_threshold()[0] < LOADED:
        gc.set_threshold(LOADED, 10, 10)


def spare_what_stays() -> None:
    """Exclude the objects that exist now from garbage collection. Call it once the process has all it will keep."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
