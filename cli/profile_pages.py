"""A protocol profile on the console: a table per page."""

from collections.abc import Iterator, Mapping

from rich.markup import escape
from rich.table import Column, Table

from achterwacht.protocols.profile import Profile
from achterwacht.protocols.sources import Key, Source
from api.protocol.pages import Page, words
from api.protocol.pages import pages as pages_of


def pages(profile: Profile, found: Mapping[Key, Source] | None = None) -> Iterator[Table]:
    """Yields every part that says something, in the order of the profile, with its sources where they are known."""
    return (_table(page) for page in pages_of(profile, found))


def _table(page: Page) -> Table:
    heads = [Column(name, overflow="fold") for name in page.columns]
    sourced = not heads or any(row.source for row in page.rows)
    if heads and sourced:
        heads.append(Column(words()["sources"]["title"], overflow="fold"))
    table = Table(
        *(heads or ("", "", "")), title=escape(page.title), title_justify="left", show_header=bool(heads),
        show_lines=bool(heads),
    )  # fmt: skip
    for row in page.rows:
        table.add_row(*(escape(cell) for cell in row.cells), *([row.source] if sourced else []))
    return table
