"""The card for my wallet, to print."""

from fastapi import Response

from achterwacht.people.records import PersonRecord
from achterwacht.views.wallet_card import wallet_card_pdf
from api.http.last_step import Router
from api.http.security import Me, Read, SettingsOfApp
from documents.typeset import PDF
from foundation.clock import clock_of

router = Router(prefix="/v1/me", tags=["sign-in"])
HEADERS = {"Content-Disposition": 'attachment; filename="kaartje.pdf"', "Cache-Control": "no-store"}


@router.get("/wallet-card.pdf", response_class=Response, responses={200: {"content": {PDF: {}}}})
def wallet_card(me: Me, session: Read, settings: SettingsOfApp) -> Response:
    """Returns a card of A6 with our number, and what one can text to it or press in a call. It names nobody."""
    language = session.get_one(PersonRecord, me.id).language
    now = clock_of(session).now(session)
    card = wallet_card_pdf(session, me, settings.twilio_from or None, language, now)
    return Response(card, media_type=PDF, headers=HEADERS)
