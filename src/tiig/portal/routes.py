"""The route table: every page, in the order of the navigation."""

from __future__ import annotations

from tiig.portal.pages import (
    about,
    area_map,
    downloads,
    month,
    quality,
    receipts,
    start,
    submissions,
)
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme import (
    actions,
    bounds,
    compare,
    control,
    effects,
    groups,
    heat,
    letters,
    rebases,
    report,
    shifts,
    targets,
    timeliness,
    uses,
    volume,
    what_if,
    worklist,
)
from tiig.portal.visit import Page

PAGES = (
    Page("/", start.draw, menu="Start"),
    Page(month.PATH, month.draw, menu="Month"),
    exhibit_page(month.PATH, month.sheet_of),
    Page(quality.PATH, quality.draw, menu="Quality"),
    exhibit_page(quality.PATH, quality.sheet_of),
    Page(quality.EVERYTHING, quality.everything),
    *area_map.PAGES,
    *worklist.PAGES,
    *heat.PAGES,
    *control.PAGES,
    *volume.PAGES,
    *timeliness.PAGES,
    *shifts.PAGES,
    *what_if.PAGES,
    *compare.PAGES,
    *groups.PAGES,
    *bounds.PAGES,
    *actions.PAGES,
    *effects.PAGES,
    *targets.PAGES,
    *rebases.PAGES,
    *letters.PAGES,
    *uses.PAGES,
    *report.PAGES,
    Page("/submissions", submissions.draw, menu="Submissions"),
    Page("/submissions/{submission}", receipts.draw),
    Page("/submissions/{submission}/workbook", receipts.workbook),
    Page("/downloads", downloads.draw, menu="Downloads"),
    Page("/downloads/{name:path}", downloads.send),
    Page("/about", about.draw, menu="About"),
)
