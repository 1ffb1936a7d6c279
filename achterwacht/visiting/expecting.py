"""Somebody expects trouble on a visit, or takes it back. The rules stand in `beforehand`."""

from dataclasses import replace

from achterwacht.beforehand import rules, trouble
from achterwacht.beforehand.who_said_so import Expectation
from achterwacht.visiting.asked import beforehand_of
from achterwacht.visiting.companions import ask_companions, asked_along, asks_for_a_pair, await_answers
from achterwacht.visiting.preparation import at_the_visit
from achterwacht.visiting.trouble_said import said_so_far
from achterwacht.visits.facts import VisitState
from achterwacht.watch.held import Held, Made


def expect_trouble(held: Held, said: Expectation) -> Made:
    """Record that somebody who goes, or who planned the visit, expects trouble.

    Those who watch and a manager are told; the profile decides the rest.
    """
    root, ledger, before = held.root, held.ledger(), said_so_far(held)
    alone_before = not asks_for_a_pair(root)
    watching, context = at_the_visit(held), held.context()
    ledger.record(root, trouble.expect(root.visit_facts(), held.by, said, watching, context, before=before))
    if alone_before and root.visit_facts().state is VisitState.PLANNED:
        ask_companions(root, ledger, but=asked_along(root) if before.lately else ())
    ledger.flush()
    return held.made()


def take_back_trouble(held: Held) -> Made:
    """Record, before the visit starts, that somebody does not expect trouble any more."""
    root, ledger, visit = held.root, held.ledger(), held.root.visit
    assert visit is not None
    known = beforehand_of(visit, root.companions, visit.planned_start, visit.expected_end)
    anyway = rules.pair_needed(replace(known, trouble=False), root.protocol)
    facts, watching = root.visit_facts(), at_the_visit(held)
    decision = trouble.take_back(facts, held.by, watching, said_so_far(held), pair_anyway=anyway)
    ledger.record(root, decision)
    if decision.visit is not None:
        await_answers(root, ledger)
    ledger.flush()
    return held.made()
