"""The catalogue's entries about files of areas: boundaries, lookups, populations.

Such files are public. Their codes may be named, and nothing else that stands in a cell:
the wrong file may have been given.
"""

from __future__ import annotations

from tiig.model.errors import Family, Kind, declare

_NOTHING = "Nothing was done."


def _file(name: str, sentence: str, advice: str) -> Kind:
    return declare(name, Family.FILE, 422, sentence=sentence, advice=f"{advice} {_NOTHING}")


AREA_FILE_KIND = _file(
    "area-file-kind",
    "This is no file of areas that is known: {what}",
    "The page how-to/geography lists the forms that are read.",
)
AREA_FILE_DAMAGED = _file(
    "area-file-damaged",
    "The file cannot be read: {what}",
    "Download it again, unchanged.",
)
AREA_FILE_TOO_LARGE = _file(
    "area-file-too-large",
    "The file is larger than the limit: {what}",
    "Cut it to the areas that are needed, or unpack it first.",
)
AREA_PROJECTION = _file(
    "area-projection",
    "The coordinates are not what they should be: {what}",
    "Download the boundaries as GeoJSON in WGS84 (longitude, latitude), or have the file name EPSG:27700.",
)
AREA_SHAPE = _file(
    "area-shape",
    "A shape is not valid: {what}",
    "Download the boundaries again; repair a shape only where its owner agrees.",
)
AREA_CODE = _file(
    "area-code",
    "Codes of areas are not right: {what}",
    "Look at the named rows; codes often lose a digit in a spreadsheet.",
)
AREA_NUMBER = _file(
    "area-number",
    "Numbers are not right: {what}",
    "Look at the named rows in the file as it was published.",
)
AREA_VINTAGE_MISSING = _file(
    "area-vintage-missing",
    "The vintage of the file is not known: neither columns nor name tell it",
    "Say it with --of FILE=YEAR; say the vintage of the areas with --vintage.",
)
AREA_VINTAGE_OTHER = _file(
    "area-vintage-other",
    "The file is of another vintage: {what}",
    "Give the file of this vintage, or import it as another geography under another name.",
)
AREAS_DIFFER = _file(
    "areas-differ",
    "The files are not about the same areas: {what}",
    "Give files of the same areas; --within cuts national files to authorities.",
)
LOOKUP_MISSING = _file(
    "lookup-missing",
    "The areas cannot be put together: {what}",
    "Add a lookup from LSOA to local authority, as ONS publishes it.",
)
GEOGRAPHY_NAME = declare(
    "geography-name",
    Family.USAGE,
    400,
    sentence="A geography cannot have this name: {what}",
    advice="Choose another with --name, such as gm-2021.",
)
GEO_EXTRA_MISSING = declare(
    "geo-extra-missing",
    Family.STORE,
    503,
    sentence="Boundaries cannot be read: the libraries for maps are not installed",
    advice="Install them with: pip install 'tiig[geo]'",
)
GEOGRAPHY_UNKNOWN = declare(
    "geography-unknown",
    Family.PROFILE,
    422,
    sentence="There is no geography of this name and vintage",
    advice="List them with: tiig geography list",
)
POSTCODES_MISSING = declare(
    "postcodes-missing",
    Family.PROFILE,
    422,
    sentence="Postcodes are to become areas of residence, and the areas in use ({geography}) hold no postcodes",
    advice="Import a lookup of postcodes with: tiig geography import; name its geography in tiig.toml. Nothing was stored.",
)
AREA_UNKNOWN = declare(
    "area-unknown",
    Family.USAGE,
    400,
    sentence="There is no local authority of this name or code",
    advice="Name one of: {known}",
)
