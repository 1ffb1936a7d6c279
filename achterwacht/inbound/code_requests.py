"""What `1` and `2` answer to a question beforehand: to come along, to be back-up, or to take a turn."""

from sqlalchemy import select

from achterwacht.code_purposes import CodePurpose
from achterwacht.inbound.answers import Answer
from achterwacht.inbound.code_over import (
    number_over,
)
from achterwacht.inbound.said import Said
from achterwacht.refused import NotFound
from achterwacht.relief.rules import ReliefOver
from achterwacht.roster.swap_notices import said_of
from achterwacht.roster.swapping import answer_swap
from achterwacht.use_cases import number_check
from achterwacht.use_cases.relief import cannot_take_watch, take_watch
from achterwacht.visiting import companions, preparation
from achterwacht.visiting import visits as visit_cases
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch.held import hold_visit
from achterwacht.watch.reliefs import handed_over
from notifications.intents import Intent
from notifications.texts.formats import local


def answer_number(said: Said) -> Answer:
    """1: it is my number. 2: it is not, and the administrators are told that somebody's messages go elsewhere."""
    if number_over(said.session, said.record):
        return Answer("code_over", said.facts)
    if said.intent is Intent.SECOND:
        number_check.deny(said.session, said.record)
        return Answer("number_not_verified")
    number_check.verify(said.session, said.record)
    return Answer("number_verified")


def answer_before_a_visit(said: Said) -> Answer:
    """1: I come along, I am there, I am back-up, or they may go alone. 2: I can't, or they may not."""
    session, by, record, yes = said.session, said.by, said.record, said.yes
    visit_id = record.subject_id
    if record.purpose is CodePurpose.BACK_UP:
        made = preparation.answer_back_up(hold_visit(session, visit_id, by), yes)
        key = "back_up_accepted" if yes else "back_up_declined"
    elif record.purpose is CodePurpose.ALONE:
        made = preparation.answer_alone(hold_visit(session, visit_id, by), yes)
        key = "alone_allowed" if yes else "alone_refused"
    else:
        companion = session.scalars(
            select(CompanionRecord.id).where(
                CompanionRecord.organisation_id == by.organisation_id,
                CompanionRecord.visit_id == visit_id,
                CompanionRecord.person_id == by.person_id,
            )
        ).first()
        if companion is None:
            raise NotFound("companion")
        if yes:
            made, there = companions.companion_answers_yes(hold_visit(session, visit_id, by), companion)
            key = "companion_there" if there else "companion_comes"
        else:
            made, key = companions.companion_cant(hold_visit(session, visit_id, by), companion), "companion_cant"
    root = made.root
    end, organisation = visit_cases.visit_of(root).expected_end, root.organisation
    until = local(end, organisation.time_zone, organisation.language)
    visit = visit_cases.visit_of(root)
    about_it = f"{visit.id} {visit.planned_start} {visit.expected_end} {visit.state}"
    return Answer(key, {"worker": root.worker_name, "until": until, "code": record.code}, about_it)


def answer_turn(said: Said) -> Answer:
    """1: I take the turn. 2: I can't."""
    swap = answer_swap(said.session, said.record.subject_id, said.yes, said.by)
    return Answer("swap_accepted" if said.yes else "swap_refused", said_of(said.session, swap))


def answer_relief(said: Said) -> Answer:
    """1: I take the watch. 2: I can't."""
    session, by = said.session, said.by
    team_id = handed_over(session, by.organisation_id, said.record.subject_id)
    if team_id is None:
        raise ReliefOver
    if said.intent is Intent.SECOND:
        cannot_take_watch(session, team_id, by)
        return Answer("relief_declined")
    take_watch(session, team_id, by)
    return Answer("relief_accepted")
