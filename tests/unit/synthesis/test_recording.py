"""The files of the invented senders: reproducible, truly different, and as planted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest
from tests.unit.synthesis.small_world import SmallWorld

from tiig.model.months import Month
from tiig.model.profile import SenderProfile
from tiig.standard import load_standard
from tiig.synthesis import Batch, Fate, Recording
from tiig.synthesis.recording import all_senders, sender_profile
from tiig.synthesis.recording.senders import Layout, Sender
from tiig.translate import read_profile

AUTUMN = Month(2025, 8)
SPRING = Month(2026, 4)
FEW, MANY = 40, 400


def written(
    folder: Path, *, seed: int = 1, first: Month = AUTUMN, months: int = 4, attendances: int = FEW
) -> tuple[Recording, list[Batch]]:
    """Write some months of the small world."""
    recording = Recording(SmallWorld(attendances), folder, seed=seed)
    return recording, list(recording.batches(first, months))


def digest(folder: Path) -> dict[str, str]:
    """Return the digest of each file's bytes."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def sender(name: str) -> Sender:
    """Return an invented sender."""
    return next(one for one in all_senders() if one.id == name)


@pytest.fixture(scope="module")
def autumn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recording, list[Batch]]:
    """August to November 2025, in which most of the mishaps lie."""
    return written(tmp_path_factory.mktemp("autumn"))


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recording, list[Batch]]:
    """April to June 2026, with a month sent again."""
    return written(tmp_path_factory.mktemp("spring"), first=SPRING, months=3, attendances=MANY)


class TestReproducible:
    """Equal seeds give equal bytes, workbooks included."""

    def test_equal_seeds_give_equal_files(self, tmp_path: Path) -> None:
        """Two folders written with one seed are the same, byte for byte."""
        for name in ("one", "two"):
            written(tmp_path / name, months=2)
        assert digest(tmp_path / "one") == digest(tmp_path / "two")
        assert any(name.endswith(".xlsx") for name in digest(tmp_path / "one"))

    def test_another_seed_gives_other_files(self, tmp_path: Path) -> None:
        """The seed decides what is blank and what is typed."""
        written(tmp_path / "one", months=1, attendances=MANY)
        written(tmp_path / "two", months=1, attendances=MANY, seed=2)
        one, two = digest(tmp_path / "one"), digest(tmp_path / "two")
        assert one.keys() == two.keys()
        assert all(one[name] != two[name] for name in one if not name.endswith(".toml"))


class TestLayouts:
    """Ten senders, each with a layout of its own that its profile describes."""

    def test_there_are_ten_senders_of_twelve_sites(self) -> None:
        """Every site is sent by one sender."""
        sites = [site for one in all_senders() for site in one.sites]
        assert len(all_senders()) == 10
        assert len(sites) == len(set(sites)) == 12
        assert {str(one.scope) for one in all_senders()} == {
            "all-attendances", "all-injuries", "assaults-only",
        }  # fmt: skip

    @pytest.mark.parametrize(
        "layout",
        [one for each in all_senders() for one in each.layouts],
        ids=lambda one: one.profile,
    )
    def test_the_profile_knows_every_column(self, layout: Layout) -> None:
        """What is written is read or expressly ignored, and nothing else is expected."""
        profile = read_profile(sender_profile(layout.profile), load_standard())
        assert {column.name for column in layout.columns} == known(profile)

    def test_no_two_headers_share_a_layout(self) -> None:
        """Column names, delimiters and formats differ from sender to sender."""
        layouts = [one.layouts[0] for one in all_senders()]
        headers = {tuple(column.name for column in layout.columns) for layout in layouts}
        ways = {
            (layout.delimiter, layout.encoding, layout.sheet, layout.row_is, layout.quoted,
             len(layout.above), next(c.how for c in layout.columns if c.item == "arrival_at"))
            for layout in layouts
        }  # fmt: skip
        assert len(headers) == len(layouts)
        assert len(ways) == len(layouts)


class TestPlanted:
    """What is planted happens in the files, and the truth says so."""

    def test_who_joins_late_sends_nothing_before(self, tmp_path: Path) -> None:
        """Kestonwick's first file is that of April 2025."""
        _, batches = written(tmp_path, first=Month(2025, 3), months=2)
        senders = [{file.sender for file in batch.files} for batch in batches]
        assert [("kestonwick" in names) for names in senders] == [False, True]

    def test_an_absent_month_and_a_nil_return(self, autumn: tuple[Recording, list[Batch]]) -> None:
        """Northgate sends no November; Eastlythe says that its August was empty."""
        recording, batches = autumn
        august, november = batches[0], batches[3]
        assert "northgate" not in {file.sender for file in november.files}
        assert [(nil.site, nil.month) for nil in august.nils] == [("XP604", AUTUMN)]
        standing = {key: one.standing for key, one in recording.account.site_months.items()}
        assert standing["XP303", "2025-11"] == "absent"
        assert standing["XP604", "2025-08"] == "nil"

    def test_the_codes_change_with_the_profile(self, autumn: tuple[Recording, list[Batch]]) -> None:
        """Aldermoor's intents are letters until September, numbers from October on."""
        _, batches = autumn
        codes = [
            set(pl.read_csv(file.path, infer_schema=False)["InjuryIntent"].drop_nulls())
            for batch in batches for file in batch.files if file.sender == "aldermoor"
        ]  # fmt: skip
        assert codes[1] <= set("ABCDU")
        assert codes[2] <= {"110", "120", "130", "140", "199"}
        assert [due.version for due in batches[2].profiles] == [2]

    def test_a_month_is_sent_again_corrected(self, spring: tuple[Recording, list[Batch]]) -> None:
        """The first file of May has no causes; the one sent with June's has them."""
        _, batches = spring
        first, second = (
            (pl.read_csv(file.path, infer_schema=False)["Cause"] == "").sum() / file.rows
            for batch in batches for file in batch.files
            if file.path.name.startswith("fernclough-2026-05")
        )  # fmt: skip
        assert first == 1
        assert second < 0.3

    def test_exports_that_lost_something_are_to_be_held(
        self, spring: tuple[Recording, list[Batch]]
    ) -> None:
        """Fernclough's May lacks the causes, Southmere's second export of it most rows."""
        _, batches = spring
        held = [file for batch in batches for file in batch.files if file.fate is Fate.HELD]
        names = ["fernclough-2026-05.csv", "southmere-2026-05-again.txt"]
        assert [file.path.name for file in held] == names

    def test_a_filter_leaves_out_who_did_not_wait(self, tmp_path: Path) -> None:
        """Greyhaven's report lacks them from January 2026 on."""
        _, batches = written(tmp_path, first=Month(2025, 12), months=2, attendances=MANY)
        left = [
            file.path.read_text().count("Did not wait")
            for batch in batches for file in batch.files if file.sender == "greyhaven"
        ]  # fmt: skip
        assert left[0] > 0
        assert left[1] == 0

    def test_the_drift_is_slow(self) -> None:
        """The share of blanks grows by four points a month, and never beyond all."""
        drift = next(one for one in sender("dunnerholt").habits if one.per_month)
        assert drift.share_in(Month(2025, 6)) == 0
        assert drift.share_in(Month(2025, 8)) == pytest.approx(drift.share + 0.04)
        assert drift.share_in(Month(2099, 1)) == 1

    def test_the_truth_names_everything_planted(
        self, autumn: tuple[Recording, list[Batch]]
    ) -> None:
        """Each kind of mishap of the recording stands in the truth, with its month."""
        recording, _ = autumn
        told = recording.truth()["recording"]
        assert isinstance(told, dict)
        what = " ".join(one["what"] for one in told["planted"])
        for word in (
            "late joiner", "coding change", "absent month", "nil return", "filter change",
            "slow drift", "staff change", "sent again", "most rows lost",
        ):  # fmt: skip
            assert word in what


def test_late_rows_come_with_the_next_file(spring: tuple[Recording, list[Batch]]) -> None:
    """Rows of a month's last days stand in the next file instead, and are to be set aside."""
    recording, batches = spring
    late = sum(
        one.late_rows
        for one in recording.account.site_months.values()
        if one.sender == "castlereach" and one.month != "2026-06"
    )
    aside = sum(
        file.set_aside for batch in batches for file in batch.files if file.sender == "castlereach"
    )
    assert late
    assert aside == late


def known(profile: SenderProfile) -> set[str]:
    """Return the columns that a profile names."""
    cells = profile.period_cells
    period = {cells.start, cells.end} if cells and not cells.start.startswith("cell:") else set()
    described = {column.description for column in profile.columns if column.description}
    return {column.name for column in profile.columns} | set(profile.ignored) | period | described
