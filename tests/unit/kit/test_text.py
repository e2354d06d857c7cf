"""Text is counted as its readers count and refused where nobody could see it (security.md 4.2)."""

import pytest

from brandportal.kit.errors import DomainError
from brandportal.kit.text import clean_text, count_characters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("机关服务", 4),
        ("机关\r\n服务", 4),
        ("机 关　服务\n", 4),
        ("𠮷䶮𬭎", 3),
        ("e\u0301", 1),
        ("abc。", 2),
        ("满意率97.6%，第3名", 8),
        ("", 0),
    ],
)
def test_characters_are_counted_as_office_programs_do(text, count):
    assert count_characters(text) == count


@pytest.mark.parametrize(
    "hidden", ["\x00", "\u200b", "\u202e", "\U000e0041", "\u3164", "\ue000"[:0] + "\x1b"]
)
def test_an_invisible_character_is_refused_by_its_code_point(hidden):
    with pytest.raises(DomainError, match=f"{ord(hidden):04X}"):
        clean_text(f"文档{hidden}连心桥", "品牌名称")


def test_text_is_normalised_and_trimmed():
    assert clean_text("  cafe\u0301\r\n二  ", "正文") == "café\n二"
