"""The command `achterwacht`."""

import typer

from cli import (
    audit,
    backup,
    canary,
    checking,
    demonstration,
    doctor,
    documents,
    importing,
    people,
    people_import,
    protocols,
    push,
    retention,
    rights,
    running,
    teams,
)
from cli.plain import Plain

app = typer.Typer(
    cls=Plain,
    name="achterwacht",
    help="Someone watches your back on every home visit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
running.add_to(app)
checking.add_to(app)
demonstration.add_to(app)
documents.add_to(app)
people.add_to(app)
push.add_to(app)
retention.add_to(app)
backup.add_to(app)
doctor.add_to(app)
app.add_typer(protocols.app, name="protocol")
app.add_typer(audit.app, name="audit")
app.add_typer(rights.access_app, name="access")
app.add_typer(rights.erase_app, name="erase")
app.add_typer(canary.app, name="canary")
app.add_typer(importing.app, name="import")
app.add_typer(people_import.app, name="people")
app.add_typer(people.person_app, name="person")
app.add_typer(people.organisation_app, name="organisation")
app.add_typer(teams.app, name="team")

if __name__ == "__main__":
    app()
