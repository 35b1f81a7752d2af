"""What a reader does with its one file: open it, then hand out what it is asked for.

It has three descriptors and nothing else: the file, orders, answers. Whatever goes wrong is
told by the id of its kind, its place and the kind's facts; what a library says stays unsaid.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from tiig.model.errors import TiigError, Where
from tiig.receive.apart.confining import confine
from tiig.receive.apart.request import Request
from tiig.receive.apart.wire import Part, Speaker, TooMuchError
from tiig.receive.batches import strays_batch
from tiig.receive.corners import Stray
from tiig.receive.readers import Reader
from tiig.receive.signatures import is_archive
from tiig.receive.source import Held
from tiig.receive.ways import opened_by

FILE, ORDERS, ANSWERS = 3, 4, 5
_TEXTS = 10_000
_INFLATES = 5
"""How much more time and memory a byte of an archive may take: XML packs to a thirtieth."""


def serve() -> None:
    """Read the file as asked, until there are no more orders."""
    speaker = Speaker(ANSWERS)
    with os.fdopen(ORDERS, "rb") as orders, os.fdopen(FILE, "rb") as file:
        try:
            request = Request.from_line(orders.readline())
            size = os.fstat(FILE).st_size
            limits = request.limits
            work = size * (_INFLATES if is_archive(os.pread(FILE, 4, 0)) else 1)
            kept = confine(memory=limits.memory_for(work), seconds=limits.seconds_for(work))
            speaker.say(Part.LIMITS, kept)
            _answer(orders, _opened(file, request), speaker)
        except TiigError as fault:
            speaker.say(Part.FAULT, _told(fault))
        except (MemoryError, TooMuchError):
            speaker.say(Part.FAULT, {"kind": "memory"})
        except Exception:  # noqa: BLE001 - what it says may quote a cell
            speaker.say(Part.FAULT, {"kind": "broken"})


def _opened(file: BinaryIO, request: Request) -> Reader:
    nowhere = Where()  # the parent knows what the file may be called
    handle = Held(file, nowhere, largest=request.limits.file)
    return opened_by(request.way, handle, request.layout, request.limits, nowhere)


def _answer(orders: BinaryIO, reader: Reader, speaker: Speaker) -> None:
    """Answer one order after another; each has one word, `rows` also a number."""
    speaker.say(
        Part.OPENED,
        {
            "header": reader.header.names,
            "sheet": reader.sheet,
            "date_system": reader.date_system,
            "preamble": reader.preamble,
        },
    )
    for order in orders:
        word, _, number = order.decode().partition(" ")
        if word == "rows":
            _say_rows(reader, speaker, int(number))
        elif word.strip() == "strays":
            _say_strays(reader, speaker)
        else:
            _say_asides(reader, speaker)
        speaker.say(Part.END)


def _say_rows(reader: Reader, speaker: Speaker, most: int) -> None:
    for batch in reader.frames(most):
        if batch.num_rows:
            speaker.rows(batch)
    tally = reader.account.closed(physical_lines=reader.physical_lines)
    speaker.say(
        Part.TALLY,
        {
            "physical_lines": tally.physical_lines,
            "preamble_lines": tally.preamble_lines,
            "header_lines": tally.header_lines,
            "quoted_breaks": tally.quoted_breaks,
            "records": tally.records,
            "marks": tally.marks,
            "numbered": tally.numbered,
            "hidden": tally.hidden,
            "ignored_runs": [[run.first, run.last, run.reason.value] for run in tally.ignored_runs],
            "footer": reader.footer,
        },
    )


def _say_strays(reader: Reader, speaker: Speaker) -> None:
    for some in _some(reader.strays()):
        speaker.rows(strays_batch(some))


def _say_asides(reader: Reader, speaker: Speaker) -> None:
    for place, header, batch in reader.asides():
        speaker.say(
            Part.ASIDE, {"place": place, "header": header, "columns": batch.num_columns - 1}
        )
        speaker.rows(batch)


def _some(strays: Iterator[Stray]) -> Iterator[list[Stray]]:
    while some := list(islice(strays, _TEXTS)):
        yield some


def _told(fault: TiigError) -> dict[str, object]:
    where = fault.where
    return {
        "kind": fault.kind.id,
        "sheet": where.sheet,
        "rows": list(where.rows),
        "facts": dict(fault.facts),
    }
