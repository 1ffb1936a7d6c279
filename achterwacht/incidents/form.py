"""What the form of a profile asks of a report: what is wrong in it, and what is still missing. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from achterwacht.incidents.facts import Behaviour, DamageLine, EmployeeTold, Form, Whose
from achterwacht.incidents.report import Account
from achterwacht.protocols import conduct
from achterwacht.protocols.conduct import Nature
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import FormField
from achterwacht.refused import Wrong
from foundation.moments import CLOCKS_DIFFER

OF_EMPLOYEE = {
    FormField.EMPLOYEE: ("gender", "date_of_birth", "address"),
    FormField.EMPLOYMENT: ("employment", "position", "department", "phone"),
}
"""What a block of the form asks about the employee. A form without the block has no use for it."""
OF_DAMAGE = {
    FormField.DAMAGE_PERSONAL: (Whose.EMPLOYEE, Whose.EMPLOYEE_INJURY),
    FormField.DAMAGE_ORGANISATION: (Whose.ORGANISATION, Whose.THIRD_PARTY),
}
"""Which damage belongs to which block of the form."""


def fields_of(profile: Profile | None) -> tuple[FormField, ...]:
    """Returns the blocks of the form, in the order of the profile."""
    return () if profile is None or profile.registration is None else tuple(profile.registration.form)


@dataclass(frozen=True)
class Beside:
    """What is asked beside the blocks of the form, because the protocol does something with the answer.

    classes: its behaviours are classes, of which one is chosen.
    """

    classes: bool = False
    persistent: bool = False
    extreme: bool = False
    threat_to_come: bool = False
    witnesses: bool = False


def may_persist(behaviour: conduct.Behaviour) -> bool:
    """Whether it matters that this behaviour went on. What is aggression at once is so, however long it took."""
    return behaviour.persistent_is_aggression or bool(behaviour.attempts)


def asked_beside(profile: Profile | None) -> Beside:
    """Returns what this profile asks beside the blocks of its form."""
    if profile is None:
        return Beside()
    natures = {one.nature for one in profile.behaviour}
    police = profile.police_report
    return Beside(
        classes=Nature.EMOTIONAL in natures,
        persistent=any(may_persist(one) for one in profile.behaviour),
        extreme=Nature.EXTREME in natures,
        threat_to_come=police is not None,
        witnesses=police is not None and police.witnesses,
    )


def settled(account: Account, form: Form, profile: Profile | None) -> tuple[Account, Form]:
    """Returns both with what follows from them: a class is behaviour too, and the only behaviour is the class; extreme
    behaviour is extreme, who says what the damage is says that there is some."""
    crosses = list(dict.fromkeys(form.behaviours))
    natures = {one.id: one.nature for one in (profile.behaviour if profile is not None else ())}
    if form.conduct_class in natures and form.conduct_class not in {one.id for one in crosses} and account.channel:
        crosses.append(Behaviour(form.conduct_class, account.channel))
    conduct_class, ids = form.conduct_class, {one.id for one in crosses}
    if conduct_class is None and asked_beside(profile).classes and len(ids) == 1:
        (conduct_class,) = ids
    extreme = form.extreme or any(natures.get(one.id) is Nature.EXTREME for one in crosses)
    account = replace(
        account,
        injured=True if form.injury and account.injured is None else account.injured,
        damage=True if form.damages and account.damage is None else account.damage,
    )
    return account, replace(form, behaviours=tuple(crosses), conduct_class=conduct_class, extreme=extreme)


def wrong(account: Account, form: Form, profile: Profile | None, now: datetime) -> list[Wrong]:
    """Returns everything in the form that can't be."""
    return [
        *_ids(form, profile),
        *_contradictions(form, account),
        *_not_asked(form.employee, fields_of(profile)),
        *_moments(form, now),
    ]


def missing(account: Account, form: Form, profile: Profile | None) -> list[Wrong]:
    """Returns every question of the profile's form that nobody answered yet.

    Who did it is not always known, and what the employee tells of themselves is theirs to leave out.
    """
    answers = {
        FormField.KIND: ("/behaviours", bool(form.behaviours)),
        FormField.DESCRIPTION: ("/description", bool(account.description.strip())),
        FormField.INJURY: ("/injury", account.injured is not None),
        FormField.DAMAGE_PERSONAL: ("/damage", account.damage is not None),
        FormField.DAMAGE_ORGANISATION: ("/damage", account.damage is not None),
        FormField.POLICE_REPORT: ("/policeReport", form.police is not None),
        FormField.AFTERCARE: ("/aftercare", form.aftercare is not None),
        FormField.FURTHER_ACTION: ("/furtherAction", form.further_action is not None),
    }
    asked = [answers[one] for one in fields_of(profile) if one in answers]
    return [Wrong(pointer, "missing") for pointer in dict.fromkeys(pointer for pointer, said in asked if not said)]


def lost(settled: Collection[DamageLine], form: Form) -> list[Wrong]:
    """Returns what is wrong where a line of which the end was noted would go, or become somebody else's."""
    whose = {one.id: one.whose for one in form.damages}
    gone = any(whose.get(one.id) is not one.whose for one in settled)
    return [Wrong("/damages", "damage_settled")] if gone else []


def _ids(form: Form, profile: Profile | None) -> Iterator[Wrong]:
    def names(which: str) -> Collection[str]:
        return () if profile is None else [one.id for one in getattr(profile, which)]

    behaviour = names("behaviour")
    for place, one in enumerate(form.behaviours):
        yield from _known(f"/behaviours/{place}/id", one.id, behaviour)
    yield from _known("/conductClass", form.conduct_class, behaviour)
    yield from _known("/level", form.level, names("levels"))
    yield from _known("/motive", form.motive, names("motives"))
    for place, expression in enumerate(form.expressions):
        yield from _known(f"/expressions/{place}", expression, names("expressions"))


def _known(pointer: str, said: str | None, choices: Collection[str]) -> Iterator[Wrong]:
    if said is None or said in choices:
        return
    if choices:
        yield Wrong(pointer, "not_a_choice", {"choices": ", ".join(choices)})
    else:
        yield Wrong(pointer, "not_on_form")


def _contradictions(form: Form, account: Account) -> Iterator[Wrong]:
    if form.injury and account.injured is False:
        yield Wrong("/injury/namely", "no_and_what")
    if form.damages and account.damage is False:
        yield Wrong("/damages", "no_and_what")


def _not_asked(employee: EmployeeTold | None, fields: Collection[FormField]) -> Iterator[Wrong]:
    if employee is None:
        return
    for block, names in OF_EMPLOYEE.items():
        for name in names:
            if block not in fields and getattr(employee, name) is not None:
                yield Wrong(f"/employeeDetails/{_camel(name)}", "not_on_form")


def _moments(form: Form, now: datetime) -> Iterator[Wrong]:
    born = {
        "/aggressor/dateOfBirth": None if form.aggressor is None else form.aggressor.date_of_birth,
        "/employeeDetails/dateOfBirth": None if form.employee is None else form.employee.date_of_birth,
    }
    for pointer, day in born.items():
        if day is not None and day > now.date():
            yield Wrong(pointer, "in_future")
    for place, one in enumerate(form.sightings):
        if one.at > now + CLOCKS_DIFFER:
            yield Wrong(f"/stalkingLog/{place}/at", "in_future")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
