"""The chain of the audit trail: what is hashed, how rows are added, and what a walk finds.

Hashed is what is stored, cell by cell as text: a changed byte changes the hash even where it
would be read as the same value. Whoever may write the database could hash the whole chain
anew, but not sign its head: before a row is added the head must be one that our key signed,
else a row says for ever that it was not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tiig.model.asker import Asker
from tiig.model.audit import (
    AuditCheck,
    AuditKind,
    AuditRow,
    Head,
    Ours,
    Signer,
    TextSearch,
    moment_text,
)
from tiig.model.audit_errors import REASON_IDENTIFIES
from tiig.model.errors import TiigError

GENESIS = hashlib.sha256(b"tiig audit 1").hexdigest()
"""The hash before the first row."""
COLUMNS = (
    "number", "at", "person", "organisation", "channel", "authenticated", "purpose", "agreement",
    "kind", "subjects", "because",
)  # fmt: skip
"""The columns of a row in the order in which they are hashed; `hash` itself comes last."""
Raw = Sequence[object]
"""A row as stored: `COLUMNS` and then `hash`."""
LISTED = 20
"""Faults and warnings that are told one by one; the rest is counted."""
MACHINE = Asker(person="tiig", organisation="local", roles=frozenset(), channel="audit trail")
_DISTRUST = "the signed head before this row was missing, not ours, or not that of the last row"
_AT, _KIND, _HASH = COLUMNS.index("at"), COLUMNS.index("kind"), len(COLUMNS)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def linked(before: str, cells: Raw) -> str:
    """Return the hash of a row (its `COLUMNS` as stored) that follows the hash `before`."""
    text = f"{before}{_encode(cells)}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def stored_cells(row: AuditRow) -> list[object]:
    """Return a row's `COLUMNS` as every adapter stores them."""
    subjects = json.dumps(list(row.subjects), ensure_ascii=False)
    return [
        row.number, moment_text(row.at), row.person, row.organisation, row.channel,
        int(row.authenticated), row.purpose, row.agreement, str(row.kind), subjects, row.because,
    ]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a new row says besides its number and hash."""

    asker: Asker
    because: str
    kind: AuditKind = AuditKind.CHANGE
    subjects: tuple[str, ...] = ()

    def searched(self, search: TextSearch | None) -> Told:
        """Return it fit to be kept; REASON_IDENTIFIES where a text in it names a person."""
        purpose = self.asker.purpose and _storable(self.asker.purpose)
        asker = replace(self.asker, purpose=purpose)
        told = replace(
            self,
            asker=asker,
            because=_storable(self.because),
            subjects=tuple(map(_storable, self.subjects)),
        )
        if search is not None:
            because = "" if isinstance(self.because, Ours) else told.because
            texts = (because, purpose or "", *told.subjects)
            kinds = sorted({kind for text in texts for kind in search(text)})
            if kinds:
                raise TiigError(REASON_IDENTIFIES, kinds=", ".join(kinds).replace("_", " "))
        return told

    def row(self, number: int, at: datetime, before: str) -> AuditRow:
        """Return it as the row that follows a hash."""
        row = AuditRow(
            number=number,
            at=at,
            person=self.asker.person,
            organisation=self.asker.organisation,
            channel=self.asker.channel,
            authenticated=self.asker.authenticated,
            purpose=self.asker.purpose,
            because=self.because,
            agreement=self.asker.agreement,
            kind=self.kind,
            subjects=self.subjects,
        )
        return replace(row, hash=linked(before, stored_cells(row)))


@dataclass(frozen=True)
class End:
    """Where the trail ends as stored: the last row's number and hash, and the signed head."""

    number: int
    hash: str
    head: Head | None

    def trusted(self, signer: Signer | None) -> bool:
        """Tell whether the head is that of the last row and one of our keys signed it."""
        if signer is None or (self.head is None and self.number == 0):
            return True
        return self.head is not None and self.is_at(self.head) and signer.attests(self.head)

    def is_at(self, head: Head) -> bool:
        """Tell whether a head is that of the last row."""
        return (head.number, head.hash) == (self.number, self.hash)


def following(
    told: Told, end: End, at: datetime, signer: Signer | None
) -> tuple[tuple[AuditRow, ...], Head]:
    """Return the rows to add and the new head; a row more where the end is not trusted."""
    number, before, rows = end.number + 1, end.hash, []
    if not end.trusted(signer):
        number = max(end.number, end.head.number if end.head else 0) + 1
        rows.append(Told(MACHINE, _DISTRUST, AuditKind.DISTRUST).row(number, at, before))
        number, before = number + 1, rows[-1].hash
    rows.append(told.row(number, at, before))
    head = Head(number, rows[-1].hash, at)
    return tuple(rows), signer.signed(head) if signer else head


@dataclass
class Sentences:
    """The first of many sentences, and how many there were: memory stays flat."""

    what: str
    first: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, sentence: str) -> None:
        """Take a sentence."""
        self.count += 1
        if self.count <= LISTED:
            self.first.append(sentence)

    def told(self) -> tuple[str, ...]:
        """Return them, with a count of those that are not told one by one."""
        more = self.count - len(self.first)
        return (*self.first, *((f"And {more:,} more {self.what}.",) if more else ()))


@dataclass
class Walk:
    """Goes through the rows as stored, in their order, and remembers what does not agree."""

    wanted: Collection[int] = ()
    number: int = 0
    hash: str = GENESIS
    rows: int = 0
    kept: dict[int, str] = field(default_factory=dict)
    faults: Sentences = field(default_factory=lambda: Sentences("faults"))
    warnings: Sentences = field(default_factory=lambda: Sentences("warnings"))
    _at: str = ""

    def through(self, raws: Iterable[Raw]) -> None:
        """Take every row; the hash of each must follow from the row before it."""
        for raw in raws:
            number, told = raw[0], raw[_HASH]
            if number != self.number + 1:
                self._gap(number)
            if not isinstance(number, int):
                self.faults.add(f"A row has no number: the one after row {self.number}.")
                continue
            if linked(self.hash, plain(raw[:_HASH])) != told:
                self.faults.add(f"Row {number} is not what was written, or not in its place.")
            if raw[_KIND] == AuditKind.DISTRUST:
                self.faults.add(f"Row {number} was added to a trail whose end was not ours.")
            self._moment(number, str(raw[_AT]))
            self.number, self.hash, self.rows = number, str(told), self.rows + 1
            if number in self.wanted:
                self.kept[number] = self.hash

    def _gap(self, number: object) -> None:
        if isinstance(number, int) and number > self.number + 1:
            first, last = self.number + 1, number - 1
            gone = f"Row {first} is" if first == last else f"Rows {first} to {last} are"
            self.faults.add(f"{gone} missing.")
        elif isinstance(number, int):
            self.faults.add(f"Row {number} stands after row {self.number}.")

    def _moment(self, number: int, at: str) -> None:
        if at < self._at:
            self.warnings.add(
                f"Row {number} tells of an earlier moment than the row before it: "
                "the clock was set back."
            )
        self._at = at


def judged(
    walk: Walk, head: Head | None, heads: Collection[Head], signer: Signer | None
) -> AuditCheck:
    """Hold a walk against the stored head and against heads that were kept outside."""
    faults = [*walk.faults.told(), *_own_head(walk, head, signer)]
    anchored = []
    for outside in heads:
        fault = _outside(walk, outside, signer)
        if fault is None:
            anchored.append(f"The head of row {outside.number} ({outside.moment}) is in the trail.")
        else:
            faults.append(fault)
    return AuditCheck(
        rows=walk.rows,
        head=head,
        faults=tuple(faults),
        warnings=walk.warnings.told(),
        anchored=tuple(anchored),
    )


def _own_head(walk: Walk, head: Head | None, signer: Signer | None) -> list[str]:
    if head is None:
        return ["The trail has rows and no signed head."] if walk.rows else []
    faults = []
    if signer is None or not signer.attests(head):
        faults.append("The stored head is not signed by a key of this keyring.")
    if head.number > walk.number:
        ends = f"The trail ends with row {walk.number}"
        faults.append(f"{ends}, but its signed head is that of row {head.number}.")
    elif head.number < walk.number:
        faults.append(f"Rows after row {head.number} are covered by no signed head.")
    elif head.hash != walk.hash:
        faults.append("The last row is not the one whose head was signed.")
    return faults


def _outside(walk: Walk, head: Head, signer: Signer | None) -> str | None:
    """Return what an outside head shows to be wrong; None where it stands in the trail."""
    name = f"The outside head of row {head.number} ({head.moment})"
    if signer is None or not signer.attests(head):
        return (
            f"{name} is not signed by a key of this keyring: it is of another workspace, or "
            "the keys were replaced."
        )
    if head.number > walk.number:
        return (
            f"{name} is newer than the trail, which ends with row {walk.number}: "
            "rows were cut off, or an older copy was put back."
        )
    if walk.kept.get(head.number) != head.hash:
        return f"{name} is not in the trail: rows up to there were replaced."
    return None


def plain(cells: Raw) -> list[object]:
    """Return cells as they are hashed: PostgreSQL has truth values, SQLite 0 and 1.

    Bytes, which no column holds, become unlike any text.
    """
    return [
        cell if isinstance(cell, str) or cell is None
        else {"bytes": cell.hex()} if isinstance(cell, bytes)
        else int(cell) if isinstance(cell, bool)
        else cell
        for cell in cells
    ]  # fmt: skip


def _storable(text: str) -> str:
    """Return a text that every database can hold: no half characters, no NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")
