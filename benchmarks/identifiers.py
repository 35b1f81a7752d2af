"""The detectors and the scrubbing on the evaluation sets: recall, false alarms, names, places.

python benchmarks/identifiers.py [dev|held_out] [--missed]

`--missed` lists what was missed, of the half for work (`dev`) only.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.evaluation import measuring


def line(name: str, share: measuring.Share) -> str:
    """Write one line of the table."""
    return f"{name:28}{share.met:7,} of {share.out_of:5,}  {share.value:8.2%}"


def main(words: list[str]) -> None:
    """Print the table of one half, or of both."""
    asked = [word for word in words if not word.startswith("-")] or ["dev", "held_out"]
    for part in asked:
        found, quiet, texts = (
            measuring.recall(part),
            measuring.quiet(part),
            measuring.in_texts(part),
        )
        print(f"# {part}")
        print(line("structured: found", measuring.total(found.values())))
        for kind, share in sorted(found.items()):
            print(line(f"  {kind}", share))
        print(line("nobody: no alarm", measuring.total(quiet.values())))
        for family, share in sorted(quiet.items()):
            if share.value < 1:
                print(line(f"  {family}", share))
        for name, share in texts.items():
            print(line(f"texts: {name}", share))
        if "--missed" in words and part == "dev":
            list_missed({**found, **quiet, **texts})


def list_missed(shares: dict[str, measuring.Share]) -> None:
    """List what was missed."""
    for name, share in shares.items():
        for row in share.others:
            shown = " | ".join(
                row.get(key, "") for key in ("where", "form", "heading", "text", "span", "clean")
            )
            print(f"{name}: {shown}")


if __name__ == "__main__":
    main(sys.argv[1:])
