"""How a sign-in ends: by its person, together with all others, or deleted after a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.policy import Caller
from achterwacht.people.records import (
    DiaryLinkRecord,
    KnownDeviceRecord,
    TokenKind,
    TokenRecord,
)
from achterwacht.people.sign_in import awaited, caller_of_token, token_digest
from achterwacht.refused import NotFound, RuleBroken
from achterwacht.visits.companions import comes_along
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.clock import clock_of
from foundation.there_is import there_is

FORGOTTEN = timedelta(days=7)
DEVICE_KNOWN = timedelta(days=180)
MOST_SHOWN = 200


class UnderWay(RuleBroken):
    """Nobody signs out by accident while under way: this phone is how they are watched over.

    It can be ended from elsewhere, and can then still call for help (decision 0030).
    """

    code = "under_way"


def is_under_way(session: Session, organisation_id: UUID, person_id: UUID, *, on_their_screen: bool = False) -> bool:
    """Whether this person is on a visit now, or expected after one.

    on_their_screen: a visit that they ended with the duress PIN does not count, since signing out would give that away;
    but the way back from it does, as it would after any other.
    """
    theirs = exists().where(VisitRecord.organisation_id == organisation_id, VisitRecord.worker_id == person_id)
    under_way, over = VisitRecord.state == VisitState.UNDER_WAY, VisitRecord.state == VisitState.ENDED
    shown_ended = VisitRecord.shown_ended_at.is_not(None)
    waited_for = and_(VisitRecord.awaited_by.is_not(None), VisitRecord.returned_at.is_(None))
    on_screen = or_(and_(under_way, ~shown_ended), and_(or_(over, shown_ended), waited_for))
    in_truth = or_(under_way, and_(over, waited_for))
    return bool(session.scalar(select(theirs.where(on_screen if on_their_screen else in_truth))))


def sign_out(session: Session, caller: Caller, text: str) -> None:
    """End this sign-in.

    Raises:
        UnderWay: somebody watches over them, through this phone.
    """
    if is_under_way(session, caller.organisation_id, caller.id, on_their_screen=True):
        raise UnderWay
    now = clock_of(session).now(session)
    mine = (TokenRecord.organisation_id == caller.organisation_id, TokenRecord.digest == token_digest(text))
    session.execute(update(TokenRecord).where(*mine).values(ended_at=now))
    note(session, caller.organisation_id, Audited.SIGN_OUT, caller.actor(), about=caller.id)


def keeps_the_noodknop(session: Session, caller: Caller, text: str) -> bool:
    """Whether this sign-in, which was just ended, still calls for help, and may be seen to.

    A visit that was ended with the duress PIN is over on their own screen: what is left of the sign-in would tell.
    """
    if caller_of_token(session, text) is None:
        return False
    along = select(CompanionRecord.id).join(
        VisitRecord,
        (VisitRecord.organisation_id == CompanionRecord.organisation_id) & (VisitRecord.id == CompanionRecord.visit_id),
    )
    goes = (
        CompanionRecord.organisation_id == caller.organisation_id,
        CompanionRecord.person_id == caller.id,
        CompanionRecord.declined_at.is_(None),
        VisitRecord.state == VisitState.UNDER_WAY,
        VisitRecord.shown_ended_at.is_(None),
    )
    return is_under_way(session, caller.organisation_id, caller.id, on_their_screen=True) or (
        session.scalar(along.where(*goes).limit(1)) is not None
    )


def end_sign_ins(
    session: Session, organisation_id: UUID, person_id: UUID, by: Actor | None, why: str, but: str | None = None
) -> None:
    """End every sign-in of somebody at once, in browsers and programs, except the one with the token `but`.

    Anybody who holds one of them can only call for help with it, until the visit is over that goes on now. No browser
    is known any more either, since a stolen phone may be one of them, and whoever had it may have made a link to their
    diary: but for a sign-in that stays, none of those shows anything any more.
    """
    now = clock_of(session).now(session)
    theirs = (TokenRecord.organisation_id == organisation_id, TokenRecord.person_id == person_id)
    kept = () if but is None else (TokenRecord.digest != token_digest(but),)
    ended = session.execute(
        update(TokenRecord)
        .where(*theirs, *kept, TokenRecord.ended_at.is_(None))
        .values(ended_at=now)
        .returning(TokenRecord.expires_at)
    ).scalars()
    session.execute(
        delete(KnownDeviceRecord).where(
            KnownDeviceRecord.organisation_id == organisation_id, KnownDeviceRecord.person_id == person_id
        )
    )
    if but is None:
        _end_diary_links(session, organisation_id, person_id, by)
    facts = {"why": why, "ended": sum(expires_at > now for expires_at in ended)}
    note(session, organisation_id, Audited.SIGN_INS_ENDED, by, about=person_id, facts=facts)


def _end_diary_links(session: Session, organisation_id: UUID, person_id: UUID, by: Actor | None) -> None:
    theirs = (DiaryLinkRecord.organisation_id == organisation_id, DiaryLinkRecord.person_id == person_id)
    gone = session.scalars(delete(DiaryLinkRecord).where(*theirs).returning(DiaryLinkRecord.team_id)).all()
    for team_id in gone:
        note(session, organisation_id, Audited.DIARY_LINK_WITHDRAWN, by, about=team_id or person_id)


def sign_ins_of(session: Session, organisation_id: UUID, person_id: UUID) -> Sequence[TokenRecord]:
    """Returns the sign-ins of somebody that still count, in browsers and programs, the last used first.

    One more than are shown, if there are more.
    """
    now = clock_of(session).now(session)
    return session.scalars(
        select(TokenRecord)
        .where(
            TokenRecord.organisation_id == organisation_id,
            TokenRecord.person_id == person_id,
            TokenRecord.ended_at.is_(None),
            TokenRecord.expires_at > now,
            TokenRecord.kind != TokenKind.HALF,
        )
        .order_by(TokenRecord.used_at.desc(), TokenRecord.id)
        .limit(MOST_SHOWN + 1)
    ).all()


def end_sign_in(session: Session, organisation_id: UUID, person_id: UUID, sign_in_id: UUID, by: Actor) -> None:
    """End one sign-in of somebody. On a visit it can still call for help, as when all of them are ended.

    Raises:
        NotFound: they have no such sign-in, or it is over.
    """
    now = clock_of(session).now(session)
    token = session.scalars(
        select(TokenRecord).where(
            TokenRecord.organisation_id == organisation_id,
            TokenRecord.person_id == person_id,
            TokenRecord.id == sign_in_id,
            TokenRecord.ended_at.is_(None),
        )
    ).one_or_none()
    if token is None:
        raise NotFound
    token.ended_at = now
    what = {"device": token.device, "program": token.name}
    note(session, organisation_id, Audited.SIGN_IN_ENDED, by, about=person_id, facts=what)


def forget_sign_ins(session: Session, now: datetime) -> None:
    """Delete old sign-ins and browsers, for the retention job, over all organisations.

    These are sign-ins that ended a while ago, unless somebody is inside somewhere with one, and browsers in which
    nobody has signed in for long.
    """
    goes_on = or_(VisitRecord.state == VisitState.UNDER_WAY, awaited())
    works = there_is(
        VisitRecord.organisation_id == TokenRecord.organisation_id,
        VisitRecord.worker_id == TokenRecord.person_id,
        goes_on,
        about=(TokenRecord,),
    )
    along = comes_along(TokenRecord.person_id, goes_on, about=(TokenRecord,))
    over = or_(TokenRecord.ended_at < now - FORGOTTEN, TokenRecord.expires_at < now - FORGOTTEN)
    for gone in (
        delete(TokenRecord).where(over, ~or_(works, along)),
        delete(KnownDeviceRecord).where(KnownDeviceRecord.seen_at < now - DEVICE_KNOWN),
    ):
        session.execute(gone, execution_options={"across_organisations": True, "synchronize_session": False})
