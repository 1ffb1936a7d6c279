"""Whether the keys of this installation are those that its secrets were sealed with: they don't stand in a backup."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people import app_codes
from achterwacht.people.records import AppCodeRecord
from achterwacht.pushes import subscriptions
from achterwacht.pushes.records import SubscriptionRecord
from cli.doctor.finding import Finding, doubt, wrong
from foundation.seal import BrokenSeal, Seal
from foundation.session import Database
from foundation.settings import Settings

MOST = 50


def looks(database: Database, settings: Settings) -> Iterator[Finding]:
    """Yields what is found. Nothing is said of a key that opens what there is."""
    with database.read() as session:
        of_steps = select(AppCodeRecord.sealed).where(AppCodeRecord.sealed.is_not(None)).limit(MOST)
        seal = Seal(settings.secret_key.get_secret_value(), app_codes.PURPOSE)
        sealed = session.scalars(of_steps, execution_options={"across_organisations": True}).all()
        closed = sum(one is not None and not _opens(seal, one) for one in sealed)
        asked_for = _wanted_pushes(session)
    if closed:
        yield wrong(
            f"key: SECRET_KEY opens {len(sealed) - closed} of {len(sealed)} second steps. Put back the key that was "
            "used before; with another one people sign in by a recovery code, and set up their second step anew."
        )
    seal = Seal(settings.secret_key.get_secret_value(), subscriptions.PURPOSE)
    if shut := sum(not _opens(seal, one) for one in asked_for):
        yield wrong(
            f"key: SECRET_KEY opens {len(asked_for) - shut} of {len(asked_for)} subscriptions to pushes, and the "
            "others get none. Put back the key that was used before; with another one people turn pushes off and on."
        )
    if asked_for and not settings.pushes:
        yield doubt("pushes: people turned them on, and none leaves. Put back VAPID_PRIVATE_KEY.")


def _opens(seal: Seal, sealed: str) -> bool:
    try:
        seal.open(sealed)
    except BrokenSeal:
        return False
    return True


def _wanted_pushes(session: Session) -> Sequence[str]:
    """Returns some of the sealed addresses to which pushes go."""
    wanted = select(SubscriptionRecord.sealed).where(SubscriptionRecord.lost_at.is_(None)).limit(MOST)
    return session.scalars(wanted, execution_options={"across_organisations": True}).all()
