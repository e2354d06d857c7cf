"""A demonstration hands in some seventy papers, all of our own drawing."""

from collections.abc import Iterator

import pytest

from brandportal.kit import pdf_reader, pdfs


@pytest.fixture(scope="module", autouse=True)
def _papers_looked_into_here() -> Iterator[None]:
    """By the same reader, without a process for each: its bounds are asked by the tests of uploads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdfs, "_look", pdf_reader.verdict)
        yield
