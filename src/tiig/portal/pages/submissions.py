"""What was received, how each department's months stand, and what is due."""

from __future__ import annotations

from starlette.responses import Response

from tiig.desk import coverage_of
from tiig.model.coverage import Standing
from tiig.model.months import Month, Period
from tiig.portal.visit import Visit

MONTHS_BACK = 12
LISTED = 200
SIGNS = {
    Standing.SETTLED: "✓",
    Standing.PROVISIONAL: "~",
    Standing.HELD: "!",
    Standing.NIL: "0",
    Standing.ABSENT: "×",
}
COLOURS = {
    "in force": "green",
    "held": "yellow",
    "refused": "red",
    "withdrawn": "grey",
    "superseded": "grey",
    "received": "blue",
    "settled": "green",
    "provisional": "blue",
    "absent": "red",
    "nil": "grey",
}


def draw(visit: Visit) -> Response:
    """List submissions, the newest first, of one sender where the address names it."""
    session, sender = visit.session, visit.asked("sender")
    senders = session.senders()
    found = session.submissions(sender)
    return visit.page(
        "submissions.html",
        found=found[::-1][:LISTED],
        left_out=max(0, len(found) - LISTED),
        senders=senders,
        sender=sender,
        due=[line for line in session.due() if sender in {None, line.sender}],
        grid=_grid(visit),
        signs=SIGNS,
        colours=COLOURS,
    )


def _grid(visit: Visit) -> dict[str, object]:
    """Return months and, for each site, how each month stands."""
    services = visit.session.services
    pairs = services.catalogue.pairs()
    if not pairs:
        return {"months": (), "rows": ()}
    now = services.clock.now()
    delivered = sorted(pair.month for pair in pairs)
    last = max(Month.of(now.date()).plus(-1), delivered[-1])
    first = max(last.plus(1 - MONTHS_BACK), delivered[0])
    covered = coverage_of(Period(first, last), services, pairs=pairs, at=now)
    standing = {(site, month): state for site, month, state in covered.standings}
    months = tuple(Period(first, last))
    return {
        "months": months,
        "rows": [
            (code, name, [standing.get((code, month)) for month in months])
            for code, name in covered.sites
        ],
    }
