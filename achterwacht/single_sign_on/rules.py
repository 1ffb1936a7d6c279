"""Who somebody is by what their provider signed, at which level, and what their groups allow. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from achterwacht.people.policy import Grant
from achterwacht.single_sign_on.facts import Assurance, Group

EIDAS = "http://eidas.europa.eu/LoA/"
"""NL GOV Assurance profile for OpenID Connect 1.0.1, 5.2.3."""
RISING = (Assurance.LOW, Assurance.SUBSTANTIAL, Assurance.HIGH)
ENTRA = frozenset(
    {"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn", "sts.windows.net"}
)
"""The last is its issuer by the first version of its addresses, `https://sts.windows.net/<tenant>/`."""
MOST_GROUPS = 1_000
LONGEST_SUBJECT = 255


def subject_of(issuer: str, claims: Mapping[str, Any]) -> str | None:
    """Returns what stands for one person at this issuer for good; None when it does not say.

    Of Entra ID that is the object in its tenant, which SCIM names too; its `sub` is another one for each application,
    and its addresses and names may be given to somebody else.
    """
    if urlsplit(issuer).hostname in ENTRA:
        tenant, person = _text(claims.get("tid")), _text(claims.get("oid"))
        # The issuer of one tenant holds its id: nobody comes in by the issuer of one and the number of another.
        return person if tenant and person and tenant in urlsplit(issuer).path.split("/") else None
    return _text(claims.get("sub"))


def groups_of(claims: Mapping[str, Any], claim: str) -> Sequence[str] | None:
    """Returns the groups in a claim: none when there is no such claim. None: more than fit into a token.

    Entra ID then names in `_claim_names` where they can be asked, and ADFS with `hasgroups` that there are any.
    """
    elsewhere = claims.get("_claim_names")
    if (isinstance(elsewhere, Mapping) and claim in elsewhere) or claims.get("hasgroups") in (True, "true"):
        return None
    said = claims.get(claim)
    found = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    return None if len(found) > MOST_GROUPS else [one for one in found if isinstance(one, str)]


def grants_of(groups: Collection[str], table: Sequence[Group]) -> tuple[Grant, ...]:
    """Returns what somebody in these groups may do here: nothing, if no group of theirs stands in the table."""
    return tuple(dict.fromkeys(Grant(one.role, one.team) for one in table if one.name in groups))


def is_number(name: str) -> bool:
    """Whether a group is called as Entra ID numbers them. No group goes by such a name: its owner could choose the
    number of another one."""
    try:
        UUID(name.strip())
    except ValueError:
        return False
    return True


def reaches(acr: object, asked: Assurance | None) -> bool:
    """Whether a level of assurance is at least the one that was asked for."""
    if asked is None:
        return True
    reached = [level for level in RISING if acr == EIDAS + level]
    return bool(reached) and RISING.index(reached[0]) >= RISING.index(asked)


def level_uri(level: Assurance) -> str:
    return EIDAS + level


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT else None
