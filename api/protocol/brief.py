"""A protocol in brief: what is done after how long, and whom it reaches."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from achterwacht.protocols.profile import Profile
from achterwacht.protocols.sources import Key, Source, source_of
from achterwacht.protocols.watching import CheckCallTimes, LadderWay
from api.protocol.pages import Page, PageRow, span, value_of, words

AT_ONCE = timedelta()


def in_brief(profile: Profile, found: dict[Key, Source]) -> Page:
    """Returns the times of a visit as one list, in the order in which they come."""
    rows = tuple(
        PageRow((when, what), "" if (source := source_of(found, key)) is None else written(source))
        for when, what, key in _lines(profile)
    )
    return Page("brief", words()["brief"]["title"], (), rows)


def written(source: Source) -> str:
    """Returns a source in Dutch: `004 L305-310`, `eigen keuze`, `zoals demo`."""
    said: Mapping[str, str] = words()["sources"]
    return source.written.replace("ours", said["ours"]).replace("as ", said["as"] + " ")


def _lines(profile: Profile) -> Iterator[tuple[str, str, Key]]:
    said, watch, ladder = words()["brief"], profile.watch, profile.ladder
    if (call := profile.check_call) is not None:
        yield said["after_start"].format(span(call.after)), _check_call(call), ("check_call", "after")
    yield said["before_end"].format(span(watch.reminder_before_end)), said["reminder"], ("watch", "reminder_before_end")
    passed = watch.grace
    for place, step in enumerate(ladder.steps):
        passed += step.after
        told = f"{value_of(step.level)} ({_ways(step.ways)})"
        yield said["after_end"].format(span(passed)), told, ("ladder", "steps", place)
        if ladder.guard is not None and ladder.guard.at is step.level:
            yield (
                said["after_end"].format(span(passed)),
                said["guard"].format(_ways(ladder.guard.ways)),
                ("ladder", "guard"),
            )
    yield said["every"].format(span(ladder.repeat_every)), said["again"], ("ladder", "repeat_every")
    yield said["after_taken"].format(span(ladder.unresolved_after)), said["unresolved"], ("ladder", "unresolved_after")
    when = (
        said["at_once"] if profile.panic.police_first else said["after_panic"].format(span(profile.panic.police_after))
    )
    yield when, said["police"].format(profile.emergency.number), ("panic", "police_after")


def _check_call(call: CheckCallTimes) -> str:
    said: Mapping[str, str] = words()["brief"]
    ways = ", ".join(value_of(way) for way in call.ways)
    return said["check_call"].format(value_of(call.when), ways, span(call.answer_within))


def _ways(ways: Iterable[LadderWay]) -> str:
    later = words()["brief"]["later"]
    return ", ".join(
        value_of(way.channel) + (later.format(span(way.after)) if way.after > AT_ONCE else "") for way in ways
    )
