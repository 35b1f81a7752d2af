"""Whether memory stays flat while XML is read, from 10,000 records to 300,000.

python benchmarks/xml_memory.py [--records 10000 100000 300000] [--packed]

An invented message of some thirty elements a record is written and read twice, as every XML file
is (survey, then rows), in a process of its own for each size. Shown are the largest resident
sizes of that process and of the limited one that reads, and the time. `--packed` sends the
message as gzip. Fails where a size takes more than a tenth above the smallest.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TextIO

from tiig.model.profile import FileFormat, FileLayout
from tiig.receive import open_file

RECORDS = (10_000, 100_000, 300_000)
MOST_GROWTH = 1.10
LAYOUT = FileLayout(
    format=FileFormat.XML, record="Message/Attendance", paths=("//Drug", "//Drug[2]")
)
_KIBI = 1024


def main() -> int:
    """Write, read and compare; 1 where memory grows with the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=RECORDS)
    parser.add_argument("--packed", action="store_true")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read is not None:
        _read(asked.read)
        return 0
    print("records | file MiB | here MiB | reader MiB | seconds")
    found: list[tuple[int, int]] = []
    for records in asked.records:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "message.xml"
            with gzip.open(path, "wt") if asked.packed else path.open("w") as out:
                _write(out, records)
            told = subprocess.run(
                [sys.executable, __file__, "--read", str(path)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split()
            size = path.stat().st_size / _KIBI**2
        here, apart, seconds = int(told[0]), int(told[1]), float(told[2])
        print(f"{records:>9,} | {size:8.1f} | {here:8} | {apart:10} | {seconds:7.1f}")
        found.append((here, apart))
    growth = max(max(sizes) / max(sizes[0], 1) for sizes in zip(*found, strict=True))
    print(f"growth: {growth:.2f} times, allowed {MOST_GROWTH:.2f}")
    return int(growth > MOST_GROWTH)


def _read(path: Path) -> None:
    """Read the file, and tell the largest sizes of this process and of its descendants."""
    largest: list[int] = [0]
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(largest, ended))
    watch.start()
    began = time.monotonic()
    rows = 0
    with open_file(path, LAYOUT) as opened:
        for batch in opened.batches():
            rows += batch.height
        assert rows == opened.tally.marks
    seconds = time.monotonic() - began
    ended.set()
    watch.join()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KIBI, largest[0], seconds)


def _watch(largest: list[int], ended: threading.Event) -> None:
    """Keep the largest resident size that the kernel tells of any process that we began."""
    while not ended.wait(0.05):
        parents = {}
        sizes = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = dict(
                    line.split(":", 1) for line in (folder / "status").read_text().splitlines()
                )
                parents[int(folder.name)] = int(words["PPid"])
                sizes[int(folder.name)] = int(words.get("VmHWM", "0 kB").split()[0])
            except (OSError, ValueError, KeyError):
                continue  # it ended while we looked
        ours = {os.getpid()}
        for _ in range(3):
            ours |= {one for one, parent in parents.items() if parent in ours}
        found = [sizes[one] // _KIBI for one in ours - {os.getpid()}]
        largest[0] = max(largest[0], *found, 0)


def _write(out: TextIO, records: int) -> None:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<Message xmlns="urn:invented">\n')
    for number in range(records):
        day, place = number % 28 + 1, number * 7919 % 100_003
        groups = "".join(
            f"  <Group{group}>\n"
            + "".join(
                f"    <Item{item}>{place * (item + 3) % 9973}</Item{item}>\n" for item in range(6)
            )
            + f"  </Group{group}>\n"
            for group in range(4)
        )
        drugs = "<Drug>a</Drug>" * (number % 3)
        out.write(
            f'<Attendance id="E{number}">\n  <Arrived>2026-06-{day:02d}T10:00:00</Arrived>\n'
            f"{groups}  {drugs}\n</Attendance>\n"
        )
    out.write("</Message>\n")


if __name__ == "__main__":
    sys.exit(main())
