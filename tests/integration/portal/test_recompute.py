"""The public bundle: the same bytes each time, checked and computed again with nothing but Python."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from applications.models import Round
from evaluation.models import Ballot, ScoreSheet, Tally

pytestmark = pytest.mark.django_db
ARGS = ["named"]


@pytest.fixture
def data(world):
    return download()


def download():
    answer = Client().get(reverse("evaluation:public-bundle", args=ARGS))
    assert answer["Content-Disposition"] == 'attachment; filename="named-public.zip"'
    return answer.content


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))


def test_the_bundle_is_the_same_bytes_each_time(data):
    cache.clear()

    assert download() == data


def test_it_is_checked_and_computed_again_with_python_alone(data, tmp_path):
    opened(data).extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "MANIFEST.sha256"], cwd=tmp_path, capture_output=True, check=False
    )
    command = [sys.executable, "-I", "-B", "-c", "import sys; sys.path[0:0] = ['.']; import runpy;"]
    command[-1] += (
        "sys.argv = ['tally', '.', '--check']; runpy.run_module('evaluation.tally', run_name='__main__')"
    )
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    assert checked.returncode == 0, checked.stderr
    assert (again.returncode, again.stdout, again.stderr) == (0, b"", b"")


def test_the_check_names_a_figure_that_was_changed(data, tmp_path):
    opened(data).extractall(tmp_path)
    result = tmp_path / "result.json"
    result.write_text(result.read_text().replace('"rank":1', '"rank":2', 1))
    command = [sys.executable, "-B", "-m", "evaluation.tally", ".", "--check"]
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    assert again.returncode == 1
    assert b"rank" in again.stderr


def test_no_single_form_is_in_it(data):
    names = set(opened(data).namelist())

    assert "forms.csv" not in names
    assert {"values.csv", "README.zh.txt", "README.en.txt", "receipts.txt", "inspection.txt"} <= names
    text = opened(data).read("values.csv").decode()
    pseudonyms = set(ScoreSheet.objects.values_list("rater__pseudonym", flat=True))
    assert [one for one in pseudonyms if one in text] == []


def test_every_counted_ballot_has_its_receipt_in_it(data):
    listed = opened(data).read("receipts.txt").decode().splitlines()

    assert listed == sorted(
        Ballot.objects.filter(round__code="named").values_list("receipt_digest", flat=True)
    )


def test_the_guide_is_in_both_languages(data):
    result = hashlib.sha256(opened(data).read("result.json")).hexdigest()

    for name, word in (("README.zh.txt", "解压"), ("README.en.txt", "Unpack")):
        text = opened(data).read(name).decode()
        assert word in text
        assert result in text


def test_the_page_tells_how_and_is_for_named_rounds_only(data):
    page = Client().get(reverse("evaluation:recompute", args=ARGS)).content.decode()

    assert Tally.objects.get(round__code="named", through="review").result_digest in page
    assert hashlib.sha256(data).hexdigest() in page
    assert Client().get(reverse("evaluation:recompute", args=["rating"])).status_code == 404


def test_rules_that_publish_the_outcome_only_have_no_bundle(data):
    round = Round.objects.get(code="named")
    document = json.loads(round.rules)
    document["process"]["publish"] = "outcome"
    Round.objects.filter(pk=round.pk).update(rules=json.dumps(document))
    cache.clear()  # what is no deed leaves no event

    assert Client().get(reverse("evaluation:public-bundle", args=ARGS)).status_code == 404
    assert Client().get(reverse("evaluation:recompute", args=ARGS)).status_code == 200


def test_inputs_that_changed_since_are_said_so(data):
    cache.clear()
    sheet = ScoreSheet.objects.filter(channel__key="panel", channel__round__code="named").first()
    ScoreSheet.objects.filter(pk=sheet.pk).update(answers="1|1")

    answer = Client().get(reverse("evaluation:public-bundle", args=ARGS))
    assert answer.status_code == 422
    assert "8812 3456" in answer.content.decode()
