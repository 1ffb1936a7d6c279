"""A process that was started without its settings, on the database of those who are watched: it must not begin, and if
it did, the processes that reach people say so."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from achterwacht.deadlines.service import note_tick
from cli.opening import refuse_to_watch
from cli.plain import Refused
from foundation.session import Database
from foundation.setting_groups.group import RefusedSettings
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings, load_settings
from notifications import outbox
from notifications.outbox import Outgoing
from notifications.records import MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel, Provider
from scheduler.audit import Audit
from scheduler.jobs import Jobs
from tests.support.organisations import Organisation
from tests.support.shell import Shell

EACH = (("clock",), ("serve", "--port", "1"), ("api", "--port", "1"))


def taken_by(database: Database, ours: Organisation, provider: Provider, ago: timedelta = timedelta()) -> None:
    who = ours.worker
    told = Outgoing(ours.id, None, uuid4(), who.id, who.phone, Channel.SMS, Template.REPLY, "nl", {"text": "x"}, 50)
    with database.write() as session:
        then = datetime.now(UTC) - ago
        outbox.put(session, [told], then)
        outbox.report_status(session, told.id, MessageState.SENT, uuid4().hex, None, then, provider)


@pytest.mark.parametrize("provider", [Provider.TWILIO, Provider.CM])
def test_nothing_starts_that_would_swallow_what_goes_to_real_telephones(
    shell: Shell, database: Database, ours: Organisation, provider: Provider
) -> None:
    taken_by(database, ours, provider, timedelta(days=40))
    for words in EACH:
        said = shell.is_refused(*words)
        assert "real telephones" in said, words
        assert "ACHTERWACHT_DELIVERY" in said
        assert "ACHTERWACHT_COPY_TO_TRY" in said


def test_a_copy_to_try_things_with_may(database: Database, settings: Settings, ours: Organisation) -> None:
    taken_by(database, ours, Provider.TWILIO)
    with pytest.raises(Refused):
        refuse_to_watch(database, settings)
    refuse_to_watch(database, settings.model_copy(update={"copy_to_try": True}))
    with pytest.raises(Refused):
        refuse_to_watch(database, settings.model_copy(update={"simulator_anywhere": True}))
    refuse_to_watch(database, settings.model_copy(update={"delivery": Delivery.TWILIO}))


@pytest.mark.parametrize("anywhere", [False, True])
def test_a_copy_is_for_this_machine_alone(settings: Settings, anywhere: bool) -> None:
    copy = settings.model_copy(update={"copy_to_try": True, "simulator_anywhere": anywhere})
    copy.refuse_host("127.0.0.1")
    for host, public in (("0.0.0.0", ""), ("127.0.0.1", "https://achterwacht.example.nl")):
        with pytest.raises(RefusedSettings, match="COPY_TO_TRY is for this machine only"):
            copy.model_copy(update={"public_base_url": public}).refuse_host(host)


def test_a_copy_reaches_nobody() -> None:
    with pytest.raises(RefusedSettings, match="COPY_TO_TRY"):
        load_settings(_env_file=None, delivery="twilio", copy_to_try=True)


def test_files_that_no_row_of_a_copy_names_stay(database: Database, settings: Settings, tmp_path: Path) -> None:
    unfinished = tmp_path / "files/letters/x#1"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_bytes(b"x")
    os.utime(unfinished, (0, 0))
    here = settings.model_copy(update={"files": str(tmp_path / "files")})
    of_a_copy = Jobs(database, here.model_copy(update={"copy_to_try": True}), "copy")
    of_a_copy.sweep()
    assert unfinished.exists()
    real = Jobs(database, here, "real")
    real.sweep()
    assert not unfinished.exists()
    for one in (of_a_copy, real):
        one.close()


def test_where_only_the_simulator_was_it_goes_on(database: Database, settings: Settings, ours: Organisation) -> None:
    taken_by(database, ours, Provider.SIMULATOR)
    refuse_to_watch(database, settings)


def test_a_clock_with_the_simulator_is_for_this_machine_too(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHTERWACHT_PUBLIC_BASE_URL", "https://achterwacht.example.nl")
    assert "the simulator is for this machine only" in shell.is_refused("clock")


def test_who_reaches_people_says_that_another_swallows_their_messages(
    database: Database, settings: Settings, ours: Organisation
) -> None:
    real = Audit(database, settings.model_copy(update={"delivery": Delivery.TWILIO}))
    taken_by(database, ours, Provider.SIMULATOR, timedelta(minutes=5))
    taken_by(database, ours, Provider.TWILIO)
    assert looks(database, real, 1), "what was taken long ago is of before, and what went out is none of it"
    taken_by(database, ours, Provider.SIMULATOR)
    assert not looks(database, real, 2)
    assert looks(database, Audit(database, settings), 3), "where the simulator is meant, nothing is wrong"


def test_a_trial_that_ended_before_we_began_is_no_other_process(
    database: Database, settings: Settings, ours: Organisation
) -> None:
    taken_by(database, ours, Provider.SIMULATOR, timedelta(seconds=5))
    real = Audit(database, settings.model_copy(update={"delivery": Delivery.TWILIO}))
    assert looks(database, real, 1)
    taken_by(database, ours, Provider.SIMULATOR)
    assert not looks(database, real, 2)


def looks(database: Database, audit: Audit, beats: int) -> bool:
    with database.write() as session:
        note_tick(session, "clock", datetime.now(UTC))
    return audit.look(beats)
