"""The figures of a year as JSON."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from achterwacht.reports.facts import WHOLE_YEAR, Mark
from achterwacht.reports.records import LONGEST_ADVICE
from achterwacht.reports.times import Percentile, Time
from achterwacht.views import figures as seen
from achterwacht.views.figures import Scope
from achterwacht.views.figures_counted import Number, Row, Table
from achterwacht.views.figures_paper import number
from api.http.schemas import TEXT, Body, Named, Schema
from notifications.texts.catalogue import Catalogue

Advised = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ADVICE), TEXT]


class NumberOut(Schema):
    """count: null where it is not shown; why, says withheld: `few` (1 to 4), or `left_out`, since with it a smaller
    number could be computed. shown: as one writes it."""

    count: int | None
    withheld: Literal["few", "left_out"] | None
    shown: str


class FigureRow(Schema):
    """before: of the year before, in the same quarter."""

    id: str
    name: str
    number: NumberOut
    before: NumberOut


class FigureTable(Schema):
    """total: what the rows add up to. ordered: the rows stand in an order of their own, as the hours of a day do."""

    id: str
    title: str
    rows: list[FigureRow]
    total: FigureRow
    ordered: bool


class ShareOut(Schema):
    """A share in percent; null where there is too little to say."""

    id: str
    name: str
    percent: int | None
    before: int | None


class TimeOut(Schema):
    """Within how many whole seconds this share (in percent) was done; null where there is too little to say."""

    id: Time
    percent: int
    seconds: int | None
    before: int | None


class AdviceOut(Schema):
    advice: str
    became_of_it: str
    written_by: str
    written_at: datetime


class FiguresOut(Schema):
    """The figures of a year, or of a quarter of it.

    scope: `own` for whoever sees no others, `team`, or `organisation`. team: null if they are not those of one team.
    teams: which can be chosen; seesAll: and all of them together. complete: the period is over. advice: what the
    registrar advises with this year; adviceBefore: with the year before.
    """

    year: int
    quarter: int | None
    scope: Scope
    team: Named | None
    teams: list[Named]
    begins_at: datetime
    ends_at: datetime
    as_of: datetime
    complete: bool
    sees_all: bool
    may_advise: bool
    tables: list[FigureTable]
    shares: list[ShareOut]
    times: list[TimeOut]
    legend: str
    advice: AdviceOut | None
    advice_before: AdviceOut | None

    @classmethod
    def of(cls, found: seen.Figures, texts: Catalogue, *, may_advise: bool) -> "FiguresOut":
        teams = [Named(id=one, name=name) for one, name in found.teams.items()]
        return cls(
            year=found.year,
            quarter=None if found.quarter == WHOLE_YEAR else found.quarter,
            scope=found.scope,
            team=next((one for one in teams if one.id == found.team), None),
            teams=teams,
            begins_at=found.begins,
            ends_at=found.ends,
            as_of=found.as_of,
            complete=found.ends <= found.as_of,
            sees_all=found.sees_all,
            may_advise=may_advise,
            tables=[_table(one, texts) for one in found.tables],
            shares=[ShareOut(id=one.id, name=one.name, percent=one.now, before=one.before) for one in found.shares],
            times=[_time(*pair) for pair in zip(found.times, found.times_before, strict=True)],
            legend=texts.say("figures", "legend"),
            advice=None if found.advice is None else AdviceOut.model_validate(found.advice),
            advice_before=None if found.advice_before is None else AdviceOut.model_validate(found.advice_before),
        )


class Advise(Body):
    """In the place of what was advised before. becameOfIt: of the advice of the year before."""

    advice: Advised
    became_of_it: Advised = ""


def _table(one: Table, texts: Catalogue) -> FigureTable:
    return FigureTable(
        id=one.id,
        title=one.title,
        rows=[_row(row, texts) for row in one.rows],
        total=_row(one.total, texts),
        ordered=one.ordered,
    )


def _row(row: Row, texts: Catalogue) -> FigureRow:
    return FigureRow(id=row.id, name=row.name, number=_number(row.now, texts), before=_number(row.before, texts))


def _number(value: Number, texts: Catalogue) -> NumberOut:
    shown = str(number(value, texts))
    if isinstance(value, Mark):
        return NumberOut(count=None, withheld=value.value, shown=shown)
    return NumberOut(count=value, withheld=None, shown=shown)


def _time(now: Percentile, before: Percentile) -> TimeOut:
    return TimeOut(id=now.time, percent=now.share, seconds=now.seconds, before=before.seconds)
