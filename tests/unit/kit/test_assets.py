import hashlib
from pathlib import Path

from brandportal.kit.assets import PACKAGES, PackageFinder

# What was looked at when these versions were chosen (Bootstrap: the bytes of its own publication).
PINNED = {
    "css/bootstrap.min.css": "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
    "js/bootstrap.bundle.min.js": "e4fd49181388c48ec5040bd3fe66f57c29c8e67fcd8502b3354b96ec7ab47cc7",
}
HTMX = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"


def digest(path):
    return hashlib.sha256(Path(PackageFinder().find(path)).read_bytes()).hexdigest()


def test_vendor_files_are_the_bytes_that_were_looked_at():
    assert {name: digest(f"vendor/bootstrap/{name}") for name in PINNED} == PINNED
    assert digest("vendor/htmx/htmx-2.min.js") == HTMX


def test_every_listed_file_exists_and_is_found_under_its_prefix():
    listed = [(storage, name) for name, storage in PackageFinder().list(None)]

    assert len(listed) == sum(len(names) for *_, names in PACKAGES)
    assert all(storage.exists(name) for storage, name in listed)
    assert all(Path(PackageFinder().find(f"{storage.prefix}/{name}")).is_file() for storage, name in listed)


def test_a_file_outside_the_list_is_not_served():
    finder = PackageFinder()

    assert finder.find("vendor/bootstrap/css/bootstrap.css") == []
    assert finder.find("vendor/bootstrap/css/../css/bootstrap.min.css") == []
    assert len(finder.find("vendor/htmx/htmx-2.min.js", find_all=True)) == 1
