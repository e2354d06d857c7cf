"""Recompute a tally bundle: ``python -m evaluation.tally BUNDLE``."""

import argparse
import sys
from collections.abc import Iterable, Sequence

from evaluation.tally.bundle import RESULT, Bundle, read_bundle
from evaluation.tally.compare import differences, published_stage
from evaluation.tally.engine import UnknownStage, run
from evaluation.tally.explain import explain
from evaluation.tally.faults import InputError, InputFault, TallyError
from evaluation.tally.files import MANIFEST
from evaluation.tally.result import result_bytes
from evaluation.tally.words import LANGUAGES

DIFFERENT, BROKEN = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: done; 1: `--check` found differences; 2: the input is broken, or the command is."""
    options = _parser().parse_args(arguments)
    try:
        bundle = read_bundle(options.bundle)
        if options.check:
            return _check(bundle)
        if options.explain:
            return _explain(bundle, options.explain, options.through, options.lang)
        sys.stdout.buffer.write(result_bytes(run(bundle.rules, bundle.inputs, options.through).result))
    except InputError as error:
        _report(str(fault) for fault in error.faults)
        return BROKEN
    except (TallyError, OSError) as error:
        _report([str(error)])
        return BROKEN
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.tally", description="Recompute a tally bundle."
    )
    parser.add_argument("bundle", metavar="BUNDLE", help="a folder or a .zip")
    parser.add_argument("--through", metavar="STAGE", help="stop after this stage")
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument(
        "--check", action="store_true", help="compare with the published result and the manifest"
    )
    doing.add_argument("--explain", metavar="ENTRY", help="the arithmetic of one entry, line by line")
    parser.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of --explain")
    return parser


def _check(bundle: Bundle) -> int:
    missing = [name for name in (RESULT, MANIFEST) if name not in bundle.files]
    if missing:
        raise InputError(InputFault(name, 0, "the file is missing") for name in missing)
    lines = list(_differences(bundle))
    _report(lines)
    return DIFFERENT if lines else 0


def _differences(bundle: Bundle) -> list[str]:
    named = published_stage(bundle.files)
    try:
        return list(differences(bundle.files, run(bundle.rules, bundle.inputs, named).result))
    except UnknownStage:
        result = run(bundle.rules, bundle.inputs).result
        return [f"{RESULT}: names the unknown stage {named!r}", *differences(bundle.files, result)]


def _explain(bundle: Bundle, entry: str, through: str | None, lang: str) -> int:
    if entry not in {known.key for known in bundle.inputs.entries}:
        raise TallyError(f"unknown entry {entry!r}")
    done = run(bundle.rules, bundle.inputs, through)
    lines = explain(bundle.rules, done.result, entry, lang, done.rows["values"])
    sys.stdout.buffer.write("".join(f"{'  ' * line.depth}{line.text}\n" for line in lines).encode())
    return 0


def _report(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stderr.buffer.write(f"{line}\n".encode(errors="replace"))


if __name__ == "__main__":
    sys.exit(main())
