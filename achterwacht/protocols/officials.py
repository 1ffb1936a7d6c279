"""What of a profile holds otherwise where it was done to an elected official. Pure."""

from collections.abc import Collection

from achterwacht.protocols.aftercare import Officials
from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import OF_AN_OFFICIAL, Letter
from achterwacht.protocols.measures import Deciding
from achterwacht.protocols.profile import Profile


def for_official(profile: Profile, holds: Collection[Function]) -> Profile:
    """Returns the profile as it holds for what was done to an official: who decides on measures, what of the
    police, and whom a letter says it was done to (P4). What a row of the matrix gives to somebody of its own, such as
    who pays a benefit, stays theirs.

    holds: the functions that the official fills. Who has the first place leaves it where it was done to them.
    """
    officials = profile.aftercare.officials if profile.aftercare is not None else None
    if officials is None:
        return profile
    changed: dict[str, object] = {"letters": [_to_an_official(one) for one in profile.letters]}
    deciders = _but_not_the_victim(officials, officials.measures_decided_by, holds)
    if deciders:
        changed["deciding"] = Deciding(by=deciders)
    police = profile.police_report
    if police is not None:
        changed["police_report"] = police.model_copy(
            update={
                "accompanied_by": _but_not_the_victim(officials, officials.police_accompanied_by, holds)
                or police.accompanied_by,
                "accompanied_if_needed": police.accompanied_if_needed or bool(officials.police_accompanied_by),
                "address": officials.police_address or police.address,
                "voluntary": police.voluntary or officials.voluntary,
                # An official reports it themselves, or not: nobody does so in the name of the organisation (L911-919).
                "against_things_by": police.against_things_by or police.for_organisation,
                "for_organisation": (),
            }
        )
    return profile.model_copy(update=changed)


def _to_an_official(letter: Letter) -> Letter:
    contents = tuple(OF_AN_OFFICIAL.get(one, one) for one in letter.contents)
    return letter.model_copy(update={"contents": contents})


def _but_not_the_victim(
    officials: Officials, named: tuple[Function, ...], holds: Collection[Function]
) -> tuple[Function, ...]:
    return officials.when_victim if officials.when_victim and set(named) & set(holds) else named
