"""How much of a benefit is cut: at least and at most what the protocol names (P4, 003 L801: 40 to 100 per cent).

Pure.
"""

from achterwacht.measures.facts import Advice
from achterwacht.protocols.measures import MeasureKind
from achterwacht.refused import Wrong

ANY = (1, 100)
"""Where the protocol names no limits."""


def limits_of(advice: Advice, kind: MeasureKind) -> tuple[int, int]:
    """Returns the least and the most that the protocol names."""
    terms = advice.terms_of(kind)
    if terms is None or terms.measure.percent is None:
        return ANY
    least, most = terms.measure.percent
    return least, most


def wrong_percent(kind: MeasureKind, percent: int | None, advice: Advice, *, needed: bool) -> list[Wrong]:
    """Returns what is wrong with the percentage of a measure. needed: it is decided now that it is done."""
    if kind is not MeasureKind.BENEFIT_CUT:
        return [] if percent is None else [Wrong("/percent", "measure_without_percent")]
    least, most = limits_of(advice, kind)
    said = {"least": least, "most": most}
    if percent is None:
        return [Wrong("/percent", "measure_needs_percent", said)] if needed else []
    return [] if least <= percent <= most else [Wrong("/percent", "measure_percent_limits", said)]
