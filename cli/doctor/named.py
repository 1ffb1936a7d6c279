"""Settings that nobody reads: a name that was mistyped does nothing, and nothing says so."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from cli.doctor.finding import Finding, doubt
from foundation.setting_groups.group import PREFIX
from foundation.settings import Settings

KNOWN = frozenset(name.upper() for name in Settings.model_fields)


def looks(environment: Iterable[str]) -> Iterator[Finding]:
    """Yields what is found among the names of these variables; in small letters they count too."""
    for name in sorted(one.upper() for one in environment):
        bare = name.removeprefix(PREFIX)
        if bare == name or bare in KNOWN or bare.removesuffix("_FILE") in KNOWN:
            continue
        near = get_close_matches(bare, KNOWN, 1)
        yield doubt(f"settings: nobody reads {name}." + (f" Is it {PREFIX}{near[0]}?" if near else ""))
