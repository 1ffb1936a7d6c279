"""The name by which others know who a measure is against, and the address at which it is told. Pure."""

from collections.abc import Collection

from achterwacht.measures.facts import NAMES_SOMEBODY, MeasureState
from achterwacht.measures.refusals import MeasureStandsThere, NamedInMeasure
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


def readdress(state: MeasureState, before: str | None, after: str, *, handles: bool) -> None:
    """Refuse another address for a measure that is in force and told at one, to who does not handle the case.

    before, after: the keys of the addresses. Who was told it for the door where it holds would be told no more. A first
    address it gets from whoever knows it, and what is not decided yet goes along.

    Raises:
        MeasureStandsThere: it stays.
    """
    if state is MeasureState.IN_FORCE and before is not None and before != after and not handles:
        raise MeasureStandsThere
