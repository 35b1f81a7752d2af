"""What changed against the sender's last months is said in the receipt, and may hold the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.journey.conftest import HEADER, PROFILE, House, line

from tiig.model.audit import AuditAsked, AuditKind
from tiig.model.months import Month
from tiig.model.receipt import Receipt
from tiig.model.submission import SubmissionState
from tiig.publish import receipt_html, write_receipt_workbook
from tiig.testing.in_memory import ToldClock

MONTHS = ("2026-03", "2026-04", "2026-05")
Row = dict[str, str]


def rows_of(month: str, *, rows: int = 240, seed: int = 1) -> list[Row]:
    """Invent a month of two sites: cells by column, all different, spread over days and hours."""
    draw = np.random.default_rng([seed, int(month[-2:])])
    cells, days = [], Month.parse(month).last_day.day
    for number in range(rows):
        assault = draw.random() < 0.4
        cells.append(
            {
                "No": f"{month[-2:]}-{number}",
                "Site": "A" if draw.random() < 0.7 else "B",
                "Arrived": f"{month}-{draw.integers(1, days + 1):02d} {draw.integers(24):02d}"
                f":{draw.integers(60):02d}",
                "Age": str(draw.integers(5, 90)),
                "Intent": "X" if assault else "FU"[int(draw.random() < 0.1)],
                "Weapon": "KGP"[int(draw.integers(3))] if assault else "",
            }
        )
    return cells


def send(
    house: House,
    rows: Sequence[Row],
    month: str,
    *,
    header: str = HEADER,
    confirm: bool = False,
) -> Receipt:
    """Submit rows as Elm's file of a month; return its receipt."""
    names = header.split(",")
    lines = [",".join({**_blank(), **row}.get(name, "") for name in names) for row in rows]
    answer = house.send(house.write(lines, header=header), month, confirm=confirm)
    assert answer.receipt.state == str(answer.state)
    return answer.receipt


def _blank() -> Row:
    return dict(zip(HEADER.split(","), line("").split(","), strict=True))


def rules(receipt: Receipt, *, holding: bool = False) -> set[str]:
    """Return the rules that spoke, or those that held the file."""
    return {one.rule for one in receipt.drift if one.holds or not holding}


@pytest.fixture
def spring(house: House) -> House:
    """Elm's house with three sound months, in August."""
    assert isinstance(house.services.clock, ToldClock)
    house.services.clock.at = datetime(2026, 8, 3, 9, tzinfo=UTC)
    for month in MONTHS:
        assert send(house, rows_of(month), month).state == "in force"
    return house


class TestSaid:
    """Each change on purpose is named, and what could mislead holds the file."""

    def test_a_sound_month_is_taken(self, spring: House) -> None:
        """A month like the others comes into force, and nothing stands out."""
        receipt = send(spring, rows_of("2026-06"), "2026-06")
        assert receipt.state == "in force"
        assert not rules(receipt)
        assert receipt.changes == ("Nothing stands out against the last file.",)

    @pytest.mark.parametrize(
        ("change", "rule"),
        [
            (lambda row: row | {"Weapon": ""}, "untold-moved"),
            (lambda row: row | {"Weapon": "Q9"}, "faulty-moved"),
            (lambda row: row | {"Age": str(int(row["Age"]) * 12)}, "faulty-moved"),
            (lambda row: row | {"Intent": "X", "Weapon": "K"}, "one-value"),
            (lambda row: row if row["Site"] == "A" else None, "site-gone"),
            (lambda row: row if row["Intent"] != "X" or row["Age"] < "2" else None,
             "group-jumped"),
            (lambda row: row if not "08" <= row["Arrived"][8:10] <= "16" else None, "days-empty"),
        ],
    )  # fmt: skip
    def test_what_would_mislead_is_held(
        self, spring: House, change: Callable[[Row], Row | None], rule: str
    ) -> None:
        """The file waits, its reasons say why, and nothing of it is counted."""
        rows = [told for row in rows_of("2026-06", rows=400) if (told := change(row)) is not None]
        before = spring.total()
        receipt = send(spring, rows, "2026-06")
        assert receipt.state == "held"
        assert rule in rules(receipt, holding=True)
        assert set(receipt.reasons) >= {one.sentence for one in receipt.drift if one.holds}
        assert spring.total() == before

    @pytest.mark.parametrize(("share", "rows"), [(0.5, 120), (1.5, 360)])
    def test_half_and_half_again_the_volume(self, spring: House, share: float, rows: int) -> None:
        """Half of the rows, or half as many again, wait for a person."""
        receipt = send(spring, rows_of("2026-06", rows=rows), "2026-06")
        assert "volume-moved" in rules(receipt, holding=True), share

    def test_the_same_month_under_another_date(self, spring: House) -> None:
        """May's rows with June's dates are May's rows."""
        moved = [
            row | {"No": f"x{row['No']}", "Arrived": row["Arrived"].replace("2026-05", "2026-06")}
            for row in rows_of("2026-05")
        ]
        receipt = send(spring, moved, "2026-06")
        assert "same-month" in rules(receipt, holding=True)

    def test_columns(self, spring: House) -> None:
        """An item's column that is gone holds; another order is said; the rest is refused."""
        rows = rows_of("2026-06")
        gone = send(spring, rows, "2026-06", header=HEADER.replace(",Weapon", ""))
        assert rules(gone, holding=True) == {"column-gone"}
        assert gone.reasons == ("Columns no longer sent: Weapon.",)

        renamed = send(spring, rows, "2026-06", header=HEADER.replace("Weapon", "Waffe"))
        assert renamed.state == "refused"
        assert [one.sentence for one in renamed.drift] == [
            "In the place of column Weapon stands number 6."
        ]

        noise = send(spring, [], "2026-06", header="Q,W,E")
        assert (noise.state, rules(noise)) == ("refused", set())

        turned = send(spring, rows, "2026-06", header=",".join(HEADER.split(",")[::-1]))
        assert (turned.state, rules(turned)) == ("in force", {"column-order"})

    def test_new_local_values_by_number(self, spring: House) -> None:
        """A code that the standard knows, and that Elm never sent, is named by its number."""
        rows = [row | ({"Weapon": "Firearm"} if n < 8 else {})
                for n, row in enumerate(rows_of("2026-06"))]  # fmt: skip
        receipt = send(spring, rows, "2026-06")
        (new,) = [one for one in receipt.drift if one.rule == "codes-new"]
        number = max(
            value.number for value in spring.services.catalogue.local_values("elm")
            if value.item == "injury_mechanism"
        )  # fmt: skip
        assert new.sentence == (
            f"Local values not listed before, by number: Weapon {number} (8 rows)."
        )


class TestConfirmed:
    """A person may let it in; from then on it is usual."""

    def test_confirmed_drift_becomes_usual(self, spring: House) -> None:
        """Held, confirmed by somebody who stands in the trail, and not held in the next month."""
        blank = [row | {"Weapon": ""} for row in rows_of("2026-06")]
        assert send(spring, blank, "2026-06").state == "held"
        confirmed = send(spring, blank, "2026-06", confirm=True)
        assert confirmed.state == "in force"
        assert any("Confirmed by a person: Weapon at XQ101" in why for why in confirmed.reasons)
        asked = AuditAsked(kind=AuditKind.SUBMISSION, last=1)
        (row,) = spring.services.catalogue.audit(asked)
        assert (row.person, row.because) == ("analyst", "submission in force, confirmed")

        july = [row | {"Weapon": ""} for row in rows_of("2026-07")]
        assert send(spring, july, "2026-07").state == "in force"

    def test_a_held_file_is_no_past(self, spring: House) -> None:
        """What waits is not in force, so nothing is held against it."""
        send(spring, [row | {"Weapon": ""} for row in rows_of("2026-06")], "2026-06")
        receipt = send(spring, rows_of("2026-07"), "2026-07")
        assert (receipt.state, rules(receipt)) == ("in force", set())

    def test_what_was_withdrawn_is_no_past(self, spring: House) -> None:
        """A month that was taken back is not what others are held against."""
        blank = [row | {"Weapon": ""} for row in rows_of("2026-06")]
        taken = send(spring, blank, "2026-06", confirm=True)
        spring.withdraw(taken.submission)
        again = send(spring, [row | {"Weapon": ""} for row in rows_of("2026-07")], "2026-07")
        assert again.state == "held"


class TestDates:
    """Arrivals of which day and month stand in the other order."""

    @staticmethod
    def exchanged(month: str) -> list[Row]:
        """Write the month where the day belongs, as an export set to the other order does."""
        rows = rows_of(month)
        for row in rows:
            year, at, rest = row["Arrived"].split("-")
            row["Arrived"] = f"{year}-{rest[:2]}-{at}{rest[2:]}"
        return rows

    def test_it_is_named(self, spring: House) -> None:
        """The file is held for it, and the receipt says what is wrong with it."""
        receipt = send(spring, self.exchanged("2026-06"), "2026-06")
        assert receipt.state == "held"
        (told,) = [one for one in receipt.drift if one.rule == "dates-swapped"]
        assert told.sentence.startswith("Arrived: day and month look exchanged. Read the other way")
        assert told.sentence in receipt.reasons

    def test_in_a_first_file_too(self, house: House) -> None:
        """It is told from the file alone."""
        assert "dates-swapped" in rules(send(house, self.exchanged("2026-06"), "2026-06"))

    def test_another_month_is_not_called_exchanged(self, spring: House) -> None:
        """Of a month that is sent with the one before, hardly a day fits by chance."""
        rows = [*rows_of("2026-06"), *rows_of("2026-05", seed=2)]
        assert "dates-swapped" not in rules(send(spring, rows, "2026-06"))


class TestPortrait:
    """What a receipt keeps for the next file."""

    def test_first_file_says_so(self, house: House) -> None:
        """There is nothing to compare with, and the portrait is drawn all the same."""
        receipt = send(house, rows_of("2026-03"), "2026-03")
        assert receipt.changes == ("This is the first file of this sender that was read.",)
        assert receipt.portrait is not None
        assert [one.site for one in receipt.portrait.months] == ["XQ101", "XQ102"]

    def test_counts_are_those_of_the_rows_in_force(self, house: House) -> None:
        """Counted anew from the lake, row by row, everything comes out the same."""
        receipt = send(house, rows_of("2026-03"), "2026-03")
        table = house.services.lake.table(house.services.catalogue.pairs())
        assert receipt.portrait is not None
        for one in receipt.portrait.months:
            rows = table.filter(pl.col("site") == one.site)
            assert one.rows == rows.height == sum(one.days)
            days = rows["arrival_at"].dt.day().to_list()
            assert one.days == tuple(days.count(day) for day in range(1, 32))
            values = rows["injury_mechanism"].drop_nulls().to_list()
            tops = [str(value).partition(".")[0] for value in values]
            assert one.shares["injury_mechanism"] == {top: tops.count(top) for top in set(tops)}
            assert one.states["injury_mechanism"]["given"] == len(values)

    def test_it_survives_json_and_holds_no_value(self, spring: House) -> None:
        """It is read back as it was; no cell of the file stands in it."""
        receipt = send(spring, [row | {"Weapon": "Q9"} for row in rows_of("2026-06")], "2026-06")
        text = receipt.to_json()
        assert Receipt.from_json(text) == receipt
        assert "Q9" not in text
        assert "q9" not in text

    def test_an_older_receipt_has_none(self, spring: House) -> None:
        """What was written before portraits were drawn can still be read, and volumes compared."""
        receipt = send(spring, rows_of("2026-06"), "2026-06")
        plain = receipt.to_json().replace('"portrait": {"version": 1', '"portrait": {"version": 0')
        assert Receipt.from_json(plain).portrait is None

    def test_page_and_workbook_group_them(self, spring: House, tmp_path: Path) -> None:
        """Both say what changed by what it is about, and for what the file is held."""
        blank = [row | {"Weapon": ""} for row in rows_of("2026-06", rows=100)]
        receipt = send(spring, blank, "2026-06")
        page = receipt_html(receipt)
        assert "not known, blank and unreadable" in page
        assert all(one.rule in page for one in receipt.drift)
        write_receipt_workbook(receipt, tmp_path / "receipt.xlsx")
        book = CalamineWorkbook.from_path(str(tmp_path / "receipt.xlsx"))
        listed = book.get_sheet_by_name("What changed").to_python()[1:]
        told = [(about, sentence, bool(held), rule) for about, sentence, held, rule in listed]
        assert told == [
            (str(one.about), one.sentence, one.holds, one.rule) for one in receipt.drift
        ]


def test_a_new_version_of_the_profile_tells_of_columns(spring: House) -> None:
    """What a profile announces waits for nobody."""
    changed = PROFILE.replace("version = 1", "version = 2").replace(
        'name = "Weapon"', 'name = "Arm"'
    )
    spring.add(changed)
    receipt = send(
        spring,
        [{**row, "Arm": row["Weapon"]} for row in rows_of("2026-06")],
        "2026-06",
        header=HEADER.replace("Weapon", "Arm"),
    )
    assert SubmissionState(receipt.state) is SubmissionState.IN_FORCE
    assert rules(receipt) == {"column-renamed"}
