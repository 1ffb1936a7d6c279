"""Finds the place in a text that is a cry as well: `5211AA 12 politie`, `POLITIE 5211AA 12`."""

from achterwacht.addresses.address import BelgianAddress, DutchAddress
from achterwacht.addresses.described import LONGEST_WHERE, DescribedPlace
from achterwacht.inbound.received import without_long_numbers
from achterwacht.inbound.where_texted import Texted, read_check_in
from achterwacht.people.records import OrganisationRecord
from notifications.distress import tells_of_distress, tells_of_distress_beside
from notifications.intents import Reply


def in_distress(reply: Reply, organisation: OrganisationRecord) -> Texted | None:
    """Returns what stands before or behind the words of distress, if that is a place; else all of it, in their words.

    Nobody in distress is asked to write it anew.
    """
    said = beside_the_cry(reply.note, organisation)
    if said is not None:
        return said
    where = " ".join(without_long_numbers(reply.note).split())[:LONGEST_WHERE].strip()
    return Texted(DescribedPlace(where, "")) if where else None


def beside_the_cry(text: str, organisation: OrganisationRecord) -> Texted | None:
    """Returns the place before the words of distress, or else the exact one behind them; None if there is none."""
    typed = text.split()
    for before in range(len(typed) - 1, 0, -1):
        beginning = " ".join(typed[:before])
        said = None if tells_of_distress_beside(beginning) else read_check_in(beginning, organisation.country)
        if said is not None and said.where is not None:
            return said
    for cried in range(1, len(typed)):
        if tells_of_distress(" ".join(typed[:cried])):
            said = read_check_in(" ".join(typed[cried:]), organisation.country)
            if said is not None and isinstance(said.where, (DutchAddress, BelgianAddress)):
                return said
    return None
