"""The register of risk addresses: marks in every state that one can be in, by the people who make and judge them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from achterwacht.addresses.address import Address
from achterwacht.risks.drafts import Concerned, Draft
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice, Criterion
from achterwacht.risks.service import concerned
from achterwacht.visiting import risk_marks
from cli.past.stage import Stage
from cli.past.town import house

PAIRS_AT, LOOK_OUT_AT = 21, 27
"""Houses of people who are visited at this minute: one approved, and one still a proposal."""
A_DAY, HALF_A_YEAR = timedelta(days=1), timedelta(days=180)


def plan_the_register(stage: Stage, now: datetime) -> None:
    """Have marks made in the past months. Nobody of the demonstration goes to these houses."""
    today = now.astimezone(stage.setting.zone).date()

    def days(ago: int) -> date:
        return today - timedelta(days=ago)

    quarrel = Draft(
        house(44), (Advice.PHONE_FIRST,), "Wil geen bezoek zonder afspraak. Werd twee keer boos aan de deur.",
        days(-60), criteria=(Criterion.EXPECTED_TROUBLE,),
    )  # fmt: skip
    _made(stage, now - timedelta(days=90), quarrel, _approved)
    # From its review date on the registrar hears of it each week.
    weapon = Draft(
        house(45), (Advice.POLICE_FIRST,), "Een collega zag een mes op tafel liggen.", days(12),
        criteria=(Criterion.WEAPON,), measure="Gesprek op kantoor, met beveiliging",
    )  # fmt: skip
    _made(stage, now - timedelta(days=110), weapon, _approved)
    objected = Draft(
        house(46), (Advice.PAIRS,), "Schreef drie dreigbrieven over de terugvordering.", days(-120),
        person_name="dhr. Verhagen", criteria=(Criterion.LETTERS,),
    )  # fmt: skip
    _made(stage, now - timedelta(days=40), objected, _objected)
    nobody_looked = Draft(
        house(47), (Advice.ATTENTION,), "Buren zeggen dat hij snel kwaad wordt.", days(-90),
    )  # fmt: skip
    _made(stage, now - timedelta(days=16), nobody_looked, None)
    moved = Draft(
        house(51), (Advice.OFFICE_ONLY,), "Gooide een stoel naar een medewerker.", days(-30),
        criteria=(Criterion.INCIDENTS,),
    )  # fmt: skip
    _made(stage, now - timedelta(days=150), moved, _ended_later)


def mark_where_they_go(stage: Stage) -> None:
    """Have an address where nobody goes alone, and a proposal that waits for somebody else's eyes."""
    review = _today(stage) + HALF_A_YEAR
    pairs = Draft(
        house(PAIRS_AT), (Advice.PAIRS,), "Twee meldingen van bedreiging in het afgelopen jaar.", review,
        instruction="Blijf bij de deur. Ga niet zitten.", criteria=(Criterion.INCIDENTS,),
    )  # fmt: skip
    if not _is_marked(stage, pairs.address):
        _approved(stage, _proposed(stage, "registrar", pairs))
    dog = Draft(
        house(LOOK_OUT_AT), (Advice.ATTENTION,), "Grote hond, niet aangelijnd.", review,
        instruction="Vraag aan de deur of de hond vast zit.", criteria=(Criterion.DOG,),
    )  # fmt: skip
    if not _is_marked(stage, dog.address):
        _proposed(stage, "worker", dog)


def _made(stage: Stage, at: datetime, draft: Draft, then: Callable[[Stage, UUID], None] | None) -> None:
    """Have the registrar propose it at that moment. then: what somebody does about it the day after."""

    def proposes() -> None:
        mark_id = _proposed(stage, "registrar", draft)
        if then is not None:
            stage.after(A_DAY, lambda: then(stage, mark_id))

    stage.at(at, proposes)


def _proposed(stage: Stage, who: str, draft: Draft) -> UUID:
    return risk_marks.propose(stage.session, stage.caller(who), draft, stage.now).id


def _approved(stage: Stage, mark_id: UUID) -> None:
    risk_marks.approve(stage.session, stage.caller("manager").actor(), mark_id, stage.now)


def _objected(stage: Stage, mark_id: UUID) -> None:
    """Approved, told to whom it is about, who does not agree. The answer is still to be given."""
    _approved(stage, mark_id)
    informed_on = _today(stage)

    def objects() -> None:
        why = "Ik heb maar één brief geschreven, en die was niet zo bedoeld."
        told = Concerned(informed_on=informed_on, objected_on=_today(stage), objection=why)
        concerned(stage.session, stage.caller("registrar").actor(), mark_id, told, stage.now)

    stage.after(timedelta(days=20), objects)


def _ended_later(stage: Stage, mark_id: UUID) -> None:
    _approved(stage, mark_id)

    def ends() -> None:
        why = "Is verhuisd. Er woont nu een ander gezin."
        risk_marks.end(stage.session, stage.caller("registrar").actor(), mark_id, why, stage.now)

    stage.after(timedelta(days=30), ends)


def _today(stage: Stage) -> date:
    return stage.now.astimezone(stage.setting.zone).date()


def _is_marked(stage: Stage, address: Address) -> bool:
    record = RiskMarkRecord
    marked = select(record.id).where(
        record.organisation_id == stage.setting.organisation_id, record.address_key == address.key
    )
    return stage.session.scalars(marked).first() is not None
