"""The bundle: written, and read back from forms or values to the same bytes."""

import hashlib
import subprocess
import zipfile

import pytest

from evaluation.tally import (
    FormRow,
    load_rules,
    read_bundle,
    result_bytes,
    run,
    write_bundle,
)
from evaluation.tally.files import NoBundle
from tests.unit.tally.builders import channel, document, entries
from tests.unit.tally.bundles import DECISIONS, ENTRIES, FORMS, write


def rerun(path, through=None):
    bundle = read_bundle(path)
    return result_bytes(run(bundle.rules, bundle.inputs, through).result)


@pytest.mark.parametrize("through", ["one", "two"])
@pytest.mark.parametrize("kind", ["forms", "values"])
def test_the_published_bytes_come_back_from_either_bundle(tmp_path, kind, through):
    path = write(tmp_path / "bundle", kind, through=through)

    assert rerun(path, through) == (path / "result.json").read_bytes()


def test_both_bundles_give_the_same_bytes(tmp_path):
    assert rerun(write(tmp_path / "forms", "forms")) == rerun(write(tmp_path / "values", "values"))


def test_an_earlier_stage_can_be_recomputed_from_the_public_bundle(tmp_path):
    assert rerun(write(tmp_path / "forms"), "one") == rerun(write(tmp_path / "values", "values"), "one")


def test_the_public_bundle_holds_no_form(tmp_path):
    path = write(tmp_path / "bundle", "values")

    assert not (path / "forms.csv").exists()
    assert "S01" not in (path / "values.csv").read_text()


def test_values_tell_what_forms_determine(tmp_path):
    lines = (write(tmp_path / "bundle", "values") / "values.csv").read_text().splitlines()

    assert lines[0] == "channel,entry,group,item,returned,valid,invalid,blank,void,recused,base,value"
    assert "clients,A,firms,,3,3,,0,,0,3,100/1" in lines
    assert "clients,A,people,,1,1,,0,,0,1," in lines
    assert "clients,A,,mark,,,,,,,,100/1" in lines
    assert "clients,V,firms,,1,0,,1,,0,0," in lines
    assert "clients,V,people,,0,0,,0,,0,0," in lines
    assert "panel,C,,,2,1,,0,withdrawn:1,0,1,80/1" in lines
    assert "panel,,,,6,5,,0,withdrawn:1,0,," in lines
    assert "vote,A,,,7,7,,0,,0,7,5/7" in lines
    assert "votes,,,,7,5,not_in_stage:1,1,,0,," in lines
    assert "votes,A,,,7,5,not_in_stage:1,1,,0,6,5/1" in lines


def test_a_zip_is_read_like_a_folder_and_written_the_same_twice(tmp_path):
    folder = write(tmp_path / "bundle")
    result = (folder / "result.json").read_bytes()
    for name in ("one.zip", "two.zip"):
        write_bundle(
            tmp_path / name,
            rules_json=(folder / "rules.json").read_text(),
            entries=reversed(ENTRIES),
            forms=reversed(FORMS),
            decisions=reversed(DECISIONS),
            result=result,
        )

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert rerun(tmp_path / "one.zip") == result
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            file.name: file.read_bytes() for file in folder.iterdir()
        }


def test_the_manifest_is_checked_by_sha256sum(tmp_path):
    path = write(tmp_path / "bundle", extra={"receipts.txt": b"abc\n"})

    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "MANIFEST.sha256"],
        cwd=path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(done.stdout.splitlines()) == len(list(path.iterdir())) - 1
    assert hashlib.sha256(b"abc\n").hexdigest() in (path / "MANIFEST.sha256").read_text()


def test_rules_may_stand_as_toml(tmp_path):
    path = write(
        tmp_path / "bundle",
        "raw",
        document(channel()),
        [FormRow("panel", "A", "5")],
        entries("A"),
        decisions=(),
    )
    (path / "rules.json").unlink()
    (path / "rules.toml").write_text(
        'format = 1\nkey = "test"\nstage = [{ key = "final", use = ["panel"] }]\n'
        'select = { mode = "top", seats = 1 }\n[[channel]]\nkey = "panel"\nraters = "panel"\nform = "items"\n'
        'weight = 100\nitems = [{ key = "mark", max = 100 }]\n'
    )

    bundle = read_bundle(path)

    assert bundle.rules.fingerprint == load_rules(document(channel())).fingerprint


def test_a_folder_in_use_is_not_written_into(tmp_path):
    (tmp_path / "note.txt").write_text("mine")

    with pytest.raises(NoBundle):
        write_bundle(tmp_path, rules_json="{}", entries=[], forms=[], result=b"")


def test_further_columns_are_ignored_and_enter_no_digest(tmp_path):
    path = write(tmp_path / "bundle")
    result = (path / "result.json").read_bytes()
    header, *lines = (path / "forms.csv").read_text().splitlines()
    (path / "forms.csv").write_text("\n".join([f"seen,{header}", *(f"x,{line}" for line in lines), ""]))

    assert rerun(path) == result


def test_decisions_may_be_missing(tmp_path):
    path = write(tmp_path / "bundle", decisions=())
    (path / "decisions.csv").unlink()

    assert rerun(path) == (path / "result.json").read_bytes()
