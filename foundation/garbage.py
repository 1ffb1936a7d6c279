"""Python looks for circles of objects that nobody knows any more, again and again through all there are.

A server has some hundred thousand that live as long as it does: modules, records, routes. To go through them takes up
to a tenth of a second, in which every other thread waits too, a panic among them.
"""

import gc

YOUNG = 20_000
"""So many new objects (700 by default) before the young ones are looked through: an answer of the board makes ten
thousand, none of them in a circle."""


def spare_what_stays() -> None:
    """What is there now is not looked through any more. Called once a process has all that it will keep."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
