"""Forms in which people and programs write a structured identifier.

Forms of `COMMON` stand in both parts of the set; those of `OWN` in one part only.
Each function takes the bare identifier (a birth date: the date) and writes it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from tests.evaluation.identifiers.check_digits import check_digit

Form = Callable[[str], str]
Forms = dict[str, Form]

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial dates
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # of a postcode's inward part
NEVER_ISSUED = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}  # prefixes of NI numbers
OUTWARD = {
    "dev": "M1 M4 M8 M13 M14 M16 M22 M40 OL1 OL4 OL9 SK1 SK5 BL1 BL3 WN1 WN7 CF10 CF24 LL11 LL57 "
    "EH1 EH16 G1 G51 SW1A SW9 E8 E17 EC1A",
    "held_out": "M9 M11 M15 M20 M23 M28 M35 M50 OL6 OL12 OL16 SK3 SK14 BL9 WN4 WA14 WA15 NP20 SA1 "
    "LD3 SY23 AB10 DD4 KY11 PA3 W1T WC2N N17 SE15 NW10",
    "fresh": "M2 M3 M12 M18 M21 M25 M30 M34 M41 M60 OL2 OL5 OL7 OL10 SK2 SK8 SK13 BL0 BL2 BL5 WN2 "
    "WN6 WA3 WA13 LS8 BD7 B10 B21 S5 NE4 BS5 L20 BT9 BT17 G20 EH6 CF5 LL18 N4 SW2 EC2R W2",
    "last": "M5 M6 M7 M19 M24 M26 M27 M29 M31 M32 M33 M38 M43 M44 M45 M46 OL3 OL8 OL11 OL15 SK4 "
    "SK6 SK7 SK15 SK16 BL4 BL6 BL8 WN3 WN5 WN8 WA2 WA16 LS9 BD3 HX1 HD1 S2 NG7 LE2 CV1 B5 ST4 "
    "SR1 HU5 L4 PR1 BB1 BS1 PL4 SO14 RG1 OX4 NR2 CF3 SA2 LL13 G42 EH3 AB24 BT12 SE18 NW1 E3 EC1V",
    "newest": "M17 M90 M14 M40 M8 M13 M22 M9 OL1 OL9 OL13 OL14 BL3 BL7 BL9 SK5 SK9 SK10 SK11 SK12 "
    "SK22 SK23 WN7 WA1 WA4 WA5 WA7 WA9 WA10 WA11 WA12 WA15 LS2 LS11 BD8 HX3 HD4 WF1 S9 S35 DN4 "
    "L8 L15 L36 CH1 CH41 CW1 PR4 PR7 BB5 BB11 FY1 FY4 LA1 CA2 DE1 NG5 LE4 B23 CV6 ST1 DY2 WS3 "
    "NE6 TS1 YO10 HU3 BS16 EX2 PO2 BN1 MK9 LU1 CB4 CF14 SA5 LL57 NP19 G12 G33 EH11 DD2 KA8 ML1 "
    "BT6 BT48 N15 SE5 SW17 W10 E6 NW6 CR0",
    "counted": "M1 M4 M11 M12 M15 M16 M18 M20 M21 M23 M25 M28 M30 M34 M35 M41 M50 OL2 OL4 OL5 OL6 "
    "OL7 OL10 OL12 OL16 SK1 SK2 SK3 SK8 SK14 SK17 BL1 BL2 BL5 WN1 WN2 WN4 WN6 WA3 WA6 WA8 WA14 LS7 "
    "BD2 S6 NG3 LE3 CV2 B12 ST6 SR4 HU9 L9 L20 PR2 BB2 BB9 BS3 PL2 SO17 RG2 OX3 NR3 CF5 CF24 SA1 "
    "NP4 G4 G51 EH7 AB11 DD3 FK1 BT5 BT15 SE15 SW9 NW5 E17 N4 W3 TF1 DL1 HG1 WR5 LN1 IP1",
}  # fmt: skip
AREA_NUMBERS = {  # Ofcom's numbers for drama; the last three digits are free
    "dev": ("07700900", "01614960", "02079460", "01514960", "01414960"),
    "held_out": ("07700900", "01614960", "02920180", "01134960", "01914980", "01314960"),
    "fresh": (
        "07700900",
        "01614960",
        "01214960",
        "01144960",
        "01174960",
        "02896496",
        "01632960",
        "03069990",
    ),
    "last": (*("07700900",) * 5, "01614960", "01614960", "01154960", "01164960", "01184960"),
    "newest": (*("07700900",) * 5, *("01614960",) * 3, "01514960", "01134960", "01632960"),
    "counted": (*("07700900",) * 5, *("01614960",) * 3, "01214960", "01144960", "01632960"),
}


def a_number(chance: random.Random) -> str:
    """Make a ten-digit NHS number: most of the test range 999, the rest drawn by the seed."""
    while True:
        start = "999" if chance.random() < 0.6 else str(chance.choice((4, 6))) + two(chance)
        nine = f"{start}{chance.randrange(10**6):06}"
        if digit := check_digit(nine):
            return nine + digit


def two(chance: random.Random) -> str:
    """Draw two digits."""
    return f"{chance.randrange(100):02}"


def a_birth(chance: random.Random) -> date:
    """Draw a date of birth of somebody who is under 96 on 1 March 2025."""
    return date.fromordinal(date(2025, 3, 1).toordinal() - chance.randrange(365 * 96))


def a_chi(chance: random.Random) -> str:
    """Make a CHI number: birth date, two digits, a digit for sex, the check digit."""
    while True:
        nine = f"{a_birth(chance):%d%m%y}{chance.randrange(1000):03}"
        if digit := check_digit(nine):
            return nine + digit


def an_insurance_number(chance: random.Random) -> str:
    """Make a National Insurance number of the ordinary form."""
    while True:
        prefix = chance.choice("ABCEGHJKLMNOPRSTWXYZ") + chance.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in NEVER_ISSUED:
            return f"{prefix}{chance.randrange(10**6):06}{chance.choice('ABCD')}"


def a_postcode(chance: random.Random, part: str) -> str:
    """Make a full postcode with its space."""
    inward = f"{chance.randrange(10)}{chance.choice(LETTERS)}{chance.choice(LETTERS)}"
    return f"{chance.choice(OUTWARD[part].split())} {inward}"


def a_phone(chance: random.Random, part: str) -> str:
    """Make eleven digits of Ofcom's ranges for drama."""
    return f"{chance.choice(AREA_NUMBERS[part])}{chance.randrange(1000):03}"


def threes(mark: str) -> Form:
    """Write ten digits as 3, 3 and 4 with a mark between."""
    return lambda text: mark.join((text[:3], text[3:6], text[6:]))


def pairs(mark: str) -> Form:
    """Write an NI number in pairs with a mark between."""
    return lambda text: mark.join((text[:2], text[2:4], text[4:6], text[6:8], text[8]))


def dated(mark: str) -> Form:
    """Write a CHI number as its date and its four digits with a mark between."""
    return lambda text: f"{text[:6]}{mark}{text[6:]}"


def spaced(mark: str) -> Form:
    """Write a postcode with another mark than its space."""
    return lambda text: text.replace(" ", mark)


def cut(*lengths: int, mark: str = " ", start: str = "", skip: int = 0) -> Form:
    """Write digits in groups of the lengths given, after a start and without the first ones."""

    def write(text: str) -> str:
        rest, groups = text[skip:], []
        for length in lengths:
            groups.append(rest[:length])
            rest = rest[length:]
        return start + mark.join(groups)

    return write


def on(pattern: str) -> Form:
    """Write an ISO date by a pattern of `strftime`; `{d}`, `{m}` have no leading zero."""

    def write(text: str) -> str:
        day = date.fromisoformat(text)
        filled = pattern.replace("{d}", str(day.day)).replace("{m}", str(day.month))
        return day.strftime(filled.replace("{th}", ordinal(day.day)))

    return write


def of_cities(cities: tuple[str, ...]) -> Callable[[Form], Form]:
    """Write a number of these cities; other numbers have no such form."""
    return lambda write: lambda text: write(text) if text[:4] in cities else ""


def mobile(write: Form) -> Form:
    """Write a mobile number; other numbers have no such form."""
    return lambda text: write(text) if text.startswith("07") else ""


def capitals(write: Form) -> Form:
    """Write another form in capitals."""
    return lambda text: write(text).upper()


def ordinal(day: int) -> str:
    """Return a day with its English ending."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{'th' if day in (11, 12, 13) else ending}"


def serial(text: str) -> str:
    """Write an ISO date as a spreadsheet's serial number."""
    return str((date.fromisoformat(text) - EPOCH).days)


def letter_o(text: str) -> str:
    """Write the inward part's nought as the letter; another digit becomes that letter too."""
    outward, inward = text.split()
    return f"{outward} O{inward[1:]}"


def same(text: str) -> str:
    """Write it as it is."""
    return text


COMMON: dict[str, Forms] = {
    "nhs_number": {"plain": same, "spaces": threes(" "), "hyphens": threes("-")},
    "chi": {"plain": same, "date and four": dated(" ")},
    "ni_number": {"plain": same, "spaces": pairs(" "), "lower": str.lower},
    "phone": {"plain": same, "5+6": cut(5, 6), "4+3+4": cut(4, 3, 4)},
    "email": {"plain": same, "upper": str.upper},
    "postcode": {"space": same, "no space": spaced(""), "lower": str.lower},
    "date_of_birth": {"d/m/Y": on("%d/%m/%Y"), "ISO": same, "d Mon Y": on("{d} %b %Y")},
}
OWN: dict[str, dict[str, Forms]] = {
    "dev": {
        "nhs_number": {
            "no-break spaces": threes("\u00a0"),
            "dots": threes("."),
            "float": lambda text: f"{text}.0",
            "3+7": cut(3, 7),
        },
        "chi": {"hyphen": dated("-"), "float": lambda text: f"{text}.0"},
        "ni_number": {"hyphens": pairs("-"), "2+6+1": cut(2, 6, 1), "no-break": pairs("\u00a0")},
        "phone": {
            "+44": cut(4, 6, start="+44 ", skip=1),
            "+44 (0)": cut(4, 3, 3, start="+44 (0)", skip=1),
            "brackets": lambda text: f"({text[:4]}) {text[4:7]} {text[7:]}",
            "hyphens": cut(5, 3, 3, mark="-"),
            "no-break spaces": cut(5, 3, 3, mark="\u00a0"),
            "extension": lambda text: f"{text[:4]} {text[4:7]} {text[7:]} ext 214",
            "leading nought lost": cut(10, skip=1),
        },
        "email": {
            "angle brackets": lambda text: f"<{text}>",
            "mailto": lambda text: f"mailto:{text}",
        },
        "postcode": {
            "hyphen": spaced("-"),
            "two spaces": spaced("  "),
            "no-break": spaced("\u00a0"),
        },
        "date_of_birth": {
            "d-m-Y": on("%d-%m-%Y"),
            "d.m.Y": on("%d.%m.%Y"),
            "d/m/y": on("{d}/{m}/%y"),
            "DDMMYYYY": on("%d%m%Y"),
            "ISO and midnight": on("%Y-%m-%d 00:00:00"),
            "d-MON-Y": lambda text: on("%d-%b-%Y")(text).upper(),
            "dth Month Y": on("{th} %B %Y"),
            "Month d, Y": on("%B {d}, %Y"),
        },
    },
    "held_out": {
        "nhs_number": {
            "thin spaces": threes("\u2009"),
            "narrow no-break": threes("\u202f"),
            "spaced hyphens": threes(" - "),
            "full width": lambda text: text.translate(FULL_WIDTH),
            "two decimals": lambda text: f"{text}.00",
            "en dashes": threes("–"),
            "underscores": threes("_"),
            "two spaces": threes("  "),
            "exponent": lambda text: f"{text[0]}.{text[1:].rstrip('0')}E+09",
        },
        "chi": {"no-break space": dated("\u00a0"), "slash": dated("/"), "2+2+2+4": cut(2, 2, 2, 4)},
        "ni_number": {
            "4+5": cut(4, 5),
            "dots": pairs("."),
            "2+3+3+1": cut(2, 3, 3, 1),
            "8+1": cut(8, 1),
            "lower in pairs": lambda text: pairs(" ")(text).lower(),
            "two spaces": pairs("  "),
        },
        "phone": {
            "0044": cut(10, start="0044", skip=1),
            "+44 run on": cut(10, start="+44", skip=1),
            "(+44)": cut(4, 3, 3, start="(+44) ", skip=1),
            "+44(0) hyphens": cut(3, 3, 4, start="+44(0)", skip=1, mark="-"),
            "dots": cut(5, 3, 3, mark="."),
            "slash": lambda text: f"{text[:5]}/{text[5:]}",
            "x extension": lambda text: f"{text[:4]}-{text[4:7]}-{text[7:]} x33",
            "pairs": cut(3, 2, 2, 2, 2),
            "leading nought lost, float": lambda text: f"{text[1:]}.0",
            "thin spaces": cut(5, 6, mark="\u2009"),
        },
        "email": {
            "after a name": lambda text: f"ED Clerk <{text}>",
            "trailing stop": lambda text: f"{text}.",
            "title case": str.title,
        },
        "postcode": {
            "2+1+2": lambda text: f"{text[:-2]} {text[-2:]}",
            "underscore": spaced("_"),
            "letter O": letter_o,
            "stop": spaced(". "),
            "thin space": spaced("\u2009"),
            "title case": lambda text: text[0] + text[1:].lower(),
        },
        "date_of_birth": {
            "Y/m/d": on("%Y/%m/%d"),
            "d m y": on("%d %m %y"),
            "YYYYMMDD": on("%Y%m%d"),
            "d-Mon-y": on("%d-%b-%y"),
            "dMONY": lambda text: on("%d%b%Y")(text).upper(),
            "ISO with T": on("%Y-%m-%dT00:00:00Z"),
            "d/m/Y and midnight": on("%d/%m/%Y 00:00"),
            "weekday": on("%a {d} %B %Y"),
            "serial": serial,
            "d. Month Y": on("{d}. %B %Y"),
            "d/Mon/Y": on("%d/%b/%Y"),
        },
    },
}
