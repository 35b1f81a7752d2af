"""What was received, how each department's months stand, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.model.coverage import Coverage
from tiig.model.due import DueLine
from tiig.model.months import Month
from tiig.portal.visit import Visit
from tiig.publish.exhibits.cells import month_words
from tiig.publish.exhibits.coverage import SIGNS

MONTHS_BACK = 12
ON_A_PAGE = 50
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


@dataclass(frozen=True)
class Due:
    """What one department owes: its months by how they stand, the newest first."""

    site: str
    name: str
    standings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leaf:
    """One page of a long list, counted from 1, with the addresses of its neighbours."""

    number: int
    of: int
    before: str | None
    after: str | None


def draw(visit: Visit) -> Response:
    """List submissions, the newest first, of one sender where the address names it."""
    session, sender = visit.session, visit.asked("sender")
    senders = session.senders()
    known = {one.sender for one in senders}
    sender = sender if sender in known else None
    found = session.submissions(sender)[::-1]
    leaf = _leaf(visit.asked("page"), len(found), sender)
    start = (leaf.number - 1) * ON_A_PAGE
    return visit.page(
        "submissions.html",
        found=found[start : start + ON_A_PAGE],
        every=len(found),
        leaf=leaf,
        senders=senders,
        sender=sender,
        due=_due([line for line in session.due() if sender in {None, line.sender}]),
        grid=_grid(session.coverage(months=MONTHS_BACK)),
        signs=SIGNS,
        colours=COLOURS,
    )


def _leaf(asked: str | None, found: int, sender: str | None) -> Leaf:
    """Read which page of the list is asked; anything else is the first."""
    of = max(1, -(-found // ON_A_PAGE))
    number = int(asked) if asked is not None and asked.isascii() and asked.isdigit() else 1
    number = min(max(number, 1), of)

    def address(one: int) -> str | None:
        if not 1 <= one <= of:
            return None
        words = ({"sender": sender} if sender else {}) | {"page": str(one)}
        return f"/submissions?{urlencode(words)}#received"

    return Leaf(number, of, address(number - 1), address(number + 1))


def _due(lines: list[DueLine]) -> list[Due]:
    ordered = sorted(lines, key=lambda line: (line.name, line.site))
    return [
        Due(
            site,
            name,
            tuple(
                (month_words(Month.parse(line.month)), line.standing)
                for line in sorted(those, key=lambda line: line.month, reverse=True)
            ),
        )
        for (name, site), those in groupby(ordered, key=lambda line: (line.name, line.site))
    ]


def _grid(covered: Coverage) -> dict[str, object]:
    """Return months, the newest first, and for each site how each month stands."""
    standing = {(site, month): state for site, month, state in covered.standings}
    months = tuple(dict.fromkeys(month for _, month, _ in covered.standings))[::-1]
    return {
        "months": [_short(month) for month in months],
        "rows": [
            (code, name, [standing.get((code, month)) for month in months])
            for code, name in covered.sites
        ],
    }


def _short(month: Month) -> str:
    words = month_words(month)
    return f"{words[:3]} {words[-2:]}"
