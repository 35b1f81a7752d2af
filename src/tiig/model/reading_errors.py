"""The catalogue's entries about the limited process in which a file is read."""

from __future__ import annotations

from tiig.model.errors import file_kind, store_kind

READER_STOPPED = file_kind(
    "reader-stopped",
    "Reading the file was given up: it takes more {what} than a file of its size may",
    "Export it again and send it in parts of one month each, or as CSV. If it is an ordinary "
    "export, report its size and format.",
)
READER_BROKEN = file_kind(
    "reader-broken",
    "The file cannot be read: it broke the process that read it, which can do no harm",
    "Export it again; if it fails twice, send it as CSV and report the format.",
)
READER_MISSING = store_kind(
    "reader-missing",
    "The limited process that reads files cannot be started",
    "See whether the machine has processes and memory left; tiig doctor says what is enforced.",
)
