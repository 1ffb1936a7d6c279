"""Somebody else goes to a planned visit, and it is theirs from now on."""

from dataclasses import replace
from uuid import UUID

from achterwacht.addresses.described import place_of
from achterwacht.decision import Decision
from achterwacht.people.records import PersonRecord
from achterwacht.people.teams import workers_of
from achterwacht.refused import Wrong, WrongInput
from achterwacht.risks.service import look_up_for_visit
from achterwacht.visiting.register_again import register_says
from achterwacht.visiting.trouble_said import others_go
from achterwacht.watch.held import Held, addressee
from achterwacht.watch.ledger import Ledger


def who_goes_instead(held: Held, colleague_id: UUID, pointer: str) -> PersonRecord:
    """Returns the colleague who goes instead.

    pointer: where they were named.

    Raises:
        WrongInput: they do not visit for this team, or are who was to go.
    """
    root = held.root
    found = {one.id: one for one in workers_of(held.session, root.organisation.id, root.team_id)}
    if colleague_id not in found or colleague_id == root.worker_id:
        raise WrongInput(Wrong(pointer, "unknown_colleague"))
    return found[colleague_id]


def takes_over(held: Held, person: PersonRecord, decision: Decision, ledger: Ledger) -> Held:
    """Let a colleague go instead, as was decided. Returns the visit as it is held from now on.

    Whoever came along and goes now is no companion any more, and the others promised it to somebody else. The register
    is asked anew, since it may say something about this colleague.
    """
    session, root = held.session, held.root
    visit = root.visit
    assert visit is not None
    visit.worker_id, root.worker_name, root.worker_phone = person.id, person.name, person.phone
    for one in [one for one in root.companions if one.person_id == person.id]:
        session.delete(one)
        root.companions.remove(one)
    for one in root.companions:
        one.coming_at = one.there_at = one.declined_at = one.said_no_at = None
    found = look_up_for_visit(
        session,
        root.organisation.id,
        person.id,
        place_of(visit.address),
        visit.id,
        held.now,
        root.going(),
        start=visit.planned_start,
        until=visit.expected_end,
    )
    register_says(visit, found)
    session.flush()
    ledger.record(root, decision)
    held = replace(held, worker=addressee(person))
    others_go(held, ledger)
    return held
