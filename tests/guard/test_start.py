"""A command starts quickly: the list of commands imports none of what they do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tiig.cli.commands import COMMANDS, loaded

HEAVY = ("scipy", "sqlalchemy", "polars", "pyarrow", "altair", "pandas", "starlette", "shapely")
LISTED = """
import sys
from tiig.cli.app import run
code = run(["--help"])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def test_help_imports_nothing_heavy() -> None:
    """`tiig --help` lists the commands without the libraries that they work with."""
    command = [sys.executable, "-c", LISTED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert not set(HEAVY) & set(done.stderr.split())
    assert all(name in done.stdout for name in COMMANDS)


LATE = ("scipy", "altair", "pandas", "docx", "starlette", "shapely")
BEGUN = "import sys, tiig.desk, tiig.journeys.submit, tiig.wiring.building; print(*sys.modules)"


def test_work_begins_without_what_few_commands_need() -> None:
    """Opening a workspace and putting a question load neither solver nor what draws and writes."""
    command = [sys.executable, "-c", BEGUN]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert not set(LATE) & set(done.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_list_says_what_command_says(name: str) -> None:
    """The line that lists a command is the first sentence of its own help."""
    own = (loaded(name).help or "").split("\n\n")[0]

    assert " ".join(own.split()) == COMMANDS[name].line
