"""Compare a bundle's published result and manifest with what was recomputed; name every difference."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.tally.files import MANIFEST, BundleFiles, read_manifest
from evaluation.tally.result import result_bytes

RESULT = "result.json"
_SHOWN = 50


def published_stage(files: BundleFiles) -> str | None:
    """The stage that the published result names; None where it names none."""
    result = _published(files)
    through = result.get("through") if isinstance(result, dict) else None
    return through if isinstance(through, str) else None


def differences(files: BundleFiles, result: Mapping[str, Any]) -> Iterator[str]:
    """One line per difference; nothing when the bundle holds."""
    yield from _result_differences(files, result)
    yield from _manifest_differences(files)


def _published(files: BundleFiles) -> Any:
    try:
        return json.loads(files.read(RESULT))
    except (ValueError, RecursionError):
        return None


def _result_differences(files: BundleFiles, result: Mapping[str, Any]) -> Iterator[str]:
    if files.read(RESULT) == result_bytes(result):
        return
    published = _published(files)
    if not isinstance(published, dict):
        yield f"{RESULT}: is no JSON object"
        return
    lines = list(_value_differences("", published, result))
    yield from (f"{RESULT}: {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"{RESULT}: and {len(lines) - _SHOWN} more differences"
    if not lines:
        yield f"{RESULT}: says the same, but is not written as canonical JSON with one newline at the end"


def _value_differences(path: str, published: Any, computed: Any) -> Iterator[str]:
    if isinstance(published, dict) and isinstance(computed, dict):
        for key in sorted(published.keys() | computed.keys()):
            place = f"{path}.{key}" if path else key
            yield from _member_differences(place, published, computed, key)
    elif isinstance(published, list) and isinstance(computed, list):
        yield from _list_differences(path, published, computed)
    elif isinstance(published, bool) != isinstance(computed, bool) or published != computed:
        yield f"{path}: published {_short(published)}, recomputed {_short(computed)}"


def _member_differences(
    place: str, published: Mapping[str, Any], computed: Mapping[str, Any], key: str
) -> Iterator[str]:
    if key not in computed:
        yield f"{place}: published, but not in the recomputed result"
    elif key not in published:
        yield f"{place}: recomputed, but not in the published result"
    else:
        yield from _value_differences(place, published[key], computed[key])


def _list_differences(path: str, published: list[Any], computed: list[Any]) -> Iterator[str]:
    left, right = _named(published), _named(computed)
    if left is None or right is None:
        if published != computed:
            yield f"{path}: published {_short(published)}, recomputed {_short(computed)}"
        return
    for name in [*right, *(name for name in left if name not in right)]:
        yield from _member_differences(f"{path}[{name}]", left, right, name)
    if list(left) != list(right) and left.keys() == right.keys():
        yield f"{path}: published in the order {', '.join(left)}, recomputed {', '.join(right)}"


def _named(rows: list[Any]) -> dict[str, Any] | None:
    """Rows by their entry or key; None where they have none or where one stands twice."""
    names = [row.get("entry") or row.get("key") if isinstance(row, dict) else None for row in rows]
    if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        return None
    return {str(name): row for name, row in zip(names, rows, strict=True)}


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _manifest_differences(files: BundleFiles) -> Iterator[str]:
    listed = read_manifest(files.read(MANIFEST).decode(errors="replace"))
    for name, digest in sorted(listed.items()):
        if not digest:
            yield f"{MANIFEST}: the line {name!r} names no file"
        elif name not in files:
            yield f"{name}: listed in {MANIFEST}, but missing"
        elif files.sha256(name) != digest.lower():
            yield f"{name}: its bytes are not those that {MANIFEST} lists"
    for name in files.names:
        if name not in listed and name != MANIFEST:
            yield f"{name}: not listed in {MANIFEST}"
