"""Every route is closed to the outside, says what protects it, and fails in our own words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.responses import Response
from tests.portal.house import Client

from tiig.cli.app import run
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.portal import make_app
from tiig.portal.assets import FOLDER, Assets
from tiig.portal.routes import PAGES
from tiig.portal.security import HEADERS
from tiig.portal.visit import Page, Visit
from tiig.publish.paper_records import record_preset
from tiig.testing import PARTNER, in_memory_services
from tiig.wiring.session import Session

pytestmark = pytest.mark.skipif(
    not (FOLDER / "vendor" / "manifest.json").is_file(),
    reason="the front-end packages are not installed: python3.11 go.py setup",
)
PLACES = [(re.sub(r"\{[^}]*\}", "unknown", page.path), page.taken) for page in PAGES]
FORMS = {path for path, taken in PLACES if taken == "POST"}
ADDRESSES = [*dict(PLACES), "/nothing-here"]
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


def broken(visit: Visit) -> Response:
    """A page that fails with words that nobody may see."""
    raise ValueError(visit.asked("word"))


@pytest.fixture(scope="module")
def session() -> Session:
    """A house that has received nothing."""
    return Session(Asker.local("reader", channel="pages"), in_memory_services(), Silent())


@pytest.fixture
def client(session: Session, tmp_path: Path) -> Client:
    """A browser's requests, with one page more that fails."""
    written = tmp_path / "out" / "papers"
    written.mkdir(parents=True)
    (tmp_path / "tiig.toml").write_text("secret")
    for name, preset in (("month & <b>.pdf", "public"), ("partner.pdf", "named-partner")):
        (written / name).write_bytes(b"%PDF-made-up")
        record_preset(written / name, preset)
    (written / "unvouched.pdf").write_bytes(b"%PDF-made-up")
    (written / "changed.pdf").write_bytes(b"%PDF-made-up")
    record_preset(written / "changed.pdf", "public")
    (written / "changed.pdf").write_bytes(b"%PDF-of something else")
    (written / "notes.py").write_text("no paper")
    (written / "link.pdf").symlink_to(tmp_path / "tiig.toml")
    pages = (*PAGES, Page("/broken", broken))
    return Client(make_app(session, workspace=tmp_path, pages=pages))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_closed(client: Client, address: str) -> None:
    """Each route bears every header, is kept by nobody, and holds nothing inline or foreign."""
    answer = client.get(address)

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"
    assert INLINE.findall(answer.text) == []
    assert ELSEWHERE.findall(answer.text) == []
    assert answer.text.count("<h1") == 1
    assert "Preset: public." in answer.text
    assert "For this machine only" in answer.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_only_read(client: Client, address: str) -> None:
    """No route takes anything but GET and HEAD; forms are closed where nobody opened them."""
    answer = client.ask("POST", address)
    assert answer.status_code in ({403} if address in FORMS else {404, 405})
    assert client.ask("HEAD", address).status_code == client.get(address).status_code


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
def test_other_names_are_refused(client: Client, host: str) -> None:
    """A foreign name that points at this machine is not answered."""
    answer = client.get("/", host=host)

    assert answer.status_code == 400
    assert "TIIG" not in answer.text


def test_a_fault_shows_its_reference_only(client: Client, tmp_path: Path) -> None:
    """A fault of ours shows a reference, and neither page nor log its message."""
    answer = client.get("/broken", word="<i>secret-word</i>")

    assert answer.status_code == 500
    found = re.search(r"Reference: ([0-9a-f]{8})", answer.text)
    assert found
    log = (tmp_path / "tiig.log").read_text()
    assert found.group(1) in log
    assert "secret-word" not in answer.text + log


def test_unknown_things_are_said(client: Client) -> None:
    """Unknown pages, submissions and files have their own sentence."""
    assert "There is no such page" in client.get("/nothing-here").text
    assert "There is no submission with this id" in client.get("/submissions/x").text
    assert client.get("/downloads/x.pdf").status_code == 404


def test_a_file_is_downloaded(client: Client) -> None:
    """A written file is listed by an address that gives it as an attachment."""
    page = client.get("/downloads").text
    (address,) = re.findall(r'href="(/downloads/[^"]+)"', page)
    answer = client.get(address)

    assert answer.content == b"%PDF-made-up"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "<b>" not in page


@pytest.mark.parametrize(
    "name",
    [
        "papers/partner.pdf",
        "papers/unvouched.pdf",
        "papers/changed.pdf",
        "papers/.presets/partner.pdf",
        "../tiig.toml",
        "..%2Ftiig.toml",
        "papers/notes.py",
        "papers/link.pdf",
        "%2Fetc/hosts",
    ],
)
def test_nothing_else_is_sent(client: Client, name: str) -> None:
    """No path leads out of the folder, through a link, or to a file of another kind."""
    assert client.get(f"/downloads/{name}").status_code == 404


def test_pages_for_named_partners_list_their_papers_too(session: Session, tmp_path: Path) -> None:
    """Under an agreement the pages hand out what is for the public and for that partner."""
    written = tmp_path / "out"
    written.mkdir()
    for name, preset, agreement in (
        ("a.pdf", "public", None),
        ("b.pdf", "named-partner", "partner@2"),
        ("c.pdf", "internal", None),
        ("d.pdf", "named-partner", "another@1"),
        ("e.pdf", "named-partner", None),
    ):
        (written / name).write_bytes(b"%PDF-made-up")
        record_preset(written / name, preset, agreement=agreement)
    choices = replace(session.services.choices, page_preset="named-partner")
    services = replace(session.services, choices=choices)
    asker = replace(session.asker, agreement=PARTNER)
    partner = Client(make_app(Session(asker, services, Silent()), workspace=tmp_path))

    assert re.findall(r'href="/downloads/([^"]+)"', partner.get("/downloads").text) == [
        "a.pdf",
        "b.pdf",
    ]
    for name in ("c", "d", "e"):
        assert partner.get(f"/downloads/{name}.pdf").status_code == 404


def test_pages_for_the_public_say_that_partners_have_papers(client: Client) -> None:
    """Who finds no bulletin after writing some for named partners is told where they are."""
    page = client.get("/downloads").text

    assert "1 paper was written under an agreement that is not the one of these pages" in page
    assert "partner.pdf" not in page


def test_static_files_are_kept_for_ever(client: Client) -> None:
    """A style sheet may be kept, and an address of another content does not exist."""
    address = Assets().address("tiig.css")
    answer = client.get(address)

    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")
    digest = address.split("/")[2]
    assert client.get(address.replace(digest, "0" * 16)).status_code == 404
    assert client.get(f"/static/{digest}/../app.py").status_code == 404


def test_no_style_sheet_asks_for_another_site() -> None:
    """The style sheets name no other site and bring no web font."""
    for path in FOLDER.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@font-face" not in text
        assert re.findall(r"url\(['\"]?(?:https?:)?//", text) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "example.org"])  # noqa: S104
def test_only_this_machine_is_served(capsys: pytest.CaptureFixture[str], host: str) -> None:
    """Any other host is refused before a workspace is looked for."""
    assert run(["serve", "--host", host]) == 2
    assert "this machine only" in capsys.readouterr().err
