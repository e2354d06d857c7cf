"""A bundle as files: a folder or a .zip, read as streams and written so that equal content gives equal bytes."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from evaluation.tally.faults import TallyError

MANIFEST = "MANIFEST.sha256"
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class NoBundle(TallyError):
    """The path is neither a folder nor a readable .zip."""


class BundleFiles:
    """The files of one bundle by their name inside it."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if self.path.is_dir():
            self._folder, self._names = True, self._walk()
        elif zipfile.is_zipfile(self.path):
            self._folder, self._names = False, self._listed()
        else:
            raise NoBundle(f"{self.path}: no folder and no .zip")

    @property
    def names(self) -> list[str]:
        return sorted(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        if self._folder:
            with (self.path / name).open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(name) as member:
            yield member

    def read(self, name: str) -> bytes:
        with self.open(name) as stream:
            return stream.read()

    def sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        with self.open(name) as stream:
            while block := stream.read(_CHUNK):
                digest.update(block)
        return digest.hexdigest()

    def _walk(self) -> set[str]:
        return {found.relative_to(self.path).as_posix() for found in self.path.rglob("*") if found.is_file()}

    def _listed(self) -> set[str]:
        with zipfile.ZipFile(self.path) as archive:
            return {info.filename for info in archive.infolist() if not info.is_dir()}


def manifest_text(files: Mapping[str, bytes]) -> str:
    """Lines as sha256sum writes and checks them, in the order of the names."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def read_manifest(text: str) -> dict[str, str]:
    """File name to digest; a line that is none is kept under its own text with an empty digest."""
    digests: dict[str, str] = {}
    for line in text.splitlines():
        digest, gap, name = line[:64], line[64:66], line[66:]
        if gap in {"  ", " *"} and name:
            digests[name] = digest
        elif line:
            digests[line] = ""
    return digests


def write_files(path: str | Path, files: Mapping[str, bytes]) -> None:
    """Write a .zip when the path ends so, else a folder that must be new or empty."""
    target = Path(path)
    if target.suffix == ".zip":
        with target.open("wb") as stream:
            _write_zip(stream, files)
        return
    target.mkdir(parents=True, exist_ok=True)
    if any(target.iterdir()):
        raise NoBundle(f"{target}: the folder is not empty")
    for name, content in files.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _write_zip(stream: IO[bytes], files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            # One system and one mode, whatever machine writes.
            info.create_system, info.external_attr = 3, 0o100644 << 16
            archive.writestr(info, files[name], compresslevel=6)
