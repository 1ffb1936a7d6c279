"""The Debian package, put on a machine by dpkg itself: into a folder, with a systemd that writes down what it is told.

The scripts are those of the package; the version in it is one that writes down what it is asked, and refuses to
migrate when it is told to.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "debian"
SCRIPTS = ("postinst", "prerm", "postrm")
A_VERSION = """#!/bin/sh
echo "{version} $* with $ACHTERWACHT_ENVIRONMENT" >>"{told}"
if [ "$1" = migrate ] && [ -e "{told}.refuses" ]; then echo "Stop everything first" >&2; exit 1; fi
"""
SYSTEMCTL = """#!/bin/sh
if [ "$1" = list-units ]; then cat "{told}.active" 2>/dev/null; exit 0; fi
[ "$1" = daemon-reload ] && exit 0
echo "systemctl $*" >>"{told}"
case "$*" in "restart $(cat "{told}.dies" 2>/dev/null)") rm "{told}.dies"; exit 1 ;; esac
"""
SETPRIV = """#!/bin/sh
while [ "${1#--}" != "$1" ]; do case $1 in --init-groups) shift ;; *) shift 2 ;; esac; done
exec "$@"
"""
INSTALL = """#!/bin/sh
for one; do
    shift
    case $one in -o | -g) skip=1 ;; *) [ -n "$skip" ] || set -- "$@" "$one"; skip= ;; esac
done
exec /usr/bin/install "$@"
"""
OTHERS = {"getent": "#!/bin/sh\nexit 0\n", "setpriv": SETPRIV, "install": INSTALL}
"""Who would need root, or a user that is not there: they do the rest."""


class Machine:
    """A Debian in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.told = folder, folder / "root", folder / "told"
        self.houses = self.root / "opt/achterwacht"
        for one in ("var/lib/dpkg/info", "var/lib/dpkg/updates", "run/systemd/system", "tmp"):
            (self.root / one).mkdir(parents=True)
        (self.root / "var/lib/dpkg/status").touch()
        self._stubs = folder / "stubs"
        self._stubs.mkdir()
        for name, script in {**OTHERS, "systemctl": SYSTEMCTL.format(told=self.told)}.items():
            _writes(self._stubs / name, script)

    def a_package(self, version: str) -> Path:
        made = self.folder / f"package-{version}"
        shipped = made / "usr/share/achterwacht"
        for one in (made / "DEBIAN", made / "usr/bin", shipped):
            one.mkdir(parents=True)
        for script in SCRIPTS:
            _writes(made / "DEBIAN" / script, (SHIPPED / script).read_text("utf-8").replace("@VERSION@", version))
        control = (
            f"Package: achterwacht\nVersion: {version}\nArchitecture: all\nMaintainer: A <a@b.test>\nDescription: a\n"
        )
        (made / "DEBIAN/control").write_text(control, encoding="utf-8")
        _writes(made / "usr/bin/achterwacht", (SHIPPED / "achterwacht").read_text("utf-8"))
        _writes(shipped / "as-service", (SHIPPED / "as-service").read_text("utf-8"))
        shutil.copy(SHIPPED / "env", shipped)
        command = self.folder / f"tree-{version}/{version}/.venv/bin/achterwacht"
        command.parent.mkdir(parents=True)
        _writes(command, A_VERSION.format(version=version, told=self.told))
        with tarfile.open(shipped / f"{version}.tar.xz", "w:xz") as archive:
            archive.add(self.folder / f"tree-{version}/{version}", version)
        package = self.folder / f"achterwacht_{version}.deb"
        build: list[str | Path] = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", made, package]
        subprocess.run(build, check=True, capture_output=True)
        return package

    def dpkg(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        forced = "--force-not-root,script-chrootless,bad-path"
        return subprocess.run(
            ["dpkg", f"--root={self.root}", forced, f"--log={self.folder / 'log'}", *words],
            check=False,
            capture_output=True,
            text=True,
            env={"PATH": f"{self._stubs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
        )

    def installs(self, version: str) -> str:
        done = self.dpkg("--install", self.a_package(version))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def has_running(self, *units: str) -> None:
        """What systemd says is active."""
        lines = (f"{one} loaded active running A\n" for one in units)
        self.told.with_suffix(".active").write_text("".join(lines), encoding="utf-8")

    def refuses(self, yes: bool) -> None:
        where = self.told.with_suffix(".refuses")
        where.touch() if yes else where.unlink()

    def was_told(self) -> list[str]:
        """What was asked of versions and of systemd since the last time."""
        said = self.told.read_text(encoding="utf-8").splitlines() if self.told.exists() else []
        self.told.unlink(missing_ok=True)
        return said

    @property
    def used(self) -> str:
        return str((self.houses / "app").readlink())

    @property
    def kept(self) -> list[str]:
        return sorted(one.name for one in self.houses.iterdir() if one.name != "app")

    @property
    def state(self) -> str:
        found = re.search(r"^Status: (.*)$", self.dpkg("--status", "achterwacht").stdout, re.MULTILINE)
        assert found is not None
        return found[1]


def _writes(where: Path, script: str) -> None:
    where.write_text(script, encoding="utf-8")
    where.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_fresh_machine_starts_nothing_and_keeps_its_secret(machine: Machine) -> None:
    assert "sudo achterwacht migrate" in machine.installs("0.1.0")
    assert machine.was_told() == [], "nothing is started, and no database touched"
    settings = machine.root / "etc/achterwacht/env"
    assert settings.stat().st_mode & 0o777 == 0o640
    written = settings.read_text(encoding="utf-8")
    assert re.search(r"^ACHTERWACHT_SECRET_KEY=[\w-]{64}$", written, re.MULTILINE)
    assert (machine.root / "var/lib/achterwacht").stat().st_mode & 0o777 == 0o700
    settings.write_text(written + "ACHTERWACHT_DELIVERY=twilio\n", encoding="utf-8")
    machine.installs("0.1.1")
    assert settings.read_text(encoding="utf-8").endswith("ACHTERWACHT_DELIVERY=twilio\n"), "and never written again"
    (data := machine.root / "var/lib/achterwacht/achterwacht.db").touch()
    assert machine.dpkg("--purge", "achterwacht").returncode == 0
    assert data.exists(), "what is known stays"
    assert not machine.houses.exists()
    assert not settings.exists()


def test_an_upgrade_while_it_runs_and_the_way_back(machine: Machine) -> None:
    machine.installs("0.1.0")
    machine.has_running("achterwacht-api@1.service", "achterwacht-clock@1.service", "achterwacht-clock@2.service")
    machine.was_told()
    restarts = [f"systemctl restart achterwacht-{one}.service" for one in ("clock@2", "clock@1", "api@1")]
    for version, kept in (
        ("0.1.1", ["0.1.0", "0.1.1"]),
        ("0.1.2", ["0.1.1", "0.1.2"]),
        ("0.1.1", ["0.1.1", "0.1.2"]),  # the way back
        ("0.1.1", ["0.1.1"]),  # the same anew
    ):
        shutil.rmtree(machine.folder / f"package-{version}", ignore_errors=True)
        shutil.rmtree(machine.folder / f"tree-{version}", ignore_errors=True)
        machine.installs(version)
        assert machine.was_told() == [
            f"{version} migrate with production", *restarts, f"{version} check with production",
        ]  # fmt: skip
        assert (machine.used, machine.kept) == (version, kept)


def test_a_migration_that_is_refused_leaves_what_runs(machine: Machine) -> None:
    machine.installs("0.1.0")
    machine.has_running("achterwacht.service")
    machine.was_told()
    machine.refuses(True)
    done = machine.dpkg("--install", machine.a_package("0.1.1"))
    assert done.returncode != 0
    assert "De vorige versie draait gewoon door" in done.stderr
    for typed in (
        "systemctl stop achterwacht.service",
        "/usr/share/achterwacht/as-service /opt/achterwacht/0.1.1 migrate --stopped",
        "dpkg --configure achterwacht",
        "systemctl start achterwacht.service",
    ):
        assert f"sudo {typed}\n" in done.stderr, "by the new version, and what was stopped is started again"
    assert machine.was_told() == ["0.1.1 migrate with production"]
    assert (machine.used, machine.state) == ("0.1.0", "install ok half-configured")
    assert "0.1.0" in machine.kept
    machine.refuses(False)
    assert machine.dpkg("--configure", "achterwacht").returncode == 0
    assert machine.was_told()[-2:] == ["systemctl restart achterwacht.service", "0.1.1 check with production"]
    assert (machine.used, machine.state, machine.kept) == ("0.1.1", "install ok installed", ["0.1.0", "0.1.1"])


def test_one_that_does_not_come_up_goes_back_and_the_others_are_left_alone(machine: Machine) -> None:
    machine.installs("0.1.0")
    machine.has_running("achterwacht-api@1.service", "achterwacht-clock@1.service", "achterwacht-clock@2.service")
    machine.was_told()
    machine.told.with_suffix(".dies").write_text("achterwacht-clock@2.service", encoding="utf-8")
    done = machine.dpkg("--install", machine.a_package("0.1.1"))
    assert done.returncode != 0
    assert "achterwacht-clock@2.service start niet met versie 0.1.1" in done.stderr
    again = ["systemctl restart achterwacht-clock@2.service"] * 2
    assert machine.was_told() == ["0.1.1 migrate with production", *again]
    assert (machine.used, machine.kept) == ("0.1.0", ["0.1.0", "0.1.1"])


def test_an_upgrade_while_nothing_runs_says_that_nobody_is_watched(machine: Machine) -> None:
    assert "sudo systemctl enable --now achterwacht" in machine.installs("0.1.0")
    said = machine.installs("0.1.1")
    assert "er wordt op niemand gelet" in said
    assert "enable --now" not in said, "which would start another unit beside those of before"


def test_a_command_from_a_folder_that_the_service_may_not_enter(machine: Machine) -> None:
    """Where an administrator types: since Debian 12 a home is closed to others."""
    machine.installs("0.1.0")
    with tempfile.TemporaryDirectory(dir="/tmp") as place:  # not below pytest's, which nobody else may enter
        folder = Path(place)
        (home := folder / "home").mkdir()
        (command := folder / "version/.venv/bin/achterwacht").parent.mkdir(parents=True)
        _writes(command, "#!/bin/sh\npwd -P\n")
        (stubs := folder / "stubs").mkdir()
        as_nobody = 'exec /usr/bin/setpriv --reuid 65534 --clear-groups "$@"' if os.geteuid() == 0 else 'exec "$@"'
        _writes(stubs / "setpriv", SETPRIV.replace('exec "$@"', as_nobody))
        folder.chmod(0o755)
        for mode, stays in ((0o755, True), (0o000, False)):
            home.chmod(mode)
            typed = 'cd "$1" && chmod "$2" . && exec "$3" "$4" restore kopie.age --identity /root/a.key'
            words = (home, f"{mode:o}", machine.root / "usr/share/achterwacht/as-service", folder / "version")
            done = subprocess.run(
                ["sh", "-c", typed, "sh", *words],
                check=False,
                capture_output=True,
                text=True,
                env={"PATH": f"{stubs}:{os.environ['PATH']}", "DPKG_ROOT": str(machine.root)},
            )
            home.chmod(0o755)
            assert (done.returncode, done.stdout) == (0, f"{home if stays else '/'}\n"), done.stderr
            assert ("noem kopie.age met het hele pad" in done.stderr) is not stays
            assert "a.key" not in done.stderr
