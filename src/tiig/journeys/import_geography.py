"""Take files of areas into use as one geography: all of them, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tiig import locate
from tiig.model.area_errors import (
    AREA_VINTAGE_MISSING,
    AREA_VINTAGE_OTHER,
    GEOGRAPHY_NAME,
)
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.geography import GeographyPart, GeographyRecord, GeographyVersion, PartKind
from tiig.model.ports import Progress
from tiig.services import Services
from tiig.standard import Standard

_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{1,39}$")
_VINTAGE = re.compile(r"^(19|20)\d{2}$")
_OPEN_AGE = 10**3
_OGL = "OGL-3.0"


@dataclass(frozen=True)
class GeographyRequest:
    """Files, and what they do not tell themselves.

    `vintage` is the year of the LSOAs; `of` tells the vintage of single files by name;
    `within` cuts national files to authorities, by code.
    """

    files: tuple[str, ...]
    name: str
    vintage: str | None = None
    licence: str | None = None
    attribution: str | None = None
    of: Mapping[str, str] = field(default_factory=dict)
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportedGeography:
    """The geography as it stands now; `already` where it held just these files before."""

    geography: GeographyRecord
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    already: bool = False


def import_geography(
    request: GeographyRequest, *, asker: Asker, services: Services, progress: Progress
) -> ImportedGeography:
    """Read, check and join files, with those of the last version, to the next version.

    A file takes the place of one that told the same. Nothing is kept where anything is wrong.
    """
    _check(request)
    before = _newest(request.name, services)
    year = _year(request, before)
    bands = _bands(services.standard)
    drafts = []
    for place, file in enumerate(request.files, start=1):
        progress.step("reading files", place, len(request.files))
        path = Path(file)
        drafts.append(locate.read_file(path, bands=bands, said=request.of.get(path.name)))
    if before is not None and _known(drafts, before) and _cut_so(before, request, services):
        return ImportedGeography(before, (), (), already=True)
    kept, replaced = _carried(before, drafts)
    progress.step("joining")
    earlier = [_draft(part, services) for part in kept]
    made = locate.joined([*earlier, *drafts], year=year, within=frozenset(request.within))
    progress.step("storing")
    record = _stored(made, {one.frame: one for one in kept}, request, before, services)
    with services.catalogue.change(
        asker,
        _because(drafts),
        kind=AuditKind.GEOGRAPHY,
        subjects=(f"{record.name}@{record.version}",),
    ) as change:
        moment = services.clock.now()
        change.add_geography(
            GeographyVersion(record.name, record.version, moment, record.to_json())
        )
    stored = services.geography.record(record.name)
    return ImportedGeography(stored, tuple(one.file for one in drafts), replaced)


def _check(request: GeographyRequest) -> None:
    if not request.files:
        raise TiigError(BAD_ARGUMENT, what="name at least one file")
    if not _NAME.match(request.name):
        raise TiigError(GEOGRAPHY_NAME, what="names have small letters, digits and hyphens")
    if request.name.startswith("schematic"):
        raise TiigError(GEOGRAPHY_NAME, what="it is that of the invented geography")
    if not request.licence:
        raise TiigError(BAD_ARGUMENT, what="say under which licence the files are: --licence")
    strangers = request.of.keys() - {Path(file).name for file in request.files}
    if strangers:
        raise TiigError(BAD_ARGUMENT, what="--of names a file that is not given")


def _newest(name: str, services: Services) -> GeographyRecord | None:
    versions = [one for one in services.catalogue.geographies() if one.name == name]
    return versions[-1].record if versions else None


def _year(request: GeographyRequest, before: GeographyRecord | None) -> str:
    if request.vintage is None and before is None:
        raise TiigError(AREA_VINTAGE_MISSING)
    year = request.vintage or (before.vintage if before else "")
    if not _VINTAGE.match(year):
        raise TiigError(BAD_ARGUMENT, what="the vintage of areas is a year, such as 2021")
    if before is not None and before.vintage != year:
        what = f"the geography {request.name} is of {before.vintage}"
        raise TiigError(AREA_VINTAGE_OTHER, what=what)
    return year


def _bands(standard: Standard) -> dict[str, tuple[int, int]]:
    """Return first and last year of the standard's age bands."""
    tree = standard.trees["age_band"]
    return {
        node: (
            int(tree.attribute(node, "low") or 0),
            int(tree.attribute(node, "high") or _OPEN_AGE),
        )
        for node in tree.nodes_at_depth(tree.depth)
    }


def _known(drafts: Sequence[locate.Draft], before: GeographyRecord) -> bool:
    held = {(part.fingerprint, part.vintage) for part in before.parts}
    return all((one.fingerprint, one.vintage) in held for one in drafts)


def _cut_so(before: GeographyRecord, request: GeographyRequest, services: Services) -> bool:
    """Tell whether a geography holds just the authorities that it is to be cut to, if any."""
    here = set(services.geography.lookup(before.key)["la"])
    return not request.within or here == set(request.within)


def _carried(
    before: GeographyRecord | None, drafts: Sequence[locate.Draft]
) -> tuple[tuple[GeographyPart, ...], tuple[str, ...]]:
    """Return the parts that stay, and the files whose place is taken."""
    new = {one.role for one in drafts}
    parts = before.parts if before else ()
    stay = tuple(one for one in parts if one.role not in new)
    return stay, tuple(one.file for one in parts if one not in stay)


def _draft(part: GeographyPart, services: Services) -> locate.Draft:
    return locate.Draft(
        kind=part.kind,
        level=part.level,
        frame=services.geography.frame(part.frame),
        file=part.file,
        fingerprint=part.fingerprint,
        vintage=part.vintage,
        vintage_by=part.vintage_by,
        detail=part.detail,
        remarks=part.remarks,
    )


def _stored(
    made: locate.Joined,
    kept: Mapping[str, GeographyPart],
    request: GeographyRequest,
    before: GeographyRecord | None,
    services: Services,
) -> GeographyRecord:
    """Keep the tables and return the record that names them."""
    earlier = {(one.file, one.fingerprint): one for one in kept.values()}
    parts = []
    for draft in made.drafts:
        old = earlier.get((draft.file, draft.fingerprint))
        unchanged = old is not None and services.geography.frame(old.frame).equals(draft.frame)
        parts.append(old if old and unchanged else _part(draft, old, request, services))
    tables = {"areas": made.areas, "others": made.others, "postcodes": made.postcodes}
    return GeographyRecord(
        name=request.name,
        vintage=made.year,
        source=f"{len(parts)} imported files",
        schematic=False,
        areas=made.counts(),
        version=before.version + 1 if before else 1,
        parts=tuple(parts),
        frames={name: services.geography.keep(frame) for name, frame in tables.items()},
        measured=made.measured,
    )


def _part(
    draft: locate.Draft,
    old: GeographyPart | None,
    request: GeographyRequest,
    services: Services,
) -> GeographyPart:
    licence = old.licence if old else request.licence or ""
    year = services.clock.now().year
    told = request.attribution or " ".join(_attribution(draft, licence, year))
    return GeographyPart(
        kind=draft.kind,
        level=draft.level,
        vintage=draft.vintage,
        vintage_by=draft.vintage_by,
        detail=draft.detail,
        rows=draft.frame.height,
        file=draft.file,
        fingerprint=draft.fingerprint,
        licence=licence,
        attribution=old.attribution if old else told,
        frame=services.geography.keep(draft.frame),
        remarks=draft.remarks,
    )


def _attribution(draft: locate.Draft, licence: str, year: int) -> Iterator[str]:
    """Yield the sentences that files under the Open Government Licence must carry."""
    if licence != _OGL:
        return
    yield f"Contains National Statistics and OS data © Crown copyright and database right {year}."
    if draft.kind is PartKind.POSTCODES:
        yield f"Contains Royal Mail data © Royal Mail copyright and database right {year}."


def _because(drafts: Sequence[locate.Draft]) -> str:
    files = f"{len(drafts)} file{'s' if len(drafts) > 1 else ''}"
    return f"imported a geography from {files}"
