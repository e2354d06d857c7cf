"""Codes and receipts as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import tokens

SYMBOLS = st.text(tokens.ALPHABET, min_size=24, max_size=24)


def test_a_fresh_code_is_one_and_no_two_are_alike():
    codes = {tokens.new_code() for _code in range(200)}

    assert len(codes) == 200
    assert all(tokens.is_code(code) and len(code) == 25 for code in codes)


def test_a_code_is_shown_in_five_groups_of_five():
    shown = tokens.show_code(tokens.new_code())

    assert [len(group) for group in shown.split("-")] == [5] * 5


@given(SYMBOLS)
def test_however_it_is_typed_it_is_read(body):
    code = body + tokens.check_symbol(body)
    wide = "".join(chr(ord(symbol) + 0xFEE0) for symbol in code)
    typed = [
        code.lower(),
        tokens.show_code(code),
        f" {code[:7]}　{code[7:]}\t",
        tokens.show_code(code).replace("-", "—"),
        tokens.show_code(code).replace("-", "－"),
        tokens.show_code(code).replace("-", "."),
        f"\u200b{code}\u200b",
        wide,
        wide.lower(),
        code.replace("0", "O").replace("1", "l"),
        code.replace("0", "o").replace("1", "I"),
    ]

    assert {tokens.normalise(text) for text in typed} == {code}


@given(SYMBOLS, st.integers(0, 24), st.sampled_from(tokens.ALPHABET))
def test_every_single_wrong_symbol_is_noticed(body, place, other):
    code = body + tokens.check_symbol(body)
    wrong = code[:place] + other + code[place + 1 :]

    assert tokens.is_code(wrong) == (wrong == code)


@pytest.mark.parametrize("text", ["", "0", "A" * 24, "U" * 25, "文" * 25, "A" * 26, "\x00" * 25])
def test_what_is_no_code_is_none(text):
    assert not tokens.is_code(tokens.normalise(text))


def test_a_receipt_is_of_its_round_and_of_this_portal():
    receipt = tokens.new_receipt("secret", "2026-ten")

    assert len(receipt) == 20
    assert tokens.is_receipt(receipt, "secret", "2026-ten")
    assert not tokens.is_receipt(receipt, "secret", "2025-ten")
    assert not tokens.is_receipt(receipt, "another", "2026-ten")
    assert not tokens.is_receipt(f"{receipt[:-1]}{'0' if receipt[-1] != '0' else '1'}", "secret", "2026-ten")
    assert not tokens.is_receipt(receipt[:-1], "secret", "2026-ten")


def test_the_digest_of_a_receipt_is_that_of_its_chance_part():
    receipt = tokens.new_receipt("secret", "2026-ten")

    assert tokens.receipt_digest(receipt) == tokens.digest(receipt[:12])
