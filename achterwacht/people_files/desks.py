"""Numbers of a desk, in a file of people who have a mobile. Pure."""

from dataclasses import replace

from achterwacht.people.phones import is_mobile
from achterwacht.people_files.columns import OF_A_DESK
from achterwacht.people_files.saying import Said


def beside_a_mobile(said: Said, has: str | None) -> Said:
    """Returns what a row says to somebody who has this number, without a landline in the place of a mobile.

    An empty cell under *mobiel* changes nothing, so neither does the telephone beside it: no SMS reaches a desk, and
    nobody is found there who is out. A mobile number in that column counts: many a file has no other.
    """
    kept = said.phone is not None and has is not None and is_mobile(has) and not is_mobile(said.phone)
    return replace(said, phone=None) if kept and said.phone_in in OF_A_DESK else said
