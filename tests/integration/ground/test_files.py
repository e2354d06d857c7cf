"""Private files go to whom their purpose lets read; everybody else learns nothing."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from brandportal.kit.files import store_bytes
from tests.cast import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    stored = store_bytes(b"%PDF-1.7", name="申报表.pdf", content_type="application/pdf", purpose="round-form")
    yield stored
    default_storage.delete(stored.path)


def test_a_public_form_is_given_out_as_a_download(form):
    answer = Client().get(form.get_absolute_url())

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"


@pytest.mark.parametrize(
    "path",
    [
        "/files/x/y",
        "/files/%00/y",
        "/files/..%2f..%2fetc/passwd",
        "/files/00000000-0000-0000-0000-000000000000/y",
    ],
)
def test_what_is_no_file_of_ours_is_not_found(path):
    assert Client().get(path).status_code == 404


def test_a_file_of_a_purpose_that_nobody_registered_is_nobodys(form, cast):
    form.purpose = "unheard-of"
    form.save()

    assert Client().get(form.get_absolute_url()).status_code == 404


def test_a_file_whose_bytes_are_gone_is_not_found(form):
    default_storage.delete(form.path)

    assert Client().get(form.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/people/%00/",
        "/accounts/people/%00/disable/",
        "/setup/x/recusals/x/%00/lift/",
        "/files/00000000-0000-0000-0000-000000000000/%00",
        "/applications/x/y/filings/99999999999999999999999/",
        "/tallies/x/99999999999999999999999/",
    ],
)
def test_an_address_that_no_database_can_hold_is_not_found(cast, path):
    for person in (cast.ada, cast.omar):
        assert client_of(person).get(path).status_code in {403, 404}, path
