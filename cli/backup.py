"""`backup`, `restore` and `go`."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import text

from achterwacht.clockwork.kept_files import files_missing, files_named
from achterwacht.monitoring import invariants
from achterwacht.monitoring.held import Out, held_since, hold, let_go, note_backup, who_is_out
from api.version import API_VERSION
from cli.backing_up import archive, beside, databases
from cli.backing_up.archive import Manifest
from cli.interrupts import ended_tidily
from cli.opening import opened
from cli.plain import Refused, err, out
from cli.typed import typed
from documents.store import Store
from foundation.session import Database
from foundation.settings import Settings, load_settings

To = Annotated[Path, typer.Argument(help="The file to make. Keep it on another machine.")]
From = Annotated[Path, typer.Argument(help="A backup.")]
Tools = Annotated[str, typer.Option(help="The folder with pg_dump and pg_restore, if they are not on the path.")]
BROKEN = 1


def add_to(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command()(go)


def backup(
    to: To,
    recipient: Annotated[
        list[str] | None, typer.Option(help="A public key of age (age1...): only its owner reads it.")
    ] = None,
    tools: Tools = "",
    replace: Annotated[bool, typer.Option("--replace", help="If the file is there already, it may be lost.")] = False,
) -> None:
    """Back up the database and the files into one file, while everything goes on."""
    settings = load_settings()
    if not to.parent.is_dir():
        raise Refused(f"There is no folder {to.parent}.")
    if not replace:
        archive.refuse_there(to)
    beside.drop_left(to.parent)
    kind = databases.kind_of(settings.database_url)
    with ended_tidily(), opened(settings) as database, beside.a_folder(to.parent) as folder:
        copy, named = folder / "database", files_named(database)
        with database.read() as session:
            taken_at = database.clock.now(session)
            revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        if kind == "sqlite":
            databases.copy_sqlite(settings.database_url, copy)
        else:
            databases.dump_postgres(settings.database_url, copy, tools)
        # The files after the database: what a row names was stored before the row was made.
        manifest = Manifest(archive.FORMAT, taken_at.isoformat(), kind, revision, API_VERSION)
        named |= files_named(database)
        files = archive.write(
            to, manifest, copy, Store(settings), recipient or [], named, lambda: files_named(database), replace=replace
        )
        with database.write() as session:
            note_backup(session, taken_at)
    out.print(f"Written: {to} ({to.stat().st_size // 1024} kB, {files} files), of {taken_at:%Y-%m-%d %H:%M:%S} UTC.")
    if not recipient:
        err.print("It is not encrypted: names, numbers and addresses stand in it.")


def restore(
    file: From,
    identity: Annotated[Path | None, typer.Option(help="The file with the age key.")] = None,
    drill: Annotated[
        bool, typer.Option("--drill", help="Try it beside, look whether it is whole, and drop it.")
    ] = False,
    tools: Tools = "",
) -> None:
    """Put a backup back where nothing is. Nobody is told anything until somebody says: achterwacht go."""
    settings = load_settings()
    with ended_tidily(), archive.opened(file, identity) as tar, ExitStack() as stack:
        manifest = archive.read_manifest(tar)
        if databases.kind_of(settings.database_url) != manifest.kind:
            raise Refused(f"This is a backup of {manifest.kind}, and ACHTERWACHT_DATABASE_URL names another kind.")
        url, files = settings.database_url, settings.files
        if drill:
            url = stack.enter_context(databases.database_beside(url))
            files = str(stack.enter_context(beside.a_folder()))
        databases.refuse_used(url)
        _refuse_unknown(manifest)
        archive.look_through(tar)
        tried = settings.model_copy(update={"database_url": url, "files": files})
        folder = stack.enter_context(beside.room_for(file))
        archive.take_database(tar, folder / "database")
        _put_back(folder / "database", manifest, url, tools)
        _bring_up_to_date(url)
        store, count = Store(tried), 0
        for key, content in archive.files_in(tar):
            store.put(key, content)
            count += 1
        well = _look(tried, manifest, count, archive.taken_away(tar))
    if drill:
        out.print("It was tried beside, and is gone again.")
    else:
        out.print("This watch is held: nothing starts with it. Look who is out, and then: achterwacht go")
    if not well:
        raise typer.Exit(BROKEN)


def go(
    by: Annotated[str, typer.Option(help="Who says so, as the audit will tell.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Everybody on the list was called, or is known to be safe.")
    ] = False,
) -> None:
    """Say who was on a visit when the backup was taken; with --yes, let the watch go on."""
    if yes and not by.strip():
        raise Refused("--by: say who you are.")
    by = typed(by, "--by") if yes else ""
    with opened(load_settings()) as database:
        with database.read() as session:
            taken_at, people = held_since(session), who_is_out(session)
            now = database.clock.now(session)
        if taken_at is None:
            raise Refused("This watch is not held.")
        out.print(f"It tells the truth of {taken_at:%Y-%m-%d %H:%M:%S} UTC, {_length(now - taken_at)} ago.")
        out.print("What happened since then it does not know. Out at that moment:" if people else "Nobody was out.")
        for one in people:
            out.print(f"  {_said(one)}")
        if not yes:
            out.print("Call each of them first. Then: achterwacht go --by NAME --yes")
            return
        with database.write() as session:
            let_go(session, by)
    out.print("It may go: start it. What is late is told at once, the gravest first.")


def _refuse_unknown(manifest: Manifest) -> None:
    from migrations.schema import WHY, State, knows

    if not knows(manifest.revision):
        raise Refused(WHY[State.NEWER])


def _bring_up_to_date(url: str) -> None:
    """A backup of an older version gets the schema of this one; it stays held."""
    from migrations.schema import BrokenReferences, NotOurs, migrate

    try:
        before, after = migrate(url, stopped=True)
    except (NotOurs, BrokenReferences) as error:
        raise Refused(f"It was put back, is held, and can't be brought up to date. {error}") from error
    if before != after:
        out.print(f"An older version made it: migrated, {before} → {after}.")


def _put_back(copy: Path, manifest: Manifest, url: str, tools: str) -> None:
    """Put the database back, held from its first moment: nothing that starts in between finds it without that."""
    if manifest.kind == "postgresql":
        databases.load_postgres(copy, url, tools)
        database = Database.at(url)
        with database.write() as session:
            hold(session, manifest.moment)
            session.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": manifest.revision})
        database.engine.dispose()
        return
    database = Database.at(f"sqlite:///{copy}")
    with database.write() as session:
        hold(session, manifest.moment)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    databases.copy_sqlite(f"sqlite:///{copy}", databases.new_file(url))


def _look(settings: Settings, manifest: Manifest, files: int, taken_away: Sequence[str]) -> bool:
    """Say what was put back: how old its truth is, whether all held at that moment, and whether files are missing."""
    with opened(settings) as database:
        with database.read() as session:
            now = database.clock.now(session)
            broken = invariants.broken(session, manifest.moment)
            out_there = len(who_is_out(session))
        missing = files_missing(database, Store(settings), taken_away)
    out.print(f"The truth in it is {_length(now - manifest.moment)} old ({manifest.moment:%Y-%m-%d %H:%M:%S} UTC).")
    out.print(f"Put back: the database ({manifest.revision}), {files} files. Out at that moment: {out_there}.")
    if taken_away:
        out.print(f"Taken away while it was made, and named in it still: {len(taken_away)} files.")
    for one in broken:
        out.print(f"[red]✗[/] {one.name}: {one.broken}")
    if missing:
        out.print(f"[red]✗[/] files that a row names and that are not in it: {missing}")
    if not broken and not missing:
        out.print("[green]✓[/] every invariant holds, and every file is there")
    return not broken and not missing


def _said(one: Out) -> str:
    how = "on the way home, to be asked at" if one.home else "until"
    until = "" if one.expected is None else f", {how} {one.expected:%d-%m %H:%M}"
    alarm = "" if one.alarm is None else f", ALARM since {one.alarm:%d-%m %H:%M}"
    who = f"{one.name} {one.phone or '(no number)'}, {one.organisation}, {one.team}"
    along = ", ".join(f"{name} {phone or '(no number)'}" for name, phone in one.along)
    return f"{who}: {one.address or 'no visit'}{until}{alarm}{f', with {along}' if along else ''}"


def _length(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    return f"{days} d {hours} h {minutes % 60} min"
