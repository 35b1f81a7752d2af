"""Print what share of cells is shown, by preset and standard table, and in the papers.

python benchmarks/cells_shown.py WORKSPACE [--theme violence] [--month 2026-06]

Of a table: its available cells, the merged table counted as it is shown; `merged` says that
it was. Of the papers: the figures that stand in bulletins of all areas. The limit is 80 % in
bulletins for `named-partner`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tiig import desk
from tiig.journeys.bulletin import BulletinRequest
from tiig.model.figures import Mark
from tiig.publish.paper import Paper
from tiig.synthesis import VRU
from tiig.wiring.session import Session, connect

PRESETS = ("public", "named-partner")
LIMIT = 0.8


def main() -> None:
    """Ask every standard table of a theme under each preset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--theme", default="violence")
    parser.add_argument("--month")
    asked = parser.parse_args()
    with connect(asked.workspace, because="share of cells shown", agreement=VRU) as session:
        _tables(session, asked.theme, asked.month)
        for preset in PRESETS:
            request = BulletinRequest(month=asked.month, all_areas=True, preset=preset)
            shown, every = _figures([paper for _, paper in session.bulletins(request)])
            limit = f", limit {LIMIT:.0%}" if preset == "named-partner" else ""
            print(f"bulletins, {preset}: {shown / every:.1%} of {every:,} figures shown{limit}")


def _tables(session: Session, theme_name: str, month_name: str | None) -> None:
    theme = desk.theme_of(theme_name, session.services)
    month = desk.month_of(month_name, session.services)
    names = tuple(dict.fromkeys((*theme.profile, *theme.bulletin)))
    asked = desk.TablesAsked(theme.measure, month, names)
    found = {
        preset: desk.standard_tables(session.asker, session.services, asked, preset=preset)
        for preset in PRESETS
    }
    print(f"{theme.label}, {month}")
    print(f"{'standard table':16}" + "".join(f"{preset:>24}" for preset in PRESETS))
    for name in names:
        tables = [found[preset][name] for preset in PRESETS]
        cells = [f"{one.share_shown:.1%}{' merged' if one.merged else ''}" for one in tables]
        print(f"{name:16}" + "".join(f"{cell:>24}" for cell in cells))


def _figures(papers: list[Paper]) -> tuple[int, int]:
    """Count the figures shown, and all that could have been."""
    cells = [
        cell
        for paper in papers
        for one in paper.exhibits
        for row in one.grid.rows
        for cell in row[one.grid.stubs :]
        if cell.mark is Mark.SUPPRESSED or (cell.mark is Mark.SHOWN and cell.value is not None)
    ]
    return sum(cell.mark is Mark.SHOWN for cell in cells), len(cells)


if __name__ == "__main__":
    main()
