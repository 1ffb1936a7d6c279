"""Finds our own words in what somebody sends back: in a reaction, or in a reply that quotes our text.

iMessage and Google Messages send a reaction to an SMS as an SMS that quotes all of it: `Liked “Komt het uit? Antwoord
OK. Hulp nodig: NOOD”`. Those words are ours, not theirs. Only words that were really sent to that number are cut out: a
quotation of somebody else, or our words in another order, count as their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.folding import BREAKS, CUT_OFF, LINE, MARK, words

ENOUGH = 4
"""How many of our first words in a row make a quotation without quotation marks; within marks, or cut off, two do."""
MARKED = 2
LONGEST_CHECKED = 1600


@dataclass(frozen=True)
class Cut:
    """A text without our own words, and the places in `sent` of the texts that it quoted."""

    rest: str
    quoted: tuple[int, ...]


def cut_out(body: str, sent: Sequence[str]) -> Cut:
    """Remove from a text what repeats these sent texts from their beginning, whole or cut off.

    If several match, the one with the longest match is meant, and of those the first.
    """
    said = words(body[:LONGEST_CHECKED])
    ours = [words(one) for one in sent]
    rest: list[str] = []
    quoted: list[int] = []
    at = 0
    while at < len(said):
        length, place = max(((_run(said, at, one), -place) for place, one in enumerate(ours)), default=(0, 0))
        if length:
            quoted.append(-place)
        rest.append(LINE if length or said[at] in BREAKS else said[at])
        at += length or 1
    return Cut(" ".join(rest), tuple(dict.fromkeys(quoted)))


def _run(said: Sequence[str], at: int, ours: Sequence[str]) -> int:
    """Returns how many words of `said`, from `at` on, repeat `ours` from its beginning; 0 when they quote nothing.

    A break in `said` ends the quotation unless `ours` has one there too: what follows is their own.
    """
    here, there, matched = at, 0, 0
    while here < len(said) and there < len(ours):
        if said[here] == ours[there]:
            matched += said[here] not in BREAKS
            here, there = here + 1, there + 1
        elif ours[there] in BREAKS and said[here] not in BREAKS:
            there += 1
        else:
            # Cut off within a word, as phones do.
            cut_off = said[here + 1 : here + 2] in ([CUT_OFF], [MARK]) and ours[there].startswith(said[here])
            here, matched = here + cut_off, matched + cut_off
            break
    if not matched:
        return 0
    whole = all(one in BREAKS for one in ours[there:])
    marked = (at > 0 and said[at - 1] == MARK) or said[here : here + 1] in ([MARK], [CUT_OFF])
    return here - at if whole or matched >= (MARKED if marked else ENOUGH) else 0
