"""Rarer forms of writing of the newest part: of database exports, web pages, chat and typing.

As in `writings.py`, each function takes the bare identifier and writes it. A function gives an
empty text where its form cannot be told from another for this identifier. Every form keeps all
letters and digits: whoever reads the cell under its heading knows what it is.
"""

from __future__ import annotations

from datetime import date

from tests.evaluation.identifiers.writings import (
    Form,
    Forms,
    capitals,
    cut,
    dated,
    mobile,
    of_cities,
    on,
    pairs,
    spaced,
    threes,
)

CITIES = ("0113", "0151", "0161")  # whose numbers are written 4, 3 and 4
city = of_cities(CITIES)
WINTER = (11, 12, 1, 2)  # months without summer time
ALL_YEAR_SUMMER = range(1968, 1972)  # years in which clocks did not go back
BARE_ONLY = {  # forms of a cell of its own, under a heading that tells
    "tab after",
    "line feed after",
    "space before",
    "spaces after",
    "single quotes",
    "square brackets",
    "semicolon after",
    "break tag",
    "pipe and status",
    "HL7 short",
    "HL7 element",
    "HL7 address",
    "XML element",
    "JSON member",
    "space entities",
    "anchor",
    "bracket left",
    "zero-width before",
    "access date",
    "ODBC",
    "datetime2",
    "datetime offset",
    "Oracle timestamp",
    "Java",
    "JavaScript",
    "HL7 minutes",
    "ISO and minutes",
    "T local offset",
    "d/m/Y milliseconds",
    "d/m/Y 12:00:00 AM",
    "d-MON-Y minutes",
}


def after(mark: str) -> Form:
    """Write a mark after the identifier."""
    return lambda text: text + mark


def within(start: str, end: str) -> Form:
    """Write marks before and after the identifier."""
    return lambda text: f"{start}{text}{end}"


EXPORTED: Forms = {  # what exports and pastes leave around any identifier
    "tab after": after("\t"),
    "line feed after": after("\n"),
    "space before": within(" ", ""),
    "spaces after": after("   "),
    "single quotes": within("'", "'"),
    "square brackets": within("[", "]"),
    "semicolon after": after(";"),
    "break tag": after("<br>"),
}


def last_hyphen(text: str) -> str:
    """Write ten digits with a space and then a hyphen."""
    return f"{text[:3]} {text[3:6]}-{text[6:]}"


def slashed_and_hyphen(text: str) -> str:
    """Write a CHI number as its date in slashes, a hyphen and the rest."""
    return f"{text[:2]}/{text[2:4]}/{text[4:6]}-{text[6:]}"


def stopped_chi(text: str) -> str:
    """Write a CHI number as its date with stops and the rest."""
    return f"{text[:2]}.{text[2:4]}.{text[4:6]} {text[6:]}"


def small(write: Form) -> Form:
    """Write another form in small letters."""
    return lambda text: write(text).lower()


def inner_hyphens(text: str) -> str:
    """Write an NI number with hyphens between its pairs of digits only."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def either_number(text: str) -> str:
    """Write a number and another of the same range."""
    return f"{text} or {text[:-3]}{(int(text[-3:]) + 211) % 1000:03}"


def anchor(text: str) -> str:
    """Write an address as the source of a web page."""
    return f'<a href="mailto:{text}">{text}</a>'


def first_capital(text: str) -> str:
    """Write an address as a telephone does that begins each field with a capital."""
    return text[0].upper() + text[1:]


def domain_capital(text: str) -> str:
    """Write an address with a capital after its sign."""
    name, domain = text.split("@")
    return f"{name}@{domain.capitalize()}"


def java_date(text: str) -> str:
    """Write a date of a winter as Java prints it; others depend on summer time."""
    day = date.fromisoformat(text)
    winter = day.month in WINTER and day.year not in ALL_YEAR_SUMMER
    return f"{day:%a %b %d} 00:00:00 GMT {day:%Y}" if winter else ""


def age_after(text: str) -> str:
    """Write a date and, after a hyphen, the age on 1 March 2025."""
    day, then = date.fromisoformat(text), date(2025, 3, 1)
    age = then.year - day.year - ((then.month, then.day) < (day.month, day.day))
    return f"{day:%d/%m/%Y} - {age}yrs"


NHS: Forms = EXPORTED | {
    "3+3+2+2": cut(3, 3, 2, 2),
    "2+4+4": cut(2, 4, 4),
    "4+4+2": cut(4, 4, 2),
    "space then hyphen": last_hyphen,
    "6+4 hyphen": cut(6, 4, mark="-"),
    "spaced en dashes": threes(" – "),
    "spaced slashes": threes(" / "),
    "space entities": threes("&nbsp;"),
    "em spaces": threes("\u2003"),
    "pipe and status": after("|01"),
    "HL7 short": after("^^^NHS"),
    "XML element": within("<nhsNumber>", "</nhsNumber>"),
    "JSON member": within('"nhsNumber": "', '"'),
    "verified": after(" - verified"),
    "quoted in words": lambda text: f"“{threes(' ')(text)}”",
}
CHI: Forms = EXPORTED | {
    "5+5": cut(5, 5),
    "slashes and hyphen": slashed_and_hyphen,
    "stopped date": stopped_chi,
    "spaced en dash": dated(" – "),
    "threes, hyphens": threes("-"),
    "space entities": dated("&nbsp;"),
    "em space": dated("\u2003"),
    "HL7 short": after("^^^CHI"),
    "XML element": within("<chiNumber>", "</chiNumber>"),
    "label run on": within("CHI", ""),
    "label, hyphen": within("CHI-", ""),
}
INSURANCE: Forms = EXPORTED | {
    "5+4": cut(5, 4),
    "4+2+2+1": cut(4, 2, 2, 1),
    "lower 4+2+2+1": small(cut(4, 2, 2, 1)),
    "2+4+2+1": cut(2, 4, 2, 1),
    "2+3+4": cut(2, 3, 4),
    "2+3+3+1, lower": small(cut(2, 3, 3, 1)),
    "inner hyphens": inner_hyphens,
    "stops, lower": small(pairs(".")),
    "em spaces": pairs("\u2003"),
    "small prefix": lambda text: text[:2].lower() + text[2:],
    "lower stop after": lambda text: f"{text.lower()}.",
}
PHONE: Forms = EXPORTED | {
    "3+3+5": mobile(cut(3, 3, 5)),
    "4+7 mobile": mobile(cut(4, 7)),
    "city slash": city(lambda text: f"{text[:4]}/{text[4:7]} {text[7:]}"),
    "brackets and hyphen": city(lambda text: f"({text[:4]}) {text[4:7]}-{text[7:]}"),
    "city, 2+2+3": city(cut(4, 2, 2, 3)),
    "option": city(lambda text: f"{cut(4, 3, 4)(text)} opt 2"),
    "comma, ext": city(lambda text: f"{cut(4, 3, 4)(text)}, ext 3107"),
    "all hyphens": mobile(cut(4, 3, 3, start="+44-", skip=1, mark="-")),
    "+44 stops": mobile(cut(4, 6, start="+44.", skip=1, mark=".")),
    "+44 stuck": mobile(cut(4, 6, start="+44", skip=1)),
    "+44 and nought, spaces": mobile(cut(5, 6, start="+44 ")),
    "(+44) and nought": mobile(cut(5, 6, start="(+44) ")),
    "0044 (0)": cut(10, start="0044 (0)", skip=1),
    "44 spaced": mobile(cut(4, 6, start="44 ", skip=1)),
    "chat link": mobile(cut(10, start="wa.me/44", skip=1)),
    "tel scheme": within("tel:", ""),
    "either": either_number,
    "daughter": after(" daughter"),
    "no voicemail": after(" (no voicemail)"),
    "evenings": after(" eves only"),
    "HL7 element": after("^PRN^PH"),
    "em space": cut(5, 6, mark="\u2003"),
}
EMAIL: Forms = {name: write for name, write in EXPORTED.items() if name != "semicolon after"} | {
    "first capital": first_capital,
    "domain capital": domain_capital,
    "anchor": anchor,
    "bracket left": after(">"),
    "zero-width before": within("\u200b", ""),
    "HL7 element": within("^NET^Internet^", ""),
    "personal": after(" (personal)"),
    "two, slash": after(" / office@example.net"),
    "JSON member": within('"email": "', '"'),
}
POSTCODE: Forms = EXPORTED | {
    "round brackets": within("(", ")"),
    "slash": spaced("/"),
    "comma within": spaced(", "),
    "lower, stop after": lambda text: f"{text.lower()}.",
    "lower, comma after": lambda text: f"{text.lower()},",
    "GB after": after(", GB"),
    "home after": after(" (home)"),
    "temporary": after(" - temp address"),
    "em space": spaced("\u2003"),
    "HL7 address": within("^^^^", "^GBR^H"),
    "in double quotes": within("“", "”"),
}
BIRTH: Forms = {
    "dd.mm.yy": on("%d.%m.%y"),
    "unpadded d-m-y": on("{d}-{m}-%y"),
    "ddMonY": on("%d%b%Y"),
    "ddmonY": small(on("%d%b%Y")),
    "ddMONyy": capitals(on("%d%b%y")),
    "Mon d, Y": on("%b {d}, %Y"),
    "weekday, comma": on("%a, %d %b %Y"),
    "d Month, Y": on("{d} %B, %Y"),
    "Month dth Y": on("%B {th} %Y"),
    "d MONTH Y": capitals(on("{d} %B %Y")),
    "Y m d": on("%Y %m %d"),
    "mixed marks": on("%d/%m.%Y"),
    "double slash": on("%d//%m/%Y"),
    "stray space": on("%d/%m/ %Y"),
    "comma after": on("%d/%m/%Y,"),
    "age after": age_after,
    "tab after": on("%d/%m/%Y\t"),
    "line feed after": on("%d/%m/%Y\n"),
    "space before": on(" %d/%m/%Y"),
    "single quotes": on("'%Y-%m-%d'"),
    "square brackets": on("[%d/%m/%Y]"),
    "break tag": on("%d/%m/%Y<br>"),
    "access date": on("#%d/%m/%Y#"),
    "ODBC": lambda text: f"{{ts '{text} 00:00:00'}}",
    "datetime2": on("%Y-%m-%d 00:00:00.0000000"),
    "datetime offset": on("%Y-%m-%d 00:00:00 +00:00"),
    "Oracle timestamp": capitals(on("%d-%b-%Y 00.00.00.000000")),
    "Java": java_date,
    "JavaScript": on("%a %b %d %Y"),
    "HL7 minutes": on("%Y%m%d0000"),
    "ISO and minutes": on("%Y-%m-%d 00:00"),
    "T local offset": on("%Y-%m-%dT00:00:00.000+00:00"),
    "d/m/Y milliseconds": on("%d/%m/%Y 00:00:00.000"),
    "d/m/Y 12:00:00 AM": on("%d/%m/%Y 12:00:00 AM"),
    "d-MON-Y minutes": capitals(on("%d-%b-%Y 00:00")),
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
