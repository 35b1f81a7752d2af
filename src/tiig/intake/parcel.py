"""A file with the profile that describes it, before anything in it has been read."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tiig import deidentify, receive
from tiig.handover import Package
from tiig.intake.converting import Lookup
from tiig.intake.naming import shown_name
from tiig.model.agreement import SenderAgreement
from tiig.model.days import Days
from tiig.model.errors import FILE_MISSING, UNNAMED, TiigError, Where
from tiig.model.ports import Original
from tiig.model.profile import SenderProfile


@dataclass(frozen=True)
class Parcel:
    """One file on its way in; `package` is what a hospital prepared, opened in memory.

    `agreement` says what may be kept of it; without one, nothing comes in. `own` rows are
    looked at by the hospital itself, which strips them, or `tried` here, as if all that their
    profile converts were agreed. `lookup` is that of postcodes, where they become areas.
    """

    id: str
    path: Path
    label: str
    profile: SenderProfile
    period: Days | None
    fingerprint: str
    key: str
    received_at: datetime
    intent: str = ""
    original: str | None = None
    sealing: Future[Original] | None = None
    held_before: bool = False
    package: Package | None = None
    agreement: SenderAgreement | None = None
    own: bool = False
    tried: bool = False
    lookup: Lookup | None = None

    @property
    def lookup_name(self) -> str:
        """Which lookup put areas of residence there, here or at the hospital; empty: none."""
        if self.package is not None:
            return self.package.manifest.lookup
        return "" if self.lookup is None else self.lookup.name


def label_of(name: str, profile: SenderProfile | None = None) -> str:
    """Return what messages call a file: the known words of its name, no identifier."""
    search = deidentify.Search({})
    search.header((), None, name)
    return UNNAMED if search.verdict().hits else shown_name(name, profile)


def as_it_is(path: Path, profile: SenderProfile) -> SenderProfile:
    """Return the profile for the kind of file that this one is, of those that it allows."""
    return replace(profile, layout=receive.layout_of(path, profile.layout))


def missing(path: Path) -> TiigError:
    """Return FILE_MISSING with the name that was typed, unless that names a person."""
    search = deidentify.Search({})
    search.header((), None, path.name)
    typed = "".join(sign if sign.isprintable() else "?" for sign in path.name)
    return TiigError(FILE_MISSING, Where(file=UNNAMED if search.verdict().hits else typed))


def opened_rows(parcel: Parcel) -> receive.Opened:
    """Open the rows: of the file on the disk, or of the package in memory."""
    layout, label = parcel.profile.layout, parcel.label
    if parcel.package is None:
        return receive.open_file(parcel.path, layout, label=label)
    return receive.open_held(parcel.package.rows, layout, Where(file=label))
