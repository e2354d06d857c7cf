import sys

import pytest

from tools import run_tests
from tools.run_tests import Part

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((7, 0, 0, 0), (7, "")),
        ((7, 1, 0, 0), (6, "1 failed")),
        ((7, 0, 0, 2), (5, "2 skipped")),
        ((7, 1, 1, 1), (4, "1 failed, 1 in error, 1 skipped")),
        ((0, 0, 0, 0), (0, "found no tests")),
    ],
)
def test_what_did_not_run_has_failed(tmp_path, counts, expected):
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(*counts), encoding="utf-8")

    assert run_tests.counted(report) == expected


def test_missing_report_is_a_failure(tmp_path):
    assert run_tests.counted(tmp_path / "none.xml") == (0, "did not run")


def test_failing_command_fails_its_part_and_shows_what_it_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run_tests, "REPORTS", tmp_path)

    outcome = run_tests.run(
        Part("arrows", (sys.executable, "-c", "print('the reason'); raise SystemExit(3)"))
    )

    assert outcome.fault == "exit code 3"
    assert "the reason" in capsys.readouterr().out


def test_check_chooses_every_part_that_needs_no_tests():
    assert [part.name for part in run_tests.chosen(["check"])] == [part.name for part in run_tests.CHECKS]


def test_unknown_part_is_refused_with_the_known_ones():
    with pytest.raises(SystemExit, match="integration-postgres"):
        run_tests.chosen(["integraton"])
