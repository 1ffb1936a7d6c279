"""The name by which others know who a measure is against. Pure."""

from collections.abc import Collection

from achterwacht.measures.facts import NAMES_SOMEBODY
from achterwacht.measures.refusals import NamedInMeasure
from achterwacht.protocols.measures import MeasureKind


def rename(standing: Collection[MeasureKind], before: str, after: str, *, handles: bool) -> None:
    """Refuse another name for who did it while a measure stands by which others must know them.

    standing: the kinds that wait or are in force. Whoever handles the case may write the name otherwise; nobody takes
    it away, since the measure would be against nobody.

    Raises:
        NamedInMeasure: the name stays.
    """
    if before and before != after and not NAMES_SOMEBODY.isdisjoint(standing) and not (handles and after):
        raise NamedInMeasure
