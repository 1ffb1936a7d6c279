"""Looks after files: deletes those that no row names, and finds rows whose file is gone.

The file of an attachment, or of a photo of the ban list, is stored before its row is made. If the process dies in
between, or the row is refused after all, the file is left behind; so it is when it was taken away while the store was
away, or when a ban ended. Each file has a name of its own: one without a row, older than any request, never gets one.

A process may have been started with the database of one installation and the files of another. To it, all of those
belong to nothing. So what is of an organisation that this database does not know stays. Of one that it knows, files
belong here as soon as one of them has a row, also that of a file that was taken away; without any, a few may go.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Select, select

from achterwacht.attachments.records import FILES, AttachmentRecord
from achterwacht.letters.records import LETTERS, PAPER, LetterRecord
from achterwacht.measures.records import PHOTOS, MeasurePhotoRecord
from achterwacht.people.organisations import every_organisation
from documents.store import Store, StoreAway
from foundation.session import Database

A_DAY = timedelta(days=1)
"""Longer than any upload takes, however far the clock of the store is from ours."""
A_BATCH = 500
A_FEW = 10
"""So many of an organisation may go though no row names any: in a young one all files may be those of a refusal."""


@dataclass(frozen=True)
class Folder:
    """A place in the store. rows: what its files belong to. named: the organisation and the file of each of them.

    file: the column with the name of the file.
    """

    name: str
    rows: Any
    named: Select[UUID, UUID]
    file: Any


FOLDERS = (
    Folder(
        FILES,
        AttachmentRecord,
        select(AttachmentRecord.organisation_id, AttachmentRecord.file_id).where(AttachmentRecord.removed_at.is_(None)),
        AttachmentRecord.file_id,
    ),
    Folder(
        PHOTOS,
        MeasurePhotoRecord,
        select(MeasurePhotoRecord.organisation_id, MeasurePhotoRecord.file_id),
        MeasurePhotoRecord.file_id,
    ),
)
OF_LETTERS = Folder(LETTERS, LetterRecord, select(LetterRecord.organisation_id, LetterRecord.id), LetterRecord.id)
"""A letter is in its row until it is in the store, so none is ever missing; a file may outlive its row."""

log = structlog.get_logger(__name__)


@dataclass
class Unnamed:
    """Old files that no row names. keys: those of each organisation. ours: the organisations of which a file has, or
    had, a row here. strange: how many are of organisations that this database does not know."""

    keys: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    ours: set[UUID] = field(default_factory=set)
    strange: int = 0

    @property
    def held_back(self) -> int:
        """How many are not deleted: they look like the files of another installation."""
        return self.strange + sum(len(keys) for one, keys in self.keys.items() if not self._may_go(one))

    @property
    def to_delete(self) -> list[str]:
        return [key for one, keys in self.keys.items() if self._may_go(one) for key in keys]

    def _may_go(self, organisation_id: UUID) -> bool:
        return organisation_id in self.ours or len(self.keys[organisation_id]) <= A_FEW


def sweep_files(database: Database, store: Store) -> int:
    """Returns how many files were deleted that belong to nothing."""
    swept = 0
    try:
        with database.read() as session:
            before = database.clock.now(session) - A_DAY
        store.drop_unfinished(before)  # it may be long, and a transaction that lies still is ended
        found = unnamed_files(database, store)
        if found.held_back:
            log.error(
                "files that no row names are kept: is this the right store for this database?", files=found.held_back
            )
        for key in found.to_delete:
            store.delete(key)
            swept += 1
    except StoreAway as error:
        log.warning("the store of files is away; files that belong to nothing are deleted later", error=str(error))
    if swept:
        log.info("deleted files that belong to nothing", files=swept)
    return swept


def unnamed_files(database: Database, store: Store) -> Unnamed:
    """Returns the files that belong to nothing, as far as this database knows.

    Raises:
        StoreAway: it can't be looked at.
    """
    with database.read() as session:
        before = database.clock.now(session) - A_DAY
        known = set(every_organisation(session))
    found = Unnamed()
    for folder in (*FOLDERS, OF_LETTERS):
        old = (one.key for one in store.keys(folder.name) if one.at < before)
        for organisation_id, files in _by_organisation(old):
            if organisation_id not in known:
                found.strange += len(files)
                continue
            had, named = _named(database, folder, organisation_id, set(files))
            if had:
                found.ours.add(organisation_id)
            if unnamed := files.keys() - named:
                found.keys[organisation_id] += [files[file_id] for file_id in unnamed]
    return found


def files_missing(database: Database, store: Store, taken_away: Collection[str] = ()) -> int:
    """Returns how many attachments and photos have no file in the store. taken_away: files that need not be there.

    Raises:
        StoreAway: it can't be looked at.
    """
    return sum(_missing(database, store, folder, frozenset(taken_away)) for folder in FOLDERS)


def files_named(database: Database) -> frozenset[str]:
    """Returns the names in the store of the files of attachments and photos."""
    return frozenset(_key(folder, *one) for folder in FOLDERS for one in _in_rows(database, folder))


def _key(folder: Folder, organisation_id: UUID, file_id: UUID) -> str:
    return f"{folder.name}/{organisation_id.hex}/{file_id.hex}"


def _missing(database: Database, store: Store, folder: Folder, taken_away: frozenset[str]) -> int:
    there = _in_rows(database, folder)
    if not there:
        return 0
    kept = {
        (organisation_id, file_id)
        for organisation_id, files in _by_organisation(one.key for one in store.keys(folder.name))
        for file_id in files
    }
    # One that was taken away while the store was read is not missing.
    lost = (there & _in_rows(database, folder)) - kept
    return sum(_key(folder, *one) not in taken_away for one in lost)


def _in_rows(database: Database, folder: Folder) -> set[tuple[UUID, UUID]]:
    with database.read() as session:
        rows = session.execute(folder.named, execution_options={"across_organisations": True})
        return {(organisation_id, file_id) for organisation_id, file_id in rows}


def _named(database: Database, folder: Folder, organisation_id: UUID, files: set[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Returns which of these files have a row, be it of one that was taken away, and which of them a row names."""
    of_these = (folder.rows.organisation_id == organisation_id, folder.file.in_(files))
    with database.read() as session:
        had = set(session.scalars(select(folder.file).where(*of_these)))
        return had, {file_id for _, file_id in session.execute(folder.named.where(*of_these))} if had else set()


def _by_organisation(keys: Iterable[str]) -> Iterator[tuple[UUID, dict[UUID, str]]]:
    """Yields the files of an organisation by their names, some hundreds at a time. What has no name of ours is left."""
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for key in keys:
        try:
            _, organisation, file = key.split("/")
            organisation_id, file_id = UUID(hex=organisation), UUID(hex=file.removesuffix(PAPER))
        except ValueError:
            continue
        found[organisation_id][file_id] = key
        if len(found[organisation_id]) >= A_BATCH:
            yield organisation_id, found.pop(organisation_id)
    yield from found.items()
