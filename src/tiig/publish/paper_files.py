"""Write a paper in the formats that people hold in their hands."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tiig.publish.paper import Paper
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


def write_paper(paper: Paper, folder: Path, stem: str, kinds: Sequence[str]) -> tuple[Path, ...]:
    """Write a paper once in each format; a file is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in kinds:
        target = folder / f"{stem}.{kind}"
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
            part = Path(beside) / target.name
            WRITERS[kind](paper, part)
            part.replace(target)
        record_preset(target, paper.preset)
        written.append(target)
    return tuple(written)


def write_papers(
    papers: Sequence[tuple[str, Paper]], folder: Path, kinds: Sequence[str]
) -> Iterator[tuple[Path, ...]]:
    """Write papers by their stems, two at a time, and yield the files of each in order."""
    with ThreadPoolExecutor(max_workers=2) as workers:
        jobs = [workers.submit(write_paper, paper, folder, stem, kinds) for stem, paper in papers]
        for job in jobs:
            yield job.result()
