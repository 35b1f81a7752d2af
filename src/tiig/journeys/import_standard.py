"""Take NHS England's ECDS technical output specification (ETOS) into the site's standard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import FILE_MISSING, TiigError, Where
from tiig.model.ports import Progress
from tiig.services import Services
from tiig.standard import import_etos, load_standard


@dataclass(frozen=True)
class Imported:
    """What an import added, and what a person should look at."""

    codes: int
    categories: int
    unmapped: int
    damaged_rows: tuple[str, ...]
    sheets_read: tuple[str, ...]
    sheets_ignored: int
    files: tuple[str, ...]
    standard_before: str
    standard_after: str


def import_standard(path: str, *, asker: Asker, services: Services, progress: Progress) -> Imported:
    """Read the workbook, write the overlay, and load the standard anew to prove it sound."""
    workbook = Path(path)
    if not workbook.is_file():
        raise TiigError(FILE_MISSING, Where(file=workbook.name))
    progress.step("reading the workbook")
    found = import_etos(workbook, services.standard)
    files = found.write(services.overlay)
    after = load_standard(services.overlay)
    services.catalogue.note(
        asker,
        "imported codes into the data standard",
        kind=AuditKind.STANDARD,
        subjects=(after.version[:12],),
    )
    return Imported(
        codes=sum(map(len, found.entries.values())),
        categories=sum(map(len, found.nodes.values())),
        unmapped=len(found.unmapped),
        damaged_rows=tuple(
            f"sheet {fault.sheet}, row {fault.row}: {fault.damage.value}" for fault in found.faults
        ),
        sheets_read=tuple(found.sheets_read),
        sheets_ignored=len(found.sheets_ignored),
        files=tuple(file.name for file in files),
        standard_before=services.standard.version,
        standard_after=after.version,
    )
