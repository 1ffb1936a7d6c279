"""What a provider reads and writes here: a part of the User and the Group of RFC 7643, and nothing that we don't keep.

What else it sends (a job title, an employee number) is read and forgotten: it would refuse to send anybody if we
refused that. A password is never taken: nobody types another's (docs/decisions/0088).
"""

from typing import Annotated, Any

from pydantic import Field, field_validator
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from achterwacht.provisioning.records import EXTERNAL_LENGTH, NAME_LENGTH, USER_NAME_LENGTH

A_PAGE = 200
External = Annotated[str | None, Mutability.read_write, CaseExact.true, Field(max_length=EXTERNAL_LENGTH)]
Text = Annotated[str | None, Field(max_length=NAME_LENGTH)]


class UserName(ComplexAttribute):
    formatted: Text = None
    family_name: Text = None
    given_name: Text = None


class UserEmail(ComplexAttribute):
    value: Annotated[str | None, Field(max_length=USER_NAME_LENGTH)] = None
    type: Annotated[str | None, Field(max_length=40)] = None
    primary: bool | None = None


class UserPhone(ComplexAttribute):
    value: Annotated[str | None, Field(max_length=40)] = None
    type: Annotated[str | None, Field(max_length=40)] = None
    primary: bool | None = None


class UserGroup(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only] = None
    display: Annotated[str | None, Mutability.read_only] = None


class User(Resource[Any]):
    """Somebody who works here."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    external_id: External = None
    user_name: Annotated[str | None, Uniqueness.server, Required.true, Field(max_length=USER_NAME_LENGTH)] = None
    name: UserName | None = None
    display_name: Text = None
    active: bool | None = None
    emails: list[UserEmail] | None = None
    phone_numbers: list[UserPhone] | None = None
    groups: Annotated[list[UserGroup] | None, Mutability.read_only] = None

    @field_validator("user_name", mode="after")
    @classmethod
    def _lower(cls, value: str | None) -> str | None:
        """A name is the same in capitals, and kept as it is compared (RFC 7643, 4.1.1)."""
        return None if value is None else value.strip().lower()


class GroupMember(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true, Field(max_length=40)] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])


class Group(Resource[Any]):
    """A group of the provider, which gives roles here by the table of single sign-on."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    external_id: External = None
    display_name: Annotated[str | None, Required.true, Field(max_length=NAME_LENGTH)] = None
    members: list[GroupMember] | None = None


POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    # As Entra ID sends it: `remove` with a value, and `emails[type eq "work"].value` where there is none yet.
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
PROVIDER = ScimProvider(
    [User, Group],
    [ResourceType.from_resource(User), ResourceType.from_resource(Group)],
    ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=A_PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Token",
                description="A token that an administrator of Achterwacht made for this.",
                primary=True,
            )
        ],
    ),
    POLICY,
)
