"""How often the suggester of profiles is right, by layout: python benchmarks/suggesting.py PART.

The layouts are those of tests/evaluation/layouts; with `--wrong` every wrong line is shown too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.evaluation.suggested import Figures, Judged, figures, folders, judged

from tiig.testing import in_memory_services

HEAD = "layout           headers    items          codes         wrong, sure  right, sure    branch"


def main(part: str, *, wrong: bool) -> None:
    """Print the figures of each layout, and of all whose columns have names."""
    services = in_memory_services()
    found: list[Judged] = []
    print(HEAD)
    for folder in folders(part):
        began = time.perf_counter()
        lines = judged(folder, services)
        took = time.perf_counter() - began
        print(_line(folder.name, lines[0].headers, figures(lines)), f"{took:.1f} s")
        found += lines
    named = [one for one in found if one.headers != "numbered"]
    print(_line("all but numbered", "", figures(named)))
    if wrong:
        _show(found)


def _line(name: str, headers: str, told: Figures) -> str:
    shares = (told.items, told.codes, told.wrong_when_sure, told.right_and_sure)
    cells = [f"{share:6.1%} of {n:<4}" for share, n in zip(shares, told.out_of, strict=True)]
    return f"{name:<16} {headers:<9} " + " ".join(cells) + f"  {told.codes_near:6.1%}"


def _show(found: Iterable[Judged]) -> None:
    for one in found:
        if not one.right:
            said = "asked" if one.asked else f"{one.confidence:.2f}"
            print(f"{one.layout:<12} {one.kind:<5} {said:<5} {one.what}")


if __name__ == "__main__":
    main(sys.argv[1], wrong="--wrong" in sys.argv)
