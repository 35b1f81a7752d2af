"""The catalogue's entries about XML: records, elements that repeat, and what is never read."""

from __future__ import annotations

from tiig.model.errors import file_kind

XML_BROKEN = file_kind(
    "xml-broken",
    "The XML breaks off or is not well-formed",
    "Nothing was stored. Export the file again; the row named is the line at which it ends or "
    "goes wrong.",
)
XML_DOCTYPE = file_kind(
    "xml-doctype",
    "The XML brings a document type",
    "Export it without a DOCTYPE: entities are never expanded, and nothing outside the file is "
    "read.",
)
RECORD_MISSING = file_kind(
    "record-missing",
    "The file holds no element {record}, which the profile calls a record",
    "Check record in the profile, or what --record says; a month without attendances is declared "
    "with: tiig submissions nil.",
)
RECORD_NESTED = file_kind(
    "record-nested",
    "Records stand in one another, or on more than one path of the file",
    "Say in the profile under record the whole path of the element that is one attendance.",
)
ELEMENT_REPEATS = file_kind(
    "element-repeats",
    "An element stands {times} times in a record, and the profile does not say what of that "
    "counts: {columns}",
    "Say repeats in the profile for its column: how many of them are looked at, or first.",
)
ELEMENT_AMBIGUOUS = file_kind(
    "element-ambiguous",
    "A column of the profile fits elements on more than one path: {columns}",
    "Name the column by its whole path within the record.",
)
MIXED_CONTENT = file_kind(
    "mixed-content",
    "Text stands beside elements in an element: {columns}",
    "Export the element as text alone, or say under ignored in the profile that what stands below "
    "it (its path and /*) is left out: its own text is then read without it.",
)
NAMESPACES_MIXED = file_kind(
    "namespaces-mixed",
    "An element is written in two namespaces: {columns}",
    "Export the file by one version of the message; names of two versions are not mixed.",
)
RECORD_UNTOLD = file_kind(
    "record-untold",
    "No element of the file stands several times with fields of its own: nothing tells which one "
    "is an attendance",
    "Name it, as the path of its elements: tiig sender suggest FILE --record Message/Attendance.",
)
RECORD_HIDDEN = file_kind(
    "record-hidden",
    "The element that is likely one attendance has a name that may identify somebody",
    "It is not repeated. Name it: tiig sender suggest FILE --record and the path of its elements, "
    "or ask for a file whose elements name nobody.",
)
