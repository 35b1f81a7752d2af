"""One canonical form and one digest for values that must be named by their content."""

from __future__ import annotations

import hashlib
import json


def canonical_json(value: object) -> str:
    """Write JSON with sorted keys and no white space, so that equal values read equal."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: object) -> str:
    """Return the SHA-256 (hex) of a value's canonical JSON."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
