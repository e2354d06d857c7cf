"""One-time codes and receipts as text: made, read forgivingly, shown, digested. No database, no settings."""

import hashlib
import hmac
import secrets
import unicodedata
from itertools import cycle

# Crockford's base 32: no I, L, O, U, so that a printed symbol is read as one letter only.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SYMBOLS = 24  # 120 bits; a check symbol follows
NONCE_SYMBOLS = 12  # 60 bits
SEAL_SYMBOLS = 8  # 40 bits of an HMAC: a forged receipt is told from a true one
CODE_LENGTH = CODE_SYMBOLS + 1
RECEIPT_LENGTH = NONCE_SYMBOLS + SEAL_SYMBOLS
BITS = 5
SHIFTS = range(BITS * (SEAL_SYMBOLS - 1), -1, -BITS)
MISREAD = {"O": "0", "I": "1", "L": "1"}


def _counts(sign: str) -> bool:
    """Gaps, dashes and marks that do not show are no symbols; any other sign stays and is refused as such."""
    return unicodedata.category(sign) not in {"Zs", "Cc", "Cf", "Pd"} and sign not in "_."


SYMBOLS = frozenset(ALPHABET)
VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
DOUBLED = {symbol: 2 * value // 32 + 2 * value % 32 for symbol, value in VALUES.items()}
PLAIN = str.maketrans({sign: "" for sign in map(chr, range(128)) if not _counts(sign)} | MISREAD)


def new_code() -> str:
    body = _chance(CODE_SYMBOLS)
    return body + check_symbol(body)


def is_code(symbols: str) -> bool:
    """Whether `symbols` (as `normalise` gives them) are of the right length and their check symbol fits."""
    return len(symbols) == CODE_LENGTH and _listed(symbols) and check_symbol(symbols[:-1]) == symbols[-1]


def normalise(text: str) -> str:
    """What was typed as bare symbols: lower case, full width, gaps, any dash, O, I and L are all forgiven."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(PLAIN)
    return plain if plain.isascii() else "".join(filter(_counts, plain))


def digest(symbols: str) -> str:
    """SHA-256 in hexadecimal: all that is ever stored of a code or of a receipt."""
    return hashlib.sha256(symbols.encode()).hexdigest()


def in_groups(symbols: str, size: int) -> str:
    return "-".join(symbols[start : start + size] for start in range(0, len(symbols), size))


def show_code(symbols: str) -> str:
    return in_groups(symbols, 5)


def show_receipt(symbols: str) -> str:
    return in_groups(symbols, 4)


def new_receipt(secret: str, round_code: str) -> str:
    """A fresh receipt of a round: chance symbols, then their seal; not stored until a ballot carries it."""
    nonce = _chance(NONCE_SYMBOLS)
    return nonce + seal(nonce, secret, round_code)


def is_receipt(symbols: str, secret: str, round_code: str) -> bool:
    """Whether this portal made `symbols` for that round."""
    if len(symbols) != RECEIPT_LENGTH or not _listed(symbols):
        return False
    nonce, sealed = symbols[:NONCE_SYMBOLS], symbols[NONCE_SYMBOLS:]
    return hmac.compare_digest(seal(nonce, secret, round_code), sealed)


def receipt_digest(symbols: str) -> str:
    return digest(symbols[:NONCE_SYMBOLS])


def seal(nonce: str, secret: str, round_code: str) -> str:
    words = f"ballot receipt|{round_code}|{nonce}".encode()
    number = int.from_bytes(hmac.digest(secret.encode(), words, "sha256")[: BITS * SEAL_SYMBOLS // 8], "big")
    return "".join([ALPHABET[number >> shift & 31] for shift in SHIFTS])


def check_symbol(body: str) -> str:
    """Luhn modulo 32: finds every single wrong symbol and nearly every swap of neighbours."""
    total = 0
    for symbol, worth in zip(reversed(body), cycle((DOUBLED, VALUES))):
        total += worth[symbol]
    return ALPHABET[-total % 32]


def _chance(symbols: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _symbol in range(symbols))


def _listed(symbols: str) -> bool:
    return SYMBOLS.issuperset(symbols)
