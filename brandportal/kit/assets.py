"""Static files of other packages: the few we use, found where pip put them; none is copied into the house."""

from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# (folder under static/, distribution, folder inside it, files). A .map belongs to each file that names one.
PACKAGES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "vendor/bootstrap/css",
        "bootstrap-wrapper",
        "bootstrap/css",
        ("bootstrap.min.css", "bootstrap.min.css.map"),
    ),
    (
        "vendor/bootstrap/js",
        "bootstrap-wrapper",
        "bootstrap/js",
        ("bootstrap.bundle.min.js", "bootstrap.bundle.min.js.map"),
    ),
    ("vendor/htmx", "django-htmx", "django_htmx/static/django_htmx", ("htmx-2.min.js",)),
)


def _folder(package: str, inside: str) -> Path:
    return Path(str(distribution(package).locate_file(inside)))


class PackageFinder(BaseFinder):
    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        folder, _, name = path.replace("\\", "/").rpartition("/")
        for prefix, package, inside, names in PACKAGES:
            if folder == prefix and name in names:
                found = str(_folder(package, inside) / name)
                return [found] if find_all else found
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for prefix, package, inside, names in PACKAGES:
            storage = FileSystemStorage(location=_folder(package, inside))
            storage.prefix = prefix  # type: ignore[attr-defined]  # collectstatic reads it
            for name in names:
                yield name, storage
