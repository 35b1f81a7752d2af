"""The catalogue's entries about the shape of a sender's file: rows, quotes, sheets and headers."""

from __future__ import annotations

from tiig.model.errors import file_kind

FILE_NO_ROWS = file_kind(
    "file-no-rows",
    "The file has a header but no rows",
    "Export it again; a month without attendances is declared with: tiig submissions nil.",
)
FILE_KIND = file_kind(
    "file-kind",
    "The file is not {expected}, but looks like {found}",
    "Send the format that the sender profile names, or change the profile.",
)
FILE_PROTECTED = file_kind(
    "file-protected",
    "The workbook is protected by a password",
    "Save it without a password and send it again.",
)
ENCODING_WRONG = file_kind(
    "encoding-wrong",
    "The file is not written in {encoding}",
    "Name the encoding of the export in the sender profile, or export as UTF-8.",
)
STRAY_QUOTE = file_kind(
    "stray-quote",
    "A quotation mark stands where none can stand",
    "Rows may have been swallowed: have the export double each quotation mark inside a cell, or "
    'say quote = "" in the profile.',
)
QUOTE_UNCLOSED = file_kind(
    "quote-unclosed",
    "A quoted cell is never closed",
    "Export the file again; the rows after this one cannot be told apart.",
)
QUOTED_BREAK = file_kind(
    "quoted-line-break",
    "A quoted cell holds a line break, which the profile does not allow",
    "Say quoted_line_breaks = true in the profile if the export writes them.",
)
FIELD_COUNT = file_kind(
    "field-count",
    "Rows do not have as many fields as the header ({expected})",
    "Look for an unquoted delimiter in these rows and export again.",
)
FORMULAS_EMPTY = file_kind(
    "formulas-empty",
    "Cells of the sheet are formulas that hold no value",
    "Open it in a spreadsheet program, let it calculate, save it and send it again;"
    " or send the values.",
)
FOOTER_FILLED = file_kind(
    "footer-filled",
    "A row that the profile calls a footer is filled like a row of the table",
    "Check footer_rows in the profile: as it stands, the last row would not be counted.",
)
NUL_BYTE = file_kind(
    "nul-byte",
    "The file holds bytes that no text has",
    "Export it again as text; UTF-16 must be named in the profile.",
)
SHEET_MISSING = file_kind(
    "sheet-missing",
    "The workbook has no such sheet",
    "Name the sheet in the profile, or rename it in the workbook.",
)
HEADER_TWICE = file_kind(
    "header-twice",
    "Two columns have the same header",
    "Give each column its own name. Where a header has two lines, say header_row for the lower "
    "one if its names differ, else write both lines as one name.",
)
HEADER_BLANK = file_kind(
    "header-blank",
    "A column that holds cells has no header",
    "Give each column a name of its own in one row, also where cells are merged over several "
    "columns or rows; say header_row in the profile if titles stand above it.",
)
HEADER_MISSING = file_kind(
    "header-missing",
    "The file ends before row {row}, where the profile expects the header",
    "Check header_row in the profile; a month without attendances is declared with: "
    "tiig submissions nil.",
)
HEADER_RESERVED = file_kind(
    "header-reserved",
    "A column is called {name}, a name that the reader keeps for itself",
    "Rename the column in the export.",
)
BARE_RETURN = file_kind(
    "bare-return",
    "A carriage return stands alone, without a line feed",
    "Export with line ends of Windows or Unix, and without returns inside unquoted cells.",
)
SHEET_UNNAMED = file_kind(
    "sheet-unnamed",
    "The workbook has {count} sheets and the profile names none",
    "Name the sheet in the profile, or send a workbook with one sheet.",
)
COLUMN_MISSING = file_kind(
    "column-missing",
    "Columns that the profile requires are missing: {columns}",
    "Export them again, or add a dated version of the profile that says they are absent.",
)
COLUMN_UNKNOWN = file_kind(
    "column-unknown",
    "Columns that the profile does not know: {columns}",
    "Name each in the profile, as a column or under ignored; nothing unknown is stored.",
)
COUNTS_DISAGREE = file_kind(
    "counts-disagree",
    "The bytes hold {lines} records, the reader found {found}",
    "Nothing was stored. Export the file again; if it happens twice, report it.",
)
