"""The evidence is of tests that exist, and no paper says more of the data than is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
sys.path.append(str(DOCS))
import evidence  # noqa: E402 - from the folder of its program

THREATS, CONTROLS = evidence.read_controls((DOCS / "controls.toml").read_text("utf-8"))
ANONYMOUS = re.compile(r"(?<!not )(?<!never )(?<!nor )\banonym", re.IGNORECASE)
"""A row about a person is pseudonymised at best; figures may be anonymous, rows never are."""
RUN = """<testsuites><testsuite timestamp="2026-11-27T18:00:00">
<testcase classname="tests.unit.test_a" name="test_one[x]"><properties>
<property name="rows" value="900"/></properties></testcase>
<testcase classname="tests.unit.test_a" name="test_one[y]"/>
<testcase classname="tests.unit.test_a" name="test_two"><failure>no</failure></testcase>
<testcase classname="tests.unit.test_b.TestB" name="test_three"><skipped/></testcase>
</testsuite></testsuites>"""


def named_in(path: Path) -> set[str]:
    """Return the names of the tests in a file, and of the classes that hold them."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_a_control_names_tests_that_exist(checkout: Path, control: evidence.Control) -> None:
    """Each file and each test that a control names is there; its threats are listed."""
    for test in control.tests:
        file, *names = test.split("::")
        assert (checkout / file).is_file(), test
        assert set(names) <= named_in(checkout / file), test
    assert control.tests
    assert set(control.threats) <= set(THREATS)
    assert (control.figure is None) == (control.wanted is None)


def test_controls_are_told_apart() -> None:
    """No two controls have the same name."""
    names = [control.id for control in CONTROLS]

    assert len(names) == len(set(names))


def test_the_page_knows_every_control() -> None:
    """The page was written since the newest control was added."""
    page = (DOCS / "evidence.md").read_text("utf-8")

    assert [one.id for one in CONTROLS if f"`{one.id}`" not in page] == []
    assert re.search(r"on 20\d\d-\d\d-\d\d, at commit [0-9a-f]{12}", page)


def test_results_are_told_as_they_were() -> None:
    """A failure is a control that does not hold, a skip is not run, figures stand beside."""
    day, cases = evidence.read_results(RUN)
    one = evidence.Control("a", "A.", (1,), ("tests/unit/test_a.py::test_one",), "rows", "all")
    file = evidence.Control("b", "B.", (1,), ("tests/unit/test_a.py",))
    skipped = evidence.Control("c", "C.", (2,), ("tests/unit/test_b.py",))
    of_class = evidence.Control("d", "D.", (2,), ("tests/unit/test_b.py::TestB::test_three",))
    part = evidence.Control("e", "E.", (2,), (*one.tests, *of_class.tests))
    rows = list(evidence.rows([one, file, skipped, of_class, part], cases))

    assert day == "2026-11-27"
    told = ["holds", "does not hold", "not run", "not run", "run in part"]
    assert [row[3] for row in rows] == told
    assert rows[0][5] == "rows: 900 (wanted: all)"
    assert rows[1][4].startswith("2 passed, 1 failed")
    assert rows[3][4].startswith("0 passed, 1 skipped")


def words(committed: tuple[Path, ...]) -> list[str]:
    """Return every place where a text for people calls something anonymous."""
    shown = [path for path in committed if path.suffix in {".md", ".html", ".typ", ".toml"}]
    return [
        f"{path.name}: {line.strip()}"
        for path in shown
        for line in path.read_text("utf-8").splitlines()
        if ANONYMOUS.search(line) and "tutorial on anonymising" not in line
    ]


def test_rows_are_never_called_anonymous(committed: tuple[Path, ...]) -> None:
    """Where the word stands, it is denied; the one exception is the title of a source."""
    assert words(committed) == []


@pytest.mark.parametrize("text", ["The rows are anonymous.", "anonymised records"])
def test_the_word_is_noticed(text: str) -> None:
    """The guard finds what it forbids, and lets denials pass."""
    assert ANONYMOUS.search(text)
    assert not ANONYMOUS.search(f"They are not {text.rpartition('The rows are ')[2]}")


def test_evidence_runs_as_a_program(tmp_path: Path) -> None:
    """A file of results that does not exist is a fault, not an empty page."""
    done = subprocess.run(
        [sys.executable, str(DOCS / "evidence.py"), str(tmp_path / "none.xml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode != 0
