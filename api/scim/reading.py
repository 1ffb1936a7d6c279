"""Reads from a User of SCIM what we keep of somebody: one name, one address, one mobile number."""

from collections.abc import Sequence

from scim2_models import InvalidValueException

from achterwacht.people.checking import is_email
from achterwacht.provisioning.records import NAME_LENGTH
from achterwacht.use_cases.provisioning import Provided
from api.scim.models import User, UserEmail, UserName
from foundation.visible import on_one_line


def provided(user: User, before: User | None) -> Provided:
    """Returns somebody as their provider tells of them. before: how it saw them until now; None: not at all.

    Of several names the one that changed counts, and of a number that is not a mobile one nothing is kept. A mobile
    number is replaced by another one and never taken away: whoever goes out would be reached no more, and nobody told.

    Raises:
        InvalidValueException: it gives no name to call them by, or no address.
    """
    user_name = (user.user_name or "").strip().lower()
    active = (before is None or bool(before.active)) if user.active is None else user.active
    said = user.name or UserName()
    was = None if before is None else _phone(before)
    phone = (_phone(user) or was) if active else was
    return Provided(
        user_name=user_name,
        external_id=user.external_id or None,
        name=_name(user, before),
        given_name=said.given_name or None,
        family_name=said.family_name or None,
        email=_email(user, before, user_name),
        phone=phone,
        active=active,
    )


def _name(user: User, before: User | None) -> str:
    said, was = user.name or UserName(), (before.name if before else None) or UserName()
    parts = " ".join(part for part in (said.given_name, said.family_name) if part)
    whole = (
        (user.display_name, before.display_name if before else None),
        (said.formatted, was.formatted),
        (parts, " ".join(part for part in (was.given_name, was.family_name) if part)),
    )
    changed = [new for new, old in whole if new and new != old]
    kept = [new for new, _ in whole if new] or [old for _, old in whole if old]
    found = (changed or kept or [user.user_name or ""])[0]
    return on_one_line(found).strip()[:NAME_LENGTH]


def _email(user: User, before: User | None, user_name: str) -> str:
    given = _chosen(user.emails or ())
    was = _chosen(before.emails or ()) if before else ""
    if given == was and before is not None and before.user_name == was and is_email(user_name):
        return user_name  # the address was the name, and goes along with it
    found = given or was or user_name
    if not is_email(found):
        raise InvalidValueException(detail="An e-mail address is needed: in `emails`, or as `userName`")
    return found


def _chosen(emails: Sequence[UserEmail]) -> str:
    """Returns the address for work, or the first one, or none."""
    said = [one for one in emails if one.value]
    best = sorted(said, key=lambda one: ((one.type or "").lower() != "work", not one.primary))
    return (best[0].value or "").strip().lower() if best else ""


def _phone(user: User) -> str | None:
    mobiles = [one.value for one in user.phone_numbers or () if one.value and (one.type or "").lower() == "mobile"]
    return mobiles[0] if mobiles else None
