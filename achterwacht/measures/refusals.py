"""Why a measure can't be taken, decided, ended or given another name."""

from achterwacht.refused import RuleBroken


class MeasureStands(RuleBroken):
    """This measure was decided, or put to who decides, before."""

    code = "measure_stands"


class MeasureDecided(RuleBroken):
    """Somebody else decided it meanwhile."""

    code = "measure_decided"


class MeasureOver(RuleBroken):
    """It is not in force: it waits, was declined, or has ended."""

    code = "measure_over"


class BreachNoted(RuleBroken):
    """That it was broken at this moment was noted before, by whoever else was there or saw it."""

    code = "breach_noted"


class NamedInMeasure(RuleBroken):
    """Others know this person by that name: it is on the ban list, or waits to come there."""

    code = "measure_names_them"
    pointer = "/aggressor/name"


class MeasureStandsThere(RuleBroken):
    """Who goes to that address is told of a measure that is in force: not everybody moves it elsewhere."""

    code = "measure_stands_there"
    pointer = "/aggressor/address"
