"""Write the reference pages from the code and the standard, or check that they are current.

python docs/generate.py            write docs/reference, and docs/dpia.md beside it
python docs/generate.py --check    compare; name what differs and end with 1
"""

from __future__ import annotations

import sys
from pathlib import Path

from generating import commands, dictionary, dpia, drift, program, quality, quality_measures, rules

from tiig.standard import load_standard

DOCS = Path(__file__).resolve().parent
REFERENCE = DOCS / "reference"
BESIDE = "../dpia.md"
"""The one page that is made and stands outside the reference."""
PICTURES = DOCS.parent / "tests" / "spec" / "rules"


def pages() -> dict[str, str]:
    """Return every reference page by its path below docs/reference."""
    standard = load_standard()
    return {
        "dictionary.md": dictionary.dictionary(standard),
        "commands.md": commands.commands_page(),
        "errors.md": program.errors_page(),
        "profile.md": program.profile_page(),
        "agreement.md": program.agreement_page(),
        "agreement.schema.json": program.agreement_schema(),
        "settings.md": program.settings_page(),
        "states.md": program.states_page(),
        "presets.md": program.presets_page(standard),
        "counting-rule.md": program.counting_rule_page(standard),
        "quality.md": quality.quality_page(standard),
        "quality-measures.md": quality_measures.measures_page(standard),
        "drift.md": drift.drift_page(),
        "python.md": program.python_page(),
        **rules.rule_book_pages(standard, PICTURES),
        BESIDE: dpia.dpia_page(standard),
    }


def differing(wanted: dict[str, str]) -> list[str]:
    """Name the pages that are missing, stale, or made by nobody."""
    there = {str(path.relative_to(REFERENCE)) for path in _made()}
    there |= {name for name in wanted if name == BESIDE and (REFERENCE / name).exists()}
    stale = [
        name
        for name, text in wanted.items()
        if name in there and (REFERENCE / name).read_text(encoding="utf-8") != text
    ]
    return sorted({*stale, *(there ^ wanted.keys())})


def _made() -> list[Path]:
    """Return the files that are there, pages and schemas."""
    return [path for kind in ("*.md", "*.json") for path in REFERENCE.rglob(kind)]


def write(wanted: dict[str, str]) -> None:
    """Write every page, and remove those that nothing makes any more."""
    for path in _made():
        if str(path.relative_to(REFERENCE)) not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = REFERENCE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Do what was asked; 1 where a check finds a difference."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    wanted = pages()
    differs = differing(wanted)
    if not arguments:
        write(wanted)
    for name in differs:
        print(f"{'differs' if arguments else 'written'}: docs/reference/{name}")
    return 1 if arguments and differs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
