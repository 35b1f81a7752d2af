"""Files whose codes, numbers and words are damaged, disguised, out of range or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import Sample, faulty, month, sent, text_of

CODES = 'codes = { X = "assault", F = "unintentional", U = "~not_known" }'


def cell(canary: str, *, column: str, text: str) -> Sample:
    """Write one odd cell on line 12."""
    return sent(text_of(faulty(**{"Bed": canary, column: text.replace("CANARY", canary)})))


def every(canary: str, *, column: str, texts: tuple[str, ...]) -> Sample:
    """Write a column anew, its cells in turn from a list."""
    rows = faulty(Bed=canary)
    for number, row in enumerate(rows):
        row[column] = texts[number % len(texts)]
    return sent(text_of(rows))


def some(canary: str, *, column: str, text: str, count: int) -> Sample:
    """Write the same odd cell in the first rows."""
    rows = faulty(Bed=canary)
    for row in rows[:count]:
        row[column] = text
    return sent(text_of(rows))


def no_assault(canary: str) -> Sample:
    """Send a month in which no row says assault though the layout could."""
    rows = month(Intent="F")
    rows[10]["Bed"] = canary
    return sent(text_of(rows))


def recoded(canary: str) -> Sample:
    """Let the system's new release number the intents: none of the codes is known."""
    return every(canary, column="Intent", texts=("1", "2", "3"))


def shifted(canary: str) -> Sample:
    """Shift the cells of line 12 one column to the right from the age on."""
    rows = faulty()
    names = list(rows[0])
    start = names.index("Age")
    values = [rows[10][name] for name in names]
    moved = [*values[:start], canary, *values[start:-1]]
    rows[10] = dict(zip(names, moved, strict=True))
    return sent(text_of(rows))


def swapped_columns(canary: str) -> Sample:
    """Exchange the headers of two columns: every sex stands under weapon and the reverse."""
    rows = faulty(Bed=canary)
    for row in rows:
        row["Sex"], row["Weapon"] = row["Weapon"], row["Sex"]
    return sent(text_of(rows))


def unit_flip(canary: str, *, months_from: int) -> Sample:
    """Write ages in months from a row on."""
    rows = faulty(Bed=canary)
    for row in rows[months_from:]:
        row["Age"] = str(int(row["Age"]) * 12)
    return sent(text_of(rows))


def local_code(canary: str, *, code: str, cell: str) -> Sample:
    """Name a local code in the profile, and send it in another spelling."""
    profile = {CODES: CODES.replace("X = ", f'"{code}" = "assault", X = ')}
    return sent(text_of(faulty(Bed=canary, Intent=cell)), profile=profile)


FILES: Mapping[str, partial[Sample]] = {
    "code-in-lower-case": partial(cell, column="Weapon", text="k"),
    "code-with-spaces": partial(cell, column="Weapon", text="  K "),
    "code-with-no-break-space": partial(cell, column="Weapon", text="K\u00a0"),
    "code-with-zero-width-space": partial(cell, column="Weapon", text="K\u200b"),
    "code-in-full-width-letter": partial(cell, column="Weapon", text="\uff2b"),
    "code-in-cyrillic-letter": partial(cell, column="Weapon", text="\u041a"),
    "code-with-quote-before": partial(cell, column="Weapon", text="'K"),
    "code-never-seen": partial(cell, column="Weapon", text="CANARY"),
    "code-and-words-in-one-cell": partial(cell, column="Weapon", text="K - Knife"),
    "codes-two-in-one-cell": partial(cell, column="Weapon", text="K;G"),
    "code-as-float": partial(cell, column="Where", text="1.0"),
    "code-with-nought-before": partial(cell, column="Where", text="01"),
    "local-code-as-float": partial(local_code, code="7", cell="7.00"),
    "local-code-with-double-space": partial(local_code, code="alleged assault",
                                            cell="Alleged  ASSAULT"),
    "local-code-with-sharp-s": partial(local_code, code="stoss", cell="STO\u1e9e"),
    "all-codes-renumbered": partial(recoded),
    "snomed-in-scientific-notation": partial(cell, column="Triage", text="1.06E+15"),
    "snomed-rounded-to-fifteen-digits": partial(cell, column="Triage", text="1064911000000100"),
    "snomed-with-wrong-check-digit": partial(cell, column="Triage", text="1064911000000106"),
    "snomed-of-another-list": partial(cell, column="Triage", text="267036007"),
    "snomed-with-float-tail": partial(cell, column="Triage", text="1064911000000105.0"),
    "snomed-with-thousand-commas": partial(cell, column="Triage",
                                           text="1,064,911,000,000,105"),
    "snomed-with-term": partial(cell, column="Triage",
                                text="1064911000000105 | Very urgent |"),
    "snomed-in-all-rows-rounded": partial(every, column="Triage", texts=("1.06491E+15",)),
    "null-words-in-age": partial(every, column="Age", texts=("NULL", "None", "n/a", "#N/A", "-")),
    "null-word-nan-in-code": partial(cell, column="Weapon", text="NaN"),
    "null-word-with-spaces": partial(cell, column="Weapon", text="  null  "),
    "not-known-in-many-spellings": partial(
        every, column="Where", texts=("u/k", "Unknown", "NOT  KNOWN", "unkonwn", "9", "N/K")
    ),
    "not-known-with-full-stop": partial(cell, column="Weapon", text="not known."),
    "question-mark": partial(cell, column="Weapon", text="?"),
    "intent-blank": partial(cell, column="Intent", text=""),
    "intent-not-known": partial(cell, column="Intent", text="U"),
    "intent-blank-in-all-rows": partial(every, column="Intent", texts=("",)),
    "no-assault-in-the-month": partial(no_assault),
    "age-with-unit": partial(cell, column="Age", text="34y"),
    "age-in-months-words": partial(cell, column="Age", text="7 months"),
    "age-as-float": partial(cell, column="Age", text="34.0"),
    "age-of-half-a-year": partial(cell, column="Age", text="0.5"),
    "age-with-decimal-comma": partial(cell, column="Age", text="34,5"),
    "age-negative": partial(cell, column="Age", text="-1"),
    "age-of-130": partial(cell, column="Age", text="130"),
    "age-999-for-unknown": partial(some, column="Age", text="999", count=5),
    "age-beyond-sixteen-bits": partial(cell, column="Age", text="32768"),
    "age-in-scientific-notation": partial(cell, column="Age", text="3.4e1"),
    "age-in-arabic-digits": partial(cell, column="Age", text="\u0663\u0664"),
    "age-in-superscript": partial(cell, column="Age", text="3\u00b2"),
    "age-as-birth-year": partial(cell, column="Age", text="1992"),
    "age-as-hexadecimal": partial(cell, column="Age", text="0x22"),
    "age-plus-sign": partial(cell, column="Age", text="+34"),
    "age-infinite": partial(cell, column="Age", text="inf"),
    "ages-in-months-from-row-30": partial(unit_flip, months_from=28),
    "site-blank": partial(cell, column="Site", text=""),
    "site-unknown": partial(cell, column="Site", text="CANARY"),
    "site-in-lower-case": partial(cell, column="Site", text="a"),
    "site-not-known-word": partial(cell, column="Site", text="not known"),
    "site-by-its-standard-code": partial(cell, column="Site", text="XQ101"),
    "number-blank-in-all-rows": partial(every, column="No", texts=("",)),
    "number-the-same-in-all-rows": partial(every, column="No", texts=("1",)),
    "number-in-scientific-notation": partial(every, column="No", texts=("2.02606E+11",)),
    "number-with-zero-width-space": partial(cell, column="No", text="E1009\u200b"),
    "cells-shifted-by-one-column": partial(shifted),
    "two-columns-exchanged": partial(swapped_columns),
}  # fmt: skip
