"""Trace a released answer to its submissions, and compute it again to the same digits."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import RELEASE_UNKNOWN, TiigError
from tiig.model.ports import Progress
from tiig.model.release_use import ReleaseUse
from tiig.model.submission import Release
from tiig.services import Services

SAME = "Every digit is the same."
OLD_FORM = (
    "It was given beside other tables by an early version of tiig, whose ledger does not say which"
    " cells were hidden; it cannot be computed again to the digit."
)


@dataclass(frozen=True)
class ReleaseDetail:
    """A ledger row, the lineage that it names, and what it led to."""

    release: Release
    manifest: dict[str, object]
    uses: tuple[ReleaseUse, ...] = ()


@dataclass(frozen=True)
class Recomputed:
    """Whether a released answer comes out the same again, and if not, why it may not.

    `erased` says that it cannot: rows that it counted were erased since.
    """

    release: str
    same: bool
    submissions: tuple[str, ...]
    why: str
    erased: bool = False


def list_releases(*, asker: Asker, services: Services, progress: Progress) -> tuple[Release, ...]:
    """Return the ledger, oldest first."""
    del progress
    services.catalogue.note(asker, "listed the ledger")
    return services.catalogue.releases()


def show_release(
    release: str, *, asker: Asker, services: Services, progress: Progress
) -> ReleaseDetail:
    """Return one ledger row with its lineage, and what it led to."""
    del progress
    detail = _detail(release, services)
    services.catalogue.note(asker, "looked at a release", subjects=(release,))
    return detail


def verify_release(
    release: str, *, asker: Asker, services: Services, progress: Progress
) -> Recomputed:
    """Answer the question of a release again from the data as known then, and compare."""
    del progress
    detail = _detail(release, services)
    services.catalogue.note(
        asker, "computed a release again", kind=AuditKind.RECOMPUTED, subjects=(release,)
    )
    submissions = tuple(str(one) for one in _listed(detail.manifest, "submissions"))
    if detail.manifest.get("standard") != services.standard.version:
        why = "The data standard has changed since; the definitions of then are no longer in use."
        return Recomputed(release, same=False, submissions=submissions, why=why)
    threshold = detail.manifest.get("threshold")
    kept = threshold if isinstance(threshold, int) else None
    again = desk.shown_again(detail.release, kept, services)
    if again == detail.release.shown:
        return Recomputed(release, same=True, submissions=submissions, why=SAME)
    pairs = [str(one[0]) for one in _listed(detail.manifest, "pairs") if isinstance(one, list)]
    erased = desk.erased_from(pairs, detail.release.at, services)
    why = erased or (OLD_FORM if again is None else _differs(detail.manifest, services))
    return Recomputed(
        release, same=False, submissions=submissions, why=why, erased=erased is not None
    )


def _differs(manifest: dict[str, object], services: Services) -> str:
    code = manifest.get("code")
    if code == services.code_version:
        return "The answer differs from what was released."
    return (
        f"The answer differs from what was released; tiig {code} gave it, this is tiig"
        f" {services.code_version}, which may hide other cells."
    )


def _listed(manifest: dict[str, object], name: str) -> list[object]:
    found = manifest.get(name, [])
    return found if isinstance(found, list) else []


def _detail(release: str, services: Services) -> ReleaseDetail:
    found = _known(release, services)
    manifest = json.loads(services.catalogue.manifest(found.manifest) or "{}")
    uses = (one for one in services.catalogue.release_uses() if one.release == found.id)
    return ReleaseDetail(found, manifest, tuple(uses))


def _known(release: str, services: Services) -> Release:
    for found in services.catalogue.releases():
        if found.id == release:
            return found
    raise TiigError(RELEASE_UNKNOWN)
