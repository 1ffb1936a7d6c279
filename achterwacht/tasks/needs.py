"""What somebody who has a task reads of the report for it, by the kind of task and the rule that asks for it. Pure.

Nobody reads more because of who they are: it goes with the task, and ends with it (docs/decisions/0078). The story, who
did it, letters and measures are never among it unless the task is to pass on what happened, or somebody is asked about
whoever did it (0110), or has to look out for them.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind


class Part(StrEnum):
    """A part of what there is about a report."""

    CARE = "care"
    """The plan of care that the task belongs to, as far as whoever has it sees that."""
    HAPPENED = "happened"
    """What happened, where, how, and whether somebody was hurt: not who did it."""
    DAMAGE = "damage"
    POLICE = "police"
    """How it went at the police and what came of it: not what was said there."""
    CLIENT = "client"
    """Which client it is, what they did in the words of the protocol, and the measure that is asked about."""


CONFIDANTS = frozenset({Function.TRUSTED_PERSON, Function.PEER_SUPPORTER})
"""They are there for the employee, who tells them what they want to tell: they read of the care, and nothing else."""
GRAVER = "aftercare.graver"
"""Rules for something grave. Their steps tell others what happened: an inspectorate, occupational health."""
MATRIX = "measures"
"""Steps before a measure. The contact person is asked what they know of the client and the situation (003 L656-666)."""
THREAT_TO_COME = "registration.threat_to_come"
"""Somebody threatens to come: whoever must hear of it can't look out for somebody whom they don't know."""
TOLD = "aftercare.officials.always_told"
"""The coordinator is always told of what was done to an official (P4, 003 L889-891)."""
ANSWER = "aftercare.officials.answer_within_hours"
"""An official reports it to the mayor, who answers the resident in writing (003 L889-893): of what, and whom."""
BY_KIND: Mapping[TaskKind, frozenset[Part]] = {
    TaskKind.FIRST_CARE: frozenset({Part.CARE}),
    TaskKind.TALK: frozenset({Part.CARE}),
    TaskKind.EVALUATE_CARE: frozenset({Part.CARE}),
    TaskKind.ROUTE: frozenset({Part.HAPPENED}),
    TaskKind.FOLLOW_UP: frozenset({Part.HAPPENED}),
    TaskKind.DAMAGE: frozenset({Part.HAPPENED, Part.DAMAGE}),
    TaskKind.CLOSE_REPORT: frozenset({Part.HAPPENED}),
    TaskKind.POLICE_RECORD: frozenset({Part.POLICE}),
    TaskKind.POLICE_OUTCOME: frozenset({Part.POLICE}),
}


def parts_for(kind: TaskKind, because: str, held_as: Collection[Function]) -> frozenset[Part]:
    """Returns what is read for a task of this kind.

    because: the key of the profile that asks for it. held_as: the functions by which they have it; whoever has it by
    name has it as the first function of its chain. Nobody reads anything by a function that is not there.
    """
    if kind is TaskKind.CARE_STEP:
        parts = frozenset({Part.HAPPENED}) if because.startswith(GRAVER) else frozenset[Part]()
    elif kind is TaskKind.MEASURE_STEP and because.startswith(MATRIX) and Function.CONTACT_PERSON in held_as:
        parts = frozenset({Part.CLIENT})
    elif because.startswith((THREAT_TO_COME, ANSWER)):
        parts = frozenset({Part.HAPPENED, Part.CLIENT})
    elif because.startswith(TOLD):
        parts = frozenset({Part.HAPPENED})
    else:
        parts = BY_KIND.get(kind, frozenset())
    return parts if set(held_as) - CONFIDANTS else parts & ({Part.CARE} if held_as else set())
