"""What somebody who is signed in changes with their password: the password itself, and their PINs.

It takes the same steps as signing in: the try is counted first, digests are computed between the transactions, then it
is stored.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guessing.rules import FROM_ONE_PLACE
from achterwacht.guessing.service import Counted, count_try, counted, give_back
from achterwacht.people.account_links import end_links
from achterwacht.people.kept_secrets import PIN
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.signing_out import end_sign_ins
from achterwacht.refused import Wrong
from foundation.clock import clock_of


@dataclass(frozen=True)
class Confirming:
    """A password that is about to be tried, or must wait.

    about: words about its owner, which a new password must not contain.
    """

    until: datetime | None
    now: datetime
    password_hash: str | None
    about: tuple[str, ...]
    demonstration: bool


def confirm(session: Session, me: Caller) -> Confirming:
    """Count a try of the password of somebody who is signed in, so that a stolen session can't find it out."""
    attempt = count_try(session, [_counted(me)])
    person = session.get_one(PersonRecord, me.id)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    about = (person.name, person.email, organisation.name, organisation.slug)
    now = clock_of(session).now(session)
    return Confirming(attempt.until, now, person.password_hash, about, organisation.demonstration)


def was_wrong(session: Session, me: Caller) -> None:
    """Record that the password did not fit."""
    note(session, me.organisation_id, Audited.PASSWORD_REFUSED, me.actor(), about=me.id)


def was_right(session: Session, me: Caller) -> None:
    """Record that the password fitted, whatever else may have been wrong."""
    give_back(session, [_counted(me)])


def keep_pins(session: Session, me: Caller, pin_hash: str | None, duress_hash: str | None) -> None:
    """Store the PIN and the duress PIN, or remove them."""
    person = session.get_one(PersonRecord, me.id)
    person.pin_hash, person.duress_pin_hash = pin_hash, duress_hash
    facts = {"pin": pin_hash is not None, "duress": duress_hash is not None}
    note(session, me.organisation_id, Audited.PIN_SET, me.actor(), about=me.id, facts=facts)


def keep_password(session: Session, me: Caller, password_hash: str, token: str) -> None:
    """Store the new password. Every other sign-in of theirs ends, and every link to choose one."""
    session.get_one(PersonRecord, me.id).password_hash = password_hash
    end_links(session, me.organisation_id, me.id)
    end_sign_ins(session, me.organisation_id, me.id, me.actor(), "password", but=token)
    note(session, me.organisation_id, Audited.PASSWORD_SET, me.actor(), about=me.id)


def wrong_pins(pin: str | None, duress_pin: str | None) -> list[Wrong]:
    """Returns what is wrong with new PINs."""
    wrong = []
    if pin is not None and not PIN.fullmatch(pin):
        wrong.append(Wrong("/pin", "pin_digits"))
    if duress_pin is not None and not PIN.fullmatch(duress_pin):
        wrong.append(Wrong("/duressPin", "pin_digits"))
    elif duress_pin is not None and pin is None:
        wrong.append(Wrong("/duressPin", "duress_pin_alone"))
    elif duress_pin is not None and duress_pin == pin:
        wrong.append(Wrong("/duressPin", "duress_pin_same"))
    return wrong


def _counted(me: Caller) -> Counted:
    return counted(FROM_ONE_PLACE, "confirm", me.id, own=True)
