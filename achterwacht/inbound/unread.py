"""A text that no rule understands, from somebody who is watched over: the timeline shows it, and a human reads it.

Words of distress (`notifications/distress.py`) bring in a manager at once; any other text is told to whoever watches,
two different ones in ten minutes. Neither does anything for somebody whom nobody watches over at this moment.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.inbound.answers import Answer, about
from achterwacht.kinds import Actor, RootKind
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.use_cases.in_danger import in_danger, left_open, visits_under_way, waited_for_at_home
from achterwacht.visits import rules as visits
from achterwacht.watch.held import Held, hold_alarm, hold_visit
from notifications.asks_for_quiet import asks_for_quiet, may_be_rung
from notifications.distress import is_only_no
from notifications.records import MessageRecord
from notifications.texts.templates import Template

MISREAD = frozenset({"unknown_worker", "unknown_colleague"})
"""The answers to what nobody understood. A reaction to a text of ours is not among them: fingers slip."""
TOLD_WITHIN = timedelta(minutes=10)
MOST_TOLD = 2
"""Different texts within that time: what the first one did not say, the second may."""
LONGEST_SAID = 120
A_PICTURE = "\ufffc"
"""What an iPhone puts where a picture stood in a text: by itself it is no word."""


def hear_distress(session: Session, by: Actor, kept: str) -> Answer | None:
    """Bring in a human for words of distress.

    Returns None if nobody watches over them, so that nothing was done. The answer tells nothing that a silent alarm
    hides.
    """
    said, answer, silent = _shortened(kept), None, False
    quietly, rings = asks_for_quiet(kept), may_be_rung(kept)
    for held, alone in watched(session, by):
        if not alone and held.root.visit_facts().heads_home and is_only_no(kept):
            continue  # "Ben je al thuis?" "Nee": not yet, so a colleague reads it and asks
        if alone:
            alarm = held.root.open_or_closed_alarm()
            asks = visits.texted_in_an_alarm(
                alarm, by, said, distress=True, tell=True, quietly=quietly, rings=_ends_quiet(held, rings=rings)
            )
            made = held.write(asks)
        else:
            facts = held.root.visit_facts()
            again = _ends_quiet(held, rings=rings)
            made = held.write(visits.in_distress(facts, by, said, held.context(), quietly=quietly, rings=again))
        cause = made.root.alarm.cause if made.root.alarm is not None else None
        silent = silent or cause is Cause.DURESS
        unheard = quietly or _is_not_phoned(session, by)
        answer = Answer("distress", {"called": cause is Cause.PANIC, "quietly": unheard}, about(made.root))
    return Answer("panic_silent", about=answer.about) if answer is not None and silent else answer


def hear_yes(session: Session, by: Actor, kept: str, now: datetime) -> Answer | None:
    """Tell on a yes that answers "we bellen je zo", in its own word. Returns None if no alarm of theirs is open."""
    answer, silent = None, False
    for held, alone in watched(session, by):
        alarm = held.root.alarm_facts()
        if alarm is None or not alarm.open:
            continue
        _unread(held, by, _shortened(kept), alone=alone, tell=not _told_lately(session, held, _shortened(kept), now))
        silent = silent or alarm.cause is Cause.DURESS
        facts = {"called": alarm.cause is Cause.PANIC, "quietly": _is_not_phoned(session, by)}
        answer = Answer("distress", facts, about(held.root))
    return Answer("panic_silent", about=answer.about) if answer is not None and silent else answer


def hear_unread(session: Session, by: Actor, kept: str, now: datetime, *, tell: bool = True) -> str:
    """Record what nobody understood, and tell whoever watches. tell: False to record it only.

    Who asks not to be phoned, or says that they may be again, is always told on, since a text of theirs just before may
    have asked otherwise. Returns the key of the answer, if somebody who is watched over did; else nothing.
    """
    said, wanted, quietly, answer = _shortened(kept), tell, asks_for_quiet(kept), ""
    for held, alone in watched(session, by):
        rings = _ends_quiet(held, rings=wanted and may_be_rung(kept))
        tell = wanted and (quietly or rings or not _told_lately(session, held, said, now))
        _unread(held, by, said, alone=alone, tell=tell, quietly=quietly, rings=rings)
        answer = "not_phoned" if quietly else "rung_again" if rings else answer
    return answer


def _is_not_phoned(session: Session, by: Actor) -> bool:
    """Whether they asked for that, in this text or in one before it: then no answer promises a call."""
    return by.person_id in who_is_hushed(session, by.organisation_id).quiet


def _unread(
    held: Held, by: Actor, said: str, *, alone: bool, tell: bool, quietly: bool = False, rings: bool = False
) -> None:
    if alone:
        alarm = held.root.open_or_closed_alarm()
        held.write(visits.texted_in_an_alarm(alarm, by, said, distress=False, tell=tell, quietly=quietly, rings=rings))
    else:
        facts = held.root.visit_facts()
        held.write(visits.not_understood(facts, by, said, held.context(), tell=tell, quietly=quietly, rings=rings))


def _ends_quiet(held: Held, *, rings: bool) -> bool:
    """Whether that text takes back a wish not to be phoned."""
    visit, alarm = held.root.visit, held.root.alarm
    return rings and any(one is not None and bool(one.quiet) for one in (visit, alarm))


def watched(session: Session, by: Actor) -> Iterator[tuple[Held, bool]]:
    """Returns what of theirs is watched now, locked in order of id. True: an alarm without a visit, or after one.

    Where nothing else is, that is the visit after which they went home last, while a word from there is waited for; and
    else the alarms that nobody closed after their visits were over.
    """
    under_way = sorted(visits_under_way(session, by))
    for one in under_way:
        yield hold_visit(session, one, by), False
    alone = None if under_way else in_danger(session, by).alone
    if alone is not None:
        yield hold_alarm(session, alone, by), True
    elif not under_way:
        at_home = waited_for_at_home(session, by)[:1]
        for one in at_home:
            yield hold_visit(session, one, by), False
        for one in [] if at_home else left_open(session, by):
            yield hold_alarm(session, one, by), True


def _told_lately(session: Session, held: Held, said: str, now: datetime) -> bool:
    """Whether this was told a moment ago, or as much else as anybody reads in ten minutes."""
    root = held.root
    of_alarm = (MessageRecord.subject_kind == RootKind.ALARM) & (
        MessageRecord.subject == (root.alarm and root.alarm.id)
    )
    of_visit = (MessageRecord.subject_kind == RootKind.VISIT) & (MessageRecord.subject == root.id)
    found = select(MessageRecord.payload).where(
        MessageRecord.organisation_id == root.organisation.id,
        MessageRecord.template == Template.TEXTED,
        of_visit | of_alarm,
        # Up to now: after the clock was set back, what was told before that lies ahead.
        MessageRecord.created_at.between(now - TOLD_WITHIN, now),
    )
    told = {one.get("said", "") for one in session.scalars(found)}
    return said in told or len(told) >= MOST_TOLD


def _shortened(kept: str) -> str:
    """Returns the text as it is shown: on one line, and no longer than a line. Its digits are hidden already."""
    one_line = " ".join(kept.replace(A_PICTURE, " ").split())
    return one_line if len(one_line) <= LONGEST_SAID else f"{one_line[: LONGEST_SAID - 3].rstrip()}..."
