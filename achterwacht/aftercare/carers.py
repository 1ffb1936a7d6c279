"""Who cares for somebody: as the profile says, and somebody else where that is themselves."""

from collections.abc import Collection, Iterable

from achterwacht.aftercare.facts import Person
from achterwacht.protocols.aftercare import Aftercare, Officials
from achterwacht.protocols.functions import Assignment, Function

OWN_MANAGERS = (Function.HEAD_OF_DEPARTMENT, Function.HR, Function.REGISTRAR)
"""Who cares for somebody who would have to care for themselves: one of these, after the deputies of the profile."""
OTHERS = (Function.TRUSTED_PERSON, Function.PEER_SUPPORTER, Function.HR, Function.REGISTRAR)
"""To whom somebody can go instead, where the profile names nobody."""


def carers(care: Aftercare, person: Person) -> tuple[Function, ...]:
    """Who cares for this person, one after the other: never a function that they fill themselves. Whom they wished for
    in place of another stays (001 L345-346), whatever is planned later."""
    if rather := without(person.rather, person.holds):
        return rather
    officials = officials_of(care, person)
    if officials is None:
        wanted: tuple[Function, ...] = (*care.first_by, *care.when_absent)
        after = OWN_MANAGERS if set(wanted) & set(person.holds) else ()
    else:
        victim = officials.by in person.holds and officials.when_victim
        wanted = officials.when_victim if victim else (officials.by, *officials.when_absent)
        after = OWN_MANAGERS
    return without((*wanted, *after), person.holds)


def another_carer(
    care: Aftercare, person: Person, now_by: Collection[Function], *, again: bool = False
) -> tuple[Function, ...]:
    """Who takes over when somebody would rather talk with another person than those who have it now.

    Whom the profile names for it can take over alone where they had it beside the manager; asked for again, they can
    not. Empty: there is nobody.
    """
    wanted = care.or_rather or OTHERS
    left_out = set(now_by) - (set() if again else set(care.or_rather))
    return without(wanted, left_out | set(person.holds))


def who_does(one: Assignment, chain: tuple[Function, ...], person: Person) -> tuple[Function, ...]:
    """Who does it: whoever the text names, else whoever cares. The carer is whoever has that place for this person."""
    named = without(one.by, person.holds)
    if not named or named[0] in chain[:1]:
        return chain
    return named


def officials_of(care: Aftercare, person: Person) -> Officials | None:
    """Returns what the profile says of officials, if this is one."""
    return care.officials if person.official else None


def without(wanted: Iterable[Function], left_out: Collection[Function]) -> tuple[Function, ...]:
    """Returns these functions without those, each once, in their order."""
    return tuple(dict.fromkeys(one for one in wanted if one not in left_out))
