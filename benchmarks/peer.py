"""The peer: the same intake in vectorised pandas on the pyarrow engine, without `apply`.

python benchmarks/peer.py EXTRACT.csv OUT.parquet > counts.json

It does what a careful analyst would write: read as Arrow strings, search for identifiers,
map codes, parse dates, judge a part of the rules, pseudonymise, derive a few columns, write
encrypted Parquet. It has no receipt, no line account and only the rules that it prints.
"""

from __future__ import annotations

import hmac
import json
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from extract import CODED, SITES, YEAR
from pyarrow.parquet import encryption

IDENTIFIERS = (
    r"[^@\s]+@[^@\s]+\.[a-z]+",
    r"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\b",
    r"\b(?:0|\+44)[0-9 ]{9,12}\b",
    r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b",
    r"\b(?:Mr|Mrs|Ms|Miss|Dr) [A-Z][a-z]+\b",
)
LSOA = r"^XS-A[0-9]{2}-M[0-9]{2}-L[0-9]$"
KEY = b"benchmark key of thirty-two byte"


def main(source: str, target: str) -> None:
    """Take in the extract and print how often each rule is missed."""
    raw = pd.read_csv(source, engine="pyarrow", dtype_backend="pyarrow", dtype=str)
    searched(raw)
    copies = raw.duplicated()
    counts = {"not_an_exact_copy": int(copies.sum())}
    rows = translated(raw[~copies], counts)
    kept = judged(rows, counts)
    kept = stripped(kept)
    kept = derived(kept)
    write(kept, target)
    json.dump({"rows": len(raw), "stored": len(kept), "missed": counts}, sys.stdout)


def searched(raw: pd.DataFrame) -> None:
    """Search every cell for direct identifiers."""
    pattern = "|".join(IDENTIFIERS)
    for name in raw.columns:
        if name not in {"AttNo", "PersonNo"} and raw[name].str.contains(pattern, regex=True).any():
            message = f"identifier in column {name}"
            raise SystemExit(message)


def translated(raw: pd.DataFrame, counts: dict[str, int]) -> pd.DataFrame:
    """Map codes and parse moments and numbers."""
    rows = pd.DataFrame(index=raw.index)
    for coded in CODED:
        text = raw[coded.header].str.strip().str.lower()
        meaning = {code.lower(): node for code, node, _ in coded.codes if code}
        rows[coded.item] = text.map(meaning)
        counts[f"{coded.item}-mapped"] = int(
            (text.notna() & (text != "") & rows[coded.item].isna()).sum()
        )
    day = pd.to_datetime(raw["ArrDate"], format="%d/%m/%Y", errors="coerce")
    clock = pd.to_datetime(raw["ArrTime"], format="%H:%M", errors="coerce")
    rows["arrival_at"] = day + (clock - clock.dt.normalize()).fillna(pd.Timedelta(0))
    rows["has_clock"] = clock.notna()
    for name, item in (("Injured", "injury_at"), ("Departed", "departure_at")):
        rows[item] = pd.to_datetime(raw[name], format="%d/%m/%Y %H:%M", errors="coerce")
    counts["departure_at-readable"] = int(
        (raw["Departed"].notna() & rows["departure_at"].isna()).sum()
    )
    rows["age"] = pd.to_numeric(raw["Age"], errors="coerce")
    counts["age-readable"] = int((raw["Age"].notna() & rows["age"].isna()).sum())
    area = raw["LSOA"].str.upper()
    rows["residence_lsoa"] = area.where(area.str.match(LSOA))
    counts["residence_lsoa-readable"] = int((area.notna() & rows["residence_lsoa"].isna()).sum())
    sites = {f"S{n:02d}": f"XB1S{n:02d}" for n in range(1, SITES + 1)}
    rows["site"] = raw["Site"].map(sites)
    rows["number"], rows["person"], rows["place"] = raw["AttNo"], raw["PersonNo"], raw["Place"]
    return rows


def judged(rows: pd.DataFrame, counts: dict[str, int]) -> pd.DataFrame:
    """Set aside what cannot be counted, count what is missed, blank what is wrong."""
    counts["arrival_date_readable"] = int(rows["arrival_at"].isna().sum())
    inside = rows["arrival_at"].dt.year == YEAR
    kept = rows[inside & rows["site"].notna()].copy()
    both = kept["injury_at"].notna() & kept["has_clock"]
    late = both & (kept["injury_at"] > kept["arrival_at"])
    counts["injured_before_arriving"] = int(late.sum())
    same = both & (kept["injury_at"] == kept["arrival_at"])
    counts["injury_time_not_arrival_time"] = int(same.sum())
    stays = kept["departure_at"].notna() & kept["has_clock"]
    counts["departed_after_arriving"] = int(
        (stays & (kept["departure_at"] < kept["arrival_at"])).sum()
    )
    kept.loc[late, "injury_at"] = pd.NaT
    return kept


def stripped(kept: pd.DataFrame) -> pd.DataFrame:
    """Replace numbers and places by keyed ids."""
    for name in ("number", "person", "place"):
        kept[name] = [
            hmac.digest(KEY, text.encode(), "sha256").hex()[:32] for text in kept[name].fillna("")
        ]
    return kept


def derived(kept: pd.DataFrame) -> pd.DataFrame:
    """Add month, hours, bands and flags."""
    kept["month"] = kept["arrival_at"].dt.strftime("%Y-%m")
    kept["arrival_hour"] = kept["arrival_at"].dt.hour
    kept["arrival_weekday"] = kept["arrival_at"].dt.day_of_week
    kept["event_hour"] = kept["injury_at"].dt.hour
    kept["age_band"] = pd.cut(kept["age"], [-1, *range(4, 90, 5), 200])
    kept["age_band"] = kept["age_band"].astype(str)
    kept["assault"] = kept["injury_intent"] == "assault"
    kept["weapon"] = kept["injury_mechanism"].where(kept["assault"])
    kept["under_25"] = kept["age"] < 25
    night = (kept["event_hour"] >= 20) | (kept["event_hour"] < 6)
    kept["night_time_economy"] = kept["assault"] & night
    return kept


def write(kept: pd.DataFrame, target: str) -> None:
    """Write Parquet under Parquet Modular Encryption, as the store does."""

    class Wrap(encryption.KmsClient):  # type: ignore[misc]
        """Holds the master key in clear: the peer's time is what counts here."""

        def __init__(self, _settings: object) -> None:
            super().__init__()

        def wrap_key(self, key_bytes: bytes, _name: str) -> bytes:
            """Return the key as text."""
            return key_bytes.hex().encode()

        def unwrap_key(self, wrapped_key: bytes, _name: str) -> bytes:
            """Return the key."""
            return bytes.fromhex(wrapped_key.decode())

    factory = encryption.CryptoFactory(Wrap)
    settings = encryption.EncryptionConfiguration(footer_key="k", uniform_encryption=True)
    table = pa.Table.from_pandas(kept.sort_values(["site", "month"]), preserve_index=False)
    properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), settings)
    with pq.ParquetWriter(target, table.schema, encryption_properties=properties) as writer:
        writer.write_table(table)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
