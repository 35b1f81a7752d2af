"""Faulty files beside the sound ones, each tagged with what should become of it.

None of them may change what is in force: each is refused, held, known already, or turned
away before it is received.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from tiig.model.months import Month
from tiig.synthesis.recording.export import Export
from tiig.synthesis.recording.habits import PLACE_TEXT
from tiig.synthesis.recording.sent import Fate, SentFile

Write = Callable[..., SentFile]
"""Writes an export under its name with a `mark`, and says what should become of it."""

_NUMBER = "999 000 0018"
"""A health number of the range that is kept for tests and given to nobody."""


@dataclass(frozen=True)
class Fault:
    """One kind of faulty file of a sender; `error` is the kind of error it is refused for."""

    name: str
    sender: str
    about: str
    fate: Fate
    error: str
    make: Callable[[Export, SentFile, Write, str], SentFile]


class Faults:
    """Adds every fault to the files of one month."""

    def __init__(self, month: Month) -> None:
        """Choose the month whose senders make all the mistakes."""
        self._month = month

    def __call__(self, export: Export, file: SentFile, write: Write) -> Iterator[SentFile]:
        """Write the faulty files of a sender's month."""
        for fault in ALL_FAULTS:
            if fault.sender == file.sender and export.month == self._month:
                made = fault.make(export, file, write, f"-{fault.name}")
                yield replace(made, about=fault.about, fate=fault.fate, error=fault.error)


def _with_numbers(export: Export, file: SentFile, write: Write, mark: str) -> SentFile:
    del file
    told = pl.concat_str(pl.lit("pt "), pl.lit(_NUMBER), pl.lit(" at home")).alias(PLACE_TEXT)
    return write(replace(export, rows=export.rows.with_columns(told)), mark=mark)


def _months_late(export: Export, file: SentFile, write: Write, mark: str) -> SentFile:
    """Let every fifth row arrive in the month before."""
    del file
    late = pl.int_range(pl.len()) % 5 == 1
    days = [pl.col(name).dt.offset_by("-40d") for name in ("arrival_at", "injury_at")]
    moved = [
        pl.when(late).then(day).otherwise(pl.col(name)).alias(name)
        for day, name in zip(days, ("arrival_at", "injury_at"), strict=True)
    ]
    return write(replace(export, rows=export.rows.with_columns(moved)), mark=mark)


def _as_is(export: Export, file: SentFile, write: Write, mark: str) -> SentFile:
    del export, write, mark
    return file


def _of_next_month(export: Export, file: SentFile, write: Write, mark: str) -> SentFile:
    del write, mark
    return replace(file, month=export.month.plus(1))


def _of_another(sender: str) -> Callable[[Export, SentFile, Write, str], SentFile]:
    def made(export: Export, file: SentFile, write: Write, mark: str) -> SentFile:
        del export, write, mark
        return replace(file, sender=sender)

    return made


def _changed(
    change: Callable[[bytes], bytes],
) -> Callable[[Export, SentFile, Write, str], SentFile]:
    """Return a maker that spoils the bytes of the sound file."""

    def made(export: Export, file: SentFile, write: Write, mark: str) -> SentFile:
        del export, write
        path = _beside(file.path, mark)
        path.write_bytes(change(file.path.read_bytes()))
        return replace(file, path=path)

    return made


def _beside(path: Path, mark: str) -> Path:
    return path.with_name(f"{path.stem}{mark}{path.suffix}")


def _replaced(pairs: Mapping[bytes, bytes]) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        for old, new in pairs.items():
            data = data.replace(old, new)
        return data

    return change


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _inside_a_cell(data: bytes) -> bytes:
    """Cut a file of quoted cells in the middle of its last one."""
    return data.rstrip(b'\r\n"')


def _wide(data: bytes) -> bytes:
    return data.decode().encode("utf-16")


def _nothing(data: bytes) -> bytes:
    del data
    return b""


_INTENTS = {b";ASSAULT - ALLEGED;": b";ASLT;", b";ACCIDENTAL INJURY;": b";ACC;", b";DSH;": b";SH;"}

ALL_FAULTS = (
    Fault(
        "numbers", "northgate", "with health numbers in the place text",
        Fate.REFUSED, "identifier-found", _with_numbers,
    ),
    Fault(
        "cut", "eastlythe", "a workbook cut in half",
        Fate.REFUSED, "file-damaged", _changed(_half),
    ),
    Fault(
        "cut", "fernclough", "cut off inside a quoted cell",
        Fate.REFUSED, "quote-unclosed", _changed(_inside_a_cell),
    ),
    Fault(
        "month", "castlereach", "declared for another month",
        Fate.REFUSED, "wrong-month", _of_next_month,
    ),
    Fault("again", "aldermoor", "the very same file once more", Fate.KNOWN, "", _as_is),
    Fault(
        "header", "kestonwick", "with a column renamed",
        Fate.REFUSED, "column-missing", _changed(_replaced({b"Case,Unit": b"Case No,Unit"})),
    ),
    Fault(
        "codes", "dunnerholt", "with codes for the intent that nobody has explained",
        Fate.HELD, "", _changed(_replaced(_INTENTS)),
    ),
    Fault(
        "sender", "southmere", "sent under another sender's name",
        Fate.REFUSED, "column-missing", _of_another("aldermoor"),
    ),
    Fault(
        "late", "castlereach", "with a fifth of its rows from the month before",
        Fate.HELD, "", _months_late,
    ),
    Fault(
        "wide", "aldermoor", "in another encoding than its profile says",
        Fate.REFUSED, "encoding-wrong", _changed(_wide),
    ),
    Fault("empty", "greyhaven", "without a single byte", Fate.TURNED_AWAY, "file-empty",
          _changed(_nothing)),
)  # fmt: skip
"""Every fault that `--faults` adds."""
