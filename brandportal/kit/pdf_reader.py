"""Looks into one PDF from outside, in a process of its own: a file that eats memory or time ends it and nothing else.

A program that `pdfs.py` starts with its bounds, in bytes and in seconds: it reads the file from its input and writes one
word, `plain` or what is wrong, and after `pages` their number. Where it writes none, a bound was hit.
"""

import io
import resource
import sys
from collections.abc import Iterator

import pikepdf

MAX_PAGES = 300
RUNNING = {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/XFA", "/RichMedia"}
DEEPEST = 60
# qpdf goes on without what it could not read; a script could lie there that another reader finds.
GIVEN_UP = ("limits error", "bad_alloc")


class TooDeepError(Exception):
    """Something stands deeper in others than any program writes it."""


def bound(memory: int, seconds: int) -> None:
    """Bound this process. The limits of qpdf refuse sooner, stream by stream, but know no LZW and no sum of all."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=8 * 1024 * 1024,
        run_length_max_memory=8 * 1024 * 1024,
        png_max_memory=8 * 1024 * 1024,
        tiff_max_memory=8 * 1024 * 1024,
        max_stream_filters=4,
        parser_max_container_size=200_000,
    )


def verdict(data: bytes) -> str:
    """Return `plain`, or what is wrong with the file."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            return _look(pdf)
    except pikepdf.PasswordError:
        return "locked"
    except (TooDeepError, MemoryError):
        return "much"
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return "broken"


def _look(pdf: pikepdf.Pdf) -> str:
    if len(pdf.pages) > MAX_PAGES:
        return f"pages {len(pdf.pages)}"
    if any(key in RUNNING for obj in pdf.objects for key in _keys(obj, 0)):
        return "runs"
    given_up = any(sign in str(warning) for warning in pdf.get_warnings() for sign in GIVEN_UP)
    return "much" if given_up else "plain"


def _keys(obj: pikepdf.Object, depth: int) -> Iterator[str]:
    # Scripts hide in direct objects nested in others, so every level is walked.
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in obj.items():
            yield key
            if key in {"/S", "/Type"} and isinstance(value, pikepdf.Name):
                yield str(value)
        yield from _deeper([value for _key, value in obj.items()], depth)
    elif isinstance(obj, pikepdf.Array):
        yield from _deeper(list(obj), depth)


def _deeper(values: list[pikepdf.Object], depth: int) -> Iterator[str]:
    for value in values:
        if not getattr(value, "is_indirect", False):
            if depth >= DEEPEST:
                raise TooDeepError
            yield from _keys(value, depth + 1)


if __name__ == "__main__":
    bound(*(int(one) for one in sys.argv[1:]))
    sys.stdout.write(verdict(sys.stdin.buffer.read()))
