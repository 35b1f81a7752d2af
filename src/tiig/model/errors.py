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
"""Enters a kind; those of one topic stand in the `*_errors` modules beside this one."""


def file_kind(name: str, sentence: str, advice: str) -> Kind:
    """Declare a kind of fault of a file that is not taken as it is."""
    return _catalogue.add(name, Family.FILE, 422, sentence=sentence, advice=advice)


def profile_kind(name: str, sentence: str, advice: str) -> Kind:
    """Declare a kind of fault of a profile or the standard."""
    return _catalogue.add(name, Family.PROFILE, 422, sentence=sentence, advice=advice)


def store_kind(name: str, sentence: str, advice: str) -> Kind:
    """Declare a kind of fault of the store."""
    return _catalogue.add(name, Family.STORE, 503, sentence=sentence, advice=advice)


def usage_kind(name: str, sentence: str, advice: str) -> Kind:
    """Declare a kind of fault of what was asked."""
    return _catalogue.add(name, Family.USAGE, 400, sentence=sentence, advice=advice)


def permission_kind(name: str, sentence: str, advice: str) -> Kind:
    """Declare a kind of fault of what is not allowed."""
    return _catalogue.add(name, Family.PERMISSION, 403, sentence=sentence, advice=advice)


# The file -------------------------------------------------------------------------------
FILE_MISSING = file_kind(
    "file-missing", "There is no such file", "Check the path; the file must be readable."
)
FILE_EMPTY = file_kind(
    "file-empty",
    "The file is empty",
    "Export it again; a month without attendances is declared with: tiig submissions nil.",
)
FILE_DAMAGED = file_kind(
    "file-damaged",
    "The file cannot be opened: {what}",
    "Export it again; if it fails twice, send it as CSV.",
)
FILE_TOO_LARGE = file_kind(
    "file-too-large",
    "The file is larger than the limit: {what}",
    "Send it in parts of one month each.",
)
IDENTIFIER_FOUND = file_kind(
    "identifier-found",
    "The file holds direct identifiers: {kinds}",
    "Take out of the export what the receipt lists, column by column, and send the file again. Nothing was stored; delete the file from mail and shared folders.",
)
WRONG_SENDER = file_kind(
    "wrong-sender",
    "No row belongs to a site of sender {sender}",
    "Check --sender; the file may be another organisation's.",
)
WRONG_MONTH = file_kind(
    "wrong-month",
    "No row lies in the declared period {period}",
    "Check --month against the period of the export, and whether its dates name day or month first.",
)
MONTH_UNDECLARED = file_kind(
    "month-undeclared",
    "The submission does not say which months it covers",
    "Say --month 2026-06 or --month 2017-01..2019-12, or name the period cells in the profile.",
)
PERIOD_CELLS = file_kind(
    "period-cells",
    "The period cells cannot be read or do not agree",
    "Check the columns that the profile names as the reporting period.",
)
FILE_UNCOUNTABLE = file_kind(
    "file-uncountable",
    "No row of the file can be counted",
    "See the receipt: each row stands there with its reason. Correct the export or the profile.",
)

# Profile and code map -------------------------------------------------------------------
SENDER_UNKNOWN = profile_kind(
    "sender-unknown",
    "No sender is called {sender}",
    "List them with: tiig sender list; add one with: tiig sender add PROFILE.toml",
)
PROFILE_INVALID = profile_kind(
    "profile-invalid",
    "The sender profile is not valid: {what}",
    "Correct the profile file and add it again; nothing was changed.",
)
PROFILE_STALE = profile_kind(
    "profile-stale",
    "The sender has a profile of version {newest}; this one is version {version}",
    "Give the changed profile the next version number.",
)
PROFILE_NOT_YET = profile_kind(
    "profile-not-yet",
    "No profile of sender {sender} is valid for {period}",
    "Add a profile whose valid_from lies before the period.",
)
STANDARD_INVALID = profile_kind(
    "standard-invalid", "The data standard is not valid: {what}", "Correct the file that is named."
)
ETOS_INVALID = profile_kind(
    "etos-invalid",
    "The workbook is not an ECDS technical output specification: {what}",
    "Send the workbook as NHS England publishes it.",
)


MONTH_WITHOUT_DATA = usage_kind(
    "month-without-data",
    "Nothing is in force for {month}",
    "Name a month from {first} to {last}; what is missing: tiig submissions due",
)
SITE_UNKNOWN = usage_kind(
    "site-unknown", "No department of this code or name has sent anything", "Name one of: {known}"
)
ITEM_UNWATCHED = usage_kind(
    "item-unwatched", "The quality of no item of this name is watched", "Name one of: {known}"
)
PERIOD_UNUSABLE = usage_kind(
    "period-unusable",
    "A profile cannot look at these months: {what}",
    "Data are in force from {first} to {last}; name {least} to {most} of these months.",
)
THEME_WITHOUT_EVENTS = usage_kind(
    "theme-without-events",
    "There is nothing to write about: no {noun} in the months of this paper",
    "Name another theme, area or month.",
)
NOTES_INVALID = usage_kind(
    "notes-invalid",
    "The notes cannot be used: {what}",
    "Correct the line that is named; the sections are {known}.",
)

# Usage ----------------------------------------------------------------------------------
BAD_ARGUMENT = usage_kind("bad-argument", "{what}", "See --help for what the command takes.")
DIMENSION_UNKNOWN = usage_kind(
    "dimension-unknown", "Nothing can be counted by {name}", "Ask with one of: {known}"
)
NODE_UNKNOWN = usage_kind(
    "node-unknown",
    "{dimension} has no category {node}",
    "See the data dictionary for its categories.",
)
SUBMISSION_UNKNOWN = usage_kind(
    "submission-unknown",
    "There is no submission with this id",
    "List them with: tiig submissions list",
)
RELEASE_UNKNOWN = usage_kind(
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
LOOPBACK_ONLY = usage_kind(
    "loopback-only",
    "Pages are served to this machine only until sign-in exists",
    "Leave out --host, or name 127.0.0.1, ::1 or localhost.",
)
STATE_FORBIDS = usage_kind(
    "state-forbids",
    "A submission that is {state} cannot become {to}",
    "See its history with: tiig submissions show ID",
)
NIL_REFUSED = usage_kind(
    "nil-refused",
    "Rows of this site-month are in force",
    "Withdraw the submission first if the month really was empty.",
)
NOTHING_IN_FORCE = usage_kind(
    "nothing-in-force",
    "Nothing is in force for this question",
    "See what has been received with: tiig submissions list",
)
QUESTION_REFUSED = usage_kind(
    "question-refused", "{what}", "Ask for a coarser area, or leave out the finer items."
)
RATE_IMPOSSIBLE = usage_kind(
    "rate-impossible",
    "A rate cannot be given: {what}",
    "Ask by area of residence, sex or age band, for which populations exist.",
)

# Permission -----------------------------------------------------------------------------
PURPOSE_MISSING = permission_kind(
    "purpose-missing",
    "Exact figures are given for a stated purpose only",
    "Say why with --because; the question is audited.",
)
PRESET_UNKNOWN = permission_kind(
    "preset-unknown", "There is no disclosure preset {preset}", "Use one of: {known}"
)

# Store, disk, keys ----------------------------------------------------------------------
WORKSPACE_MISSING = store_kind(
    "workspace-missing",
    "There is no workspace here",
    "Make one with: tiig init DIR, then name it with --workspace or TIIG_WORKSPACE.",
)
WORKSPACE_EXISTS = store_kind(
    "workspace-exists",
    "There is a workspace here already",
    "Use it as it is, or choose another folder.",
)
DEMO_OTHER = usage_kind(
    "demo-other",
    "This folder holds a demonstration that was begun with other options",
    "Name another folder, or use the same --seed, --months, --scale and --faults.",
)
SETTINGS_INVALID = usage_kind(
    "settings-invalid",
    "The workspace's settings are not valid: {what}",
    "Correct the named entries; the reference page of the settings lists what each may be.",
)
STORE_LOCKED = store_kind(
    "store-locked",
    "The workspace is in use by another process",
    "Wait for it to end and try again; nothing was changed.",
)
DISK_FULL = store_kind(
    "disk-full", "The disk is full", "Make room and send the file again; nothing was changed."
)
STORE_UNWRITABLE = store_kind(
    "store-unwritable",
    "The workspace cannot be written",
    "Check the folder's permissions; nothing was changed.",
)
OUTPUT_UNWRITABLE = usage_kind(
    "output-unwritable",
    "Nothing can be written at the place that -o names",
    "Name a folder that exists and may be written, and a file of its own in it.",
)
PACK_DAMAGED = store_kind(
    "pack-damaged",
    "A stored file is damaged or missing: {pack}",
    "Run tiig doctor; restore the file from a backup.",
)
PACK_PLAIN = store_kind(
    "pack-plain",
    "A stored file is not encrypted: {pack}",
    "It is refused. Run tiig doctor and restore it from a backup.",
)
PAGES_UNBUILT = store_kind(
    "pages-unbuilt",
    "The style sheets and scripts of the pages are not installed",
    "In a checkout run: python3.11 go.py setup. Otherwise install the wheel of tiig.",
)
PORT_TAKEN = store_kind(
    "port-taken",
    "Nothing can be served on port {port}",
    "Another program may use it: name another with --port.",
)
KEY_MISSING = store_kind(
    "key-missing",
    "A key is missing: {what}",
    "Restore the keys folder; without it the data cannot be read.",
)
KEY_WRONG = store_kind("key-wrong", "The key does not open the keyring", "Check TIIG_PASSPHRASE.")

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
