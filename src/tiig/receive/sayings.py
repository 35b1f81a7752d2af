"""All that a reader may say in words of a fault's `what`, and the places it may name.

The lists are closed: a reader that was taken over by a file can say nothing else, and so no
cell. A number stands as `#`. A test holds the lists against the room's own source.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d[\d,]*")

SAYINGS = frozenset(
    {
        # what is too large
        "more than # bytes",
        "more than # lines",
        "more than # cells",
        "a record of more than # bytes",
        "too many parts in the workbook",
        "it inflates beyond the limit",
        "the list of sheets is too long",
        "a row of the sheet is too long",
        "too much text stands around its cells",
        # what is damaged
        "it is cut off or is no workbook",
        "two of its parts have the same name",
        "a part is missing",
        "a part cannot be inflated",
        "a part is not written in UTF-#",
        "a part brings a document type",
        "a part is not XML",
        "the list of sheets is not XML",
        "the rows of the sheet are out of order",
        "the sheet holds what no spreadsheet program writes",
        "the sheet is cut off",
        "a row of the sheet is cut off",
        "the sheet cannot be read",
        "a sheet cannot be read",
        "the disk cannot read it",
        # kinds of files
        "a workbook with macros (.xlsm)",
        "a binary workbook (.xlsb)",
        "a zip archive",
        "delimited text",
        "an Excel workbook (.xlsx)",
        "text",
        "a legacy Office document (.xls)",
        "a gzip archive",
        "a PDF document",
        "a rich-text document",
        "a Parquet file",
        "a SQLite database",
        "a bzip# archive",
        "an xz archive",
        "a #z archive",
        "a RAR archive",
        "XML",
        "a web page",
        # profiles
        "layout.encoding is not one that is read",
        "layout.delimiter is not one plain character",
        "layout.quote is not one plain character",
        "layout.delimiter and layout.quote are the same",
        "layout.header_row or layout.footer_rows is negative",
    }
)
_SHEETS = ("sheet #", "hidden sheet #")
PLACES = frozenset(
    {
        "document properties",
        "comments",
        "names of sheets and ranges",
        "tables of the workbook",
        "drawings",
        "charts",
        "pivot tables",
        "links",
        "other parts of the workbook",
        "lines of the file",
        *_SHEETS,
        *(f"name of {sheet}" for sheet in _SHEETS),
        *(f"page headers, validations and links of {sheet}" for sheet in _SHEETS),
    }
)
SOME_PLACE = "somewhere in the file"


def pattern_of(text: str) -> str:
    """Return a saying with its numbers taken out."""
    return _NUMBER.sub("#", text)
