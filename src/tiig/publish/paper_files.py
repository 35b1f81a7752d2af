"""Write a paper in the formats that people hold in their hands."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tiig.publish.paper import PRIVATE_FILE, Cell, Chart, Exhibit, Grid, Paper, Section, Status
from tiig.publish.paper_html import paper_html
from tiig.publish.paper_pdf import write_pdf
from tiig.publish.paper_records import record_preset
from tiig.publish.paper_word import write_word
from tiig.publish.paper_workbook import write_paper_workbook


def _write_html(paper: Paper, path: Path) -> None:
    path.write_text(paper_html(paper), encoding="utf-8", newline="\n")


WRITERS: Mapping[str, Callable[[Paper, Path], None]] = {
    "pdf": write_pdf,
    "docx": write_word,
    "xlsx": write_paper_workbook,
    "html": _write_html,
}
"""By suffix."""
_AXES = {"x": {"field": "x", "type": "nominal"}, "y": {"field": "y", "type": "quantitative"}}


def write_paper(paper: Paper, folder: Path, stem: str, kinds: Sequence[str]) -> tuple[Path, ...]:
    """Write a paper once in each format; a file is there whole or not at all.

    One that is not for release is its owner's alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in kinds:
        target = folder / f"{stem}.{kind}"
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
            part = Path(beside) / target.name
            WRITERS[kind](paper, part)
            if not paper.for_release:
                part.chmod(PRIVATE_FILE)
            part.replace(target)
        record_preset(target, paper.preset, paper.title, paper.given.agreement)
        written.append(target)
    return tuple(written)


def warm_up(kinds: Sequence[str]) -> None:
    """Load what the writers need, and set the drawing going, by writing a paper to nowhere."""
    spec = {"data": {"values": [{"x": "a", "y": 1}]}, "mark": "bar", "encoding": _AXES}
    grid = Grid(("x", "y"), ((Cell("a"), Cell("1", 1)),))
    one = Exhibit("warm-up", "Warm-up", "A bar.", grid, Chart(spec, 100, 100), notes=("A note.",))
    paper = Paper(
        title="Warm-up",
        subtitle="",
        sections=(Section("warm-up", "Warm-up", (one,)),),
        author="",
        status=Status.DRAFT,
        made_on=date(2000, 1, 1),
        preset="public",
    )
    with tempfile.TemporaryDirectory() as nowhere:
        write_paper(paper, Path(nowhere), "paper", kinds)
