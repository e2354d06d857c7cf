"""The command line: `python -m evaluation.tally BUNDLE`, alone, without Django."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.tally import result_bytes
from evaluation.tally.__main__ import main
from tests.unit.tally.builders import channel, document, entries
from tests.unit.tally.bundles import rewrite, write

ROOT = Path(__file__).parents[3]


def call(capfdbinary, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capfdbinary.readouterr()
    return code, out, err.decode()


@pytest.fixture
def bundle(tmp_path):
    return write(tmp_path / "bundle")


def test_it_prints_the_published_bytes(capfdbinary, bundle):
    assert call(capfdbinary, bundle) == (0, (bundle / "result.json").read_bytes(), "")


def test_through_stops_at_a_stage(capfdbinary, bundle):
    code, out, _ = call(capfdbinary, bundle, "--through", "one")

    assert code == 0
    assert b'"through":"one"' in out
    assert b'"selection":[]' in out


def test_an_unknown_stage_exits_2(capfdbinary, bundle):
    assert call(capfdbinary, bundle, "--through", "nine")[::2] == (
        2,
        "unknown stage 'nine'; the rules have one, two\n",
    )


@pytest.mark.parametrize("kind", ["forms", "values"])
@pytest.mark.parametrize("through", [None, "one"])
def test_a_sound_bundle_passes_the_check(capfdbinary, tmp_path, kind, through):
    assert call(capfdbinary, write(tmp_path / "b", kind, through=through), "--check") == (0, b"", "")


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("result.json", ('"printed":"55.78"', '"printed":"55.87"'), 'published "55.87", recomputed "55.78"'),
        ("result.json", ('"rank":1', '"rank":2'), "rank: published 2, recomputed 1"),
        (
            "result.json",
            ('"rank":1', '"rank": 1'),
            "result.json: says the same, but is not written as canonical JSON",
        ),
        (
            "result.json",
            ('"state":"final"', '"state":"final","seen":1'),
            "seen: published, but not in the recomputed",
        ),
        ("result.json", ('"state":"final",', ""), "state: recomputed, but not in the published result"),
        ("result.json", ("{", ""), "result.json: is no JSON object"),
        ("result.json", ('"through":"two"', '"through":"nine"'), "names the unknown stage 'nine'"),
        ("forms.csv", ("50|30", "50|31"), "forms.csv: its bytes are not those that MANIFEST.sha256 lists"),
        ("forms.csv", ("50|30", "50|31"), "inputs: published"),
        ("entries.csv", ("A,档案局", "A,档案馆"), "inputs: published"),
        ("rules.json", ('"weight":"40"', '"weight":"41"'), "rules: published"),
        (
            "MANIFEST.sha256",
            ("  forms.csv", "  form.csv"),
            "form.csv: listed in MANIFEST.sha256, but missing",
        ),
        ("MANIFEST.sha256", ("  forms.csv", "  form.csv"), "forms.csv: not listed in MANIFEST.sha256"),
        ("MANIFEST.sha256", ("  forms.csv", " forms.csv"), "names no file"),
    ],
)
def test_the_check_names_every_difference(capfdbinary, bundle, name, change, told):
    code, out, err = call(capfdbinary, rewrite(bundle, name, change), "--check")

    assert (code, out) == (1, b"")
    assert told in err


def test_the_check_names_rows_in_another_order(capfdbinary, bundle):
    lines = (bundle / "forms.csv").read_text().splitlines()
    (bundle / "forms.csv").write_text("\n".join([lines[0], lines[2], lines[1], *lines[3:], ""]))

    assert call(capfdbinary, bundle, "--check") == (
        1,
        b"",
        "forms.csv: its bytes are not those that MANIFEST.sha256 lists\n",
    )


def test_the_check_names_places_in_another_order(capfdbinary, bundle):
    result = json.loads((bundle / "result.json").read_bytes())
    result["stages"][0]["entries"].reverse()
    (bundle / "result.json").write_bytes(result_bytes(result))

    assert (
        "stages[one].entries: published in the order V, C, B, A, recomputed A, B, C, V"
        in call(capfdbinary, bundle, "--check")[2]
    )


def test_the_check_ends_a_long_list_of_differences(capfdbinary, bundle):
    result = json.loads((bundle / "result.json").read_bytes())
    for stage in result["stages"]:
        for place in stage["entries"]:
            place["channels"] = {
                key: dict.fromkeys(counts, "other") for key, counts in place["channels"].items()
            }
    (bundle / "result.json").write_bytes(result_bytes(result))

    lines = call(capfdbinary, bundle, "--check")[2].splitlines()

    assert lines[50].startswith("result.json: and ")
    assert lines[50].endswith(" more differences")


def test_the_check_names_a_missing_file(capfdbinary, bundle):
    (bundle / "decisions.csv").unlink()

    code, _, err = call(capfdbinary, bundle, "--check")

    assert code == 1
    assert "decisions.csv: listed in MANIFEST.sha256, but missing" in err


@pytest.mark.parametrize("name", ["result.json", "MANIFEST.sha256"])
def test_a_check_without_anything_to_check_against_exits_2(capfdbinary, bundle, name):
    (bundle / name).unlink()

    assert call(capfdbinary, bundle, "--check") == (2, b"", f"{name}: the file is missing\n")


def test_every_single_changed_byte_is_found(capfdbinary, bundle):
    for file in sorted(bundle.iterdir()):
        whole = file.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 5)):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            code, _, err = call(capfdbinary, bundle, "--check")
            assert code in {1, 2}
            assert err
        file.write_bytes(whole)
    assert call(capfdbinary, bundle, "--check")[0] == 0


def test_broken_input_exits_2_with_every_fault(capfdbinary, bundle):
    (bundle / "decisions.csv").write_text("stage,entry,order,reason\nnine,Z,first,\n")

    assert call(capfdbinary, bundle) == (
        2,
        b"",
        (
            "decisions.csv, row 2: order 'first' is no number\n"
            "decisions.csv, row 2: unknown entry 'Z'\n"
            "decisions.csv, row 2: unknown stage 'nine'\n"
        ),
    )


def test_a_path_that_is_no_bundle_exits_2(capfdbinary, tmp_path):
    code, _, err = call(capfdbinary, tmp_path / "nothing")

    assert (code, err) == (2, f"{tmp_path / 'nothing'}: no folder and no .zip\n")


@pytest.mark.parametrize("arguments", [[], ["x", "--check", "--explain", "A"], ["x", "--lang", "fr"]])
def test_a_command_that_is_none_exits_2(capfd, arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2


@pytest.mark.parametrize(
    ("lang", "line"), [("zh", "  名次：第 1 名\n"), ("en", "  Rank: 1\n")], ids=["zh", "en"]
)
def test_an_entry_is_explained_in_both_languages(capfdbinary, bundle, lang, line):
    code, out, err = call(capfdbinary, bundle, "--explain", "A", "--lang", lang)

    assert (code, err) == (0, "")
    assert line in out.decode()


def test_an_unknown_entry_cannot_be_explained(capfdbinary, bundle):
    assert call(capfdbinary, bundle, "--explain", "Q")[::2] == (2, "unknown entry 'Q'\n")


@pytest.mark.parametrize("locale", ["C", "zh_CN.UTF-8"])
def test_it_runs_alone_without_django(tmp_path, locale):
    bundle = write(tmp_path / "b", rules=document(channel()), rows=[], listed=entries(""), decisions=())
    environment = {"PATH": os.environ["PATH"], "LC_ALL": locale, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [sys.executable, "-S", "-m", "evaluation.tally", str(bundle), "--check"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
