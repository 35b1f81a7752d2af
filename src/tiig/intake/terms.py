"""What a sender's agreement says about identifiers: conversion, free text, refused copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tiig.intake.converting import Pairs, agreed_pairs
from tiig.model.agreement import SenderAgreement


@dataclass(frozen=True)
class Terms:
    """The terms under which a sender's file is taken in.

    `treatments` are the (item, treatment) pairs that are converted here, each with a basis
    in the agreement; None at the hospital, which converts its own. `refuse_above` is the
    share of free-text cells with an identifier that refuses the file, `keep_refused` how
    long the sealed copy of a refused file may be kept.
    """

    treatments: frozenset[tuple[str, str]] | None = None
    refuse_above: float = 0.02
    keep_refused: timedelta = timedelta()


def terms_of(
    agreement: SenderAgreement | None, *, own: bool = False, wanted: Pairs | None = None
) -> Terms:
    """Return what an agreement says of identifiers; `own` rows are looked at by the hospital.

    `wanted` is what a file that is only tried would have converted, where nothing is agreed yet.
    """
    if agreement is None:
        return Terms(wanted)
    return Terms(
        treatments=None if own else agreed_pairs(agreement),
        refuse_above=agreement.free_text.refuse_above,
        keep_refused=timedelta(hours=agreement.retention.refused_hours),
    )
