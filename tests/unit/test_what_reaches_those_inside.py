"""In a silent alarm nothing is asked of those inside: every text that we can send, and what becomes of it."""

import pytest

from achterwacht.notices.ways import reaching
from notifications.texts.templates import Audience, Template
from notifications.ways import Channel

GOES = {
    # What somebody else did with their day: it comes on any day, and asks for nothing.
    Template.VISIT_PLANNED, Template.VISIT_MOVED, Template.VISIT_KIND, Template.OTHER_KIND,
    Template.VISIT_ADDRESS, Template.OTHER_PLAN, Template.GOES_ALONG, Template.NOT_ALONG,
    Template.VISIT_CANCELLED, Template.COMPANION_CANT,
    Template.BACK_UP_ACCEPTED, Template.BACK_UP_CANT, Template.ALONE_ALLOWED, Template.ALONE_REFUSED,
    Template.GOES_THEMSELF, Template.COLLEAGUE_GOES, Template.BACK_UP_SIGNED_OFF, Template.VISIT_OFF,
    Template.SWAP_ACCEPTED, Template.SWAP_REFUSED, Template.SWAP_ENDED, Template.RELIEF_TAKEN,
    # Of the office: of a roster, a register, the installation. Nobody in danger is named.
    Template.CROWDED, Template.ROSTER_GAPS, Template.ROSTER_UNREAD, Template.PROPOSALS_WAIT, Template.REVIEWS_DUE,
    Template.MANY_LOOK_UPS,
    Template.CANARY, Template.CANARY_SILENT, Template.CANARY_UNANSWERED,
    Template.OPTED_OUT, Template.NUMBER_DENIED, Template.NUMBER_NOT_TAKEN, Template.CLOCK_JUMPED,
    Template.BREAK_GLASS_USED,
    Template.SECOND_PROVIDER, Template.LIST_NOT_MAILED, Template.WHEREABOUTS,
    # To a party outside, about no alarm and nobody.
    Template.PARTY_TOLD,
    # What they texted themselves is answered, as on any day.
    Template.REPLY,
}  # fmt: skip
STAYS = {
    # Questions to who is inside.
    Template.END_REMINDER, Template.CHASE_WORKER, Template.CHECK_CALL_WORKER, Template.PLANNED_WORKER,
    Template.HOME_SAFE_WORKER, Template.CHASE_COMPANION, Template.COMPANION_ASKED, Template.BACK_UP_ASKED,
    Template.COMPANION_SILENT, Template.SWAP_ASKED, Template.RELIEF_ASKED, Template.RELIEF_NOT_TAKEN,
    Template.NUMBER_CHECK, Template.TASK, Template.NEEDED, Template.ALONE_ASKED,
    Template.DECISION_ASKED, Template.CHECK_CALL_COLLEAGUE,
    Template.PLANNED_DESK, Template.COMPANION_SILENT_DESK, Template.HOME_SAFE_DESK,
    # Of an address that became dangerous: whoever looks along must not read it (decision 0022).
    Template.INSTRUCTION_WORKER, Template.INSTRUCTION_DESK, Template.TROUBLE_EXPECTED, Template.TROUBLE_OVER,
    # Of alarms, of anybody's: the word alone may be taken for their own.
    Template.ALARM_NOT_BACK, Template.ALARM_OVERDUE, Template.ALARM_CHECK_CALL, Template.ALARM_NOT_OK,
    Template.ALARM_PANIC, Template.ALARM_DURESS, Template.POLICE, Template.GUARD, Template.GUARD_SAYS,
    Template.PASSED_ON, Template.TAKEN, Template.TAKEN_OVER, Template.STILL_OPEN, Template.HEARD,
    Template.SIGNED_OFF, Template.CALLED_FALSE, Template.ALL_CLEAR, Template.DRILL_STARTED, Template.TEXTED,
    Template.PIN_TRIED, Template.NOBODY_ON_DUTY, Template.NOBODY_AT_LEVEL, Template.SYSTEM_FAILURE,
    Template.ACCOUNT_LINK, Template.SECOND_STEP_GONE, Template.REACHED_ELSEWHERE,
    Template.LEFT_UNDER_WAY,
    Template.NOT_TOLD, Template.WENT_ALONE, Template.VISIT_FINISHED, Template.BROKEN_OFF,
}  # fmt: skip


def test_every_text_is_decided_about() -> None:
    assert set(Template) == GOES | STAYS
    assert not GOES & STAYS


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("sms_refused", [False, True])
def test_what_goes_is_an_sms_that_comes_on_any_day_and_never_a_call(template: Template, sms_refused: bool) -> None:
    by_sms = reaching(Channel.SMS, template, sms_refused=sms_refused, silent=True)
    expected = template in GOES and (not sms_refused or template is Template.REPLY)
    assert by_sms is (Channel.SMS if expected else None)
    if template is not Template.REPLY:
        assert reaching(Channel.CALL, template, sms_refused=sms_refused, silent=True) is None


@pytest.mark.parametrize("template", sorted(GOES))
def test_what_goes_asks_the_worker_for_nothing(template: Template) -> None:
    spec = template.spec
    assert not spec.rings
    assert not spec.liked
    if spec.audience in (Audience.WORKER, Audience.ALONG, Audience.ROSTER):
        assert spec.only_tells


@pytest.mark.parametrize("template", [one for one in Template if one is not Template.REPLY])
def test_who_asked_not_to_be_phoned_is_texted_as_on_any_day_and_never_phoned(template: Template) -> None:
    assert reaching(Channel.SMS, template, sms_refused=False, quiet=True) is Channel.SMS
    assert reaching(Channel.CALL, template, sms_refused=False, quiet=True) is None
    assert reaching(Channel.SMS, template, sms_refused=True, quiet=True) is None
