"""Rarer forms of writing of the part `counted`: of web links, mark-up, documents, lists and typing.

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

CITIES = ("0114", "0121", "0161")  # whose numbers are written 4, 3 and 4
city = of_cities(CITIES)
COUNTY = {"BL", "M", "OL", "WN"}  # areas of postcodes within Greater Manchester
EM_DASH, MINUS, SOFT_HYPHEN, BULLET = "\u2014", "\u2212", "\u00ad", "\u2022"
BARE_ONLY = {  # forms of a cell of its own, under a heading that tells
    "tab before",
    "return and line feed after",
    "pipe after",
    "caret after",
    "entity after",
    "table cell",
    "paragraph",
    "star before",
    "star after",
    "bullet before",
    "colon before",
    "doubled quotes",
    "curly single quotes",
    "per cent twenty",
    "plus signs",
    "soft hyphens",
    "FHIR value",
    "XML short",
    "encoded +44",
    "Teams",
    "mail name quoted",
    "bracket before",
    "short time",
    "zero time",
    "d-m-Y short time",
    "d.m.Y short time",
    "Y/m/d minutes",
    "T minutes Z",
    "time zone named",
    "T seven noughts",
    "XML date with zone",
    "ODBC date",
    "SQL date",
    "d-Mon-Y short time",
    "callto",
    "sms",
    "tel scheme, hyphens",
    "dad",
    "mum before",
    "after five",
    "ex-directory",
    "work after",
    "wrong number",
    "label after",
    "tick",
    "mailto, space",
    "external",
    "preferred",
    "do not reply",
    "hyphen before",
    "comma before",
    "old after",
    "previous",
    "query",
    "sex after",
    "verified",
}


def after(mark: str) -> Form:
    """Write a mark after the identifier."""
    return lambda text: text + mark


def within(start: str, end: str) -> Form:
    """Write marks before and after the identifier."""
    return lambda text: f"{start}{text}{end}"


def around(start: str, write: Form, end: str = "") -> Form:
    """Write marks before and after another form; what has no such form stays empty."""
    return lambda text: f"{start}{shown}{end}" if (shown := write(text)) else ""


def small(write: Form) -> Form:
    """Write another form in small letters."""
    return lambda text: write(text).lower()


def one_below(text: str) -> str:
    """Write a number and, on the next line, another of the same range."""
    return f"{text}\n{text[:-3]}{(int(text[-3:]) + 311) % 1000:03}"


def dotted_date(text: str) -> str:
    """Write a CHI number as its date in pairs with hyphens, a space and the rest."""
    return f"{text[:2]}-{text[2:4]}-{text[4:6]} {text[6:]}"


def capital_pairs(text: str) -> str:
    """Write an NI number in pairs, the first letter alone as a capital."""
    return pairs(" ")(text).capitalize()


def quoted_twice(text: str) -> str:
    """Write an address as a mail program does that knows no name for it."""
    return f"'{text}' <{text}>"


def capital_name(text: str) -> str:
    """Write an address with capitals before its sign."""
    name, domain = text.split("@")
    return f"{name.upper()}@{domain}"


def next_line(text: str) -> str:
    """Write an address and, on the next line, that of an office."""
    return f"{text}\ntheoffice@example.org"


def in_the_county(text: str) -> str:
    """Write a postcode after its county; those outside Greater Manchester have no such form."""
    area = text[:2].rstrip("0123456789")
    return f"Greater Manchester {text}" if area in COUNTY else ""


def age_in_brackets(text: str) -> str:
    """Write a date and the age on 1 March 2025."""
    day, then = date.fromisoformat(text), date(2025, 3, 1)
    age = then.year - day.year - ((then.month, then.day) < (day.month, day.day))
    return f"{day:%d-%b-%Y} ({age}y)"


EXPORTED: Forms = {  # what exports and pastes leave around any identifier
    "tab before": within("\t", ""),
    "return and line feed after": after("\r\n"),
    "pipe after": after("|"),
    "caret after": after("^"),
    "entity after": after("&nbsp;"),
    "table cell": within("<td>", "</td>"),
    "paragraph": within("<p>", "</p>"),
    "star before": within("*", ""),
    "star after": after("*"),
    "bullet before": within(f"{BULLET} ", ""),
    "colon before": within(": ", ""),
    "doubled quotes": within('""', '""'),
    "curly single quotes": within("‘", "’"),
}
NHS: Forms = EXPORTED | {
    "per cent twenty": threes("%20"),
    "plus signs": threes("+"),
    "soft hyphens": threes(SOFT_HYPHEN),
    "em dashes": threes(EM_DASH),
    "minus signs": threes(MINUS),
    "three spaces": threes("   "),
    "hyphen, space after": threes("- "),
    "FHIR value": within('"value": "', '"'),
    "XML short": within("<nhsNo>", "</nhsNo>"),
    "PDS": around("", threes(" "), " (PDS verified)"),
    "hash before": around("#", threes(" ")),
    "whose": around("", threes(" "), " (mother's)"),
    "stop and space": threes(". "),
    "tick": after(" \u2713"),
}
CHI: Forms = EXPORTED | {
    "per cent twenty": dated("%20"),
    "plus signs": dated("+"),
    "em dash": dated(EM_DASH),
    "minus sign": dated(MINUS),
    "spaced slash": dated(" / "),
    "three spaces": dated("   "),
    "2+2+2+4 hyphens": cut(2, 2, 2, 4, mark="-"),
    "date in hyphens": dotted_date,
    "FHIR value": within('"value": "', '"'),
    "XML short": within("<chi>", "</chi>"),
    "label after": after(" (CHI)"),
    "hash before": around("#", dated(" ")),
}
INSURANCE: Forms = EXPORTED | {
    "per cent twenty": pairs("%20"),
    "plus signs": pairs("+"),
    "em dashes": pairs(EM_DASH),
    "minus signs": pairs(MINUS),
    "three spaces": pairs("   "),
    "capital, in pairs": capital_pairs,
    "2+6+1 stops": cut(2, 6, 1, mark="."),
    "2+6+1 slashes": cut(2, 6, 1, mark="/"),
    "lower 2+6+1 hyphens": small(cut(2, 6, 1, mark="-")),
    "lower 8+1": small(cut(8, 1)),
    "lower 5+4": small(cut(5, 4)),
    "lower 3+3+3": small(cut(3, 3, 3)),
    "XML short": within("<nino>", "</nino>"),
    "label after": after(" (NI)"),
}
PHONE: Forms = EXPORTED | {
    "6+5": mobile(cut(6, 5)),
    "5+4+2": mobile(cut(5, 4, 2)),
    "spaced hyphen": mobile(cut(5, 6, mark=" - ")),
    "4+3+4 stops": city(cut(4, 3, 4, mark=".")),
    "city, spaced hyphen": city(lambda text: f"{text[:4]} - {text[4:7]} {text[7:]}"),
    "bracketed, hyphens": city(lambda text: f"({text[:4]})-{text[4:7]}-{text[7:]}"),
    "+44(0) city": city(cut(3, 3, 4, start="+44(0)", skip=1)),
    "0044 city": city(cut(3, 3, 4, start="0044 ", skip=1)),
    "+44 (0) 4+3+3": mobile(cut(4, 3, 3, start="+44 (0) ", skip=1)),
    "+44 5 twice": mobile(cut(5, 5, start="+44 ", skip=1)),
    "+44 2 by 2": mobile(cut(2, 2, 2, 2, 2, start="+44 ", skip=1)),
    "UK before": mobile(cut(4, 6, start="UK +44 ", skip=1)),
    "encoded +44": cut(10, start="%2B44", skip=1),
    "tel scheme, hyphens": mobile(cut(4, 6, start="tel:+44-", skip=1, mark="-")),
    "callto": within("callto:", ""),
    "sms": mobile(within("sms:", "")),
    "dad": after(" (dad)"),
    "mum before": within("mum ", ""),
    "after five": after(" after 5pm"),
    "ex-directory": city(after(" ex dir")),
    "wrong number": after(" - wrong no?"),
    "next line": one_below,
    "em dash": mobile(cut(5, 6, mark=EM_DASH)),
    "work after": city(after(" (w)")),
}
EMAIL: Forms = EXPORTED | {
    "Teams": within("sip:", ""),
    "mail name quoted": quoted_twice,
    "bracket before": within("<", ""),
    "mailto, space": within("mailto: ", ""),
    "capital name": capital_name,
    "next line": next_line,
    "XML short": within("<email>", "</email>"),
    "external": after(" [external]"),
    "preferred": after(" (preferred)"),
    "do not reply": after(" - do not reply"),
    "comma and other": after(", admin@example.net"),
    "hyphen before": within("- ", ""),
}
POSTCODE: Forms = EXPORTED | {
    "per cent twenty": spaced("%20"),
    "plus signs": spaced("+"),
    "em dash": spaced(EM_DASH),
    "minus sign": spaced(MINUS),
    "tab within": spaced("\t"),
    "lower hyphen": small(spaced("-")),
    "lower underscore": small(spaced("_")),
    "XML short": within("<postcode>", "</postcode>"),
    "comma before": within(", ", ""),
    "Greater Manchester before": in_the_county,
    "old after": after(" (old)"),
    "previous": after(" previous address"),
    "query": after(" ?"),
    "lower, UK": around("", small(spaced(" ")), ", uk"),
}
BIRTH: Forms = {
    "short time": on("%d/%m/%Y 0:00"),
    "zero time": on("%Y-%m-%d 00:00:00.0"),
    "d-m-Y short time": on("%d-%m-%Y 0:00"),
    "d.m.Y short time": on("%d.%m.%Y 0:00"),
    "d-Mon-Y short time": on("%d-%b-%Y 0:00:00"),
    "Y/m/d minutes": on("%Y/%m/%d 00:00"),
    "T minutes Z": on("%Y-%m-%dT00:00Z"),
    "time zone named": on("%Y-%m-%d 00:00:00 UTC"),
    "T seven noughts": on("%Y-%m-%dT00:00:00.0000000"),
    "XML date with zone": on("%Y-%m-%d+00:00"),
    "ODBC date": lambda text: f"{{d '{text}'}}",
    "SQL date": lambda text: f"DATE '{text}'",
    "tab before": on("\t%d/%m/%Y"),
    "return and line feed after": on("%d/%m/%Y\r\n"),
    "table cell": on("<td>%d/%m/%Y</td>"),
    "star after": on("%d/%m/%Y*"),
    "pipe after": on("%d/%m/%Y|"),
    "curly single quotes": on("‘%d/%m/%Y’"),
    "doubled quotes": on('""%d/%m/%Y""'),
    "dd.Mon.yy": on("%d.%b.%y"),
    "d Mon, Y": on("{d} %b, %Y"),
    "dd-Month-Y": on("%d-%B-%Y"),
    "d month Y": small(on("{d} %B %Y")),
    "d mon Y": small(on("{d} %b %Y")),
    "spaced stops": on("%d . %m . %Y"),
    "underscores": on("%d_%m_%Y"),
    "Mon-d-Y": on("%b-%d-%Y"),
    "dth Month, Y": on("{th} %B, %Y"),
    "dthMonthY": on("{th}%B%Y"),
    "MON d Y": capitals(on("%b {d} %Y")),
    "weekday, hyphens": on("%a %d-%b-%Y"),
    "d/mon/y": small(on("%d/%b/%y")),
    "sex after": on("%d/%m/%Y (F)"),
    "verified": on("%d/%m/%Y (verified)"),
    "age in brackets": age_in_brackets,
    "em dashes": on(f"%d{EM_DASH}%m{EM_DASH}%Y"),
    "d Month 'y": on("{d} %B ’%y"),
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
