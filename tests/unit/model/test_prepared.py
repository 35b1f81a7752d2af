"""The manifest of a package: what it says of itself, also where an older program wrote it."""

from __future__ import annotations

import json

import pytest

from tiig.model.prepared import HospitalCounts, Manifest

MANIFEST = Manifest(
    sender="elm",
    profile="f" * 64,
    standard="s" * 64,
    software="0.1.0",
    period="2026-06",
    counts=HospitalCounts(3, 2, 1, 0, 0),
    columns=("site", "arrival_at"),
    rows_digest="0" * 64,
    lookup="the hospital's lookup to LSOAs of 2021 (SHA-256 0123456789ab)",
)


def test_a_manifest_comes_back() -> None:
    """Every entry is the same after a round trip."""
    assert Manifest.from_json(MANIFEST.to_json()) == MANIFEST


def test_packages_of_before_name_no_lookup() -> None:
    """They were written when postcodes did not become areas."""
    told = json.loads(MANIFEST.to_json())
    del told["lookup"]

    assert Manifest.from_json(json.dumps(told)).lookup == ""


@pytest.mark.parametrize(
    "change",
    [{"surprise": 1}, {"sender": None}, {"lookup": None}, {"lookup": "x" * 201}, {"format": "x"}],
)
def test_what_no_program_wrote_is_refused(change: dict[str, object]) -> None:
    """An entry that is strange, empty or too long makes it no manifest of ours."""
    told = json.loads(MANIFEST.to_json()) | change

    with pytest.raises(ValueError, match=r"manifest|entry|lookup"):
        Manifest.from_json(json.dumps(told))


def test_an_entry_that_is_missing_is_refused() -> None:
    """Only the lookup may be absent."""
    for name in json.loads(MANIFEST.to_json()).keys() - {"lookup"}:
        told = json.loads(MANIFEST.to_json())
        del told[name]
        with pytest.raises(ValueError, match="manifest"):
            Manifest.from_json(json.dumps(told))
