"""Write docs/evidence.md: each control, its tests, their result and figures, date and commit.

python docs/evidence.py              run the tests that docs/controls.toml names, then write
python docs/evidence.py RESULTS.xml  take the results of a run with --junitxml instead
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from generating.markdown import MADE, cell, code, page, table

ROOT = Path(__file__).resolve().parent.parent
CONTROLS = Path(__file__).resolve().parent / "controls.toml"
MADE_HERE = "<!-- Made by docs/evidence.py from a run of the tests: not by hand. -->"
EVIDENCE = Path(__file__).resolve().parent / "evidence.md"


@dataclass(frozen=True)
class Control:
    """What must hold, the numbers of the threats it stands against, and the tests that tell."""

    id: str
    holds: str
    threats: tuple[int, ...]
    tests: tuple[str, ...]
    figure: str | None = None
    wanted: str | None = None


@dataclass(frozen=True)
class Case:
    """One test as it ran: its module (and class), what became of it, and what it measured."""

    place: str
    name: str
    outcome: str
    figures: Mapping[str, str]

    def is_of(self, test: str) -> bool:
        """Tell whether it belongs to a file, or to a test of it with any parameters."""
        file, *names = test.split("::")
        dotted = file.removesuffix(".py").replace("/", ".")
        within = ".".join([dotted, *names[:-1]])
        if names:
            return self.place == within and self.name == names[-1]
        return self.place == dotted or self.place.startswith(f"{dotted}.")


def read_controls(text: str) -> tuple[dict[int, str], tuple[Control, ...]]:
    """Return the threats by number, and the controls."""
    told = tomllib.loads(text)
    threats = {int(number): words for number, words in told["threats"].items()}
    controls = tuple(
        Control(**{**one, "threats": tuple(one["threats"]), "tests": tuple(one["tests"])})
        for one in told["control"]
    )
    return threats, controls


def read_results(text: str) -> tuple[str, tuple[Case, ...]]:
    """Return the day of a run and its cases, from the XML that pytest writes."""
    root = ET.fromstring(text)  # noqa: S314 - written by our own pytest
    suite = root if root.tag == "testsuite" else root[0]
    return str(suite.get("timestamp", ""))[:10], tuple(map(_case, suite.iter("testcase")))


def _case(entry: ET.Element) -> Case:
    tags = {child.tag for child in entry}
    outcome = "failed" if tags & {"failure", "error"} else "skipped" if "skipped" in tags else "ok"
    figures = {
        str(one.get("name")): str(one.get("value"))
        for one in entry.iter("property")
        if one.get("name") != "needs"
    }
    return Case(
        str(entry.get("classname")), str(entry.get("name")).partition("[")[0], outcome, figures
    )


def verdict(control: Control, cases: Sequence[Case]) -> str:
    """Say in a word whether the tests of a control passed, all of those that it names."""
    outcomes = Counter(case.outcome for case in cases)
    if outcomes["failed"]:
        return "does not hold"
    if not outcomes["ok"]:
        return "not run"
    passed = [case for case in cases if case.outcome == "ok"]
    whole = all(any(case.is_of(test) for case in passed) for test in control.tests)
    return "holds" if whole else "run in part"


def figure_of(control: Control, cases: Sequence[Case]) -> str:
    """Return what was measured beside what was wanted; figures of several cases stand in a row."""
    if control.figure is None:
        return ""
    found = (case.figures.get(control.figure) for case in cases)
    told = [figure for figure in found if figure is not None]
    return f"{control.figure}: {', '.join(told) or 'not measured'} (wanted: {control.wanted})"


def rows(controls: Sequence[Control], cases: Sequence[Case]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each control."""
    for control in controls:
        own = [case for case in cases if any(case.is_of(test) for test in control.tests)]
        outcomes = Counter(case.outcome for case in own)
        counts = f"{outcomes['ok']} passed"
        counts += "".join(
            f", {outcomes[name]} {name}" for name in ("failed", "skipped") if outcomes[name]
        )
        yield (
            code(control.id),
            control.holds,
            ", ".join(map(str, control.threats)),
            verdict(control, own),
            f"{counts}: " + ", ".join(code(test) for test in control.tests),
            cell(figure_of(control, own)),
        )


def evidence_page(commit: str, day: str, cases: Sequence[Case], controls_text: str) -> str:
    """Return the page."""
    threats, controls = read_controls(controls_text)
    head = ("control", "what must hold", "threats", "result", "tests", "figure")
    text = page(
        "Evidence",
        f"What the tests showed on {day}, at commit {commit}. `just evidence` runs them and "
        "writes this page; which tests tell of a control stands in `docs/controls.toml`. A control "
        "whose tests were not run on that machine says so.",
        table(head, list(rows(controls, cases))),
        ["", "## Threats", ""],
        table(
            ("number", "threat", "controls"),
            [(str(number), words, _against(number, controls)) for number, words in threats.items()],
        ),
    )
    return text.replace(MADE, MADE_HERE)


def _against(number: int, controls: Sequence[Control]) -> str:
    found = [code(one.id) for one in controls if number in one.threats]
    return ", ".join(found) or "none yet"


def run(tests: Sequence[str]) -> str:
    """Run tests and return pytest's XML, whatever became of them."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder, "results.xml")
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={results}", *tests]
        done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 - our own tests
        if done.returncode not in {0, 1}:  # 1: a test failed, which the page will say
            sys.exit("evidence: the tests could not be run; pytest's own words stand above")
        return results.read_text(encoding="utf-8")


def commit_of(root: Path) -> str:
    """Return the commit that is checked out, and say where files differ from it."""

    def told(*words: str) -> str:
        done = subprocess.run(  # noqa: S603 - git alone
            ["git", *words],  # noqa: S607 - by the name a person would type
            cwd=root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout.strip()

    changed = told("status", "--porcelain", "--", "src", "tests", "requirements")
    return told("rev-parse", "--short=12", "HEAD") + (" with changes" if changed else "")


def main(arguments: list[str]) -> int:
    """Write the page; 1 where a control does not hold."""
    controls_text = CONTROLS.read_text(encoding="utf-8")
    _, controls = read_controls(controls_text)
    tests = list(dict.fromkeys(test for one in controls for test in one.tests))
    commit = commit_of(ROOT)  # before the run: what is committed meanwhile was not tested
    text = Path(arguments[0]).read_text(encoding="utf-8") if arguments else run(tests)
    day, cases = read_results(text)
    EVIDENCE.write_text(evidence_page(commit, day, cases, controls_text), "utf-8")
    wrong = [row[0] for row in rows(controls, cases) if row[3] == "does not hold"]
    print(f"{EVIDENCE.name}: {len(controls)} controls" + "".join(f", {one} fails" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
