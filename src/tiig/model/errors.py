"""The one catalogue of errors: what went wrong, where, and what to do next.

A sentence never holds a value from a file. `where` names file, sheet, row and column.
Exit codes go by family, one per family; the kind's id stands in `--json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum

ROWS_NAMED = 10
"""How many rows an error names; the receipt lists them all."""
UNNAMED = "the file"
"""What a file is called whose name may be a person's."""


class Family(IntEnum):
    """Exit codes: one family of errors, one code."""

    OUR_FAULT = 1
    USAGE = 2
    FILE = 10
    PROFILE = 20
    PERMISSION = 30
    STORE = 40
    INTERRUPTED = 130


@dataclass(frozen=True)
class Where:
    """The place of a fault: file, sheet, rows and column - never a value."""

    file: str | None = None
    sheet: str | None = None
    column: str | None = None
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Write the place in the order a person looks for it."""
        shown = ", ".join(str(row) for row in self.rows[:ROWS_NAMED])
        more = f" and {len(self.rows) - ROWS_NAMED} more" if len(self.rows) > ROWS_NAMED else ""
        parts = (
            self.file and (self.file if self.file == UNNAMED else f"file {self.file}"),
            self.sheet and f"sheet {self.sheet}",
            self.column and f"column {self.column}",
            self.rows and f"row{'s' if len(self.rows) > 1 else ''} {shown}{more}",
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Kind:
    """One entry of the catalogue; `sentence` may hold `{named}` facts that are never values."""

    id: str
    family: Family
    http: int
    sentence: str
    advice: str


class TiigError(Exception):
    """A fault that a person can act on; the only exception that reaches a door on purpose."""

    def __init__(self, kind: Kind, where: Where | None = None, **facts: object) -> None:
        """Name the kind, the place, and the facts its sentence asks for."""
        self.kind = kind
        self.where = where or Where()
        self.facts: Mapping[str, object] = facts
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """What happened and where, in one line."""
        place = str(self.where)
        text = self.kind.sentence.format(**self.facts)
        return f"{text} ({place})" if place else text

    @property
    def advice(self) -> str:
        """What to do next."""
        return self.kind.advice.format(**self.facts)

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints for a failure."""
        return {
            "error": self.kind.id,
            "family": self.kind.family.name.lower(),
            "exit_code": int(self.kind.family),
            "sentence": self.sentence,
            "advice": self.advice,
            "where": {name: value for name, value in asdict(self.where).items() if value},
        }


@dataclass
class _Catalogue:
    kinds: dict[str, Kind] = field(default_factory=dict)

    def add(self, name: str, family: Family, http: int, *, sentence: str, advice: str) -> Kind:
        """Enter a kind once; a name is never reused."""
        if name in self.kinds:
            message = f"error kind {name} is declared twice"
            raise ValueError(message)
        kind = Kind(name, family, http, sentence, advice)
        self.kinds[name] = kind
        return kind


_catalogue = _Catalogue()
KINDS: Mapping[str, Kind] = _catalogue.kinds
declare = _catalogue.add
"""Enters a kind; those about files of areas stand in `area_errors`."""


def _file(name: str, sentence: str, advice: str) -> Kind:
    return _catalogue.add(name, Family.FILE, 422, sentence=sentence, advice=advice)


def _profile(name: str, sentence: str, advice: str) -> Kind:
    return _catalogue.add(name, Family.PROFILE, 422, sentence=sentence, advice=advice)


def _store(name: str, sentence: str, advice: str) -> Kind:
    return _catalogue.add(name, Family.STORE, 503, sentence=sentence, advice=advice)


def _usage(name: str, sentence: str, advice: str) -> Kind:
    return _catalogue.add(name, Family.USAGE, 400, sentence=sentence, advice=advice)


def _permission(name: str, sentence: str, advice: str) -> Kind:
    return _catalogue.add(name, Family.PERMISSION, 403, sentence=sentence, advice=advice)


# The file -------------------------------------------------------------------------------
FILE_MISSING = _file(
    "file-missing", "There is no such file", "Check the path; the file must be readable."
)
FILE_EMPTY = _file(
    "file-empty",
    "The file is empty",
    "Export it again; a month without attendances is declared with: tiig submissions nil.",
)
FILE_NO_ROWS = _file(
    "file-no-rows",
    "The file has a header but no rows",
    "Export it again; a month without attendances is declared with: tiig submissions nil.",
)
FILE_KIND = _file(
    "file-kind",
    "The file is not {expected}, but looks like {found}",
    "Send the format that the sender profile names, or change the profile.",
)
FILE_PROTECTED = _file(
    "file-protected",
    "The workbook is protected by a password",
    "Save it without a password and send it again.",
)
FILE_DAMAGED = _file(
    "file-damaged",
    "The file cannot be opened: {what}",
    "Export it again; if it fails twice, send it as CSV.",
)
FILE_TOO_LARGE = _file(
    "file-too-large",
    "The file is larger than the limit: {what}",
    "Send it in parts of one month each.",
)
ENCODING_WRONG = _file(
    "encoding-wrong",
    "The file is not written in {encoding}",
    "Name the encoding of the export in the sender profile, or export as UTF-8.",
)
STRAY_QUOTE = _file(
    "stray-quote",
    "A quotation mark stands where none can stand",
    'Rows may have been swallowed: have the export double each quotation mark inside a cell, or say quote = "" in the profile.',
)
QUOTE_UNCLOSED = _file(
    "quote-unclosed",
    "A quoted cell is never closed",
    "Export the file again; the rows after this one cannot be told apart.",
)
QUOTED_BREAK = _file(
    "quoted-line-break",
    "A quoted cell holds a line break, which the profile does not allow",
    "Say quoted_line_breaks = true in the profile if the export writes them.",
)
FIELD_COUNT = _file(
    "field-count",
    "Rows do not have as many fields as the header ({expected})",
    "Look for an unquoted delimiter in these rows and export again.",
)
NUL_BYTE = _file(
    "nul-byte",
    "The file holds bytes that no text has",
    "Export it again as text; UTF-16 must be named in the profile.",
)
SHEET_MISSING = _file(
    "sheet-missing",
    "The workbook has no such sheet",
    "Name the sheet in the profile, or rename it in the workbook.",
)
HEADER_TWICE = _file(
    "header-twice", "Two columns have the same header", "Give each column its own name."
)
HEADER_BLANK = _file(
    "header-blank",
    "A column that holds cells has no header",
    "Give each column a name; say header_row in the profile if titles stand above it.",
)
HEADER_MISSING = _file(
    "header-missing",
    "The file ends before row {row}, where the profile expects the header",
    "Check header_row in the profile; a month without attendances is declared with: tiig submissions nil.",
)
HEADER_RESERVED = _file(
    "header-reserved",
    "A column is called {name}, a name that the reader keeps for itself",
    "Rename the column in the export.",
)
BARE_RETURN = _file(
    "bare-return",
    "A carriage return stands alone, without a line feed",
    "Export with line ends of Windows or Unix, and without returns inside unquoted cells.",
)
SHEET_UNNAMED = _file(
    "sheet-unnamed",
    "The workbook has {count} sheets and the profile names none",
    "Name the sheet in the profile, or send a workbook with one sheet.",
)
COLUMN_MISSING = _file(
    "column-missing",
    "Columns that the profile requires are missing: {columns}",
    "Export them again, or add a dated version of the profile that says they are absent.",
)
COLUMN_UNKNOWN = _file(
    "column-unknown",
    "Columns that the profile does not know: {columns}",
    "Name each in the profile, as a column or under ignored; nothing unknown is stored.",
)
COUNTS_DISAGREE = _file(
    "counts-disagree",
    "The bytes hold {lines} records, the reader found {found}",
    "Nothing was stored. Export the file again; if it happens twice, report it.",
)
IDENTIFIER_FOUND = _file(
    "identifier-found",
    "The file holds direct identifiers: {kinds}",
    "Take out of the export what the receipt lists, column by column, and send the file again. Nothing was stored; delete the file from mail and shared folders. An incident waits for the data protection officer.",
)
WRONG_SENDER = _file(
    "wrong-sender",
    "No row belongs to a site of sender {sender}",
    "Check --sender; the file may be another organisation's.",
)
WRONG_MONTH = _file(
    "wrong-month",
    "No row lies in the declared period {period}",
    "Check --month against the period of the export.",
)
MONTH_UNDECLARED = _file(
    "month-undeclared",
    "The submission does not say which months it covers",
    "Say --month 2026-06 or --month 2017-01..2019-12, or name the period cells in the profile.",
)
PERIOD_CELLS = _file(
    "period-cells",
    "The period cells cannot be read or do not agree",
    "Check the columns that the profile names as the reporting period.",
)
FILE_UNCOUNTABLE = _file(
    "file-uncountable",
    "No row of the file can be counted",
    "See the receipt: each row stands there with its reason. Correct the export or the profile.",
)

# Profile and code map -------------------------------------------------------------------
SENDER_UNKNOWN = _profile(
    "sender-unknown",
    "No sender is called {sender}",
    "List them with: tiig sender list; add one with: tiig sender add PROFILE.toml",
)
PROFILE_INVALID = _profile(
    "profile-invalid",
    "The sender profile is not valid: {what}",
    "Correct the profile file and add it again; nothing was changed.",
)
PROFILE_STALE = _profile(
    "profile-stale",
    "The sender has a profile of version {newest}; this one is version {version}",
    "Give the changed profile the next version number.",
)
PROFILE_NOT_YET = _profile(
    "profile-not-yet",
    "No profile of sender {sender} is valid for {period}",
    "Add a profile whose valid_from lies before the period.",
)
STANDARD_INVALID = _profile(
    "standard-invalid", "The data standard is not valid: {what}", "Correct the file that is named."
)
ETOS_INVALID = _profile(
    "etos-invalid",
    "The workbook is not an ECDS technical output specification: {what}",
    "Send the workbook as NHS England publishes it.",
)


MONTH_WITHOUT_DATA = _usage(
    "month-without-data",
    "Nothing is in force for {month}",
    "Name a month from {first} to {last}; what is missing: tiig submissions due",
)
SITE_UNKNOWN = _usage(
    "site-unknown", "No department of this code or name has sent anything", "Name one of: {known}"
)
ITEM_UNWATCHED = _usage(
    "item-unwatched", "The quality of no item of this name is watched", "Name one of: {known}"
)
PERIOD_UNUSABLE = _usage(
    "period-unusable",
    "A profile cannot look at these months: {what}",
    "Data are in force from {first} to {last}; name {least} to {most} of these months.",
)
THEME_WITHOUT_EVENTS = _usage(
    "theme-without-events",
    "There is nothing to write about: no {noun} in the months of this paper",
    "Name another theme, area or month.",
)
NOTES_INVALID = _usage(
    "notes-invalid",
    "The notes cannot be used: {what}",
    "Correct the line that is named; the sections are {known}.",
)

# Usage ----------------------------------------------------------------------------------
BAD_ARGUMENT = _usage("bad-argument", "{what}", "See --help for what the command takes.")
DIMENSION_UNKNOWN = _usage(
    "dimension-unknown", "Nothing can be counted by {name}", "Ask with one of: {known}"
)
NODE_UNKNOWN = _usage(
    "node-unknown",
    "{dimension} has no category {node}",
    "See the data dictionary for its categories.",
)
SUBMISSION_UNKNOWN = _usage(
    "submission-unknown",
    "There is no submission with this id",
    "List them with: tiig submissions list",
)
RELEASE_UNKNOWN = _usage(
    "release-unknown", "There is no release with this id", "List them with: tiig release list"
)
DOWNLOAD_UNKNOWN = _catalogue.add(
    "download-unknown",
    Family.USAGE,
    404,
    sentence="There is no file of this name to download",
    advice="Choose one from the list of downloads.",
)
EXHIBIT_UNKNOWN = _catalogue.add(
    "exhibit-unknown",
    Family.USAGE,
    404,
    sentence="There is no chart or table of this name on the page",
    advice="Open the page and follow the links beneath its charts.",
)
LOOPBACK_ONLY = _usage(
    "loopback-only",
    "Pages are served to this machine only until sign-in exists",
    "Leave out --host, or name 127.0.0.1, ::1 or localhost.",
)
STATE_FORBIDS = _usage(
    "state-forbids",
    "A submission that is {state} cannot become {to}",
    "See its history with: tiig submissions show ID",
)
NIL_REFUSED = _usage(
    "nil-refused",
    "Rows of this site-month are in force",
    "Withdraw the submission first if the month really was empty.",
)
NOTHING_IN_FORCE = _usage(
    "nothing-in-force",
    "Nothing is in force for this question",
    "See what has been received with: tiig submissions list",
)
QUESTION_REFUSED = _usage(
    "question-refused", "{what}", "Ask for a coarser area, or leave out the finer items."
)
RATE_IMPOSSIBLE = _usage(
    "rate-impossible",
    "A rate cannot be given: {what}",
    "Ask by area of residence, sex or age band, for which populations exist.",
)

# Permission -----------------------------------------------------------------------------
PURPOSE_MISSING = _permission(
    "purpose-missing",
    "Exact figures are given for a stated purpose only",
    "Say why with --because; the question is audited.",
)
PRESET_UNKNOWN = _permission(
    "preset-unknown", "There is no disclosure preset {preset}", "Use one of: {known}"
)

# Store, disk, keys ----------------------------------------------------------------------
WORKSPACE_MISSING = _store(
    "workspace-missing",
    "There is no workspace here",
    "Make one with: tiig init DIR, then name it with --workspace or TIIG_WORKSPACE.",
)
WORKSPACE_EXISTS = _store(
    "workspace-exists",
    "There is a workspace here already",
    "Use it as it is, or choose another folder.",
)
DEMO_OTHER = _usage(
    "demo-other",
    "This folder holds a demonstration that was begun with other options",
    "Name another folder, or use the same --seed, --months, --scale and --faults.",
)
SETTINGS_INVALID = _usage(
    "settings-invalid",
    "The workspace's settings are not valid: {what}",
    "Correct the named entries; the reference page of the settings lists what each may be.",
)
STORE_LOCKED = _store(
    "store-locked",
    "The workspace is in use by another process",
    "Wait for it to end and try again; nothing was changed.",
)
DISK_FULL = _store(
    "disk-full", "The disk is full", "Make room and send the file again; nothing was changed."
)
STORE_UNWRITABLE = _store(
    "store-unwritable",
    "The workspace cannot be written",
    "Check the folder's permissions; nothing was changed.",
)
OUTPUT_UNWRITABLE = _usage(
    "output-unwritable",
    "Nothing can be written at the place that -o names",
    "Name a folder that exists and may be written, and a file of its own in it.",
)
PACK_DAMAGED = _store(
    "pack-damaged",
    "A stored file is damaged or missing: {pack}",
    "Run tiig doctor; restore the file from a backup.",
)
PACK_PLAIN = _store(
    "pack-plain",
    "A stored file is not encrypted: {pack}",
    "It is refused. Run tiig doctor and restore it from a backup.",
)
PAGES_UNBUILT = _store(
    "pages-unbuilt",
    "The style sheets and scripts of the pages are not installed",
    "In a checkout run: python3.11 go.py setup. Otherwise install the wheel of tiig.",
)
PORT_TAKEN = _store(
    "port-taken",
    "Nothing can be served on port {port}",
    "Another program may use it: name another with --port.",
)
KEY_MISSING = _store(
    "key-missing",
    "A key is missing: {what}",
    "Restore the keys folder; without it the data cannot be read.",
)
KEY_WRONG = _store("key-wrong", "The key does not open the keyring", "Check TIIG_PASSPHRASE.")

INTERRUPTED = _catalogue.add(
    "interrupted",
    Family.INTERRUPTED,
    499,
    sentence="Interrupted",
    advice="Nothing was changed; run the command again.",
)
DEMO_INTERRUPTED = _catalogue.add(
    "demo-interrupted",
    Family.INTERRUPTED,
    499,
    sentence="The demonstration was stopped before its end",
    advice="What was sent stays; the same command goes on from there.",
)
OUR_FAULT = _catalogue.add(
    "our-fault",
    Family.OUR_FAULT,
    500,
    sentence="Something went wrong on our side (reference {reference})",
    advice="Report the reference; the log holds no values.",
)
