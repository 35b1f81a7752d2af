"""What was received, how each department's months stand, and what is due."""

from __future__ import annotations

from starlette.responses import Response

from tiig.portal.visit import Visit
from tiig.publish.exhibits.coverage import SIGNS

MONTHS_BACK = 12
LISTED = 200
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
    covered = visit.session.coverage(months=MONTHS_BACK)
    standing = {(site, month): state for site, month, state in covered.standings}
    months = tuple(dict.fromkeys(month for _, month, _ in covered.standings))
    return {
        "months": months,
        "rows": [
            (code, name, [standing.get((code, month)) for month in months])
            for code, name in covered.sites
        ],
    }
