"""Puts signed letters in the store of files, as they were signed.

The signature does not wait for the store: the letter is in its row, and stays there. A letter whose file was put and
whose row does not say so yet (the process died in between) is put once more, under the same name and with the same
content, so nothing is left behind.
"""

from uuid import UUID

import structlog
from sqlalchemy import select, update

from achterwacht.letters.records import LetterRecord
from achterwacht.views.letters import as_pdf, sheet_of
from documents.store import Store, StoreAway
from foundation.failpoints import Failpoint, reach
from foundation.session import Database

A_BATCH = 20

log = structlog.get_logger(__name__)


def keep_letters(database: Database, store: Store) -> int:
    """Returns how many letters were put in the store just now."""
    kept = 0
    for organisation_id, letter_id in _waiting(database):
        try:
            _keep(database, store, organisation_id, letter_id)
        except StoreAway as error:
            log.warning("the store of files is away; letters are kept later", error=str(error))
            return kept
        except Exception:
            # One that can't be made holds up no other. Its row stays, and says that it was not kept.
            log.exception("a letter could not be kept", letter=str(letter_id))
            continue
        kept += 1
    return kept


def _waiting(database: Database) -> list[tuple[UUID, UUID]]:
    with database.read() as session:
        rows = session.execute(
            select(LetterRecord.organisation_id, LetterRecord.id)
            .where(LetterRecord.number.is_not(None), LetterRecord.kept_at.is_(None))
            .order_by(LetterRecord.signed_at, LetterRecord.id)
            .limit(A_BATCH)
        ).all()
    return [(row.organisation_id, row.id) for row in rows]


def _keep(database: Database, store: Store, organisation_id: UUID, letter_id: UUID) -> None:
    with database.read() as session:
        record = session.scalars(
            select(LetterRecord).where(LetterRecord.organisation_id == organisation_id, LetterRecord.id == letter_id)
        ).one()
        letter, sheet = sheet_of(session, record, database.clock.now(session))
        key = record.file_key
    store.put(key, as_pdf(letter, sheet))
    reach(Failpoint.LETTER_STORED)
    with database.write() as session:
        session.execute(
            update(LetterRecord)
            .where(LetterRecord.organisation_id == organisation_id, LetterRecord.id == letter_id)
            .values(kept_at=database.clock.now(session))
        )
