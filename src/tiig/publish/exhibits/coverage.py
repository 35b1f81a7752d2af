"""Which departments reported which month."""

from __future__ import annotations

from tiig.model.coverage import Coverage, Standing
from tiig.model.months import Month
from tiig.publish.exhibits.cells import heading, month_words, named
from tiig.publish.paper import Exhibit, Grid, NotShown

SIGNS = {
    Standing.SETTLED: "●",
    Standing.PROVISIONAL: "◐",
    Standing.PARTIAL: "◔",
    Standing.NIL: "○",
    Standing.HELD: "△",
    Standing.ABSENT: "✕",
}
"""What stands before the word, on paper and on pages: never colour alone."""


def coverage_exhibit(coverage: Coverage, *, months: int = 12) -> Exhibit | NotShown:
    """Show the standing of every department in the last months."""
    every = sorted({month for _, month, _ in coverage.standings})[-months:]
    if not every:
        return NotShown("Coverage", "no month has been received")
    found = {(site, month): one for site, month, one in coverage.standings}
    rows = tuple(
        (
            heading(name),
            *(heading(_signed(found.get((site, month)))) for month in every),
        )
        for site, name in coverage.sites
    )
    return Exhibit(
        id="coverage",
        title=_title(coverage, every[-1]),
        summary="A table of departments and months that says how each month stands.",
        grid=Grid(("Department", *(_short(month) for month in every)), rows),
        notes=(
            "Absent and held months are not in any figure, and they are not zero.",
            *_lacks(coverage),
        ),
    )


def month_mark(coverage: Coverage, month: Month) -> str:
    """Say in a few words how complete a month is: the quality mark of headlines and pages."""
    here = [one for _, when, one in coverage.standings if when == month]
    missing = sum(not one.complete for one in here)
    if missing:
        part = " or in part" if any(one is Standing.PARTIAL for one in here) else ""
        return f"Incomplete: {missing} of {len(here)} departments missing{part}"
    if any(one is Standing.PROVISIONAL for one in here):
        return "Provisional: may still change"
    return "Complete: all departments reported"


def _lacks(coverage: Coverage) -> tuple[str, ...]:
    """Say of partly received months which days are not in any figure."""
    names = dict(coverage.sites)
    told = [
        f"{names.get(site, site)} in {month_words(month)}: {days}"
        for site, month, days in coverage.lacks
    ]
    return (
        (f"Of partly received months these days are in no figure: {'; '.join(told)}.",)
        if told
        else ()
    )


def _signed(standing: Standing | None) -> str:
    return "not yet joined" if standing is None else f"{SIGNS[standing]} {standing}"


def _short(month: Month) -> str:
    words = month_words(month)
    return f"{words[:3]} {words[-2:]}"


def _title(coverage: Coverage, month: Month) -> str:
    missing = coverage.missing(month)
    here = [one for _, at, one in coverage.standings if at == month]
    when = month_words(month)
    if not missing:
        return f"All {len(coverage.sites)} departments reported {when}"
    full = " in full" if len(missing) > sum(not one.reported for one in here) else ""
    return f"{named(missing)} did not report {when}{full} ({len(missing)} of {len(coverage.sites)})"
