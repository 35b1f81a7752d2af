"""Nothing that is committed names a machine, a registry's host, or a way of working."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# Put together from parts, so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        (
            r"(?<![\w./-])/" + r"(work|root|home/\w+|Users/\w+|opt/(wheels|pypi))/",
            r"(pypi\." + r"org|pythonhosted\.org|registry\.npm" + r"js|deb\.debian\.org)",
            r"\b(artifactory|nexus|devpi)\." + r"\w+",
            "-----BEGIN " + r"[A-Z ]*PRIVATE KEY",
        )
    )
)
TEXT = frozenset(
    {"", ".py", ".toml", ".txt", ".in", ".md", ".csv", ".html", ".j2", ".css", ".yml", ".yaml",
     ".json", ".sql", ".sh", ".cfg", ".ini", ".typed", ".mako"}
)  # fmt: skip
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")


def hits(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return what a pattern finds."""
    return [match.group() for match in pattern.finditer(text)]


def texts(committed: tuple[Path, ...]) -> dict[str, str]:
    """Return the committed texts by path."""
    return {
        str(path): path.read_text(encoding="utf-8", errors="replace")
        for path in committed
        if path.suffix in TEXT
    }


def test_no_machine_or_host_is_named(committed: tuple[Path, ...]) -> None:
    """No machine path, registry host or private key stands in a committed text."""
    found = {path: hits(FORBIDDEN, text) for path, text in texts(committed).items()}

    assert {path: words for path, words in found.items() if words} == {}


def test_nothing_is_left_for_later(committed: tuple[Path, ...]) -> None:
    """No note to oneself stands in committed code."""
    found = {
        path: hits(UNFINISHED, text)
        for path, text in texts(committed).items()
        if path.endswith(".py")
    }

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text",
    ["see /" + "work/main/x", "cd /" + "root/.cache", "https://files.python" + "hosted.org/a"],
)
def test_a_forbidden_word_is_noticed(text: str) -> None:
    """The pattern finds what it forbids."""
    assert hits(FORBIDDEN, text)


def test_innocent_paths_pass() -> None:
    """A path inside the project is no machine path."""
    assert hits(FORBIDDEN, "see tests/work/x.py, docs/root/ and ../shared") == []
