"""Make the next thing while this one is used: a pipeline of two, one thing waiting at most."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")
_END = object()


def one_ahead(things: Iterator[Thing]) -> Iterator[Thing]:
    """Yield the same things in the same order; what goes wrong surfaces where it would have."""
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as beside:
        coming = beside.submit(next, things, _END)
        while (thing := coming.result()) is not _END:
            coming = beside.submit(next, things, _END)
            yield thing  # type: ignore[misc]  # the end mark never gets here
