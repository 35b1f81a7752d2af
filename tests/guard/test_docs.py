"""The papers tell the truth: reference pages are current, links lead somewhere, commands exist."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
from typer.core import TyperGroup, TyperOption

from tiig.cli.app import main
from tiig.cli.commands import COMMANDS, loaded
from tiig.model.every_error import every_kind

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
TOP = ("README.md", "CHANGELOG.md", "GLOSSARY.md", "SECURITY.md", "THIRD_PARTY.md")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
MOST_BYTES = 300_000
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(tiig [^`\n]+)`")
PROMPTED = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?(tiig .*)$")
COMMAND = TyperGroup(name="tiig", commands={name: loaded(name) for name in COMMANDS})


def pages() -> list[Path]:
    """Return every page: those at the top of the checkout and all below docs."""
    top = (DOCS.parent / name for name in TOP)
    return [*(path for path in top if path.exists()), *sorted(DOCS.rglob("*.md"))]


def name_of(page: Path) -> str:
    """Return a page's path in the checkout."""
    return page.relative_to(DOCS.parent).as_posix()


def written() -> list[Path]:
    """Return the pages that people wrote for people who type commands."""
    made = (DOCS / "reference", DOCS.parent / "THIRD_PARTY.md")
    return [path for path in pages() if path not in made and made[0] not in path.parents]


def anchors(text: str) -> set[str]:
    """Return what a link may point to inside a page: headings as GitHub names them, and ids."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    plain = (re.sub(r"<[^>]+>|[`*]|\]\([^)]*\)|\[", "", heading) for heading in headings)
    slugs = {re.sub(r"[^\w\- ]", "", name.lower()).strip().replace(" ", "-") for name in plain}
    return slugs | set(re.findall(r'<a id="([^"]+)"', text))


def broken_links(page: Path, text: str) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(FENCE.sub("", text)):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        there = target.exists()
        if there and anchor and target.suffix == ".md":
            there = anchor in anchors(text if target == page else target.read_text("utf-8"))
        if not there:
            found.append(link)
    return found


def shown_commands(text: str) -> Iterator[str]:
    """Yield every command of ours that a page shows, in blocks and in lines."""
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            match = PROMPTED.match(line)
            if match:
                yield match[1]
    yield from INLINE.findall(FENCE.sub("", text))


def fault(line: str) -> str | None:
    """Say what is wrong with a command line, or None."""
    command: object = COMMAND
    words = shlex.split(line, comments=True)[1:]
    while isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return f"there is no command {words[0]}"
        command = command.commands[words.pop(0)]
    options = {
        name: one
        for one in getattr(command, "params", [])
        if isinstance(one, TyperOption)
        for name in (*one.opts, *one.secondary_opts)
    }
    unknown = [
        word.partition("=")[0]
        for word in words
        if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in {*options, "--help"}
    ]
    return f"there is no option {unknown[0]}" if unknown else None


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The generator as a module."""
    monkeypatch.syspath_prepend(str(DOCS))
    return importlib.import_module("generate")


def test_reference_pages_are_current() -> None:
    """Every generated page is what the code and the standard say now."""
    command = [sys.executable, str(DOCS / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_stale_page_is_noticed(generate: ModuleType) -> None:
    """A changed, a missing and a surplus page are all named."""
    wanted = {
        path.relative_to(generate.REFERENCE).as_posix(): path.read_text("utf-8")
        for path in generate._made()
    }
    changed = {**wanted, "errors.md": "other", "new.md": "new"}
    del changed["states.md"]

    assert generate.differing(wanted) == []
    assert generate.differing(changed) == ["errors.md", "new.md", "states.md"]


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page has its file, and its heading where it names one."""
    assert broken_links(page, page.read_text("utf-8")) == []


def test_pictures_are_shown_described_and_small() -> None:
    """Every picture of a page exists and says what it shows; none lies about unused or is large."""
    shown: set[Path] = set()
    for page in pages():
        for words, name in PICTURE.findall(page.read_text("utf-8")):
            assert len(words) > 40, name
            shown.add((page.parent / name).resolve())

    assert sorted(shown) == sorted((DOCS / "images").iterdir())
    assert [path.name for path in shown if path.stat().st_size > MOST_BYTES] == []


def test_a_broken_link_is_noticed() -> None:
    """A missing file and a missing heading are broken; a good heading is not."""
    text = "# Here\n[a](nothing.md) [b](#here) [c](#there) [d](https://example.org/x)\n"

    assert broken_links(DOCS / "index.md", text) == ["nothing.md", "#there"]


@pytest.mark.parametrize("page", written(), ids=name_of)
def test_commands_exist(page: Path) -> None:
    """Every command of ours that a page shows has these names and options."""
    faults = {line: fault(line) for line in shown_commands(page.read_text("utf-8"))}

    assert {line: said for line, said in faults.items() if said} == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tiig submit FILE --sender S --month 2026-06", None),
        ("tiig submissions list --json  # all of them", None),
        ("tiig submissions", None),
        ("tiig sbmit FILE", "there is no command sbmit"),
        ("tiig submissions lst", "there is no command lst"),
        ("tiig count --bye month", "there is no option --bye"),
    ],
)
def test_a_wrong_command_is_noticed(line: str, said: str | None) -> None:
    """A misspelt command or option is named."""
    assert fault(line) == said


def test_commands_are_shown_at_all() -> None:
    """The tutorial and the README show commands, so that the tests above have something to do."""
    for name in ("README.md", "docs/tutorial.md"):
        assert list(shown_commands((DOCS.parent / name).read_text("utf-8"))), name


@pytest.mark.parametrize("kind", every_kind())
def test_every_error_has_its_anchor(kind: str) -> None:
    """The page of errors has a heading for each kind."""
    assert kind in anchors((DOCS / "reference" / "errors.md").read_text("utf-8"))


@pytest.mark.parametrize("kind", every_kind().values(), ids=lambda kind: kind.id)
def test_advice_names_real_commands(kind: object) -> None:
    """A command that an error advises exists."""
    advice = str(getattr(kind, "advice", ""))
    for first, second in re.findall(r"\btiig ([a-z-]+)(?: ([a-z-]+))?", advice):
        assert fault(f"tiig {first} {second}" if first in groups() else f"tiig {first}") is None


def groups() -> set[str]:
    """Return the commands that hold commands."""
    assert isinstance(COMMAND, TyperGroup)
    return {name for name, one in COMMAND.commands.items() if isinstance(one, TyperGroup)}


def test_decisions_are_numbered_without_gaps() -> None:
    """Architecture decisions count from 0001 on, and each says context, choice and price."""
    decisions = sorted((DOCS / "adr").glob("[0-9]*.md"))

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]}: "), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Price"]


def test_the_guide_to_a_sender_comes_out_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Following the guide with its own file and decisions gives the lines that it prints."""
    guide = (DOCS / "how-to" / "add-a-sender.md").read_text("utf-8")
    export, agreement, decided = (
        re.findall(rf"^```{kind}\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)[0]
        for kind in ("text", "toml", "csv")
    )
    message, of_xml = (
        re.findall(rf"^```{kind}\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)[-1]
        for kind in ("xml", "csv")
    )
    (tmp_path / "june.xml").write_text(message, encoding="utf-8")
    (tmp_path / "june.csv").write_text(export, encoding="utf-8")
    (tmp_path / "eastmere-agreement.toml").write_text(agreement, encoding="utf-8")
    (tmp_path / "decided.csv").write_text(decided, encoding="utf-8")
    (tmp_path / "decided-xml.csv").write_text(of_xml, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIIG_WORKSPACE", "my-workspace")
    words = ("--receipt", "june", "sender add")
    steps = [line for line in shown_commands(guide) if any(word in line for word in words)]
    first = ("tiig init my-workspace", "tiig agreement add eastmere-agreement.toml")
    for line in (*first, *steps):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(line)[1:])
        printed = capsys.readouterr().out
        assert ended.value.code == 0, line
        if "check" in line:
            assert printed in guide

    assert list((tmp_path / "receipts").glob("receipt-*.html"))


def test_every_page_can_be_reached() -> None:
    """From the index, link by link, one comes to every page of the docs."""
    seen: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        links = LINK.findall(page.read_text("utf-8"))
        targets = (link.partition("#")[0] for link in links if "://" not in link)
        waiting += [(page.parent / name).resolve() for name in targets if name]

    assert sorted(set(DOCS.rglob("*.md")) - seen) == []
