"""Rarer forms of writing of the fresh part: of spreadsheets, messages, scanners and hurried hands.

As in `writings.py`, each function takes the bare identifier and writes it. A function gives an
empty text where its form cannot be told from another for this identifier (no nought to mistake).
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from tests.evaluation.identifiers.writings import (
    EPOCH,
    FULL_WIDTH,
    Form,
    Forms,
    cut,
    dated,
    on,
    pairs,
    spaced,
    threes,
)

CITIES = ("0114", "0117", "0121", "0161")  # whose numbers at home have seven digits
SEPTEMBER = 9
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
BARE_ONLY = {  # forms that only a telling heading makes clear
    "thousands",
    "thousands, decimals",
    "nought lost, nine digits",
    "nought lost, spaces",
    "local seven",
    "serial, float",
    "ddmmyy",
    "m/d/Y",
    "no suffix",
}


def replaced(old: str, new: str) -> Form:
    """Write one character for another, as a scanner or a hurried hand does."""
    return lambda text: text.replace(old, new) if old in text else ""


def spread(text: str) -> str:
    """Write each character in a box of its own."""
    return " ".join(text.replace(" ", ""))


def quoted_formula(text: str) -> str:
    """Write a formula that keeps a spreadsheet from reading a number."""
    return f'="{text}"'


def thousands(text: str) -> str:
    """Write a number with commas; a leading nought is lost."""
    return f"{int(text):,}"


def nine_left(text: str) -> str:
    """Write a number that lost its one leading nought."""
    return text[1:] if text[0] == "0" and text[1] != "0" else ""


def with_sex(text: str) -> str:
    """Write a CHI number and the sex that its ninth digit tells."""
    return f"{text} {'M' if int(text[8]) % 2 else 'F'}"


def slashed_chi(text: str) -> str:
    """Write a CHI number with its date in slashes."""
    return f"{text[:2]}/{text[2:4]}/{text[4:6]} {text[6:]}"


def wide(width: int) -> Form:
    """Write a postcode of fixed width, as lookup tables hold it."""

    def write(text: str) -> str:
        outward, inward = text.split()
        padding = width - len(outward) - len(inward)
        return outward + " " * padding + inward if padding != 1 else ""

    return write


def split_area(text: str) -> str:
    """Write a postcode with a space after its area's letters."""
    letters = len(text) - len(text.lstrip("ABCDEFGHIJKLMNOPRSTUWYZ"))
    return f"{text[:letters]} {text[letters:]}"


def nought_area(text: str) -> str:
    """Write the outward part's nought as a letter, or the area's letter O as a nought."""
    outward, inward = text.split()
    if outward.startswith("O"):
        return f"0{outward[1:]} {inward}"
    return f"{outward.replace('0', 'O')} {inward}" if "0" in outward else ""


def one_as_l(text: str) -> str:
    """Write the outward part's one as a small L."""
    outward, inward = text.split()
    return f"{outward.replace('1', 'l')} {inward}" if "1" in outward else ""


def roman(text: str) -> str:
    """Write a date with its month in Roman numerals."""
    day = date.fromisoformat(text)
    return f"{day.day}.{ROMAN[day.month - 1]}.{day.year}"


def with_age(text: str) -> str:
    """Write a date and the age on 1 March 2025."""
    day, then = date.fromisoformat(text), date(2025, 3, 1)
    age = then.year - day.year - ((then.month, then.day) < (day.month, day.day))
    return f"{day:%d/%m/%Y} ({age}y)"


def apostrophe_year(text: str) -> str:
    """Write a date with a shortened year."""
    return on("{d} %b '%y")(text)


def sept(text: str) -> str:
    """Write September in four letters; other months are no such form."""
    day = date.fromisoformat(text)
    return f"{day.day} Sept {day.year}" if day.month == SEPTEMBER else ""


def access_hyperlink(text: str) -> str:
    """Write an address as a database exports a link."""
    return f"{text}#mailto:{text}#"


def spelt(text: str) -> str:
    """Write an address as people do who fear robots."""
    name, domain = text.split("@")
    return f"{name} [at] {domain.replace('.', ' [dot] ')}"


NHS: Forms = {
    "tabs": threes("\t"),
    "slashes": threes("/"),
    "text apostrophe": lambda text: f"'{text}",
    "quoted formula": quoted_formula,
    "5+5": cut(5, 5),
    "3+4+3": cut(3, 4, 3),
    "2 by 2": cut(2, 2, 2, 2, 2),
    "letter O": lambda text: replaced("0", "O")(threes(" ")(text)),
    "small L": lambda text: replaced("1", "l")(threes(" ")(text)),
    "zero-width spaces": threes("\u200b"),
    "figure spaces": threes("\u2007"),
    "no-break hyphens": threes("\u2011"),
    "padded": lambda text: f"  {text}   ",
    "double quotes": lambda text: f'"{threes(" ")(text)}"',
    "thousands": thousands,
    "thousands, decimals": lambda text: f"{thousands(text)}.00",
    "spread": spread,
    "traced": lambda text: f"{text} (traced)",
    "HL7": lambda text: f"{text}^^^NHS^NH",
    "FHIR": lambda text: f"https://fhir.nhs.uk/Id/nhs-number|{text}",
    "label run on": lambda text: f"NHS{text}",
    "commas": threes(","),
}
CHI: Forms = {
    "dots": cut(2, 2, 2, 4, mark="."),
    "slashed date": slashed_chi,
    "6+3+1": cut(6, 3, 1),
    "spaced hyphen": dated(" - "),
    "en dash": dated("–"),
    "tab": dated("\t"),
    "text apostrophe": lambda text: f"'{text}",
    "quoted formula": quoted_formula,
    "nought lost, nine digits": nine_left,
    "HL7": lambda text: f"{text}^^^CHI^NH",
    "with sex": with_sex,
    "underscore": dated("_"),
    "spread": spread,
    "letter O": replaced("0", "O"),
    "two spaces": dated("  "),
}
INSURANCE: Forms = {
    "slashes": pairs("/"),
    "lower hyphens": lambda text: pairs("-")(text).lower(),
    "no suffix": cut(2, 2, 2, 2),
    "suffix in brackets": lambda text: f"{text[:8]}({text[8]})",
    "tabs": pairs("\t"),
    "underscores": pairs("_"),
    "letter O": lambda text: text[:2] + replaced("0", "O")(text[2:]) if "0" in text else "",
    "spread": spread,
    "title case": str.capitalize,
    "zero-width": pairs("\u200b"),
    "en dashes": pairs("–"),
    "3+3+3": cut(3, 3, 3),
    "double quotes": lambda text: f'"{text}"',
    "thin spaces": pairs("\u2009"),
    "commas": pairs(","),
}
PHONE: Forms = {
    "00 44 spaced": cut(4, 6, start="00 44 ", skip=1),
    "+44 hyphens": cut(4, 6, start="+44-", skip=1, mark="-"),
    "44 alone": cut(10, start="44", skip=1),
    "44 alone, float": lambda text: f"44{text[1:]}.0",
    "+44 and nought": cut(11, start="+44"),
    "nought lost, spaces": cut(4, 6, skip=1),
    "tel URI": cut(10, start="tel:+44", skip=1),
    "4+4+3": cut(4, 4, 3),
    "3+4+4": cut(3, 4, 4),
    "letter O": replaced("0", "O"),
    "bracketed five": lambda text: f"({text[:5]}) {text[5:]}",
    "(0044)": cut(4, 6, start="(0044) ", skip=1),
    "en dash": cut(5, 6, mark="–"),
    "text apostrophe": lambda text: f"'{text}",
    "quoted formula": quoted_formula,
    "underscores": cut(5, 3, 3, mark="_"),
    "spread": spread,
    "extn": lambda text: f"{cut(4, 3, 4)(text)} extn. 4410",
    "whose": lambda text: f"{text} (mum)",
    "local seven": lambda text: f"{text[4:7]} {text[7:]}" if text[:4] in CITIES else "",
    "thousands": thousands,
    "tabs": cut(5, 3, 3, mark="\t"),
    "no-break hyphens": cut(5, 6, mark="\u2011"),
    "plus full width": lambda text: f"+44 {text[1:]}".translate(FULL_WIDTH),
    "commas": cut(5, 3, 3, mark=", "),
}
EMAIL: Forms = {
    "spelt": spelt,
    "spaced at": replaced("@", " @ "),
    "bracketed at": replaced("@", "(at)"),
    "semicolon": lambda text: f"{text};",
    "single quotes": lambda text: f"'{text}'",
    "surname first": lambda text: f'"DESK, Front" <{text}>',
    "database link": access_hyperlink,
    "link formula": lambda text: f'=HYPERLINK("mailto:{text}","{text}")',
    "mail link, subject": lambda text: f"mailto:{text}?subject=ED",
    "per cent": lambda text: quote(text, safe=""),
    "full-width at": replaced("@", "＠"),
    "entity": replaced("@", "&#64;"),
    "upper domain": lambda text: f"{text.split('@')[0]}@{text.split('@')[1].upper()}",
    "space after dot": lambda text: f"{text.rpartition('.')[0]}. {text.rpartition('.')[2]}",
    "comma for dot": lambda text: f"{text.rpartition('.')[0]},{text.rpartition('.')[2]}",
    "capital": str.capitalize,
    "zero-width": replaced("@", "@\u200b"),
}
POSTCODE: Forms = {
    "comma": spaced(", "),
    "slash": spaced("/"),
    "tab": spaced("\t"),
    "line break": spaced("\n"),
    "area apart": split_area,
    "lower, no space": lambda text: text.replace(" ", "").lower(),
    "seven wide": wide(7),
    "eight wide": wide(8),
    "brackets": lambda text: f"({text})",
    "nought and O": nought_area,
    "small L": one_as_l,
    "lower stop": lambda text: spaced(".")(text).lower(),
    "half lower": lambda text: text.split()[0].lower() + " " + text.split()[1],
    "country": lambda text: f"{text}, UK",
    "spread": spread,
    "full width": lambda text: text.translate(FULL_WIDTH),
    "en dash": spaced("–"),
    "zero-width": spaced("\u200b"),
    "text apostrophe": lambda text: f"'{text}",
}
BIRTH: Forms = {
    "d-m-y": on("%d-%m-%y"),
    "d.m.y": on("{d}.{m}.%y"),
    "d,m,Y": on("%d,%m,%Y"),
    "m/d/Y": on("%m/%d/%Y"),
    "Y.m.d": on("%Y.%m.%d"),
    "Y-Mon-d": on("%Y-%b-%d"),
    "y-m-d unpadded": on("%Y-{m}-{d}"),
    "milliseconds": on("%Y-%m-%d 00:00:00.000"),
    "offset": on("%Y-%m-%dT00:00:00+00:00"),
    "d-MON-y": lambda text: on("%d-%b-%y")(text).upper(),
    "statistics package": lambda text: on("%d%b%Y:00:00:00")(text).upper(),
    "12:00:00 AM": on("{m}/{d}/%Y 12:00:00 AM"),
    "seconds": on("%d/%m/%Y 00:00:00"),
    "HL7": on("%Y%m%d000000"),
    "with age": with_age,
    "th of Month": on("{th} of %B %Y"),
    "spaced slashes": on("%d / %m / %Y"),
    "backslashes": on("%d\\%m\\%Y"),
    "short year": apostrophe_year,
    "roman month": roman,
    "serial, float": lambda text: f"{(date.fromisoformat(text) - EPOCH).days}.0",
    "long date": on("%A, {d} %B %Y"),
    "Sept": sept,
    "letter O": lambda text: replaced("0", "O")(on("%d/%m/%Y")(text)),
    "lower month": lambda text: on("%d-%b-%Y")(text).lower(),
    "ddmmyy": on("%d%m%y"),
    "text apostrophe": on("'%d/%m/%Y"),
    "lower, run on": lambda text: on("{d}%b%y")(text).lower(),
    "spaced hyphens": on("%d - %m - %Y"),
}
OWN: dict[str, Forms] = {
    "nhs_number": NHS,
    "chi": CHI,
    "ni_number": INSURANCE,
    "phone": PHONE,
    "email": EMAIL,
    "postcode": POSTCODE,
    "date_of_birth": BIRTH,
}
