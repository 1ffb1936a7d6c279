"""Looks after the files of attachments: deletes those that no row names, and finds rows whose file is gone.

A file is stored before its row is made. If the process dies in between, or the row is refused after all, the file is
left behind; so it is when an attachment was taken away while the store was away. Each file has a name of its own, so
one without a row, older than any request, never gets one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from achterwacht.attachments.records import FILES, AttachmentRecord, file_key
from documents.store import Store, StoreAway
from foundation.session import Database

A_DAY = timedelta(days=1)
"""Longer than any upload takes, however far the clock of the store is from ours."""
A_BATCH = 500

log = structlog.get_logger(__name__)


def sweep_files(database: Database, store: Store) -> int:
    """Returns how many files were deleted that belong to nothing."""
    with database.read() as session:
        before = database.clock.now(session) - A_DAY
    swept = 0
    try:
        store.drop_unfinished(before)
        for organisation_id, files in _by_organisation(one.key for one in store.keys(FILES) if one.at < before):
            for file_id in files - _named(database, organisation_id, files):
                store.delete(file_key(organisation_id, file_id))
                swept += 1
    except StoreAway as error:
        log.warning("the store of files is away; files without a report are deleted later", error=str(error))
    if swept:
        log.info("deleted files that belong to no report", files=swept)
    return swept


def files_missing(database: Database, store: Store) -> int:
    """Returns how many attachments have no file in the store.

    Raises:
        StoreAway: it can't be looked at.
    """
    there = {key: files for key, files in _in_rows(database).items() if files}
    if not there:
        return 0
    kept: dict[UUID, set[UUID]] = defaultdict(set)
    for organisation_id, files in _by_organisation(one.key for one in store.keys(FILES)):
        kept[organisation_id] |= files
    # One that was taken away while the store was read is not missing.
    still = _in_rows(database)
    return sum(len((files & still[key]) - kept[key]) for key, files in there.items())


def _in_rows(database: Database) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    with database.read() as session:
        rows = session.execute(
            select(AttachmentRecord.organisation_id, AttachmentRecord.file_id).where(
                AttachmentRecord.removed_at.is_(None)
            ),
            execution_options={"across_organisations": True},
        )
        for organisation_id, file_id in rows:
            found[organisation_id].add(file_id)
    return found


def _named(database: Database, organisation_id: UUID, files: set[UUID]) -> set[UUID]:
    """Returns which of these files a row names."""
    with database.read() as session:
        return set(
            session.scalars(
                select(AttachmentRecord.file_id).where(
                    AttachmentRecord.organisation_id == organisation_id,
                    AttachmentRecord.file_id.in_(files),
                    AttachmentRecord.removed_at.is_(None),
                )
            )
        )


def _by_organisation(keys: Iterable[str]) -> Iterator[tuple[UUID, set[UUID]]]:
    """Yields the files of an organisation, some hundreds at a time. What is not named by us is left alone."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for key in keys:
        try:
            _, organisation, file = key.split("/")
            organisation_id, file_id = UUID(hex=organisation), UUID(hex=file)
        except ValueError:
            continue
        found[organisation_id].add(file_id)
        if len(found[organisation_id]) >= A_BATCH:
            yield organisation_id, found.pop(organisation_id)
    yield from found.items()
