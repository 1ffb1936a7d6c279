"""A photo beside a line of the ban list, for who sits at the door: by choice of who decides on the ban, and no longer
than the ban lasts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.afterwards.bans import BY_COMING, bans
from achterwacht.afterwards.measure_advice import by_in_case
from achterwacht.afterwards.measures_seen import find_measure, incident_of
from achterwacht.measures import service
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasurePhotoRecord, MeasureRecord
from achterwacht.measures.refusals import MeasureOver
from achterwacht.people.policy import Caller
from achterwacht.refused import NotAllowed, NotFound, RuleBroken
from documents.kinds import FileKind


class NotOnTheList(RuleBroken):
    """Nobody at the door is told of this kind of measure, so nobody needs a photo with it."""

    code = "photo_not_on_the_list"


@dataclass(frozen=True)
class StoredPhoto:
    """A photo that lies in the store."""

    file_id: UUID
    kind: FileKind


def ask_to_set(session: Session, caller: Caller, measure_id: UUID, *, lock: bool = False) -> MeasureRecord:
    """Returns the measure, where the caller may put a photo with it.

    Raises:
        NotFound: there is no such measure, or it is not the caller's to see.
        NotAllowed: they don't decide on it.
        NotOnTheList: it is a measure that does not stand on the list.
        MeasureOver: it does not stand any more, or was put as one not to take.
    """
    record = find_measure(session, caller, measure_id, lock=lock)
    if not by_in_case(session, caller, incident_of(session, record)).may_decide(record.facts().deciders):
        raise NotAllowed
    if record.kind not in BY_COMING:
        raise NotOnTheList
    if not record.may_come:
        raise MeasureOver
    return record


def set_photo(
    session: Session, caller: Caller, measure_id: UUID, stored: StoredPhoto, now: datetime
) -> tuple[MeasureRecord, MeasurePhotoRecord | None]:
    """Put a photo with a ban, in place of the one that it had. Returns the measure, and that one.

    Raises:
        As `ask_to_set`.
    """
    record = ask_to_set(session, caller, measure_id, lock=True)
    before = service.drop_photo(session, record)
    session.add(
        MeasurePhotoRecord(
            organisation_id=record.organisation_id,
            measure_id=record.id,
            file_id=stored.file_id,
            kind=stored.kind,
            set_by=caller.id,
            set_at=now,
        )
    )
    session.flush()
    return record, before


def remove_photo(session: Session, caller: Caller, measure_id: UUID) -> MeasurePhotoRecord | None:
    """Take the photo of a ban away: who decides on it may, and who handles the case. Returns the one there was.

    Raises:
        NotFound: there is no such measure, or it is not the caller's to see.
    """
    return service.drop_photo(session, find_measure(session, caller, measure_id, lock=True))


def photo_on_the_list(session: Session, caller: Caller, photo_id: UUID, now: datetime) -> MeasurePhotoRecord:
    """Returns a photo of the list of today.

    Raises:
        NotAllowed: the caller does not read the list.
        NotFound: there is no such photo on it.
    """
    on_it = [one.measure for one in bans(session, caller, now) if one.measure.state is MeasureState.IN_FORCE]
    for one in service.photos_of(session, caller.organisation_id, [measure.id for measure in on_it]).values():
        if one.file_id == photo_id:
            return one
    raise NotFound("photo")
