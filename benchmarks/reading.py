"""How long reading takes: gate, parse and translate beside plain readers, ratios in one run.

python benchmarks/reading.py FOLDER [--rows 1000000] [--sheet-rows 100000] [--runs 5]

CSV: the limited process, rows over the pipe and translation, beside `pl.read_csv` of the same
file as text. Workbook: the limited process as far as rows in the parent, beside openpyxl
(`read_only`, values). Both sides are warm, take turns, and the median of the turns counts;
processor time, with that of the limited process, is told beside the time on the wall.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter
from extract import YEAR, profile, write_extract
from openpyxl import load_workbook

from tiig import translate
from tiig.kit.ahead import one_ahead
from tiig.model.profile import FileFormat, FileLayout, SenderProfile
from tiig.receive import open_file
from tiig.standard import Standard, load_standard

MOST_TIMES_POLARS, LEAST_TIMES_OPENPYXL = 2.5, 6.0
ROWS_AT_ONCE = 200_000
_TICK = os.sysconf("SC_CLK_TCK")
_SPENT = slice(11, 15)
"""Where /proc tells the ticks of a process and of its children that have ended."""
_BURIAL = 0.5
"""Seconds after which a limited process that was let go is among them, on a busy machine too."""


@dataclass
class Turns:
    """What one way of reading took, turn by turn: seconds on the wall and of processors."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, deed: Callable[[], int], rows: int) -> None:
        """Take one turn, which must find as many rows as there are."""
        wall, processor = time.perf_counter(), _processor()
        found = deed()
        self.wall.append(time.perf_counter() - wall)
        self.processor.append(_processor() - processor)
        assert found == rows, f"{found} of {rows} rows"

    @property
    def medians(self) -> tuple[float, float]:
        """The median turn, on the wall and of processors."""
        return statistics.median(self.wall), statistics.median(self.processor)


def main() -> None:
    """Make the files, read them in turns, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sheet-rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    text = asked.folder / f"extract-{asked.rows}.csv"
    if not text.exists():
        write_extract(text, asked.rows)
    book = asked.folder / f"extract-{asked.sheet_rows}.xlsx"
    if not book.exists():
        write_workbook(text, book, asked.sheet_rows)
    standard = load_standard()
    read = translate.read_profile(profile(), standard)
    plain, ours = _turns(
        lambda: pl.read_csv(text, infer_schema=False).height,
        lambda: translated(text, read, standard),
        rows=asked.rows,
        runs=asked.runs,
    )
    _print("CSV", {"pl.read_csv": plain, "tiig": ours})
    _judge("tiig / pl.read_csv", ours, plain, most=MOST_TIMES_POLARS)
    other, ours = _turns(
        lambda: by_openpyxl(book),
        lambda: from_workbook(book),
        rows=asked.sheet_rows,
        runs=min(asked.runs, 3),
    )
    _print("workbook", {"openpyxl": other, "tiig": ours})
    _judge("openpyxl / tiig", other, ours, least=LEAST_TIMES_OPENPYXL)


def translated(path: Path, read: SenderProfile, standard: Standard) -> int:
    """Gate, parse and translate the extract; the next batch is read while one is translated."""
    with open_file(path, read.layout) as opened:
        plan = translate.plan(read, opened.header, standard, on=date(YEAR, 12, 31))
        memory = translate.Memory({}, {})
        return sum(
            translate.translate(raw, plan, memory).height
            for raw in one_ahead(opened.batches(ROWS_AT_ONCE))
        )


def from_workbook(path: Path) -> int:
    """Read every cell of a workbook as text."""
    with open_file(path, FileLayout(format=FileFormat.XLSX)) as opened:
        return sum(raw.height for raw in opened.batches(ROWS_AT_ONCE))


def by_openpyxl(path: Path) -> int:
    """Read every cell of a workbook as a value."""
    book = load_workbook(path, read_only=True, data_only=True)
    rows = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows - 1


def write_workbook(text: Path, book: Path, rows: int) -> None:
    """Write the extract as a hospital would: moments and numbers as such, all else as text."""
    frame = pl.read_csv(text, infer_schema=False, n_rows=rows)
    made = xlsxwriter.Workbook(str(book))
    sheet = made.add_worksheet("Attendances")
    moment = made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_row(0, 0, frame.columns)
    for column, name in enumerate(frame.columns):
        for row, cell in enumerate(frame[name].to_list(), start=1):
            if name in {"Injured", "Departed"} and cell and cell[:1].isdigit():
                day = datetime.strptime(cell, "%d/%m/%Y %H:%M")  # noqa: DTZ007 - local time
                sheet.write_datetime(row, column, day, moment)
            elif name in {"Age", "Acuity", "AttCat"} and cell and cell.isdigit():
                sheet.write_number(row, column, int(cell))
            elif cell:
                sheet.write_string(row, column, cell)
    made.close()


def _turns(
    one: Callable[[], int], other: Callable[[], int], *, rows: int, runs: int
) -> tuple[Turns, Turns]:
    first, second = Turns(), Turns()
    for deed in (one, other):
        deed()  # warm
    for _ in range(runs):
        first.take(one, rows)
        second.take(other, rows)
    return first, second


def _processor() -> float:
    """Seconds of processor of this process, and of the limited ones that have ended."""
    seeds = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    time.sleep(_BURIAL if seeds else 0)
    used = resource.getrusage(resource.RUSAGE_SELF)
    own = used.ru_utime + used.ru_stime
    for seed in seeds:
        told = Path(f"/proc/{seed}/stat").read_text().rpartition(")")[2].split()
        own += sum(map(int, told[_SPENT])) / _TICK
    return own


def _print(what: str, turns: dict[str, Turns]) -> None:
    print(f"{what:<16}wall s   processor s")
    for name, one in turns.items():
        wall, processor = one.medians
        print(f"  {name:<12}{wall:>8.2f}{processor:>14.2f}")


def _judge(
    what: str, upper: Turns, lower: Turns, *, most: float | None = None, least: float | None = None
) -> None:
    """Print a ratio of medians on the wall, and that of processor time beside it."""
    wall, processor = (
        above / below for above, below in zip(upper.medians, lower.medians, strict=True)
    )
    met = (most is None or wall <= most) and (least is None or wall >= least)
    bound = f"at most {most}" if most is not None else f"at least {least}"
    print(f"{what}: {wall:.2f} ({bound}: {'met' if met else 'NOT MET'}); processor {processor:.2f}")


if __name__ == "__main__":
    main()
