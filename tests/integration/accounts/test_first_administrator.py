"""An empty portal gets its first administrator from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from brandportal.accounts.models import User

pytestmark = pytest.mark.django_db


def create(*arguments):
    out = io.StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_first_administrator_signs_in_with_the_printed_password_and_must_change_it():
    first = create("root-office", "--name", "管理员")

    user, client = User.objects.get(), Client()
    client.post("/accounts/sign-in/", {"username": "root-office", "password": first})
    assert (user.name, user.roles, user.must_change_password) == ("管理员", {"administrator"}, True)
    assert client.get("/my/").headers["Location"] == "/accounts/password/"


@pytest.mark.parametrize("name", ["two words", "", "x" * 61])
def test_a_name_that_cannot_be_used_is_refused(name):
    with pytest.raises(CommandError):
        create(name)


def test_a_taken_name_is_refused():
    create("office")
    with pytest.raises(CommandError):
        create("office")
