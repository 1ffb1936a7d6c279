"""The figures of a year: on a screen, in a spreadsheet, and on paper for the board. A small number is never in them."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.reports.facts import WHOLE_YEAR
from achterwacht.reports.service import advise
from achterwacht.views.figures import Figures, figures
from achterwacht.views.figures_paper import figures_pdf, period_of, rows_of
from api.http.errors import problems
from api.http.last_step import Router
from api.http.security import Me, Read, Write
from api.reports.schemas import Advise, FiguresOut
from api.wording import spoken_now
from documents.sheets import CSV, EXCEL, csv_text, xlsx
from documents.typeset import PDF
from foundation.clock import clock_of
from notifications.texts.catalogue import catalogue

router = Router(prefix="/v1/reports", tags=["reports"])

WhichYear = Annotated[int, Path(ge=2000, le=2099)]
Quarter = Annotated[int, Query(ge=1, le=4)]


@dataclass(frozen=True)
class Asked:
    """The figures that somebody asks for, and whose they are."""

    organisation: OrganisationRecord
    found: Figures


def _filed(year: WhichYear, me: Me, session: Read, quarter: Quarter | None = None, team: UUID | None = None) -> Asked:
    return _found(session, me, year, quarter, team)


def _read(year: WhichYear, me: Me, session: Read, quarter: Quarter | None = None, team: UUID | None = None) -> Asked:
    return _found(session, me, year, quarter, team, spoken_now())


def _found(
    session: Session,
    me: Caller,
    year: int,
    quarter: int | None = None,
    team: UUID | None = None,
    language: str | None = None,
) -> Asked:
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    now = clock_of(session).now(session)
    return Asked(organisation, figures(session, me, year, now, quarter or WHOLE_YEAR, team, language))


FiguresFiled = Annotated[Asked, Depends(_filed)]
"""In the language of the organisation, as everything that leaves."""
FiguresRead = Annotated[Asked, Depends(_read)]
"""In the language of who reads them."""


def _a(kind: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {kind: {}}}, **problems(404)}


# The addresses with the suffix are those that people type; the design rules keep them out of the document. They come
# first, since a year is read from whatever else stands there.
@router.get("/{year}.csv", response_class=Response, include_in_schema=False)
@router.get("/{year}/figures.csv", response_class=Response, responses=_a(CSV))
def figures_csv(asked: FiguresFiled) -> Response:
    """Returns the same figures as CSV, with semicolons."""
    organisation, found = asked.organisation, asked.found
    return _file("\ufeff" + csv_text(rows_of(found, organisation)), CSV, found, "csv")


@router.get("/{year}.xlsx", response_class=Response, include_in_schema=False)
@router.get("/{year}/figures.xlsx", response_class=Response, responses=_a(EXCEL))
def figures_xlsx(asked: FiguresFiled) -> Response:
    """Returns the same figures as a workbook."""
    organisation, found = asked.organisation, asked.found
    title = period_of(found, organisation.language)
    return _file(xlsx(rows_of(found, organisation), title), EXCEL, found, "xlsx")


@router.get("/{year}.pdf", response_class=Response, include_in_schema=False)
@router.get("/{year}/figures.pdf", response_class=Response, responses=_a(PDF))
def figures_on_paper(asked: FiguresFiled, session: Read) -> Response:
    """Returns the same figures on paper (PDF/UA), with what the registrar advises."""
    organisation, found = asked.organisation, asked.found
    return _file(figures_pdf(session, organisation, found), PDF, found, "pdf")


@router.get("/{year}", responses=problems(404))
def read_figures(asked: FiguresRead, me: Me) -> FiguresOut:
    """Returns the figures of a year or a quarter, of the organisation or a team, as far as you may see them.

    Who sees no others, sees their own.
    """
    found = asked.found
    return FiguresOut.of(
        found, catalogue(spoken_now()), may_advise=me.can(Action.ADVISE_ON_FIGURES) and found.team is None
    )


@router.put("/{year}/advice", responses=problems(403))
def put_advice(year: WhichYear, body: Advise, me: Me, session: Write) -> FiguresOut:
    """Write what you advise with the figures of this year, and what became of what was advised the year before."""
    advise(session, me, year, body.advice, body.became_of_it, clock_of(session).now(session))
    written = _found(session, me, year, language=spoken_now())
    return FiguresOut.of(written.found, catalogue(spoken_now()), may_advise=True)


def _file(content: bytes | str, kind: str, found: Figures, ending: str) -> Response:
    quarter = "" if found.quarter == WHOLE_YEAR else f"-{found.quarter}e-kwartaal"
    headers = {
        "Content-Disposition": f'attachment; filename="cijfers-{found.year}{quarter}.{ending}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=kind, headers=headers)
