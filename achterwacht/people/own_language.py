"""The language that somebody reads and hears, which they choose themselves."""

from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.people.records import PersonRecord
from achterwacht.refused import Wrong, refuse
from notifications.texts.catalogue import languages


def choose_language(session: Session, me: Caller, language: str) -> None:
    """Store the language of the screens, texts and calls of somebody who is signed in. It changes nothing for others.

    Raises:
        WrongInput: we do not speak it.
    """
    if language not in languages():
        refuse([Wrong("/language", "not_a_choice", {"choices": languages()})])
    session.get_one(PersonRecord, me.id).language = language
