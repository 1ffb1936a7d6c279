"""Who comes along on a visit: asked before it starts, there or not, and who can't after all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from achterwacht.beforehand import companions, rules
from achterwacht.refused import NotFound
from achterwacht.visiting.asked import beforehand_of
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook, context_of
from achterwacht.watch.held import Held, Made
from achterwacht.watch.ledger import Ledger


def ask_companions(root: Aggregate, ledger: Ledger, but: Collection[UUID] = ()) -> None:
    """Ask each colleague who comes along to say so at the door, where nobody may go alone.

    but: those who were asked before.
    """
    asked, context = asked_along(root), context_of(root, DutyBook(ledger.session, ledger.now))
    for person in sorted(asked - set(but)):
        ledger.record(root, companions.ask_companion(root.visit_facts(), person, context))
    ledger.record(root, companions.await_answers(root.visit_facts(), asked, context))


def await_answers(root: Aggregate, ledger: Ledger) -> None:
    """Wait for the answers of companions, as long as nobody may go alone there, so that silence is noticed."""
    context = context_of(root, DutyBook(ledger.session, ledger.now))
    ledger.record(root, companions.await_answers(root.visit_facts(), asked_along(root), context))


def asked_along(root: Aggregate) -> set[UUID]:
    """Returns the colleagues who come along and are asked to say so, since nobody may go alone there."""
    return colleagues_along(root) if asks_for_a_pair(root) else set()


def colleagues_along(root: Aggregate) -> set[UUID]:
    """Returns the colleagues who come along. Whoever else comes is nobody that we can tell."""
    return {one.person_id for one in root.companions if one.person_id is not None}


def asks_for_a_pair(root: Aggregate) -> bool:
    """Whether nobody may go alone on this visit, by what is known of it now."""
    assert root.visit is not None
    visit = root.visit
    beforehand = beforehand_of(visit, root.companions, visit.planned_start, visit.expected_end)
    return rules.pair_needed(beforehand, root.protocol)


def outsiders_are_there(root: Aggregate, now: datetime) -> None:
    """Record that companions who are not colleagues are there: the worker who checks in with them says it for them."""
    for one in root.companions:
        if one.person_id is None:
            one.there_at = now


def companion_there(held: Held, companion_id: UUID) -> Made:
    """Record that a companion is at the door. A colleague says so; for anybody else the worker does.

    Raises:
        NotFound: no such companion, or not theirs to speak for.
        NotPlanned: it is over.
    """
    companion = _spoken_for(held, companion_id)
    decision = companions.companion_there(held.root.visit_facts(), held.by, companion.name)
    if companion.there_at is not None:
        return held.made()
    companion.there_at, companion.declined_at, companion.said_no_at = held.now, None, None
    return held.write(decision)


def companion_answers_yes(held: Held, companion_id: UUID) -> tuple[Made, bool]:
    """Record a companion's "1". Returns whether they are there.

    Early it means that they come along, shortly before the start that they are at the door.

    Raises:
        NotFound: no such companion, or not theirs to speak for.
        NotPlanned: it is over.
    """
    facts = held.root.visit_facts()
    companion = _spoken_for(held, companion_id)
    if companion.there_at is not None or not companions.is_early(facts, held.context()):
        return companion_there(held, companion_id), True
    if companion.coming_at is not None:
        return held.made(), False
    companion.coming_at, companion.declined_at, companion.said_no_at = held.now, None, None
    return held.write(companions.companion_comes(facts, held.by, companion.name)), False


def companion_cant(held: Held, companion_id: UUID) -> Made:
    """Record that a companion does not come.

    Raises:
        NotFound: no such companion, or not theirs to speak for.
        NotPlanned: it is over.
    """
    companion = _spoken_for(held, companion_id)
    decision = companions.companion_cant(held.root.visit_facts(), held.by, companion.name)
    if companion.declined_at is not None:
        return held.made()
    companion.coming_at = companion.there_at = companion.said_no_at = None
    companion.declined_at = held.now
    return held.write(decision)


def ask_companion_again(held: Held, companion_id: UUID) -> Made:
    """Wait for a colleague who is not there, and ask them once more.

    Raises:
        NotFound: no such colleague comes along.
        NotPlanned: it has started, or is over.
    """
    root = held.root
    person = next((one.person_id for one in root.companions if one.id == companion_id), None)
    if person is None:
        raise NotFound("companion")
    return held.write(companions.ask_companion_again(root.visit_facts(), person, held.context()))


def _spoken_for(held: Held, companion_id: UUID) -> CompanionRecord:
    found = next((one for one in held.root.companions if one.id == companion_id), None)
    own = found is not None and found.person_id == held.by.person_id
    outsider = found is not None and found.person_id is None and held.by.person_id == held.root.worker_id
    if found is None or not (own or outsider):
        raise NotFound("companion")
    return found
