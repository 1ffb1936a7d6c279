"""Signing in with a password, in steps.

Each try is counted before the work, the digest is computed between the transactions, and then the result is recorded.
Three things are counted: one account from one place, one account from anywhere, and one place over all accounts. In a
browser in which its person signed in before, only that browser's own tries count, so that nobody elsewhere can make it
wait. An address that nobody has takes the same steps.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guessing.rules import FROM_ONE_PLACE, OF_ONE_ACCOUNT, OF_ONE_PLACE
from achterwacht.guessing.service import Counted, count_try, counted, give_back, tell_once
from achterwacht.kinds import Actor
from achterwacht.people.records import KnownDeviceRecord, PersonRecord
from achterwacht.people.sign_in import person_by_email
from foundation.clock import clock_of

ONE_SUBSCRIBER = 64
"""This many bits of an IPv6 address belong to the subscriber; they choose the rest themselves."""
ONE_SITE = 48
"""This many bits of an IPv6 address say whose site it is: a household or an office has no fewer of its own."""


@dataclass(frozen=True)
class Begun:
    """A try that was counted, or must wait.

    person_id: None if nobody who works here has that address.
    """

    counted: Sequence[Counted]
    until: datetime | None
    now: datetime
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    password_hash: str | None = None


def begin(session: Session, email: str, client: str, device: str | None) -> Begun:
    """Count a try to sign in."""
    person = person_by_email(session, email)
    if person is not None and not person.active:
        person = None
    known = _known_device(session, person, device)
    mail, place = email.strip().lower(), place_of(client)
    if known is not None:
        several = [counted(FROM_ONE_PLACE, "device", known.digest, own=True)]
    else:
        several = [
            counted(FROM_ONE_PLACE, "sign-in", mail, place, own=True),
            counted(OF_ONE_ACCOUNT, "account", mail),
            counted(OF_ONE_PLACE, "place", place),
        ]
    attempt = count_try(session, several)
    person_id, organisation_id = (person.id, person.organisation_id) if person else (None, None)
    if attempt.until is not None and tell_once(session, several[0]):
        note(session, organisation_id, Audited.SIGN_IN_SLOWED, nobody(organisation_id), about=person_id)
    return Begun(
        several,
        attempt.until,
        clock_of(session).now(session),
        person_id,
        organisation_id,
        person.password_hash if person else None,
    )


def refused(session: Session, begun: Begun) -> None:
    """Record that the password did not fit, or that nobody has that address."""
    by = nobody(begun.organisation_id)
    note(session, begun.organisation_id, Audited.SIGN_IN_REFUSED, by, about=begun.person_id)


def succeeded(session: Session, begun: Begun) -> PersonRecord | None:
    """Record that the password fits. Returns who it is. Nobody is in yet: `sign_in_steps` says what comes next.

    None: while it was tried they left, or it became another one.
    """
    assert begun.person_id is not None
    # Whoever sets another password or closes the account just now waits, or is waited for: else this one, let in a
    # moment later, would outlast the end of all their sign-ins.
    person = session.get_one(PersonRecord, begun.person_id, populate_existing=True, with_for_update={"key_share": True})
    if not person.active or person.password_hash != begun.password_hash:
        return None
    give_back(session, begun.counted)
    return person


def make_known(session: Session, person: PersonRecord, device: str | None) -> str:
    """Remember this browser as one of theirs. Returns the secret by which it is known, which it may have already."""
    now = clock_of(session).now(session)
    record = None if device is None else _known_device(session, person, device)
    if device is None or record is None:
        device = secrets.token_urlsafe(32)
        record = KnownDeviceRecord(
            organisation_id=person.organisation_id, person_id=person.id, digest=_digest(device), seen_at=now
        )
        session.add(record)
    record.seen_at = now
    session.flush()
    return device


def is_known(session: Session, person: PersonRecord, device: str | None) -> bool:
    return device is not None and _known_device(session, person, device) is not None


def place_of(client: str) -> str:
    """Returns whose line an address is: the address itself, or the subscriber's part of an IPv6 address."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ip_network((address, ONE_SUBSCRIBER), strict=False))
    return str(address)


def network_of(client: str) -> str:
    """Returns from which network somebody asks, to know one's own from another's: `203.0.113.x` or `2001:db8:1::/48`.

    A whole address points at one line, and often one person: so no more of it is kept than this (decision 0117).
    Empty: it is no address.
    """
    try:
        address = ip_address(client)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((int(address), ONE_SITE), strict=False))
        address = address.ipv4_mapped
    return f"{str(address).rpartition('.')[0]}.x"


def nobody(organisation_id: UUID | None) -> Actor:
    """Returns the actor of a try, who may be anybody: nothing says that it is the person themselves."""
    return Actor(organisation_id or UUID(int=0), None, via="sign-in")


def _known_device(session: Session, person: PersonRecord | None, device: str | None) -> KnownDeviceRecord | None:
    """Returns the record of this browser, if that person signed in with it before.

    It also looks if there is nothing to find, so that it takes as long.
    """
    return session.scalars(
        select(KnownDeviceRecord).where(
            KnownDeviceRecord.digest == _digest(device or ""),
            KnownDeviceRecord.person_id == (person.id if person else UUID(int=0)),
            KnownDeviceRecord.organisation_id == (person.organisation_id if person else UUID(int=0)),
        )
    ).one_or_none()


def _digest(device: str) -> str:
    return hashlib.sha256(device.encode()).hexdigest()
