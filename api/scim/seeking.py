"""What a provider may look for: a filter of SCIM, read as the few questions that Entra ID and Okta ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scim2_models import InvalidFilterException, Resource
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator, ValuePath

from api.scim.models import User

OF_USERS = {"username": "name", "externalid": "external_id", "id": "id", "emails": "email", "emails.value": "email"}
OF_GROUPS = {
    "displayname": "name", "externalid": "external_id", "id": "id", "members": "member", "members.value": "member",
}  # fmt: skip
"""A filter stands in the address, so it names no telephone number."""
SAID_BESIDE = frozenset({"emails.type", "emails.primary", "members.type"})
"""Somebody has one address here: which one is asked for makes no difference."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for, all of it at once. None: no matter what."""

    name: str | None = None
    external_id: str | None = None
    id: str | None = None
    email: str | None = None
    member: str | None = None


def wanted(model: type[Resource[Any]], asked: FilterNode | None) -> Wanted:
    """Returns what a filter looks for.

    Raises:
        InvalidFilterException: something else than can be asked for.
    """
    if asked is None:
        return Wanted()
    may, found = OF_USERS if model is User else OF_GROUPS, dict[str, str]()
    for attribute, value in _compared(asked, ""):
        if attribute in SAID_BESIDE:
            continue
        key = may.get(attribute)
        if key is None or key in found or not isinstance(value, str):
            raise _refused(model)
        found[key] = value
    if not found:
        raise _refused(model)
    return Wanted(**found)


def _compared(node: FilterNode, within: str) -> Iterator[tuple[str, object]]:
    """Returns the attributes that are compared, and with what. Anything but `eq` and `and` is another question."""
    match node:
        case Comparison(op=CompareOperator.eq, value=value) as one:
            path = [within, one.attr_path.attr, one.attr_path.sub_attr or ""]
            yield ".".join(part.lower() for part in path if part), value
        case LogicalExpr(op=LogicalOperator.and_, terms=terms):
            for term in terms:
                yield from _compared(term, within)
        case ValuePath(attr_path=path, val_filter=inner, sub_attr=None) if not within and not path.sub_attr:
            yield from _compared(inner, path.attr)
        case _:
            yield "", None


def _refused(model: type[Resource[Any]]) -> InvalidFilterException:
    names = "userName, externalId, id and emails" if model is User else "displayName, externalId, id and members"
    return InvalidFilterException(detail=f'Only {names} can be asked for here, with `eq "…"`')
