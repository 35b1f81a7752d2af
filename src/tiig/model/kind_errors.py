"""The catalogue's entries about kinds of file that are not read, and about archives."""

from __future__ import annotations

from tiig.model.errors import file_kind

SPREADSHEET_KIND = file_kind(
    "spreadsheet-kind",
    "The file is {found}, which is not read",
    "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx), without macros "
    "and without a password.",
)
DOCUMENT_KIND = file_kind(
    "document-kind",
    "The file is {found}, which is not read",
    "Export the rows from the system itself, as CSV, as an Excel workbook (.xlsx) or as XML.",
)
DATABASE_KIND = file_kind(
    "database-kind",
    "The file is {found}, which is not read",
    "Export the one table or query that holds the attendances as CSV or as an Excel workbook.",
)
ARCHIVE_KIND = file_kind(
    "archive-kind",
    "The file is {found}, which is not read",
    "Unpack it and send what is inside, as it is or as a zip or gzip archive of that one file.",
)
BINARY_KIND = file_kind(
    "binary-kind",
    "The file is {found}, which is not read",
    "Export the rows again, as CSV, as an Excel workbook (.xlsx) or as XML.",
)
ARCHIVE_UNFIT = file_kind(
    "archive-unfit",
    "The archive is not taken: {what}",
    "Send one file in each archive, or the file itself, packed by the system's own program.",
)
ARCHIVE_PROTECTED = file_kind(
    "archive-protected",
    "The archive is protected by a password",
    "Pack it without a password: what protects it on its way is the channel, or tiig prepare.",
)
ARCHIVE_NESTED = file_kind(
    "archive-nested",
    "An archive holds another archive",
    "Unpack both, and send what is inside.",
)
