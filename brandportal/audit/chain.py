"""The hash chain: pure functions over what an event says."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def canonical(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(prev: str, body: str) -> str:
    """Return SHA-256 over the previous hash and the canonical body."""
    return hashlib.sha256(f"{prev}\n{body}".encode()).hexdigest()
