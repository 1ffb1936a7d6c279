"""A protocol in brief: what is done after how long, and whom it reaches."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from achterwacht.protocols.profile import Profile
from achterwacht.protocols.sources import Key, Source, source_of
from achterwacht.protocols.watching import CheckCallTimes, LadderWay
from api.protocol.pages import Page, PageRow, manager_in, span, value_of, words

AT_ONCE = timedelta()


def in_brief(profile: Profile, found: dict[Key, Source]) -> Page:
    """Returns the times of a visit as one list, in the order in which they come."""
    rows = tuple(
        PageRow((what, when), "" if (source := source_of(found, key)) is None else written(source))
        for what, when, key in _lines(profile)
    )
    return Page("brief", words()["brief"]["title"], (), rows)


def written(source: Source) -> str:
    """Returns a source in Dutch: `004 L305-310`, `eigen keuze`, `zoals demo`."""
    said: Mapping[str, str] = words()["sources"]
    return source.written.replace("ours", said["ours"]).replace("as ", said["as"] + " ")


def _lines(profile: Profile) -> Iterator[tuple[str, str, Key]]:
    said, watch, ladder, panic = words()["brief"], profile.watch, profile.ladder, profile.panic
    if (call := profile.check_call) is not None:
        yield said["check_call"], _check_call(call), ("check_call", "after")
    yield said["reminder"], said["before_end"].format(span(watch.reminder_before_end)), ("watch", "reminder_before_end")
    passed = watch.grace
    for place, step in enumerate(ladder.steps):
        passed += step.after
        when = said["after_end"].format(span(passed), _ways(step.ways))
        yield manager_in(profile, value_of(step.level)), when, ("ladder", "steps", place)
        if ladder.guard is not None and ladder.guard.at is step.level:
            when = said["after_end"].format(span(passed), _ways(ladder.guard.ways))
            yield said["guard"], when, ("ladder", "guard")
    yield said["again"], said["every"].format(span(ladder.repeat_every)), ("ladder", "repeat_every")
    yield said["taken"], said["unresolved"].format(span(ladder.unresolved_after)), ("ladder", "unresolved_after")
    wait = AT_ONCE if panic.police_first else panic.police_after
    yield said["panic"], said["police"].format(span(wait), profile.emergency.number), ("panic", "police_after")


def _check_call(call: CheckCallTimes) -> str:
    ways = ", ".join(value_of(way) for way in call.ways)
    said: Mapping[str, str] = words()["brief"]
    return said["after_start"].format(span(call.after), value_of(call.when), ways, span(call.answer_within))


def _ways(ways: Iterable[LadderWay]) -> str:
    later = words()["brief"]["later"]
    return ", ".join(
        value_of(way.channel) + (later.format(span(way.after)) if way.after > AT_ONCE else "") for way in ways
    )
