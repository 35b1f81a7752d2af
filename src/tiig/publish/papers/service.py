"""The service report: one page for who pays and asks, and the details behind it."""

from __future__ import annotations

from datetime import date

from tiig.model.cleared_quality import ClearedQuality
from tiig.model.months import Month
from tiig.model.quality import Outcome
from tiig.model.service import Service
from tiig.publish.exhibits import (
    coverage_exhibit,
    matrix_exhibit,
    quality_cards,
    timeliness_exhibit,
    volume_exhibit,
)
from tiig.publish.exhibits.cells import heading, month_words
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import (
    Block,
    Card,
    Cards,
    Cell,
    Exhibit,
    Grid,
    NotShown,
    Paper,
    Section,
    Status,
    Text,
)

_FIRST_USES = 3
_SENDERS = "senders"


def service_report(service: Service, *, author: str, made_on: date, status: Status) -> Paper:
    """Compose the report; the first page stands alone."""
    quality, last = service.quality, service.period.last
    sections = (
        Section(
            "glance", "At a glance", (*_cards(service), Text(_sentences(service), bullets=True))
        ),
        Section("progress", "Did records get better?", (_progress(quality),)),
        Section("led-to", "What it led to", (_led_to(service),)),
        Section(
            "received",
            "What came in, and when",
            (
                coverage_exhibit(quality.coverage),
                timeliness_exhibit(quality),
                volume_exhibit(quality),
            ),
            apart=True,
        ),
        Section("items", "Quality by department and item", (matrix_exhibit(quality, last),)),
        Section("actions", "Actions with departments", (_actions(service),), apart=True),
        Section("releases", "What was released, to whom", (_releases(service),)),
        Section("declined", "Requests that were declined", (_declined(service),)),
        Section("uses", "Every use that we were told of", (_uses(service),)),
    )
    return Paper(
        title=f"Service report, {_span(service)}",
        subtitle="What came in, how good it was, what went out, and what came of it",
        sections=sections,
        author=author,
        status=status,
        made_on=made_on,
        preset=quality.preset,
        marks=_marks(quality),
        lineage=(
            quality.preset_mark,
            quality.given.sentence,
            f"Lineage: {quality.manifest}. Release: {quality.release}.",
            "The release can be worked out again: tiig release verify ID.",
        ),
        keywords=("service report", str(service.period)),
        given=quality.given,
        for_release=quality.for_release,
    )


def _span(service: Service) -> str:
    first, last = service.period.first, service.period.last
    return month_words(last) if first == last else f"{month_words(first)} to {month_words(last)}"


def _marks(quality: ClearedQuality) -> tuple[str, ...]:
    told = [f"{SYNTHETIC}."] if quality.synthetic else []
    lacking = [one for one in quality.coverage.standings if not one[2].complete]
    if lacking:
        every = len(quality.coverage.standings)
        told.append(f"Not received in full: {len(lacking)} of {every} site-months.")
    if not quality.for_release:
        told.append("Exact figures: not for release.")
    return tuple(told)


def _cards(service: Service) -> tuple[Cards, ...]:
    quality = quality_cards(service.quality, service.period.last)
    out = sum(one.count for one in service.releases if one.recipient != _SENDERS)
    more = (
        Card("Releases", Cell(f"{out:,}"), ("Tables, papers and scorecards",)),
        Card("Led to", Cell(f"{len(service.uses):,}"), ("Actions that we were told of",)),
    )
    return quality, Cards(more)


def _sentences(service: Service) -> tuple[str, ...]:
    return (_came_in(service), _went_out(service), _done(service))


def _came_in(service: Service) -> str:
    standings = service.quality.coverage.standings
    there = sum(one.complete for _, _, one in standings)
    said = f"Of {len(standings)} site-months, {there} are there in full."
    files = service.files
    if files.first is None or files.last is None:
        return f"{said} No file was received in these months; what is counted came at other times."
    states = ", ".join(f"{count:,} {state}" for state, count in files.by_state)
    return (
        f"{said} {files.total:,} files were received from {files.first:%d %B %Y} to "
        f"{files.last:%d %B %Y}: {states}."
    )


def _went_out(service: Service) -> str:
    others = [one for one in service.releases if one.recipient != _SENDERS]
    senders = sum(one.count for one in service.releases if one.recipient == _SENDERS)
    names = {one.recipient for one in others}
    given = sum(one.count for one in others)
    return (
        f"{given:,} answers were released to {len(names)} recipients, and "
        f"{senders:,} receipts, reminders and letters to senders."
    )


def _done(service: Service) -> str:
    if not service.actions:
        return "No action with a department is entered for these months."
    done = sum(one.done for one in service.actions)
    late = sum(one.overdue for one in service.actions)
    going = sum(one.going for one in service.actions)
    return (
        f"Actions with {service.departments_with_actions} departments: {done} done, "
        f"{going} going on, {late} overdue at the end."
    )


def _progress(quality: ClearedQuality) -> Exhibit | NotShown:
    """Show in how many departments each item meets its target, in the first and the last month."""
    first, last = quality.period.first, quality.period.last
    if first == last:
        return NotShown("Progress", "one month has nothing to be compared with")
    rows, better, worse = [], 0, 0
    for one in quality.items:
        begin, end = (_met(quality, one.item, month) for month in (first, last))
        both = [
            site
            for site in end
            if site in begin and end[site] is not begin[site]
        ]  # fmt: skip
        gained = sum(end[site] for site in both)
        better, worse = better + gained, worse + len(both) - gained
        rows.append(
            (
                heading(one.label), _of(begin), _of(end),
                Cell(f"{gained}", gained), Cell(f"{len(both) - gained}", len(both) - gained),
            )
        )  # fmt: skip
    return Exhibit(
        id="progress",
        title=f"{better} item targets are newly met and {worse} newly missed since "
        f"{month_words(first)}",
        summary="A table of items: in how many departments the target is met, first and last.",
        grid=Grid(
            ("Item", f"Met, {month_words(first)}", f"Met, {month_words(last)}", "Newly met",
             "Newly missed"),
            tuple(rows),
        ),
        notes=(
            "Of departments that can be judged from what is shown. Newly: judged in both months.",
        ),
        releases=(quality.release,),
        manifests=(quality.manifest,),
    )  # fmt: skip


def _met(quality: ClearedQuality, item: str, month: Month) -> dict[str, bool]:
    """Return the departments whose item can be judged in a month, and if it meets its target."""
    return {
        one.site: one.usable.outcome is Outcome.MET
        for one in quality.cells
        if one.item == item
        and one.month == month
        and one.usable.outcome in {Outcome.MET, Outcome.MISSED}
    }


def _of(met: dict[str, bool]) -> Cell:
    return Cell(f"{sum(met.values())} of {len(met)}" if met else "none to judge")


def _led_to(service: Service) -> Text:
    if not service.uses:
        return Text(("Nobody has told us that a release led to anything in these months.",))
    told = tuple(
        f"{one.what[0].upper()}{one.what[1:].rstrip('.')} ({one.organisation}, "
        f"{one.on_day:%d %B %Y})."
        for one in service.uses[:_FIRST_USES]
    )
    more = len(service.uses) - len(told)
    return Text(
        (*told, *((f"And {more} more: see the last table.",) if more else ())), bullets=True
    )


def _actions(service: Service) -> Block:
    if not service.actions:
        return NotShown("Actions", "none is entered for these months")
    rows = tuple(
        (
            heading(one.kind.capitalize()),
            *(Cell(f"{count:,}", count) for count in
              (one.opened, one.done, one.dropped, one.going, one.overdue)),
        )
        for one in service.actions
    )  # fmt: skip
    return Exhibit(
        id="actions",
        title=f"Actions with {service.departments_with_actions} departments",
        summary="A table of actions by kind: opened, done, dropped, going on, overdue.",
        grid=Grid(("Kind", "Opened", "Done", "Dropped", "Going on", "Overdue"), rows),
        notes=("Opened in these months; done or dropped until their end; as they stood then.",),
    )


def _releases(service: Service) -> Block:
    if not service.releases:
        return NotShown("Releases", "nothing was released in these months")
    rows = tuple(
        (
            heading(one.recipient),
            heading(one.kind),
            heading(one.purpose or "-"),
            heading(one.preset),
            Cell(f"{one.count:,}", one.count),
            Cell(f"{one.last:%d %B %Y}"),
        )
        for one in service.releases
    )
    return Exhibit(
        id="releases",
        title=f"{sum(one.count for one in service.releases):,} releases",
        summary="A table of releases by recipient, kind, purpose and protection.",
        grid=Grid(
            ("Recipient", "What", "Purpose", "Protection", "Releases", "The last on"),
            rows,
            stubs=4,
        ),
        notes=("The purpose is that of the agreement; without one there is none to name.",),
    )


def _declined(service: Service) -> Block:
    """Say by which rule requests were declined: of what was asked nothing is kept."""
    if not service.declined:
        because = "none is entered for these months; requests by letter never are"
        return NotShown("Requests that were declined", because)
    total = sum(count for _, count in service.declined)
    said = "1 request was" if total == 1 else f"{total:,} requests were"
    return Exhibit(
        id="declined",
        title=f"{said} declined by a rule",
        summary="A table of reasons for which requests were declined, the most frequent first.",
        grid=Grid(
            ("Because", "Requests"),
            tuple((heading(why), Cell(f"{count:,}", count)) for why, count in service.declined),
        ),
        notes=(
            "Counted from the audit trail, which keeps the rule and not what was asked.",
            "Requests by letter, and those that wait, are not entered.",
        ),
    )


def _uses(service: Service) -> Block:
    if not service.uses:
        return NotShown("Uses", "none is entered for these months")
    rows = tuple(
        (
            Cell(f"{one.on_day:%d %B %Y}"),
            Cell(str(one.kind)),
            Cell(one.organisation),
            Cell(one.what),
        )
        for one in service.uses
    )
    return Exhibit(
        id="uses",
        title=f"{len(rows)} uses",
        summary="A table of what releases led to, the latest first.",
        grid=Grid(("Since", "Kind", "Who", "What"), rows, words=True),
    )
