"""Look the workspace over: keys, packs against the catalogue both ways, unfinished work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class Diagnosis:
    """What is in order and what is not, as sentences."""

    healthy: bool
    faults: tuple[str, ...]
    facts: tuple[str, ...]


def doctor(*, asker: Asker, services: Services, progress: Progress) -> Diagnosis:
    """Check every pack and original that the catalogue names, and name those it does not."""
    del asker
    progress.step("holding the store against the catalogue")
    faults = services.reconcile()
    catalogue = services.catalogue
    counts = (
        f"{len(catalogue.senders())} senders, {len(catalogue.submissions())} submissions, "
        f"{len(catalogue.pairs())} site-months in force, {len(catalogue.packs())} packs."
    )
    versions = f"Data standard {services.standard.version[:12]}, code {services.code_version}."
    facts = (counts, versions, *services.keys.describe(), *_agreements(services))
    return Diagnosis(not faults, faults, facts)


def _agreements(services: Services) -> Iterator[str]:
    """Say who may send nothing, and what was to be looked at again."""
    without = desk.senders_without_agreement(services)
    if without:
        yield f"No agreement in force, so that nothing may be sent: {', '.join(without)}."
    for one in desk.reviews_due(services):
        yield f"The agreement {one.id} was to be reviewed by {one.review}."
