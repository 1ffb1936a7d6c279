"""Settings that nobody reads: a name that was mistyped does nothing, and nothing says so."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from cli.doctor.finding import Finding, doubt, wrong
from foundation.setting_groups.group import PREFIX
from foundation.settings import Settings

KNOWN = frozenset(name.upper() for name in Settings.model_fields)


def looks(environment: Iterable[str], in_file: Iterable[str] = ()) -> Iterator[Finding]:
    """Yields what is found among the names of these variables; in small letters they count too.

    in_file: the names in `.env`. There a name with `_FILE` is not read.
    """
    given = {one.upper() for one in environment}
    there = {one.upper() for one in in_file}
    for name in sorted(given | there):
        bare = name.removeprefix(PREFIX)
        of_file = bare.removesuffix("_FILE")
        if bare == name or bare in KNOWN or (of_file in KNOWN and name in given):
            continue
        if of_file in KNOWN:
            yield wrong(f"settings: nobody reads {name} in .env. It must stand in the environment.")
            continue
        near = get_close_matches(bare, KNOWN, 1)
        yield doubt(f"settings: nobody reads {name}." + (f" Is it {PREFIX}{near[0]}?" if near else ""))
