"""The page on what is measured: each measure's sentence, parts, dimension, source and owner."""

from __future__ import annotations

from collections.abc import Iterator

from generating.markdown import code, codes, page
from tiig.standard import Standard
from tiig.standard.quality import About, QualityMeasure, Unit

_TAKEN = {
    About.ITEM: "each watched item, site and month",
    About.SITE_MONTH: "each site and month as a whole",
}

_TOLD_BY = {
    Unit.SHARE: "tiig quality measures",
    Unit.OF_EXPECTED: "tiig quality volume",
    Unit.DAYS: "tiig quality timeliness",
}


def measures_page(standard: Standard) -> str:
    """Return every declared measure of quality, one section each."""
    return page(
        "Quality: measures",
        "What is measured of each site, item and month, as the standard declares it. Counts are "
        "stored at intake and divided last; targets judge them apart: "
        "[items and targets](quality.md). Dimensions are those of Kahn et al. 2016 "
        "(eGEMs 4(1):1244); volume and timeliness have no term of their own there and stand where "
        "we read them to belong.",
        *(list(_section(one)) for one in standard.declared_measures.values()),
    )


def _section(measure: QualityMeasure) -> Iterator[str]:
    yield from (f"## {measure.label}", "", measure.sentence, "")
    yield f"* id: {code(measure.id)}, since {measure.since.isoformat()}"
    yield f"* dimension: {measure.dimension} (Kahn: {measure.kahn})"
    yield f"* measured of: {codes(measure.items) if measure.items else _TAKEN[measure.about]}"
    yield f"* told as: {measure.unit}, by {code(_TOLD_BY[measure.unit])}"
    yield f"* above the line: {codes(measure.numerator)}"
    yield f"* below the line: {codes(measure.denominator)}; nothing below is not applicable"
    if measure.rules:
        yield f"* rules: {codes(measure.rules)}"
    yield f"* wanted: {measure.better}"
    owner = "TIIG's own" if measure.own else "as published"
    yield f"* definition: {owner}; source: {measure.source}"
    yield ""
