"""A paper as PDF/UA-1 by typst: tagged, with alternative texts, equal bytes for equal papers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from tiig.publish.drawing import size, svg
from tiig.publish.paper import Block, Cards, Chart, Exhibit, NotShown, Paper, Section, Text

STANDARD: Final = "ua-1"
_NOTES = "notes-"
_TIGHTNESS = (1.0, 0.85, 0.7, 0.6)


def write_pdf(paper: Paper, path: Path) -> None:
    """Write a paper as tagged PDF (PDF/UA-1, A4), in two columns where it is compact."""
    import typst  # noqa: PLC0415 - a compiled engine that only this needs

    template = (files("tiig.publish") / "templates" / "paper.typ").read_bytes()
    plain = _plain(paper)
    noted = any(section.id.startswith(_NOTES) for section in paper.sections)
    if paper.compact and (noted or any(one.short_notes for one in paper.exhibits)):
        plain["tightness"] = _tightness(template, plain, paper.most_pages)
    made = typst.compile(
        template,
        sys_inputs={"paper": json.dumps(plain)},
        pdf_standards=[STANDARD],
        timestamp=int(datetime.combine(paper.made_on, time(), UTC).timestamp()),
    )
    path.write_bytes(made)


def _tightness(template: bytes, plain: Mapping[str, Any], pages: int) -> float:
    """Return how small pictures must be for all notes to find room on two pages."""
    import typst  # noqa: PLC0415

    for tightness in _TIGHTNESS:
        asked = {"paper": json.dumps({**plain, "tightness": tightness})}
        found = typst.query(template, "<pages>", field="value", one=True, sys_inputs=asked)
        if int(found) <= pages:
            return tightness
    return _TIGHTNESS[-1]


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "running": paper.title,
        "closing": paper.closing,
        "author": paper.author,
        "status": paper.status.upper(),
        "keywords": list(paper.keywords),
        "year": paper.made_on.year,
        "month": paper.made_on.month,
        "day": paper.made_on.day,
        "marks": list(paper.marks),
        "lineage": list(paper.lineage),
        "compact": paper.compact,
        "large": paper.large,
        "tightness": _TIGHTNESS[0],
        "sections": [_section(section, compact=paper.compact) for section in paper.sections],
    }


def _section(section: Section, *, compact: bool) -> dict[str, Any]:
    blocks = [_block(block, compact=compact) for block in section.blocks]
    return {
        "heading": section.heading,
        "wide": section.wide,
        "apart": section.apart,
        "blocks": blocks,
    }


def _block(block: Block, *, compact: bool) -> Mapping[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "bullets": block.bullets, "paragraphs": list(block.paragraphs)}
    if isinstance(block, Cards):
        cards = [
            {
                "label": card.label,
                "value": card.value.text,
                "lines": list(card.lines),
                "quality": card.quality,
            }
            for card in block.cards
        ]
        return {"kind": "cards", "cards": cards}
    if isinstance(block, NotShown):
        return {"kind": "not shown", "what": block.what, "because": block.because}
    return _exhibit(block, compact=compact)


def _size(chart: Chart) -> Mapping[str, float]:
    """Return the width of a drawing, and its height over its width."""
    width, height = size(chart)
    return {"width": width, "ratio": height / width}


def _exhibit(one: Exhibit, *, compact: bool) -> Mapping[str, Any]:
    return {
        "kind": "exhibit",
        "title": one.title,
        "summary": one.summary,
        "svg": None if one.chart is None else svg(one.chart),
        **({} if one.chart is None else _size(one.chart)),
        "columns": list(one.grid.columns),
        "stubs": one.grid.stubs,
        "words": one.grid.words,
        "rows": [[cell.text for cell in row] for row in one.grid.rows],
        "notes": list(one.short_notes if compact else one.notes),
    }
