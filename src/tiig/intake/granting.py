"""The agreement under which a file comes in, read for the stages; areas come from the desk."""

from __future__ import annotations

from tiig.desk import areas_above
from tiig.intake.agreed import Agreed, kept_by, read_agreed
from tiig.intake.parcel import Parcel
from tiig.model.agreement_errors import SENDER_WITHOUT_AGREEMENT
from tiig.model.erasure import ErasedMarks
from tiig.model.errors import TiigError
from tiig.services import Services
from tiig.standard.details import AUTHORITY, MSOA


def erased(services: Services) -> ErasedMarks:
    """Return the marks by which erased rows are known again."""
    return ErasedMarks(services.keys.erasure_key(), services.catalogue.erased_marks())


def agreed(parcel: Parcel, services: Services) -> Agreed:
    """Return what may be kept of a file; SENDER_WITHOUT_AGREEMENT where none says so."""
    agreement = parcel.agreement
    if agreement is None and parcel.own:
        return Agreed()
    if agreement is None:
        raise TiigError(SENDER_WITHOUT_AGREEMENT, sender=parcel.profile.sender, why="")
    areas = {
        item: areas_above(level, services)
        for level in (MSOA, AUTHORITY)
        for item in kept_by(agreement, level)
    }
    return read_agreed(agreement, services.standard, areas)
