"""`tiig demo` at a small scale: every file ends as planned, and what is stored is the truth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tiig.cli.app import run
from tiig.journeys.submit import SubmitAnswer
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.submission import SubmissionState
from tiig.standard import Standard
from tiig.synthesis import Fate, Faults, Recording, SentFile, make_world
from tiig.testing import agree, in_memory_services
from tiig.wiring.session import Session, connect

# gptables calls pandas as of old, and leaves the file of its theme to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SMALL = ("--no-serve", "--scale", "0.01", "--months", "3", "--faults")
MONTHS, LAST = 4, Month(2026, 6)


@pytest.fixture(scope="module")
def sent(
    tmp_path_factory: pytest.TempPathFactory, standard: Standard
) -> tuple[Session, Recording, list[tuple[SentFile, Fate, str]]]:
    """Four months at a twentieth of the volume, faults included, taken in without a disk."""
    first = LAST.plus(1 - MONTHS)
    recording = Recording(
        make_world(seed=3, first=first, months=MONTHS, scale=0.05),
        tmp_path_factory.mktemp("inbox"),
        seed=3,
        extra=Faults(LAST),
    )
    session = Session(
        Asker.local("analyst", purpose="testing"), in_memory_services(standard), Silent()
    )
    ends = []
    for batch in recording.batches(first, MONTHS):
        for due in batch.profiles:
            session.add_sender(due.path)
            agree(session.services)
        ends += [(file, *end_of(session, file)) for file in batch.files]
    return session, recording, ends


def end_of(session: Session, file: SentFile) -> tuple[Fate, str]:
    """Send a file; return what became of it, and for which kind of error."""
    month = None if file.month is None else str(file.month)
    try:
        answer = session.submit(file.path, sender=file.sender, month=month)
    except TiigError as error:
        return Fate.TURNED_AWAY, error.kind.id
    if answer.repeated:
        return Fate.KNOWN, ""
    if answer.state is SubmissionState.HELD and file.fate is Fate.TAKEN:
        answer = session.submit(file.path, sender=file.sender, month=month, confirm=True)
    if answer.state is SubmissionState.IN_FORCE:
        assert answer.receipt.tally.set_aside == file.set_aside
        assert answer.receipt.tally.read - answer.receipt.tally.ignored == file.rows
    return Fate(str(answer.state)), answer.error or ""


class TestTruth:
    """What the recording says it wrote is what the house stores and counts."""

    def test_every_file_ends_as_its_tag_says(
        self, sent: tuple[Session, Recording, list[tuple[SentFile, Fate, str]]]
    ) -> None:
        """Sound files are taken in; each fault is refused, held, known or turned away."""
        _, _, ends = sent
        wrong = [
            (file.path.name, file.about, str(end), error)
            for file, end, error in ends
            if end is not file.fate or error != file.error
        ]
        assert not wrong
        assert {file.fate for file, _, _ in ends} == set(Fate)

    def test_recorded_assaults_are_conserved(
        self, sent: tuple[Session, Recording, list[tuple[SentFile, Fate, str]]]
    ) -> None:
        """Store, files and truth agree on the recorded assaults of each site-month."""
        session, recording, _ = sent
        table = session.count(by=["site", "month"], measure="recorded_assaults", preset="internal")
        counted = {row.nodes: row.count.value for row in table.rows}
        of_type_1 = {
            key: one.recorded_assaults
            for key, one in recording.account.site_months.items()
            if one.standing == "in force" and one.sender != "eastlythe"
        }
        assert len(of_type_1) > 30
        assert sum(of_type_1.values()) > 100
        assert {key: counted[key] for key in of_type_1} == of_type_1

    def test_rows_are_conserved(
        self, sent: tuple[Session, Recording, list[tuple[SentFile, Fate, str]]]
    ) -> None:
        """Every row that the truth says was written is stored, site-month by site-month."""
        session, recording, _ = sent
        stored = {
            (pair.site, str(pair.month)): pair.rows for pair in session.services.catalogue.pairs()
        }
        written = {
            key: one.rows
            for key, one in recording.account.site_months.items()
            if one.standing == "in force"
        }
        assert stored == written

    def test_coverage_is_as_planted(
        self, sent: tuple[Session, Recording, list[tuple[SentFile, Fate, str]]]
    ) -> None:
        """What should be in force is, and nothing else."""
        session, recording, _ = sent
        in_force = {(pair.site, str(pair.month)) for pair in session.services.catalogue.pairs()}
        assert in_force == {
            key for key, one in recording.account.site_months.items() if one.standing == "in force"
        }


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration, run to its end."""
    root = tmp_path_factory.mktemp("demo") / "w"
    assert run(["demo", str(root), *SMALL]) == 0
    return root


class TestCommand:
    """The command as a person calls it."""

    def test_it_leaves_papers_receipts_and_the_truth(self, demonstrated: Path) -> None:
        """Bulletins, a profile, receipts, and what was planted, in their folders."""
        papers = {path.name for path in (demonstrated / "out" / "papers").iterdir()}
        truth = json.loads((demonstrated / "truth" / "truth.json").read_text())
        assert "bulletin-2026-06-all-areas.pdf" in papers
        assert any(name.startswith("profile-") for name in papers)
        assert any((demonstrated / "out" / "receipts").glob("*.html"))
        assert truth["about"].startswith("Synthetic data")
        assert {one["fate"] for one in truth["recording"]["files"]} == {str(one) for one in Fate}

    def test_the_same_command_goes_on_where_it_stopped(
        self,
        demonstrated: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Nothing is sent twice, and nothing ends in another way; the papers come at the end."""
        papers: list[Path] = []  # not written anew here: `test_equal_papers_give_equal_bytes`

        def write(session: Session, root: Path, progress: object) -> None:
            del session, progress
            papers.append(root)

        monkeypatch.setattr("tiig.cli.demo.write_demo_papers", write)
        with connect(demonstrated) as session:
            before = len(session.submissions())
        assert run(["demo", str(demonstrated), *SMALL]) == 0
        with connect(demonstrated) as session:
            assert len(session.submissions()) == before
        assert papers == [demonstrated]
        said = capsys.readouterr().out
        assert "did not end as planned" not in said
        assert "sent before" in said

    def test_other_options_need_another_folder(
        self, demonstrated: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Two demonstrations are never mixed in one workspace."""
        assert run(["demo", str(demonstrated), "--no-serve", "--seed", "2"]) == 2
        assert "begun with other options" in capsys.readouterr().err

    def test_a_workspace_of_other_data_is_left_alone(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Invented rows never go into a workspace that no demonstration began."""
        assert run(["init", str(tmp_path / "w")]) == 0
        assert run(["demo", str(tmp_path / "w"), *SMALL]) != 0
        assert "There is a workspace here already" in capsys.readouterr().err

    def test_stopped_by_hand_it_goes_on(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Ctrl-C leaves what was sent; the same command sends what is left."""
        root, left = tmp_path / "w", 0
        submit = Session.submit

        def impatient(session: Session, *file: Path, **said: str | None) -> SubmitAnswer:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            return submit(session, *file, **said)  # type: ignore[arg-type]

        monkeypatch.setattr(Session, "submit", impatient)
        for turn, wanted in ((4, 4), (3, 7)):
            left = turn
            assert run(["demo", str(root), *SMALL]) == 130
            assert "the same command goes on" in capsys.readouterr().err
            with connect(root) as session:
                assert len(session.submissions()) == wanted
