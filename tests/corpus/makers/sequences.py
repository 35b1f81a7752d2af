"""Files that are sound by themselves, sent twice, corrected, shrunken, out of order or wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import FAULTY, Row, Sample, Step, faulty, month, text_of
from tests.corpus.makers.dates import in_month

WITHDRAW = Step(verb="withdraw")


def file(rows: list[Row], *, month: str | None = "2026-06", confirm: bool = False) -> Step:
    """Return the step of sending some rows."""
    return Step(text_of(rows).encode(), month=month, confirm=confirm)


def told(canary: str, *, plan: tuple[str, ...]) -> Sample:
    """Follow a plan, a word for each step."""
    return Sample(tuple(step(canary, word) for word in plan))


def step(canary: str, word: str) -> Step:
    """Return what a word of a plan means."""
    rows = faulty(Bed=canary)
    may = [in_month(row, "2026-05") for row in rows if row["Arrived"][:2] != "31"]
    both = [*may, *({**row, "No": f"F{n}"} for n, row in enumerate(rows))]
    more = [row | {"No": f"N{n}"} for n, row in enumerate(month(10))]
    return {
        "june": file(rows),
        "june again": file(rows),
        "june by another name": Step(text_of(rows).encode(), name="resend.csv"),
        "june corrected": file([row | {"Weapon": "P"} for row in rows]),
        "june reordered": file(rows[::-1]),
        "june with ten more": file([*rows, *more]),
        "june shrunken": file(rows[:30]),
        "june shrunken, confirmed": file(rows[:30], confirm=True),
        "june without site B": file([row for row in rows if row["Site"] == "A"]),
        "june, one row left": file(rows[:1]),
        "june late by a row": file(rows[: FAULTY + 49]),
        "may": file(may, month="2026-05"),
        "may said to be june": file(may),
        "may and june": file(both, month="2026-05..2026-06"),
        "june twice over": file([*rows, *rows]),
        "oak's june": file([row | {"Site": "Z"} for row in rows]),
        "june with a new column": Step(
            text_of([row | {"Ward": "7"} for row in rows], header=[*rows[0], "Ward"]).encode()
        ),
        "june recoded": file([row | {"Intent": "1"} for row in rows]),
        "june recoded, confirmed": file([row | {"Intent": "1"} for row in rows], confirm=True),
        "june damaged": Step(text_of(rows).encode()[:-20]),
        "june of nobody": Step(text_of(rows).encode(), sender="oak"),
        "june unreadable": file([row | {"Arrived": "soon"} for row in rows[:3]] + rows[3:]),
        "withdraw": WITHDRAW,
        "nil of B": Step(name="XQ102", verb="nil"),
        "june without site B, said nil": file([row for row in rows if row["Site"] == "A"]),
    }[word]  # fmt: skip


FILES: Mapping[str, partial[Sample]] = {
    "same-file-twice": partial(told, plan=("june", "june again")),
    "same-file-under-another-name": partial(told, plan=("june", "june by another name")),
    "corrected": partial(told, plan=("june", "june corrected")),
    "correction-taken-back-by-the-old-file": partial(
        told, plan=("june", "june corrected", "june again")
    ),
    "same-rows-in-another-order": partial(told, plan=("june", "june reordered")),
    "grown": partial(told, plan=("june", "june with ten more")),
    "shrunken-by-half": partial(told, plan=("june", "june shrunken")),
    "shrunken-and-confirmed": partial(
        told, plan=("june", "june shrunken", "june shrunken, confirmed")
    ),
    "shrunken-to-one-row": partial(told, plan=("june", "june, one row left")),
    "shrunken-by-one-row": partial(told, plan=("june", "june late by a row")),
    "a-site-vanishes": partial(told, plan=("june", "june without site B")),
    "a-site-never-came": partial(told, plan=("june without site B",)),
    "a-site-is-declared-nil": partial(told, plan=("june without site B", "nil of B")),
    "nil-where-rows-are": partial(told, plan=("june", "nil of B")),
    "nil-and-then-rows": partial(
        told, plan=("june without site B", "nil of B", "june")
    ),
    "withdrawn": partial(told, plan=("june", "withdraw")),
    "withdrawn-and-sent-again": partial(told, plan=("june", "withdraw", "june again")),
    "correction-withdrawn": partial(told, plan=("june", "june corrected", "withdraw")),
    "withdrawn-twice": partial(told, plan=("june", "withdraw", "withdraw")),
    "months-out-of-order": partial(told, plan=("june", "may")),
    "one-month-and-then-two": partial(told, plan=("june", "may and june")),
    "two-months-and-then-one": partial(told, plan=("may and june", "june")),
    "wrong-month-said": partial(told, plan=("june", "may said to be june")),
    "another-senders-file": partial(told, plan=("june", "oak's june")),
    "a-sender-nobody-knows": partial(told, plan=("june", "june of nobody")),
    "pasted-twice": partial(told, plan=("june", "june twice over")),
    "a-column-more": partial(told, plan=("june", "june with a new column")),
    "recoded": partial(told, plan=("june", "june recoded")),
    "recoded-and-confirmed": partial(
        told, plan=("june", "june recoded", "june recoded, confirmed")
    ),
    "damaged-and-then-whole": partial(told, plan=("june damaged", "june")),
    "held-and-then-right": partial(told, plan=("june unreadable", "june")),
    "right-and-then-held": partial(told, plan=("june", "june unreadable")),
}  # fmt: skip
