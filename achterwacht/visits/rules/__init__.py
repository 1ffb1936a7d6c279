"""The rules of a visit: planned, under way, ended (watch-rules.md, both tables)."""

from achterwacht.visits.rules.ending import after_resolving, broken_off, check_out, not_in_silence
from achterwacht.visits.rules.handing_over import hand_over, readdress
from achterwacht.visits.rules.planning import cancel, change_kind, move, plan
from achterwacht.visits.rules.returning import (
    back,
    back_in_time,
    covered,
    later,
    not_back,
    replanned,
    well_on_the_way,
    went_on,
)
from achterwacht.visits.rules.texting import in_distress, not_understood, texted_in_an_alarm
from achterwacht.visits.rules.trouble import (
    ask_who_is_there,
    end_approaching,
    overdue,
    panic,
    sound,
    stay_silent,
    under_duress,
)
from achterwacht.visits.rules.under_way import check_in, companion_says_well, extend, feel, say_ok
from achterwacht.visits.rules.watching import (
    BY_SMS,
    NO_DEADLINES,
    call_after,
    colleague_on_duty,
    heard_at,
    somebody_on_duty,
    watch_deadlines,
)

__all__ = [
    "BY_SMS",
    "NO_DEADLINES",
    "after_resolving",
    "ask_who_is_there",
    "back",
    "back_in_time",
    "broken_off",
    "call_after",
    "cancel",
    "change_kind",
    "check_in",
    "check_out",
    "colleague_on_duty",
    "companion_says_well",
    "covered",
    "end_approaching",
    "extend",
    "feel",
    "hand_over",
    "heard_at",
    "in_distress",
    "later",
    "move",
    "not_back",
    "not_in_silence",
    "not_understood",
    "overdue",
    "panic",
    "plan",
    "readdress",
    "replanned",
    "say_ok",
    "somebody_on_duty",
    "sound",
    "stay_silent",
    "texted_in_an_alarm",
    "under_duress",
    "watch_deadlines",
    "well_on_the_way",
    "went_on",
]
