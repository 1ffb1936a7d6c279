"""In which language the screens, texts and calls of somebody are."""

from typing import Annotated

from pydantic import Field

from achterwacht.people.own_language import choose_language
from api.http.last_step import Router
from api.http.schemas import Body
from api.http.security import Me, Write

router = Router(prefix="/v1/me", tags=["sign-in"])


class Spoken(Body):
    """language: `nl`, `nl-BE`, `en` or `fr`."""

    language: Annotated[str, Field(min_length=2, max_length=8)]


@router.put("/language", status_code=204)
def put_language(body: Spoken, me: Me, session: Write) -> None:
    """Choose the language that you read and hear. What you are told from now on is in it."""
    choose_language(session, me, body.language)
