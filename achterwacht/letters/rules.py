"""The rules of letters to an aggressor (P1 to P5; docs/design/protocols.md).

A letter is drafted from what its protocol says, signed by everybody the protocol names, delivered, and copied. Once it
is signed nothing of it changes any more. To somebody whose behaviour calls for help and not for a letter, none is ever
sent (P4: E). A letter that says that a report was made is not signed before there is one (P5).

Pure: the moment comes in as a parameter.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from achterwacht.letters.facts import Addressee, Delivered, LetterFacts, LetterState, Receipt, Signature, Way, Writing
from achterwacht.letters.refusals import (
    Behind,
    DeliveredAlready,
    LetterSigned,
    LetterWithdrawn,
    NeverALetter,
    NoName,
    NoReportMade,
    NoSuchLetter,
    NothingRefused,
    NotSigned,
    UntilOver,
)
from achterwacht.letters.wording import FACTS, Field, lacking
from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import DeliveryWay, Element, Letter
from achterwacht.protocols.profile import Profile
from achterwacht.refused import NotAllowed, Wrong, WrongInput, refuse

WAYS = {
    DeliveryWay.IN_PERSON: Way.IN_PERSON,
    DeliveryWay.BY_POLICE: Way.BY_POLICE,
    DeliveryWay.REGISTERED: Way.REGISTERED,
}
POINTERS = {Field.NAAM.value: "/addressee/name"} | {
    field.value: f"/facts/{name.split('_')[0]}{''.join(part.title() for part in name.split('_')[1:])}"
    for field, name in FACTS.items()
}
MOST_SAID = 2000
HANDED_OVER = frozenset({Way.IN_PERSON, Way.BY_POLICE})
TALK_TO_COME = frozenset({Element.TALK_WHEN})
TALK_THAT_WAS = frozenset({Element.TALK_WAS, Element.TOLD_BEFORE})


@dataclass(frozen=True)
class Case:
    """What a letter must know of the incident it is about. behaviours: ids of the profile."""

    incident_id: UUID
    team_id: UUID | None
    employee_id: UUID
    behaviours: frozenset[str]


def letter_for(profile: Profile, letter_id: str, case: Case) -> Letter:
    """Returns the letter of the protocol that can be sent in this case.

    Raises:
        NoSuchLetter: the protocol has none of this name.
        NeverALetter: this behaviour never gets one.
    """
    found = next((one for one in profile.letters if one.id == letter_id), None)
    if found is None:
        raise NoSuchLetter(id=letter_id)
    if gets_none(profile, case):
        raise NeverALetter
    return found


def gets_none(profile: Profile, case: Case) -> bool:
    """Whether something that happened never gets a letter, whatever else happened with it."""
    return any(one.never_letter for one in profile.behaviour if one.id in case.behaviours)


def draft(id: UUID, spec: Letter, addressee: Addressee, facts: LetterFacts) -> Writing:
    """A new letter, without its words.

    Raises:
        NoName: it forbids something, and nobody said to whom.
    """
    letter = Writing(id, spec, LetterState.DRAFT, addressee, facts)
    if letter.restricts and not addressee.name.strip():
        raise NoName
    return letter


def change(letter: Writing, **changes: object) -> Writing:
    """Change a draft. Whoever signed it before signs anew.

    Raises:
        LetterSigned, LetterWithdrawn: it is no draft any more.
        NoName: as `draft`.
        WrongInput: an attachment that the protocol does not name.
    """
    _is_draft(letter)
    changed = replace(letter, **changes, signatures=())  # type: ignore[arg-type]  # fields of a letter, by name
    if changed.restricts and not changed.addressee.name.strip():
        raise NoName
    for place, one in enumerate(changed.attachments):
        if one not in letter.spec.attachments:
            raise WrongInput(Wrong(f"/attachments/{place}", "not_a_choice", {"choices": letter.spec.attachments}))
    return changed


def withdraw(letter: Writing) -> Writing:
    """Put a draft away.

    Raises:
        LetterSigned, LetterWithdrawn: it is no draft any more.
    """
    _is_draft(letter)
    return replace(letter, state=LetterState.WITHDRAWN, signatures=())


def sign(letter: Writing, holds: Collection[Function], by: UUID, now: datetime, today: date) -> Writing:
    """Sign for every function that the signer holds. Signed by all, it is final.

    holds: the functions of this letter that they hold. today: by the clock of the organisation.

    Raises:
        LetterSigned, LetterWithdrawn: it is no draft any more.
        NotAllowed: they hold none that has yet to sign.
        Behind, NoReportMade, WrongInput, UntilOver: it can't be sent so.
    """
    _is_draft(letter)
    signing = [one for one in letter.unsigned if one in holds]
    if not signing:
        raise NotAllowed
    ready(letter, today)
    signatures = (*letter.signatures, *(Signature(one, by, now) for one in signing))
    signed = replace(letter, signatures=signatures)
    return replace(signed, state=LetterState.SIGNED) if not signed.unsigned else signed


def ready(letter: Writing, today: date) -> None:
    """Check that it can be signed and sent.

    Raises:
        Behind, NoReportMade, WrongInput, UntilOver: it can't.
    """
    if letter.behind:
        raise Behind
    reported = letter.facts.police_reported_on
    if letter.says_reported and (reported is None or reported > today):
        raise NoReportMade
    refuse([*missing(letter), *_wrong_days(letter, today)])
    if letter.restricts and letter.facts.until is not None and letter.facts.until < today:
        raise UntilOver


def _wrong_days(letter: Writing, today: date) -> list[Wrong]:
    """Returns the days that can't be: an invitation to a talk that is over, a talk or a visit that has yet to come, and
    a visit from before the letter that forbade it."""
    said, facts, wrong = set(letter.contents), letter.facts, list[Wrong]()
    talk, visited, earlier = facts.talk_on, facts.visited_on, facts.earlier_letter_on
    if talk is not None and said & TALK_TO_COME and talk < today:
        wrong.append(Wrong(POINTERS[Field.GESPREK_DATUM.value], "talk_in_past"))
    if talk is not None and said & TALK_THAT_WAS and talk > today:
        wrong.append(Wrong(POINTERS[Field.GESPREK_DATUM.value], "day_in_future"))
    if visited is not None and Element.BAN_BROKEN in said:
        if visited > today:
            wrong.append(Wrong(POINTERS[Field.BEZOCHT_DATUM.value], "day_in_future"))
        elif earlier is not None and visited < earlier:
            wrong.append(Wrong(POINTERS[Field.BEZOCHT_DATUM.value], "visited_before_letter"))
    return wrong


def missing(letter: Writing) -> list[Wrong]:
    """Returns everything that must be filled in before it can be signed or printed, each by its name."""
    found = [Wrong(POINTERS[one], "letter_lacks", {"field": one}) for one in lacking(letter)]
    return found if letter.text else [*found, Wrong("/text", "missing")]


def ways_of(spec: Letter) -> tuple[Way, ...]:
    """Returns how it may be delivered, the best way first: as the protocol says, or else any way."""
    return tuple(Way) if spec.delivery is None else tuple(WAYS[one] for one in spec.delivery.ways)


def deliver(letter: Writing, how: Way, receipt: Receipt, note: str, by: UUID, now: datetime) -> Writing:
    """Note how it reached them. What went by registered mail is noted twice: when it was sent, and what the post said.

    Raises:
        NotSigned, DeliveredAlready, LetterWithdrawn: it can't be delivered now.
        WrongInput: a way that the protocol does not have, no word on the receipt that it asks for, or more words than
            both notes together have room for.
    """
    if letter.state is LetterState.WITHDRAWN:
        raise LetterWithdrawn
    if letter.delivered is not None:
        if not receipt_due(letter) or how is not Way.REGISTERED or receipt is Receipt.NONE:
            raise DeliveredAlready
        said = "\n".join(one for one in (letter.delivered.note, note.strip()) if one)
        if len(said) > MOST_SAID:
            raise WrongInput(Wrong("/note", "too_long"))
        return replace(letter, delivered=replace(letter.delivered, receipt=receipt, note=said))
    if letter.state is not LetterState.SIGNED:
        raise NotSigned
    ways = ways_of(letter.spec)
    if how not in ways:
        raise WrongInput(Wrong("/how", "not_a_choice", {"choices": ", ".join(ways)}))
    delivery = letter.spec.delivery
    if delivery is not None and delivery.receipt and how in HANDED_OVER and receipt is Receipt.NONE:
        raise WrongInput(Wrong("/receipt", "letter_receipt_needed"))
    return replace(letter, state=LetterState.DELIVERED, delivered=Delivered(how, receipt, note.strip(), by, now))


def report_refusal(letter: Writing) -> Writing:
    """Record that they would not sign for it or take it.

    Raises:
        NothingRefused: nobody refused it, or that was recorded.
    """
    if not refusal_due(letter):
        raise NothingRefused
    return replace(letter, refusal_reported=True)


def refusal_due(letter: Writing) -> bool:
    """Whether it was refused, and nobody recorded how."""
    return letter.delivered is not None and letter.delivered.receipt is Receipt.REFUSED and not letter.refusal_reported


def receipt_due(letter: Writing) -> bool:
    """Whether it went by registered mail, and nobody noted whether they took it."""
    sent = letter.delivered
    return sent is not None and sent.how is Way.REGISTERED and sent.receipt is Receipt.NONE


def _is_draft(letter: Writing) -> None:
    if letter.state is LetterState.WITHDRAWN:
        raise LetterWithdrawn
    if letter.state is not LetterState.DRAFT:
        raise LetterSigned
