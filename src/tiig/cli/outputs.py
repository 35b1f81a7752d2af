"""A file that -o names: refused before anything is done, and written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from tiig.cli.door import to_output
from tiig.model.errors import BAD_ARGUMENT, OUTPUT_UNWRITABLE, TiigError

PRIVATE_FILE = 0o600


def check_output(output: Path | None, suffixes: Collection[str] = ()) -> None:
    """Refuse a file that could not be written, or whose name ends otherwise; before any work."""
    if output is None:
        return
    if suffixes and output.suffix not in suffixes:
        told = " or ".join(f"FILE{suffix}" for suffix in suffixes)
        raise TiigError(BAD_ARGUMENT, what=f"what -o names is written as {told}")
    if output.is_dir() or not output.parent.is_dir():
        raise TiigError(BAD_ARGUMENT, what="what -o names is a file in a folder that exists")
    try:
        with tempfile.TemporaryFile(dir=output.parent):
            pass
    except OSError:
        raise TiigError(OUTPUT_UNWRITABLE) from None


def write_output(output: Path, write: Callable[[Path], object], *, private: bool) -> None:
    """Have a file written beside its place, and rename it; a private one is its owner's alone."""
    with to_output(), tempfile.TemporaryDirectory(dir=output.parent) as beside:
        part = Path(beside) / output.name
        write(part)
        if private:
            part.chmod(PRIVATE_FILE)
        part.replace(output)


def write_text(output: Path, text: str, *, private: bool) -> None:
    """Write a text, whole or not at all; a private one is its owner's alone."""
    write_output(output, lambda part: part.write_text(text, encoding="utf-8"), private=private)
