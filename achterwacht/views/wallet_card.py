"""A card for the wallet: our number, and what one can text to it or press in a call, for when there is no app."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import teams_of
from achterwacht.protocols.running import version_over
from achterwacht.protocols.service import profile_version
from documents.typeset import House, pdf
from notifications.texts.catalogue import catalogue
from notifications.texts.formats import number

ROWS = (
    ("check_in", "1"), ("well", "2"), ("longer", ""), ("check_out", "3"), ("back", ""), ("home", ""), ("status", ""),
    ("help", "9"),
)  # fmt: skip
"""What one can do, with the digit for it in a call. The words stand in the catalogue."""
NOTES = ("pin", "no_pin_here", "what_comes_back", "emergency")


def wallet_card_pdf(session: Session, me: Caller, service_number: str | None, language: str, now: datetime) -> bytes:
    """Returns the card as a PDF of one page (PDF/UA-1). It names nobody: who finds it learns what anybody may know.

    service_number: ours, in E.164; None where there is none yet, and a line to write it on.
    """
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    teams = teams_of(session, organisation.id, me.teams())
    profile = profile_version(
        session, organisation.id, version_over(organisation, teams[0].protocol_id if teams else None)
    )
    facts = {"country": organisation.country, "emergency": profile.emergency.number, "organisation": organisation.name}
    texts = catalogue(language)

    def said(key: str) -> str:
        return texts.say("wallet_card", key, facts)

    data = {
        "number_is": said("number_is"),
        "number": number(service_number, organisation.country) if service_number else "_" * 16,
        "columns": [said("what"), said("text"), said("key")],
        "rows": [[said(f"{key}_is"), said(key), digit or said("none")] for key, digit in ROWS],
        "notes": [said(f"note_{key}") for key in NOTES],
    }
    house = House(organisation.name, country=organisation.country)
    return pdf(_template(), data, title=said("title"), language=language, house=house, made_at=now)


@cache
def _template() -> str:
    return (files("achterwacht.views") / "wallet_card.typ").read_text("utf-8")
