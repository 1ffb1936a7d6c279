"""The figures as rows of a spreadsheet, and on paper for the board."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.letters.templates import letterhead_of
from achterwacht.people.records import OrganisationRecord
from achterwacht.reports.facts import WHOLE_YEAR, Mark
from achterwacht.reports.times import Percentile
from achterwacht.views.figures import Advice, Figures, Scope
from achterwacht.views.figures_counted import Number, Row, Table
from achterwacht.views.letters import house_of
from documents.typeset import pdf
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.formats import whole_day_of

MINUTE, HOUR, DAY = 60, 3600, 86_400


def period_of(found: Figures, language: str) -> str:
    """Returns "2026", or "2e kwartaal 2026"."""
    which = "whole" if found.quarter == WHOLE_YEAR else "quarter"
    return catalogue(language).say("figures", which, {"year": found.year, "quarter": found.quarter})


def in_words(seconds: int | None, texts: Catalogue) -> str:
    """Returns a time in the unit that one says it in."""
    if seconds is None:
        return texts.say("figures", "too_few")
    for unit, size in (("days", DAY), ("hours", HOUR), ("minutes", MINUTE)):
        if seconds >= 2 * size:
            return texts.say("figures", unit, {"n": round(seconds / size)})
    return texts.say("figures", "seconds", {"n": seconds})


def rows_of(found: Figures, organisation: OrganisationRecord) -> Iterator[Sequence[Any]]:
    """Returns all tables below each other: which one, what, the number, and that of the year before. First of whom they
    are and of when: a file goes from hand to hand."""
    language = organisation.language
    texts = catalogue(language)

    def said(word: str) -> str:
        return texts.say("figures", word)

    yield said("table"), said("what"), str(found.year), str(found.year - 1)
    title = texts.say("figures", "title", {"period": period_of(found, language)})
    yield title, _whose(found, texts), "", ""
    if unfinished := _unfinished(found, organisation, texts):
        yield title, unfinished, "", ""
    for table in found.tables:
        for row in (*table.rows, table.total):
            yield table.title, row.name, number(row.now, texts), number(row.before, texts)
    for share in found.shares:
        yield said("times"), share.name, _percent(share.now, texts), _percent(share.before, texts)
    for now, before in zip(found.times, found.times_before, strict=True):
        yield said("times"), said(_name_of(now)), in_words(now.seconds, texts), in_words(before.seconds, texts)
    for name, advice in _advice(found, texts):
        yield said("advice"), name, advice, ""
    yield said("legend"), "", "", ""


def figures_pdf(session: Session, organisation: OrganisationRecord, found: Figures) -> bytes:
    """Returns the figures on paper (PDF/UA-1, PDF/A-2a), with what the registrar advises."""
    language = organisation.language
    texts = catalogue(language)
    title = texts.say("figures", "title", {"period": period_of(found, language)})
    data = {
        "whose": _whose(found, texts),
        "as_of": _unfinished(found, organisation, texts),
        "columns": [texts.say("figures", "what"), str(found.year), str(found.year - 1)],
        "tables": [_on_paper(one, texts) for one in found.tables],
        "times": {
            "title": texts.say("figures", "times"),
            "rows": [
                *([one.name, _percent(one.now, texts), _percent(one.before, texts)] for one in found.shares),
                *(
                    [texts.say("figures", _name_of(one)), in_words(one.seconds, texts), in_words(other.seconds, texts)]
                    for one, other in zip(found.times, found.times_before, strict=True)
                ),
            ],
        },
        "advice": [{"title": name, "text": text} for name, text in _advice(found, texts)],
        "legend": texts.say("figures", "legend"),
        "footer": f"{organisation.name} · {title}",
    }
    house = house_of(organisation, letterhead_of(session, organisation.id))
    return pdf(_typst(), data, title=title, language=language, house=house, made_at=found.as_of)


def number(value: Number, texts: Catalogue) -> int | str:
    """Returns a number as it is shown."""
    return texts.say("figures", value.value) if isinstance(value, Mark) else value


def _whose(found: Figures, texts: Catalogue) -> str:
    if found.scope is Scope.OWN:
        return texts.say("figures", "sub_own")
    return texts.say("figures", "sub_all") if found.team is None else found.teams[found.team]


def _unfinished(found: Figures, organisation: OrganisationRecord, texts: Catalogue) -> str:
    """Returns until which day was counted, while the period is not over."""
    if found.as_of >= found.ends:
        return ""
    today = whole_day_of(found.as_of.astimezone(ZoneInfo(organisation.time_zone)).date(), organisation.language)
    return texts.say("figures", "as_of", {"day": today})


def _on_paper(table: Table, texts: Catalogue) -> dict[str, Any]:
    most = max([one.now for one in table.rows if isinstance(one.now, int)], default=0) or 1
    return {
        "title": table.title,
        "rows": [_row(row, texts, most) for row in table.rows],
        "total": _row(table.total, texts, 0),
    }


def _row(row: Row, texts: Catalogue, most: int) -> dict[str, Any]:
    long = row.now / most if most and not isinstance(row.now, Mark) else 0
    now, before = (str(number(one, texts)) for one in (row.now, row.before))
    return {"name": row.name, "now": now, "before": before, "long": long}


def _advice(found: Figures, texts: Catalogue) -> Iterator[tuple[str, str]]:
    if found.scope is Scope.OWN:
        return  # it is not about one person, and who sees only their own does not read it
    nobody = Advice("", "", "", found.as_of)
    now, before = found.advice or nobody, found.advice_before or nobody
    none = texts.say("figures", "none_written")
    if before.advice:
        yield texts.say("figures", "advice_before", {"year": found.year - 1}), before.advice
        yield texts.say("figures", "became_of_it"), now.became_of_it or none
    yield texts.say("figures", "advice"), now.advice or none


def _name_of(one: Percentile) -> str:
    return f"{one.time.value}_{one.share}"


def _percent(share: int | None, texts: Catalogue) -> str:
    return texts.say("figures", "too_few") if share is None else f"{share}%"


@cache
def _typst() -> str:
    return (files("achterwacht.reports") / "figures.typ").read_text("utf-8")
