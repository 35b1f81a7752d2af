"""Looks a workspace over with other means than the program's: raw SQL, raw keys, raw files.

`inspect` returns what the workspace says, without ids and moments, so that two runs can be
compared; and a sentence for everything that is half there, doubled, lost or left about. It
imports nothing of the program: what the program believes is what it checks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
import pyrage
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyrage import x25519

_NONCE = 12
_ID = 32
_REFUSED = """
SELECT submissions.id, submissions.fingerprint, incidents.original, incidents.destroyed_at
FROM incidents JOIN submissions ON submissions.id = incidents.submission
WHERE incidents.original IS NOT NULL
"""
_IDS = frozenset({"attendance_id", "person_id", "place_phrase_id"})
_UNENDED = "SELECT id FROM rotations WHERE phase != 'done'"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """What a workspace says, and what is wrong with it."""

    told: dict[str, Any]
    faults: tuple[str, ...]


def inspect(workspace: Path, database: str | None = None, password: str | None = None) -> Found:
    """Read everything that the workspace holds; its catalogue may be in a server's database."""
    where = f"file:{workspace / 'catalogue.db'}?mode=ro" if database is None else ":memory:"
    with closing(sqlite3.connect(where, uri=True)) as base:
        if database is not None:
            _fetch(database, password, base)
        base.row_factory = sqlite3.Row
        return _Workspace(workspace, base).inspect()


def _fetch(database: str, password: str | None, base: sqlite3.Connection) -> None:
    """Copy a server's tables; truths become numbers."""
    named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(database, password=password) as server:
        for (table,) in server.execute(named).fetchall():
            found = server.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            names = [column.name for column in found.description or ()]
            base.execute(f'CREATE TABLE "{table}" ({", ".join(map(_quoted, names))})')
            marks = ", ".join("?" * len(names))
            base.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found.fetchall())  # noqa: S608
    base.commit()


def _quoted(name: str) -> str:
    return f'"{name}"'


class _Client(pe.KmsClient):  # type: ignore[misc]  # pyarrow ships no types
    """Unwraps the keys of packs with the keyring as it lies on the disk."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        super().__init__()
        self._keys = keys

    def wrap_key(self, _key: bytes, _name: str) -> bytes:
        """Write nothing."""
        raise NotImplementedError

    def unwrap_key(self, wrapped: bytes, _name: str) -> bytes:
        """Open a wrapped key."""
        return _unwrapped(self._keys, base64.b64decode(wrapped))


class _Workspace:
    def __init__(self, root: Path, base: sqlite3.Connection) -> None:
        self._root = root
        self._base = base
        self._keys = _keyring(root / "keys")
        self._factory = pe.CryptoFactory(lambda _settings: _Client(self._keys))
        self._faults: list[str] = []
        self._rows: dict[str, list[Row]] = {}

    def inspect(self) -> Found:
        (sound,) = self._base.execute("PRAGMA integrity_check").fetchone()
        self._blame(sound != "ok", "the catalogue is damaged")
        self._check_packs()
        told = {
            "submissions": list(self._submissions()),
            "in force": list(self._in_force()),
            "erased": self._all("SELECT site, month, rows FROM tombstones ORDER BY 1, 2, 3"),
            "layers": self._layers(),
            "incidents": self._all(
                "SELECT places, closed_by, original IS NULL, destroyed_at IS NULL FROM incidents"
            ),
            "marks": self._all("SELECT kind, mark FROM erased_marks ORDER BY 1, 2"),
            "decided": list(self._decided()),
            "codes": self._all(
                "SELECT step, sender, item, value, node FROM code_decisions ORDER BY at, id"
            ),
            "kept phrases": list(self._kept()),
            "geographies": self._all("SELECT name, version FROM geographies ORDER BY 1, 2"),
        }
        self._check_sealed()
        self._check_ends()
        return Found(told, tuple(self._faults))

    def _blame(self, wrong: bool, what: str) -> None:
        if wrong:
            self._faults.append(what)

    def _all(self, query: str) -> list[list[Any]]:
        return [list(row) for row in self._base.execute(query)]

    def _named(self, query: str) -> list[Row]:
        return [dict(row) for row in self._base.execute(query)]

    def _check_packs(self) -> None:
        """Hold every file of the lake against the row that names it, and read its rows."""
        for pack in self._named("SELECT * FROM packs"):
            path = self._root / "lake" / f"{pack['id']}.parquet"
            content = path.read_bytes() if path.exists() else b""
            right = hashlib.sha256(content).hexdigest() == pack["sha256"]
            self._blame(not right, f"pack {pack['id']} is not the one that was written")
            if right:
                self._rows[pack["id"]] = self._opened(content)
                wrong = len(self._rows[pack["id"]]) != pack["rows"]
                self._blame(wrong, f"pack {pack['id']} has another number of rows")
        lying = {path.stem for path in (self._root / "lake").iterdir()}
        listed = {pack["id"] for pack in self._named("SELECT id FROM packs")}
        swaps = self._named("SELECT old, id FROM swaps")
        lying -= {swap["id"] for swap in swaps if swap["old"] in listed} - listed
        self._blame(lying != listed, f"packs lie about unnamed: {sorted(lying - listed)}")
        staged = sorted(path.name for path in (self._root / "vault" / "staging").iterdir())
        self._blame(bool(staged), f"packs are left in staging: {staged}")

    def _opened(self, content: bytes) -> list[Row]:
        opener = self._factory.file_decryption_properties(
            pe.KmsConnectionConfig(), pe.DecryptionConfiguration()
        )
        file = pq.ParquetFile(pa.BufferReader(content), decryption_properties=opener)
        rows: list[Row] = file.read().to_pylist()
        return rows

    def _submissions(self) -> Iterator[list[Any]]:
        """Yield each submission in order; its receipt must say the same."""
        for one in self._named("SELECT * FROM submissions ORDER BY received_at, id"):
            tally = [one[name] for name in ("read", "stored", "set_aside", "ignored")]
            self._blame(tally[0] != sum(tally[1:]), f"submission {one['id']} lost rows")
            receipts = self._all(f"SELECT body FROM receipts WHERE submission = '{one['id']}'")  # noqa: S608 - an id of ours
            self._blame(len(receipts) != 1, f"submission {one['id']} has {len(receipts)} receipts")
            for (body,) in receipts:
                said = json.loads(body)["tally"]
                wrong = [said[name] for name in ("read", "stored", "set_aside", "ignored")] != tally
                self._blame(wrong, f"the receipt of {one['id']} says other counts")
            yield [one["state"], *tally, one["nil"]]

    def _in_force(self) -> Iterator[list[Any]]:
        """Yield each site-month in force with a digest of its rows, which must be its pair's."""
        pairs = self._named("SELECT * FROM pairs ORDER BY month, site, known_from")
        linked: dict[str, int] = {}
        now = [pair for pair in pairs if pair["known_until"] is None]
        doubled = Counter((pair["site"], pair["month"]) for pair in now)
        self._blame(any(count > 1 for count in doubled.values()), "a site-month is in force twice")
        for pair in pairs:
            rows = [
                row
                for name in json.loads(pair["packs"])
                for row in self._rows.get(name, [])
                if (row.get("site"), row.get("month")) == (pair["site"], pair["month"])
            ]
            missing = set(json.loads(pair["packs"])) - self._rows.keys()
            self._blame(bool(missing), f"pair {pair['id']} needs packs that are not there")
            self._blame(len(rows) != pair["rows"], f"pair {pair['id']} has other rows than it says")
            if pair["known_until"] is None:
                yield [pair["site"], pair["month"], pair["rows"], _digest(rows, linked)]

    def _decided(self) -> Iterator[list[Any]]:
        """Yield each decision on a place phrase with the rows in force that it reaches."""
        asked = "SELECT * FROM pairs WHERE known_until IS NULL"
        packs = [name for pair in self._named(asked) for name in json.loads(pair["packs"])]
        rows = [row for name in packs for row in self._rows.get(name, [])]
        for one in self._named("SELECT * FROM place_decisions ORDER BY at, id"):
            reached = sorted(
                [row["site"], row["month"], row["row"]]
                for row in rows
                if row.get("place_phrase_id") == one["phrase"]
            )
            self._blame(not reached, f"decision {one['id']} reaches no row")
            yield [one["ruling"], one["place_type"], reached]

    def _kept(self) -> Iterator[list[Any]]:
        """Yield, for each submission whose phrases are gone, how many outlived the others."""
        asked = "SELECT subject FROM destructions WHERE kind = 'phrases'"
        gone = {one["subject"] for one in self._named(asked)}
        for one in self._named("SELECT id FROM submissions ORDER BY received_at, id"):
            plain = self._unsealed("phrases", f"{one['id']}-kept-phrases")
            if f"{one['id']}-phrases" in gone and plain is not None:
                ids = self._phrase_ids(json.loads(plain))
                self._blame(not ids <= self._used(one["id"]), "a phrase is kept for no row")
                yield [len(ids)]

    def _layers(self) -> list[int]:
        """Return the layers of ids in force: attendance, person, phrase."""
        asked = "SELECT attendance, person, phrase FROM rotations WHERE phase != 'preparing'"
        return (self._all(f"{asked} ORDER BY id") or [[1, 1, 1]])[-1]

    def _check_sealed(self) -> None:
        """Open every original and phrase file; what was destroyed must be gone with its key."""
        gone = {
            one["subject"]
            for one in self._named("SELECT subject, kind FROM destructions")
            if one["kind"] != "unused phrases"
        }
        expected: set[str] = set()
        for one in self._named("SELECT * FROM submissions"):
            phrases = f"{one['id']}-phrases"
            expected |= self._check_original(one["id"], one["original"], one["fingerprint"], gone)
            if phrases not in gone and self._check_phrases(one["id"], phrases):
                expected.add(phrases)
            kept = f"{one['id']}-kept-phrases"
            if phrases in gone and kept not in gone and self._unsealed("phrases", kept):
                expected.add(kept)
        for one in self._named(_REFUSED):
            expected |= self._check_original(one["id"], one["original"], one["fingerprint"], gone)
            destroyed = one["original"] in gone
            wrong = destroyed is not (one["destroyed_at"] is not None)
            self._blame(wrong, f"the incident of {one['id']} tells another end of its copy")
        files = {
            path.name.removesuffix(".age")
            for folder in ("originals", "phrases")
            for path in (self._root / "vault" / folder).iterdir()
        }
        keys = {path.name.removesuffix(".key") for path in (self._root / "keys/vault").iterdir()}
        self._blame(files != expected, f"sealed files are wrong: {sorted(files ^ expected)}")
        self._blame(keys != expected, f"keys of sealed files are wrong: {sorted(keys ^ expected)}")

    def _check_original(
        self, submission: str, original: str | None, fingerprint: str, gone: Collection[str]
    ) -> set[str]:
        """Compare a sealed copy with what was received; returns the file that there must be."""
        if not original or original in gone:
            return set()
        plain = self._unsealed("originals", original)
        same = hashlib.sha256(plain or b"").hexdigest() == fingerprint
        self._blame(not same, f"the original of {submission} is not what was received")
        return {original}

    def _check_phrases(self, submission: str, name: str) -> bool:
        """Compare phrases with the ids that rows name; returns whether there must be a file."""
        plain = self._unsealed("phrases", name)
        kept = self._phrase_ids(json.loads(plain)) if plain is not None else set()
        wrong = kept != self._used(submission)
        self._blame(wrong, f"the phrases of {submission} are not those of its rows")
        return plain is not None

    def _used(self, submission: str) -> set[str]:
        """Return the ids of phrases that rows of a submission name."""
        pairs = self._named(f"SELECT packs FROM pairs WHERE revision = '{submission}'")  # noqa: S608 - an id of ours
        packs = {pack for pair in pairs for pack in json.loads(pair["packs"])}
        return {
            row["place_phrase_id"]
            for pack in packs
            for row in self._rows.get(pack, [])
            if row.get("place_phrase_id")
        }

    def _phrase_ids(self, table: dict[str, Any]) -> set[str]:
        """Return the ids of a table as they are in force; it may be some layers behind."""
        ids = set(table["phrases"])
        for number in range(table["layers"] + 1, self._layers()[2] + 1):
            key = self._keys[f"phrase-{number}"].hex().encode()
            ids = {hmac.new(key, one.encode(), "sha256").hexdigest()[:_ID] for one in ids}
        return ids

    def _unsealed(self, folder: str, name: str) -> bytes | None:
        path = self._root / "vault" / folder / f"{name}.age"
        key = self._root / "keys" / "vault" / f"{name}.key"
        if not path.exists() or not key.exists():
            return None
        secrets = _unwrapped(self._keys, key.read_bytes()).decode().split()
        self._blame(len(secrets) != 1, f"{name} has {len(secrets)} secrets")
        identities = [x25519.Identity.from_str(secret) for secret in secrets]
        try:
            plain: bytes = pyrage.decrypt(path.read_bytes(), identities)
        except pyrage.DecryptError:
            return None
        return plain

    def _check_ends(self) -> None:
        """Nothing has begun and not ended; the audit trail has no gap."""
        (open_work,) = self._base.execute("SELECT count(*) FROM intents").fetchone()
        self._blame(open_work > 0, f"{open_work} pieces of work have not ended")
        undone = "SELECT count(*) FROM destructions WHERE done_at IS NULL"
        (orders,) = self._base.execute(undone).fetchone()
        self._blame(orders > 0, f"{orders} orders to destroy are not carried out")
        if self._all("SELECT id FROM rotations") and not self._all(_UNENDED):
            masters = [one for one in self._keys if one.startswith(("lake-", "vault-"))]
            self._blame(len(masters) != 2, f"old keys are still there: {sorted(masters)}")
        numbers = [row[0] for row in self._all("SELECT number FROM audit ORDER BY number")]
        self._blame(numbers != list(range(1, len(numbers) + 1)), "the audit trail has a gap")
        parts = [path.name for end in ("part", "old") for path in self._root.rglob(f"*.{end}")]
        self._blame(bool(parts), f"files were left half written: {parts}")


def _digest(rows: list[Row], linked: dict[str, int]) -> str:
    """Name rows by what they say. Ids say only which are the same: keys may have changed.

    `linked` numbers the ids of all rows in the order in which they are met.
    """
    told = [
        {
            name: linked.setdefault(f"{name} {value}", len(linked)) if name in _IDS else value
            for name, value in row.items()
            if value is not None
        }
        for row in sorted(rows, key=lambda row: int(row["row"]))
    ]
    text = json.dumps(told, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _keyring(folder: Path) -> dict[str, bytes]:
    """Return the master keys: sealed under one opener, which the file beside them opens."""
    told = json.loads((folder / "keyring.json").read_bytes())
    opener = (folder / "unlock.key").read_bytes()
    if told["format"] > 1:
        opener = _unsealed(opener, base64.b64decode(told["opener"]), "opener")
    sealed = {
        name: base64.b64decode(key if isinstance(key, str) else key["sealed"])
        for name, key in told["keys"].items()
    }
    return {name: _unsealed(opener, key, name) for name, key in sealed.items()}


def _unwrapped(keys: Mapping[str, bytes], sealed: bytes) -> bytes:
    name, _, wrapped = sealed.partition(b":")
    return _unsealed(keys[name.decode()], wrapped, name.decode())


def _unsealed(key: bytes, sealed: bytes, label: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], label.encode())
