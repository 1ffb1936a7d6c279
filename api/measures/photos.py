"""The photo that goes with a ban on the list: set, replaced, taken away. Stored first, its row after."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from achterwacht.afterwards.ban_photos import StoredPhoto, ask_to_set, remove_photo, set_photo
from achterwacht.measures.records import photo_key
from api.http.errors import problems
from api.http.files import delete_file, refused_upload
from api.http.last_step import Router
from api.http.security import MeBefore, MyToken, still
from api.http.transaction import DoorsOfApp
from api.measures.schemas import MeasureOut
from api.measures.shown import measures_out
from documents.images import NOT_A_PICTURE, RefusedPicture, clean_apart
from documents.store import Store
from foundation.clock import clock_of
from foundation.columns import new_id

router = Router(prefix="/v1/measures", tags=["measures"])


@router.put("/{measure_id}/photo", responses=problems(403, 404, 409, 413, 415, 503))
async def put_photo(
    measure_id: UUID,
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    request: Request,
    file: Annotated[UploadFile, File(description="A photo of who may not come in, at most 15 MB. It is made anew.")],
) -> MeasureOut:
    """Put a photo with a ban on the list, for who sits at the door: who decides on it. It goes when the ban ends."""
    await doors.do(False, lambda session: ask_to_set(session, me, measure_id))
    try:
        made = await clean_apart(request.app.state.apart, await file.read(), str(me.id))
    except RefusedPicture as refused:
        code = "photo_unknown" if refused.reason == NOT_A_PICTURE else f"attachment_{refused.reason}"
        raise refused_upload(refused.reason, code) from None
    store: Store = request.app.state.files
    stored = StoredPhoto(new_id(), made.kind)
    await run_in_threadpool(store.put, photo_key(me.organisation_id, stored.file_id), made.content)

    def put(session: Session) -> tuple[MeasureOut, UUID | None]:
        now, by = clock_of(session).now(session), still(session, token, me)
        record, before = set_photo(session, by, measure_id, stored, now)
        return measures_out(session, by, [record], now)[0], None if before is None else before.file_id

    out, old = await doors.do(True, put)
    if old is not None:
        await delete_file(store, photo_key(me.organisation_id, old))
    return out


@router.delete("/{measure_id}/photo", status_code=204, responses=problems(404))
async def delete_photo(measure_id: UUID, me: MeBefore, doors: DoorsOfApp, request: Request) -> None:
    """Take the photo of a ban away: who decides on the ban, or handles the case."""

    def drop(session: Session) -> UUID | None:
        photo = remove_photo(session, me, measure_id)
        return None if photo is None else photo.file_id

    old = await doors.do(True, drop)
    if old is not None:
        await delete_file(request.app.state.files, photo_key(me.organisation_id, old))
