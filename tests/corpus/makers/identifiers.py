"""Files in which a person can be recognised: made-up people, in every place a file has.

Numbers lie in ranges that belong to nobody: NHS numbers from 999 on, telephones of the ranges
kept for drama, postcodes that are not allocated.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import FAULTY, HEADER, Sample, faulty, month, sent, text_of

NHS = "9990000018"
"""Ten digits, of which the last is the right check digit; the range 999 is for tests."""
NOT_NHS = "9990000017"
PHONE = "07700 900123"
LANDLINE = "0161 496 0123"
IGNORED = 'ignored = ["Bed"]'


def nhs(number: int) -> str:
    """Return a valid NHS number of the test range."""
    for serial in range(number, number + 12):
        digits = f"999{serial:06}"
        check = 11 - sum(int(d) * (10 - n) for n, d in enumerate(digits)) % 11
        if check != 10:
            return digits + str(check % 11)
    message = "no check digit fits"
    raise ValueError(message)


def cell(canary: str, *, text: str, column: str = "Bed", rows: int = 1) -> Sample:
    """Write an identifier into one column, in one row or the first rows."""
    told = faulty(Bed=canary)
    for row in told[FAULTY : FAULTY + rows]:
        row[column] = text.replace("CANARY", canary)
    return sent(text_of(told))


def numbers(canary: str, *, column: str, spaced: bool = False) -> Sample:
    """Write another NHS number into every row of a column."""
    told = faulty(Place=canary)
    for place, row in enumerate(told):
        number = nhs(20 * place)
        row[column] = f"{number[:3]} {number[3:6]} {number[6:]}" if spaced else number
    return sent(text_of(told))


def people(canary: str, *, column: str, forms: tuple[str, ...]) -> Sample:
    """Write names, in turn, into every row of a column."""
    told = faulty(Place=canary)
    for place, row in enumerate(told):
        row[column] = forms[place % len(forms)]
    return sent(text_of(told))


def header(canary: str, *, name: str, texts: tuple[str, ...], known: bool = True) -> Sample:
    """Add a column under a header that speaks of people; the profile ignores it, or not."""
    told = [row | {name: texts[n % len(texts)]} for n, row in enumerate(faulty(Bed=canary))]
    profile = {IGNORED: f'ignored = ["Bed", "{name}"]'} if known else None
    return sent(text_of(told, header=[*HEADER, name]), profile=profile)


def above(canary: str, *, line: str) -> Sample:
    """Write a title above the header, as a report generator does."""
    text = f"{line} {canary}\n" + text_of(month())
    return sent(text, profile={'format = "csv"': 'format = "csv"\nheader_row = 2'})


def below(canary: str, *, line: str) -> Sample:
    """Write a footer that names who ran the export."""
    text = text_of(month()) + f"{line} {canary}\n"
    return sent(text, profile={'format = "csv"': 'format = "csv"\nfooter_rows = 1'})


def beside_another_fault(canary: str, *, fault: str) -> Sample:
    """Send identifiers in a file that is refused for another fault: it must be an incident."""
    text = text_of([row | {"Bed": nhs(20 * n)} for n, row in enumerate(faulty(Place=canary))])
    data = text.encode()
    if fault == "quote":
        data = data.replace(b"Corn Market", b'Corn "Market', 1)
    elif fault == "encoding":
        data = data.replace(b"Corn Market", b"Caf\xe9", 1)
    elif fault == "column":
        data = data.replace(b"Weapon", b"Weepon", 1)
    return sent(data)


def place_text(canary: str, *, text: str, rows: int = 1) -> Sample:
    """Write a person into the free text of the place, where staff sometimes do."""
    return cell(canary, text=text, column="Place", rows=rows)


FILES: Mapping[str, partial[Sample]] = {
    "nhs-numbers-in-an-ignored-column": partial(numbers, column="Bed"),
    "nhs-numbers-spaced": partial(numbers, column="Bed", spaced=True),
    "nhs-numbers-as-attendance-numbers": partial(numbers, column="No"),
    "nhs-numbers-in-a-coded-column": partial(numbers, column="Weapon"),
    "one-nhs-number-among-beds": partial(cell, text=f"{NHS}"),
    "one-nhs-number-in-words": partial(cell, text=f"NHS no {NHS} CANARY"),
    "ten-digits-with-wrong-check-digit": partial(cell, text=NOT_NHS),
    "nhs-number-with-dashes": partial(cell, text="999-000-0018 CANARY"),
    "nhs-number-in-full-width-digits": partial(
        cell, text="".join(chr(ord(d) + 0xFEE0) for d in NHS)
    ),
    "nhs-number-with-zero-width-joiners": partial(cell, text="\u200d".join(NHS)),
    "nhs-number-in-scientific-notation": partial(cell, text="9.990000018E+09"),
    "nhs-number-in-the-age": partial(cell, text=NHS, column="Age"),
    "nhs-number-in-the-site": partial(cell, text=NHS, column="Site"),
    "nhs-number-in-the-arrival": partial(cell, text=f"15/06/2026 {NHS}", column="Arrived"),
    "names-in-an-ignored-column": partial(
        people, column="Bed", forms=("SMITH, John", "JONES, Mary", "KHAN, Aisha", "BROWN, Tom")
    ),
    "names-with-titles": partial(
        people, column="Bed", forms=("Mr John Smith", "Mrs Mary Jones", "Dr A Khan")
    ),
    "names-as-codes": partial(
        people, column="Weapon", forms=("John Smith", "Mary Jones", "Aisha Khan")
    ),
    "one-name-among-beds": partial(cell, text="Mrs Mary Jones CANARY"),
    "telephone-in-a-cell": partial(cell, text=f"tel {PHONE} CANARY"),
    "landline-with-brackets": partial(cell, text="(0161) 496-0123 CANARY"),
    "telephone-abroad": partial(cell, text="+44 7700 900123 CANARY"),
    "telephone-in-words": partial(cell, text="ring oh seven seven double oh CANARY"),
    "e-mail-in-a-cell": partial(cell, text="mary.jones@example.org CANARY"),
    "e-mail-written-out": partial(cell, text="mary.jones at example dot org CANARY"),
    "postcode-in-a-cell": partial(cell, text="ZZ99 3VZ CANARY"),
    "postcode-in-lower-case-without-space": partial(cell, text="m1 1aa CANARY"),
    "birth-date-in-a-cell": partial(cell, text="DOB 14/02/1987 CANARY"),
    "birth-dates-in-an-ignored-column": partial(
        people, column="Bed", forms=("14/02/1987", "03/11/1954", "29/02/2000")
    ),
    "birth-dates-as-serial-days": partial(
        people, column="Bed", forms=("31822", "20031", "36585", "28870")
    ),
    "birth-date-in-the-age": partial(cell, text="14/02/1987", column="Age"),
    "national-insurance-number": partial(cell, text="QQ 12 34 56 C CANARY"),
    "national-insurance-number-allocated": partial(cell, text="AB 12 34 56 C CANARY"),
    "header-date-of-birth-ignored": partial(
        header, name="DOB", texts=("14/02/1987", "03/11/1954")
    ),
    "header-surname-unknown": partial(
        header, name="Surname", texts=("Smith", "Jones"), known=False
    ),
    "header-patient-name-ignored-and-blank": partial(header, name="Patient name", texts=("",)),
    "header-is-a-name": partial(header, name="Mrs Mary Jones", texts=("x",), known=False),
    "header-is-an-nhs-number": partial(header, name=NHS, texts=("x",), known=False),
    "title-names-a-patient": partial(above, line=f"Extract for Mrs Mary Jones {NHS}"),
    "footer-holds-a-telephone": partial(below, line=f"Questions to Tom on {PHONE}"),
    "place-text-with-a-name": partial(place_text, text="outside flat of Mrs Mary Jones"),
    "place-text-with-a-postcode": partial(place_text, text="Corn Market, M1 1AA"),
    "place-text-with-a-telephone": partial(place_text, text=f"home, call {PHONE}"),
    "place-texts-with-numbers-in-many-rows": partial(place_text, text=f"ward {NHS}", rows=20),
    "identifiers-behind-a-stray-quote": partial(beside_another_fault, fault="quote"),
    "identifiers-behind-a-wrong-encoding": partial(beside_another_fault, fault="encoding"),
    "identifiers-behind-an-unknown-column": partial(beside_another_fault, fault="column"),
}  # fmt: skip
