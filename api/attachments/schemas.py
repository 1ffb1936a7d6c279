"""What comes in with an attachment, and what is answered of one."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, StringConstraints

from api.http.schemas import Named, Schema, Utc
from documents.kinds import FileKind
from foundation.visible import on_one_line

Caption = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), BeforeValidator(on_one_line)]
What = Literal["picture", "sound", "video", "document"]


class AttachmentOut(Schema):
    """A file that belongs to a report. mediaType: by its content; size: in bytes, as it is kept. mayRemove: whether you
    may take it away now."""

    id: UUID
    what: What
    media_type: str
    size: int
    caption: str
    added_by: Named
    added_at: Utc
    may_remove: bool


def what_is(kind: FileKind) -> What:
    """Returns what a file of this kind is to people."""
    if kind.spec.picture:
        return "picture"
    match kind.spec.media_type.partition("/")[0]:
        case "audio":
            return "sound"
        case "video":
            return "video"
    return "document"
