"""Deny by default: what goes out is what a recipient's agreement says."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader
from tests.journey.agreed import ASKER, LONG, Elm, Line, partner, refused

from tiig.cli.app import main
from tiig.journeys.bulletin import BulletinRequest, bulletins
from tiig.journeys.check_agreement import CheckRequest, check_agreement
from tiig.journeys.doctor import doctor
from tiig.journeys.quality import QualityRequest, quality
from tiig.kit.progress import Silent
from tiig.publish import table_csv
from tiig.publish.paper_files import write_paper
from tiig.standard import Standard, load_standard
from tiig.testing import PARTNER, agree, in_memory_services
from tiig.testing.agreements import partner_text, sender_text


@pytest.fixture
def elm(tmp_path: Path, standard: Standard, elm_profile: str) -> Elm:
    """Elm's house without any agreement."""
    return Elm(in_memory_services(standard), tmp_path, elm_profile)


@pytest.fixture
def elm_row(elm_header: str, elm_line: Line) -> tuple[str, str]:
    """The header and one row of Elm's file."""
    return elm_header, elm_line("1")


@pytest.fixture
def june(elm: Elm, elm_header: str, elm_line: Line) -> Elm:
    """Elm's house with a June of sixty assaults, and a partner."""
    agree(elm.services)
    elm.send(*(elm_line(str(n)) for n in range(60)), header=elm_header)
    return elm


class TestGoingOut:
    """Who may see what."""

    def test_denied_unless_agreed(self, june: Elm) -> None:
        """Without an agreement there is what the public may see, and nothing else."""
        assert june.ask("site").given.recipient == "the public"
        error = refused(lambda: june.ask("site", preset="named-partner"))
        assert (error.kind.id, error.kind.family) == ("agreement-missing", 30)
        assert refused(lambda: june.ask("site", under="nobody")).kind.id == "agreement-unknown"
        error = refused(lambda: june.ask("site", under="elm-agreement"))
        assert "data come in and no figures go out" in error.sentence

    def test_given_under_an_agreement(self, june: Elm) -> None:
        """The table, its file, the ledger, the lineage and the audit name the recipient."""
        table = june.ask("site", under=PARTNER)
        (*_, release) = june.services.catalogue.releases()
        manifest = json.loads(june.services.catalogue.manifest(release.manifest) or "")
        audit = june.services.catalogue.audit()[-1]
        lines = [line for row in csv.reader(io.StringIO(table_csv(table))) for line in row]

        assert table.preset == "named-partner"
        assert table.given.agreement == release.agreement == "partner@1"
        assert (release.organisation, release.purpose) == ("A partner of the tests", "To test")
        assert manifest["given"]["agreement"] == "partner@1"
        assert "Given to: A partner of the tests. Purpose: To test. Agreement: partner@1." in lines
        assert "A partner of the tests" in audit.because
        assert (audit.purpose, audit.agreement) == ("To test", "partner@1")
        assert json.loads(json.dumps(table.as_json(), default=str))["given"] == {
            "recipient": "A partner of the tests",
            "purpose": "To test",
            "agreement": "partner@1",
        }

    def test_the_same_answer_is_given_to_each_under_its_own(self, june: Elm) -> None:
        """An answer that was worked out before names who asks now, never who asked first."""
        june.add(partner(june.services.standard, "other", organisation='"Another"'))
        first, second = june.ask("site", under=PARTNER), june.ask("site", under="other")
        public = june.ask("site")

        assert [one.given.recipient for one in (first, second, public)] == [
            "A partner of the tests",
            "Another",
            "the public",
        ]
        assert first.shown_digest == second.shown_digest

    def test_judged_again_at_each_question(self, june: Elm) -> None:
        """The day after the last day the same question is refused, though it was answered."""
        days = "end = 2026-07-10\nreview = 2026-07-05"
        text = partner(june.services.standard, "short")
        june.add(text.replace(LONG, days))
        june.ask("site", under="short")
        june.days_pass(9)
        june.ask("site", under="short")
        june.days_pass(1)
        error = refused(lambda: june.ask("site", under="short"))
        assert (error.kind.id, "its last day was 2026-07-10" in error.sentence) == (
            "agreement-not-in-force",
            True,
        )

    def test_threshold_of_the_agreement(self, june: Elm) -> None:
        """The same count is shown to who may see it and hidden from who may not."""
        june.add(partner(june.services.standard, "wide", threshold="100"))
        shown = june.ask(under=PARTNER).rows[-1].count.value
        hidden = june.ask(under="wide").rows[-1].count.value
        assert (shown, hidden) == (60, None)

    def test_no_other_preset(self, june: Elm) -> None:
        """Under an agreement figures may be protected more, never less."""
        assert june.ask("site", under=PARTNER, preset="public").preset == "public"
        error = refused(lambda: june.ask("site", under=PARTNER, preset="internal"))
        assert error.kind.id == "agreement-forbids"

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"by": ("weapon",)}, "weapon (weapon) is none of its items"),
            ({"where": ("sex=male",)}, "sex (sex) is none of its items"),
            ({"measure": "knife_assaults"}, "weapon (weapon) is none of its items"),
            ({"by": ("quarter",)}, None),
            ({"by": ("residence_la",)}, None),
            ({"measure": "recorded_assaults"}, None),
        ],
    )
    def test_items(self, june: Elm, asked: dict[str, Any], told: str | None) -> None:
        """Dimensions, conditions and measures are held to the items, and what follows from them."""
        items = '["month", "assault", "residence_lsoa"]'
        june.add(partner(june.services.standard, "few", items=items))
        by = asked.pop("by", ())
        if told is None:
            june.ask(*by, under="few", **asked)
        else:
            assert told in refused(lambda: june.ask(*by, under="few", **asked)).sentence

    def test_areas(self, june: Elm) -> None:
        """A question must be about residents of the areas; papers may compare where agreed."""
        june.add(partner(june.services.standard, "council", areas='["Castlereach"]'))
        here = ("residence_la=XS-A03",)
        june.ask("month", under="council", where=here)
        for where in ((), ("residence_la=XS-A03|XS-A04",), ("residence_la=XS-A04",)):
            error = refused(partial(june.ask, "month", under="council", where=where))
            assert "add --where 'residence_la=XS-A03'" in error.sentence

    @pytest.mark.parametrize(
        ("area", "compares", "told"),
        [
            (None, "true", "it is about Castlereach only"),
            ("XS-A04", "true", "it is about Castlereach only"),
            ("Castlereach", "false", "papers set an area beside the others"),
        ],
    )
    def test_papers(self, june: Elm, area: str | None, compares: str, told: str) -> None:
        """A paper is about the agreement's areas, and is refused before anything is counted."""
        text = partner(june.services.standard, "council", areas='["Castlereach"]')
        june.add(f"{text}compares = {compares}\n")
        released = len(june.services.catalogue.releases())
        asker = replace(ASKER, agreement="council")
        request = BulletinRequest(areas=() if area is None else (area,))
        error = refused(
            lambda: bulletins(request, asker=asker, services=june.services, progress=Silent())
        )
        assert told in error.sentence
        assert len(june.services.catalogue.releases()) == released

    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    @pytest.mark.filterwarnings("ignore::ResourceWarning")
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_papers_name_their_recipient_in_every_format(self, june: Elm, tmp_path: Path) -> None:
        """Recipient, purpose and agreement stand inside the file, whatever it is."""
        asker = replace(ASKER, agreement=PARTNER)
        ((_, paper),) = bulletins(
            BulletinRequest(), asker=asker, services=june.services, progress=Silent()
        )
        write_paper(paper, tmp_path, "month", ("pdf", "docx", "xlsx", "html"))
        said = "Given to: A partner of the tests. Purpose: To test. Agreement: partner@1."
        document = docx.Document(str(tmp_path / "month.docx"))
        book = openpyxl.load_workbook(tmp_path / "month.xlsx")
        texts = {
            "docx": " ".join(one.text for one in document.paragraphs),
            "xlsx": " ".join(str(row) for sheet in book for row in sheet.values),
            "html": (tmp_path / "month.html").read_text("utf-8"),
            "pdf": "".join(one.extract_text() for one in PdfReader(tmp_path / "month.pdf").pages),
        }
        told = {kind: re.sub(r"\s+", " ", text) for kind, text in texts.items()}
        assert [kind for kind, text in told.items() if said not in text] == []

    def test_quality_is_told_to_who_may_have_sites(self, june: Elm) -> None:
        """How good the data are is told by department, and so needs the item."""
        june.add(partner(june.services.standard, "few", items='["month"]'))

        def asked(under: str) -> Any:  # noqa: ANN401 - an answer
            asker = replace(ASKER, agreement=under)
            return quality(QualityRequest(), asker=asker, services=june.services, progress=Silent())

        assert asked(PARTNER).given.agreement == "partner@1"
        assert "site (site) is none of its items" in refused(lambda: asked("few")).sentence

    def test_senders_keep_items_from_the_public(
        self, elm: Elm, elm_header: str, elm_line: Line
    ) -> None:
        """What a sender does not let be published is told to partners and the team only."""
        grant = 'item = "injury_mechanism"\n'
        text = sender_text("elm", elm.services.standard)
        elm.add(text.replace(grant, f"{grant}publish = false\n", 1))
        elm.add(partner_text(elm.services.standard))
        elm.send(*(elm_line(str(n)) for n in range(60)), header=elm_header)

        elm.ask("site")
        elm.ask("weapon", under=PARTNER)
        for asked in ({"by": ("weapon",)}, {"by": (), "measure": "knife_assaults"}):
            by = asked.pop("by")
            error = refused(partial(elm.ask, *by, **asked))
            assert error.kind.id == "publication-forbidden"
            assert "injury_mechanism (elm-agreement)" in error.sentence

    def test_check_says_why(self, june: Elm) -> None:
        """Every item has its reason, and a question is judged without being counted."""
        june.add(partner(june.services.standard, "few", items='["month"]', areas='["XS-A03"]'))
        released = len(june.services.catalogue.releases())

        def check(**asked: Any) -> Any:  # noqa: ANN401 - an answer
            request = CheckRequest(**asked)
            return check_agreement(request, asker=ASKER, services=june.services, progress=Silent())

        outgoing = {one.about: one.allowed for one in check(agreement="few").reasons}
        assert (outgoing["quarter"], outgoing["weapon"], outgoing["today"]) == (True, False, True)
        question = check(agreement="few", by=("weapon",))
        assert not question.allowed
        assert [one.allowed for one in question.reasons] == [True, False, False]
        where = ("residence_la=XS-A03",)
        assert not check(agreement="few", by=("month",), where=where).allowed  # where tells it too
        assert check(agreement=PARTNER, by=("month",), where=where).allowed
        incoming = {one.about: one.why for one in check(sender="elm").reasons}
        assert "becomes pseudonym" in incoming["attendance_number"]
        assert refused(lambda: check(sender="oak")).kind.id == "sender-without-agreement"
        assert len(june.services.catalogue.releases()) == released

    def test_doctor_names_who_may_not_send(self, elm: Elm) -> None:
        """A workspace of before agreements learns which senders have none."""
        facts = doctor(asker=ASKER, services=elm.services, progress=Silent()).facts
        assert "No agreement in force, so that nothing may be sent: elm." in facts
        text = sender_text("elm", elm.services.standard)
        elm.add(text.replace("review = 2059-06-30", "review = 2026-06-30"))
        facts = doctor(asker=ASKER, services=elm.services, progress=Silent()).facts
        assert facts[-1] == "The agreement elm-agreement was to be reviewed by 2026-06-30."


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Added, listed, shown, checked and ended from the command line."""
    standard = load_standard()
    (tmp_path / "elm.toml").write_text(sender_text("elm", standard), encoding="utf-8")
    (tmp_path / "partner.toml").write_text(partner_text(standard), encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[agreement]\n", encoding="utf-8")

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*words, "--workspace", str(tmp_path / "w")])
        code = ended.value.code
        assert isinstance(code, int)
        said = capsys.readouterr()
        return code, said.out + said.err

    with pytest.raises(SystemExit):
        main(["init", str(tmp_path / "w")])
    code, said = run("agreement", "add", str(tmp_path / "elm.toml"))
    assert (code, "No sender is called elm yet" in said) == (0, True)
    code, said = run("agreement", "add", str(tmp_path / "partner.toml"))
    assert (code, "in force" in said) == (0, True)
    code, said = run("agreement", "add", str(tmp_path / "bad.toml"))
    assert (code, "agreement.kind: is missing" in said) == (30, True)
    assert run("agreement", "add", str(tmp_path / "none.toml"))[0] == 10
    code, said = run("agreement", "list")
    assert (code, "elm-agreement" in said, "partner" in said) == (0, True, True)
    code, said = run("agreement", "show", "partner")
    assert (code, 'organisation = "A partner of the tests"' in said) == (0, True)
    assert run("agreement", "check", "partner", "--by", "month")[0] == 0
    assert run("agreement", "check")[0] == 2
    code, said = run("agreement", "end", "partner", "--because", "over", "--json")
    assert (code, json.loads(said)["state"]) == (0, "ended")
    assert run("agreement", "check", "partner", "--by", "month")[0] == 30
    assert run("agreement", "end", "partner", "--because", "again")[0] == 30
