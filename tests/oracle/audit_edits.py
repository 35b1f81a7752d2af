"""Edits that somebody with write access to the database might make, by a seeded chance.

Each returns False where it would change nothing. None has the signing key; `rewrite` also
hashes the chain anew, as whoever knows the code can.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tiig.store import chain

FIELDS = (*chain.COLUMNS[1:], "hash")
HEAD_FIELDS = ("number", "hash", "at", "key", "public", "signature")
NUMBERS = {"number", "authenticated"}
ROWS = "SELECT number FROM audit ORDER BY number"


@dataclass
class Edited:
    """A catalogue under attack: the file, older copies of it, and the chance."""

    path: Path
    older: list[Path]
    chance: random.Random

    def edit(self, name: str) -> bool:
        """Make one edit by name; returns whether anything was changed."""
        with sqlite3.connect(self.path) as self.database:
            self.database.execute("PRAGMA synchronous=OFF")
            done: bool = getattr(self, name)()
        self.database.close()
        return done

    def flip(self) -> bool:
        """Change one bit of one field of one row."""
        return self._flip("audit", self.chance.choice(FIELDS), self._any())

    def flip_head(self) -> bool:
        """Change one bit of the stored head."""
        number = self.database.execute("SELECT number FROM audit_head").fetchone()[0]
        return self._flip("audit_head", self.chance.choice(HEAD_FIELDS), number)

    def delete(self) -> bool:
        """Remove a run of rows, not the last."""
        first = self._any()
        last = min(first + self.chance.choice((0, 0, 3)), self._last() - 1)
        self._do("DELETE FROM audit WHERE number BETWEEN ? AND ?", first, last)
        return last >= first

    def close_up(self) -> bool:
        """Remove a row and move those after it up."""
        row = self._any()
        self._do("DELETE FROM audit WHERE number = ?", row)
        for number in range(row + 1, self._last() + 1):
            self._do("UPDATE audit SET number = ? WHERE number = ?", number - 1, number)
        return True

    def swap(self) -> bool:
        """Let two rows change places."""
        one, other = self._any(), self._any()
        for old, new in ((one, -1), (other, one), (-1, other)):
            self._do("UPDATE audit SET number = ? WHERE number = ?", new, old)
        return one != other

    def insert(self) -> bool:
        """Put a copy of a row somewhere, and move those after it down."""
        place, copied = self._any(), self._copy(self._any())
        for number in range(self._last(), place - 1, -1):
            self._do("UPDATE audit SET number = ? WHERE number = ?", number + 1, number)
        self._enter({**copied, "number": place})
        return True

    def append(self) -> bool:
        """Add a row at the end whose hash follows, without a signature."""
        last = self._copy(self._last())
        row = {**last, "number": self._last() + 1, "because": "never happened"}
        row["hash"] = chain.linked(str(last["hash"]), [row[name] for name in chain.COLUMNS])
        self._enter(row)
        return True

    def rewrite(self) -> bool:
        """Change a reason and hash every row from there on anew, the stored head too."""
        row = self._any()
        self._do("UPDATE audit SET because = because || '.' WHERE number = ?", row)
        before = chain.GENESIS if row == 1 else str(self._copy(row - 1)["hash"])
        for number in range(row, self._last() + 1):
            told = self._copy(number)
            before = chain.linked(before, [told[name] for name in chain.COLUMNS])
            self._do("UPDATE audit SET hash = ? WHERE number = ?", before, number)
        self._do("UPDATE audit_head SET hash = ?", before)
        return True

    def cut(self) -> bool:
        """Cut off the last rows; the stored head stays."""
        self._do("DELETE FROM audit WHERE number > ?", max(1, self._last() - 3))
        return True

    def truncate(self) -> bool:
        """Cut off the end and put back the head that was signed then."""
        older = self.chance.choice(self.older)
        copy = sqlite3.connect(older)
        head = copy.execute("SELECT * FROM audit_head").fetchone()
        copy.close()
        self._do("DELETE FROM audit WHERE number > ?", head[0])
        self._do("DELETE FROM audit_head")
        self._do("INSERT INTO audit_head VALUES (?, ?, ?, ?, ?, ?)", *head)
        return True

    def roll_back(self) -> bool:
        """Put an older copy of the whole catalogue back."""
        older = sqlite3.connect(self.chance.choice(self.older))
        older.backup(self.database)
        older.close()
        return True

    def _flip(self, table: str, field: str, number: int) -> bool:
        where = f"FROM {table} WHERE number = ?"
        (value,) = self.database.execute(f"SELECT {field} {where}", (number,)).fetchone()
        if field in NUMBERS:
            changed: object = int(value) ^ (1 << self.chance.randrange(8))
        elif not value:
            changed = "x"
        else:
            told = bytearray(value.encode())
            told[self.chance.randrange(len(told))] ^= 1 << self.chance.randrange(8)
            changed = bytes(told)
        cast = "?" if field in NUMBERS else "CAST(? AS TEXT)"
        self._do(
            f"UPDATE {table} SET {field} = {cast} WHERE number = ?",  # noqa: S608 - the same
            changed, number,
        )  # fmt: skip
        return True

    def _any(self) -> int:
        return int(self.chance.choice(self.database.execute(ROWS).fetchall())[0])

    def _last(self) -> int:
        return int(self.database.execute("SELECT max(number) FROM audit").fetchone()[0])

    def _copy(self, number: int) -> dict[str, object]:
        names = (*chain.COLUMNS, "hash")
        asked = f"SELECT {', '.join(names)} FROM audit WHERE number = ?"  # noqa: S608 - our names
        row = self.database.execute(asked, (number,)).fetchone()
        return dict(zip(names, row, strict=True))

    def _enter(self, row: dict[str, object]) -> None:
        marks = ", ".join("?" for _ in row)
        told = f"INSERT INTO audit ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - our names
        self._do(told, *row.values())

    def _do(self, statement: str, *facts: object) -> None:
        self.database.execute(statement, facts)


INSIDE: tuple[str, ...] = (
    "flip", "flip", "flip", "flip_head", "delete", "close_up", "swap", "insert", "append",
    "rewrite", "cut",
)  # fmt: skip
"""Edits that the trail shows by itself."""
OUTSIDE = ("truncate", "roll_back")
"""Edits that only a head kept outside shows."""
