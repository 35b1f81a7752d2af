"""All that a reader may say in words of a fault's `what`, and the places it may name.

The lists are closed: a reader that was taken over by a file can say nothing else, and so no
cell. A number stands as `#`. A test holds the lists against the room's own source. Only paths
of elements, which no list can hold, are told by their form.
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
        "more than # different elements",
        "more than # attributes of an element",
        "more than # characters in a record",
        "more than # characters outside the records",
        "elements more than # deep",
        "an element more than # times in a record",
        "a tag of more than # bytes",
        "a name of more than # characters",
        "a comment or a text of more than # bytes",
        "too much text stands in comments",
        "too many parts in the archive",
        # what is damaged
        "it is cut off or is no workbook",
        "two of its parts have the same name",
        "two of its sheets have the same name",
        "one of its parts has two names",
        "one of its parts is compressed by a rare method",
        "a sheet is named twice",
        "a sheet is looked for in a roundabout way",
        "a part is missing",
        "a part cannot be inflated",
        "a part is not written in UTF-#",
        "a part brings a document type",
        "a part is not XML",
        "the list of sheets is not XML",
        "the rows of the sheet are out of order",
        "the sheet has rows after its end",
        "a cell names no text",
        "a cell does not say where it stands",
        "the sheet holds what no spreadsheet program writes",
        "the sheet is cut off",
        "a row of the sheet is cut off",
        "the sheet cannot be read",
        "a sheet cannot be read",
        "the disk cannot read it",
        "it changed while it was read",
        "the archive is cut off or is none",
        "the archive is cut off",
        "the archive cannot be inflated",
        # what an archive may not be
        "two of its members have the same name",
        "it does not hold exactly one file",
        "a member's name leads out of it",
        "a member is no plain file",
        "its member is compressed by a rare method",
        "it holds bytes that belong to no member",
        # kinds of files
        "a workbook with macros (.xlsm)",
        "a binary workbook (.xlsb)",
        "a zip archive",
        "delimited text",
        "an Excel workbook (.xlsx)",
        "text",
        "a legacy Office document",
        "a legacy Excel workbook (.xls)",
        "a legacy Word document (.doc)",
        "a legacy PowerPoint document (.ppt)",
        "an e-mail message (.msg)",
        "a Word document (.docx)",
        "a PowerPoint document (.pptx)",
        "a Visio document",
        "an OpenDocument spreadsheet (.ods)",
        "an OpenDocument document",
        "a workbook of Excel # (XML)",
        "a picture",
        "a picture or film",
        "an Access database (.mdb)",
        "an Access database (.accdb)",
        "an Arrow file",
        "an SPSS file",
        "a Stata file",
        "a SAS file",
        "a Zstandard archive",
        "a cabinet archive",
        "a tar archive",
        "a program",
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
        # encodings that XML declares
        "UTF-# or UTF-#",
        "the encoding that it declares",
        # profiles
        "file.record: is missing for XML",
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
        "texts of the XML",
        "comments of the file",
        "names inside the archive",
        "outside the records",
        *_SHEETS,
        *(f"name of {sheet}" for sheet in _SHEETS),
        *(f"page headers, validations and links of {sheet}" for sheet in _SHEETS),
    }
)
_PATHS = re.compile(r"(?!.*\d{5})[\w.\-/@:, ]{1,400}")
SOME_PLACE = "somewhere in the file"


def pattern_of(text: str) -> str:
    """Return a saying with its numbers taken out."""
    return _NUMBER.sub("#", text)


def is_path(text: str) -> bool:
    """Tell whether a text can be the names of elements of XML, which a reader may repeat."""
    return _PATHS.fullmatch(text) is not None
