"""Where the protocol of SCIM (scim2-server) meets our people and groups: one organisation, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from scim2_models import (
    Meta,
    NotFoundException,
    Reference,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_server.storage import ScimStorage, SearchPage
from sqlalchemy.orm import Session

from achterwacht.people.elsewhere import Elsewhere
from achterwacht.provisioning.groups import group_of, groups_of_people, look_for_groups, members_of
from achterwacht.provisioning.records import ScimGroupRecord
from achterwacht.provisioning.tokens import Provider
from achterwacht.refused import NotFound, WrongInput
from achterwacht.use_cases.provisioned_groups import (
    ProvidedGroup,
    UnknownMember,
    add_group,
    change_group,
    remove_group,
)
from achterwacht.use_cases.provisioned_numbers import Refused
from achterwacht.use_cases.provisioning import Known, Provided, change_provided, let_go, look_for, seen, take_in
from api.scim.models import A_PAGE, Group, GroupMember, User, UserEmail, UserGroup, UserName, UserPhone
from api.scim.reading import provided
from api.scim.seeking import Wanted, wanted

MEMBERS = "members"
FAR = 1_000_000
"""Behind this nobody is: no database counts as far as somebody may ask."""


class People(ScimStorage):
    """The people and groups of the organisation that a token speaks for."""

    def __init__(self, session: Session, provider: Provider, elsewhere: Elsewhere, *, mails: bool) -> None:
        self._session = session
        self._ours = provider.organisation_id
        self._by = provider.actor()
        self._elsewhere, self._mails = elsewhere, mails
        self.refused: Refused | None = None

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        try:
            if _is_user(resource_type):
                return self._users([seen(self._session, self._ours, _id(resource_id))])[0]
            group = group_of(self._session, self._ours, _id(resource_id))
        except NotFound:
            raise NotFoundException(detail=f"There is no {resource_type.name} with this id") from None
        return self._groups([group], with_members=_wants_members(response_parameters))[0]

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        skip = min((search_request.start_index or 1) - 1, FAR)
        most = A_PAGE if search_request.count is None else search_request.count
        total, found = 0, list[Resource[Any]]()
        for one in resource_types:
            here, some = self._search(one, search_request, max(skip - total, 0), most - len(found))
            total, found = total + here, found + some
        return SearchPage(total, found)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        if isinstance(resource, User):
            given = provided(resource, None)
            with self._noticing(given, None):
                known = take_in(self._session, self._ours, given, self._elsewhere, self._by)
            return self._users([known])[0]
        group = add_group(self._session, self._ours, _group(resource), self._elsewhere, self._by)
        return self._groups([group], with_members=True)[0]

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        here = _id(resource.id or "")
        if isinstance(resource, User):
            known = seen(self._session, self._ours, here)
            before = self._users([known])[0]
            given = provided(resource, before)
            with self._noticing(given, here):
                changed = change_provided(
                    self._session, self._ours, here, given, self._elsewhere, self._by, mails=self._mails
                )
            return self._users([changed])[0]
        group = change_group(self._session, self._ours, here, _group(resource), self._elsewhere, self._by)
        return self._groups([group], with_members=True)[0]

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        if _is_user(resource_type):
            let_go(self._session, self._ours, _id(resource_id), self._elsewhere, self._by)
        else:
            remove_group(self._session, self._ours, _id(resource_id), self._elsewhere, self._by)

    @contextmanager
    def _noticing(self, given: Provided, person_id: UUID | None) -> Iterator[None]:
        """Keep whose number is refused: what is refused leaves nothing behind, and this is told after it."""
        try:
            yield
        except WrongInput as error:
            code = next((one.code for one in error.wrong if one.pointer == "/phone"), None)
            self.refused = None if code is None else Refused(person_id, given.email, given.name, code)
            raise

    def _search(
        self, resource_type: ResourceType, asked: SearchRequest[Any], skip: int, most: int
    ) -> tuple[int, list[Resource[Any]]]:
        user = _is_user(resource_type)
        filtered = wanted(User if user else Group, asked.filter.ast if asked.filter else None)
        try:
            return self._people(filtered, skip, most) if user else self._of_groups(filtered, asked, skip, most)
        except NotFound:
            return 0, []  # an id that is none of ours

    def _people(self, asked: Wanted, skip: int, most: int) -> tuple[int, list[Resource[Any]]]:
        total, people = look_for(
            self._session,
            self._ours,
            user_name=asked.name,
            external_id=asked.external_id,
            email=asked.email,
            person_id=None if asked.id is None else _id(asked.id),
            skip=skip,
            most=most,
        )
        return total, list(self._users(people))

    def _of_groups(
        self, asked: Wanted, shown: SearchRequest[Any], skip: int, most: int
    ) -> tuple[int, list[Resource[Any]]]:
        total, groups = look_for_groups(
            self._session,
            self._ours,
            name=asked.name,
            external_id=asked.external_id,
            group_id=None if asked.id is None else _id(asked.id),
            member=None if asked.member is None else _id(asked.member),
            skip=skip,
            most=most,
        )
        return total, list(self._groups(groups, with_members=_wants_members(shown)))

    def _users(self, people: Any) -> list[User]:
        known: list[Known] = list(people)
        groups = groups_of_people(self._session, self._ours, [one.person.id for one in known])
        return [_user(one, groups.get(one.person.id, ())) for one in known]

    def _groups(self, groups: Any, *, with_members: bool) -> list[Group]:
        records: list[ScimGroupRecord] = list(groups)
        members = members_of(self._session, self._ours, [one.id for one in records]) if with_members else {}
        return [
            Group(
                id=str(one.id),
                external_id=one.external_id,
                display_name=one.name,
                members=[_member(who) for who in members.get(one.id, ())] or None,
                meta=Meta(resource_type="Group", created=one.made_at, last_modified=one.changed_at),
            )
            for one in records
        ]


def _user(known: Known, groups: Any) -> User:
    person, record = known.person, known.record
    name = UserName(
        formatted=person.name,
        given_name=record.given_name if record else None,
        family_name=record.family_name if record else None,
    )
    return User(
        id=str(person.id),
        external_id=record.external_id if record else None,
        user_name=known.user_name,
        name=name,
        display_name=person.name,
        active=person.active,
        emails=[UserEmail(value=person.email, type="work", primary=True)],
        phone_numbers=[UserPhone(value=person.phone, type="mobile", primary=True)] if person.phone else None,
        groups=[UserGroup(value=str(one.id), display=one.name) for one in groups] or None,
        meta=Meta(
            resource_type="User",
            created=record.made_at if record else None,
            last_modified=record.changed_at if record else None,
        ),
    )


def _member(person: UUID) -> GroupMember:
    return GroupMember(value=str(person), ref=Reference(f"Users/{person}"), type="User")


def _group(resource: Resource[Any]) -> ProvidedGroup:
    assert isinstance(resource, Group)
    try:
        members = frozenset(UUID(one.value or "") for one in resource.members or ())
    except ValueError:
        raise UnknownMember from None
    return ProvidedGroup(resource.display_name or "", resource.external_id, members)


def _wants_members(asked: ResponseParameters[Any] | None) -> bool:
    if asked is None:
        return True
    if asked.attributes:
        return any(str(one).lower().startswith(MEMBERS) for one in asked.attributes)
    return all(str(one).lower() != MEMBERS for one in asked.excluded_attributes or ())


def _is_user(resource_type: ResourceType) -> bool:
    return resource_type.name == User.__name__


def _id(text: str) -> UUID:
    """Returns the id.

    Raises:
        NotFound: it is none of ours.
    """
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
