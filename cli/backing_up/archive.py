"""A backup is one file: a tar with what it is, the database and the files; closed with age if there is a key.

The last thing in it is a digest of all before it: what was cut off, or changed on its way, is not put back.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cli.backing_up import beside
from cli.plain import Refused
from documents.store import NoSuchFile, Store, is_key

MANIFEST, DATABASE, FILES, END = "manifest.json", "database", "files/", "end.json"
TAKEN_AWAY = "takenAway"
PLACES = ("attachments", "letters", "photos")
"""What the product keeps in its store."""
AGE = b"age-encryption.org/"
FORMAT = 2
A_BLOCK = 1 << 20
OF_THE_SYSTEM = "os error"
DAMAGED = "This is no backup of Achterwacht, or it is damaged: something was cut off, or changed. Nothing was put back."


@dataclass(frozen=True)
class Manifest:
    """What a backup is. taken_at: the moment of which it tells the truth. kind: `sqlite` or `postgresql`."""

    format: int
    taken_at: str
    kind: str
    revision: str
    version: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.taken_at).astimezone(UTC)


def refuse_there(to: Path) -> None:
    """Refuse to lose the backup of a good hour to that of a bad one.

    Raises:
        Refused: there is something of that name.
    """
    if to.exists():
        raise Refused(f"{to} is there already. Name another file; or, if that one may be lost: --replace")


def write(
    to: Path,
    manifest: Manifest,
    database: Path,
    store: Store,
    recipients: list[str],
    named: Collection[str],
    named_by_now: Callable[[], Collection[str]],
    *,
    replace: bool = False,
) -> int:
    """Write a backup; the file is there whole, or not at all. Returns how many files of the store it holds.

    named: the files that the database in it may name; those that it lacks, and that no row names by now either, were
    taken away since. replace: one of that name is lost, once this one is whole.

    Raises:
        Refused: there is one of that name by now, and it may not be lost.
    """
    keys = [_recipient(one) for one in recipients]
    with beside.a_file(to) as plain:
        with tarfile.open(plain, "w") as tar:
            digest = hashlib.sha256()
            _add(tar, MANIFEST, json.dumps(asdict(manifest)).encode(), digest)
            with database.open("rb") as source:
                tar.addfile(_about(DATABASE, database.stat().st_size, digest), _Heard(source, digest))
            held = set[str]()
            for place in PLACES:
                for one in list(store.keys(place)):
                    try:
                        content = store.get(one.key)
                    except NoSuchFile:
                        continue  # taken away just now
                    _add(tar, f"{FILES}{one.key}", content, digest)
                    held.add(one.key)
            lacks = set(named) - held
            end = {"sha256": digest.hexdigest(), TAKEN_AWAY: sorted(lacks - set(named_by_now())) if lacks else []}
            _add(tar, END, json.dumps(end).encode())
        if keys:
            import pyrage

            with beside.a_file(to) as closed:
                try:
                    pyrage.encrypt_file(str(plain), str(closed), keys)
                except (pyrage.EncryptError, OSError) as error:
                    _refuse_of_the_disk(error, to.parent)
                    raise
                _settle(closed, to, replace=replace)
        else:
            _settle(plain, to, replace=replace)
    return len(held)


@contextmanager
def opened(file: Path, identity: Path | None) -> Iterator[tarfile.TarFile]:
    """Gives the tar of a backup.

    Raises:
        Refused: it is none, or it is closed and the key is missing or another.
    """
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    with file.open("rb") as start:
        closed = start.read(len(AGE)) == AGE
    if not closed:
        with _tar(file) as tar:
            yield tar
        return
    if identity is None:
        raise Refused(f"{file} is encrypted. Name the file with the key: --identity")
    import pyrage

    with beside.room_for(file) as folder:
        plain = folder / "plain"
        try:
            pyrage.decrypt_file(str(file), str(plain), _identities(identity))
        except (pyrage.DecryptError, OSError) as error:
            _refuse_of_the_disk(error, folder.parent)
            raise Refused(f"{file}: this key does not open it, or it is damaged: cut off, or changed.") from error
        with _tar(plain) as tar:
            yield tar


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    """Returns what a backup is.

    Raises:
        Refused: it is no backup of ours, or of a format that this version does not know.
    """
    try:
        said: dict[str, Any] = json.loads(_content(tar, MANIFEST))
        manifest = Manifest(**said)
        datetime.fromisoformat(manifest.taken_at).astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError, tarfile.TarError) as error:
        raise Refused(DAMAGED) from error
    if manifest.format != FORMAT:
        raise Refused("Another version made this backup. Install that one.")
    return manifest


def look_through(tar: tarfile.TarFile) -> None:
    """Read all of a backup before anything of it is put back.

    Raises:
        Refused: something was cut off or changed, or there is something in it that we put in none.
    """
    digest, names, end = hashlib.sha256(), set[str](), ""
    try:
        for one in tar:
            if end or one.name in names or not one.isreg() or not _is_ours(one.name):
                raise Refused(DAMAGED)
            names.add(one.name)
            if one.name == END:
                end = str(json.loads(_content(tar, one.name))["sha256"])
            else:
                _read_through(tar, one, digest)
    except (KeyError, TypeError, ValueError, tarfile.TarError) as error:
        raise Refused(DAMAGED) from error
    if not {MANIFEST, DATABASE} <= names or end != digest.hexdigest():
        raise Refused(DAMAGED)


def taken_away(tar: tarfile.TarFile) -> Sequence[str]:
    """Returns the files that the database in it names, and that were taken away while it was made."""
    said = json.loads(_content(tar, END)).get(TAKEN_AWAY, [])
    return [one for one in said if isinstance(one, str)]


def _is_ours(name: str) -> bool:
    key = name.removeprefix(FILES)
    return name in (MANIFEST, DATABASE, END) or (key != name and is_key(key) and key.partition("/")[0] in PLACES)


def _read_through(tar: tarfile.TarFile, one: tarfile.TarInfo, digest: "hashlib._Hash") -> None:
    source = tar.extractfile(one)
    assert source is not None
    digest.update(_beginning(one.name, one.size))
    while block := source.read(A_BLOCK):
        digest.update(block)


def take_database(tar: tarfile.TarFile, to: Path) -> None:
    """Put the database of a backup in a file."""
    source = tar.extractfile(DATABASE)
    assert source is not None
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while block := source.read(A_BLOCK):
            target.write(block)
        os.fsync(target.fileno())


def files_in(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    """Yields the files of the store, by their names."""
    for one in tar:
        if one.isfile() and one.name.startswith(FILES):
            yield one.name.removeprefix(FILES), _content(tar, one.name)


def _beginning(name: str, size: int) -> bytes:
    return f"{name}\0{size}\0".encode()


class _Heard(io.RawIOBase):
    """A file of which a digest hears what is read."""

    def __init__(self, source: BinaryIO, digest: "hashlib._Hash") -> None:
        self._source, self._digest = source, digest

    def read(self, size: int = -1, /) -> bytes:
        block = self._source.read(size)
        self._digest.update(block)
        return block


def _add(tar: tarfile.TarFile, name: str, content: bytes, digest: "hashlib._Hash | None" = None) -> None:
    about = _about(name, len(content), digest)
    if digest is not None:
        digest.update(content)
    tar.addfile(about, io.BytesIO(content))


def _about(name: str, size: int, digest: "hashlib._Hash | None" = None) -> tarfile.TarInfo:
    if digest is not None:
        digest.update(_beginning(name, size))
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    return about


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    source = tar.extractfile(name)
    if source is None:
        raise KeyError(name)
    return source.read()


@contextmanager
def _tar(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(file, "r:")  # noqa: SIM115  (entered below; only opening it may fail so)
    except tarfile.TarError as error:
        raise Refused(DAMAGED) from error
    with tar:
        yield tar


def _settle(made: Path, to: Path, *, replace: bool) -> None:
    if not replace:
        refuse_there(to)  # another one may have been made meanwhile
    made.chmod(0o600)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(to)


def _refuse_of_the_disk(error: Exception, folder: Path) -> None:
    """pyrage gives what the system said as words only, and says by the same kind of error that a key is another."""
    if OF_THE_SYSTEM in str(error):
        raise Refused(f"{folder}: {error}. Nothing was kept.") from error


def _recipient(key: str) -> Any:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise Refused(
            f"--recipient {key}: no public key of age. It is age1 and 58 letters and digits: the line that age-keygen "
            "shows, and not the file that it makes."
        ) from error


def _identities(file: Path) -> list[Any]:
    import pyrage

    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise Refused(f"{file}: no key of age can be read from it.") from error
