"""Rarer forms of writing of the last part: of copying and pasting, exports and typing by habit.

As in `writings.py`, each function takes the bare identifier and writes it. A function gives an
empty text where its form cannot be told from another for this identifier. Every form keeps all
letters and digits: whoever reads the cell knows what it is.
"""

from __future__ import annotations

from datetime import date

from tests.evaluation.identifiers.writings import (
    Form,
    Forms,
    cut,
    dated,
    mobile,
    of_cities,
    on,
    pairs,
    spaced,
    threes,
)

CITIES = ("0115", "0116", "0118", "0161")  # whose numbers are written 4, 3 and 4
city = of_cities(CITIES)
ELSEWHERE = {"AB", "BT", "CF", "EH", "G", "LL", "SA"}  # areas of postcodes outside England
CARRIAGE_RETURN = "_x000D_"  # as workbooks hold it
BARE_ONLY = {  # forms of a cell of its own, under a heading that tells
    "stop after",
    "comma after",
    "no-break after",
    "in double quotes",
    "apostrophe before",
    "apostrophe and +44",
    "square brackets",
    "space before",
    "barcode stars",
    "object identifier",
    "carriage return left",
    "mail protocol",
    "status",
    "HL7 with type",
    "byte order mark",
    "escaped brackets",
    "server",
    "T without zone",
    "T milliseconds",
    "Y/m/d and midnight",
    "d-m-Y and midnight",
    "d.m.Y seconds",
    "d-MON-Y midnight",
}


def after(mark: str) -> Form:
    """Write a mark after the identifier."""
    return lambda text: text + mark


def within(start: str, end: str) -> Form:
    """Write marks before and after the identifier."""
    return lambda text: f"{start}{text}{end}"


def isolated(text: str) -> str:
    """Write the unseen marks of direction that telephones and mail programs copy along."""
    return f"\u202d{text}\u202c"


def mixed(text: str) -> str:
    """Write ten digits with a hyphen and a space."""
    return f"{text[:3]}-{text[3:6]} {text[6:]}"


def half_hard(text: str) -> str:
    """Write ten digits with one no-break space and one plain space."""
    return f"{text[:3]}\u00a0{text[3:6]} {text[6:]}"


def wrapped(text: str) -> str:
    """Write ten digits that broke at the end of a line."""
    return f"{text[:3]} {text[3:6]}\n{text[6:]}"


def hyphened_chi(text: str) -> str:
    """Write a CHI number as its date with hyphens and the rest."""
    return "-".join((text[:2], text[2:4], text[4:6], text[6:]))


def small_suffix(text: str) -> str:
    """Write an NI number's last letter small."""
    return text[:-1] + text[-1].lower()


def two_numbers(text: str) -> str:
    """Write a number and another of the same range."""
    return f"{text} / {text[:-3]}{(int(text[-3:]) + 137) % 1000:03}"


def mail_link(text: str) -> str:
    """Write an address as a mail program copies it."""
    return f"{text}<mailto:{text}>"


def mail_link_squared(text: str) -> str:
    """Write an address as an older mail program copies it."""
    return f"{text} [mailto:{text}]"


def marked_link(text: str) -> str:
    """Write an address as a chat program copies it."""
    return f"[{text}](mailto:{text})"


def two_addresses(text: str) -> str:
    """Write an address and that of a desk."""
    return f"{text}; desk@example.org"


def title_run_on(text: str) -> str:
    """Write a postcode with one capital and without its space."""
    return text.replace(" ", "").capitalize()


def small_inward(text: str) -> str:
    """Write a postcode's second half small."""
    outward, inward = text.split()
    return f"{outward} {inward.lower()}"


def english(text: str) -> str:
    """Write a postcode and England after it; those of other countries have no such form."""
    area = text[:2].rstrip("0123456789")
    return "" if area in ELSEWHERE else f"{text} England"


def server_date(text: str) -> str:
    """Write a date as a database server prints it."""
    day = date.fromisoformat(text)
    return f"{day:%b} {day.day:>2} {day.year} 12:00AM"


def capitals(pattern: str) -> Form:
    """Write a date in capitals."""
    return lambda text: on(pattern)(text).upper()


def lower(pattern: str) -> Form:
    """Write a date without capitals."""
    return lambda text: on(pattern)(text).lower()


def years_old(text: str) -> str:
    """Write a date and the age on 1 March 2025."""
    day, then = date.fromisoformat(text), date(2025, 3, 1)
    age = then.year - day.year - ((then.month, then.day) < (day.month, day.day))
    return f"{day:%d/%m/%Y} Age: {age}"


NHS: Forms = {
    "no-break after": after("\u00a0"),
    "stop after": lambda text: f"{threes(' ')(text)}.",
    "comma after": after(","),
    "round brackets": lambda text: f"({threes(' ')(text)})",
    "6+4": cut(6, 4),
    "3+7 hyphen": cut(3, 7, mark="-"),
    "4+3+3": cut(4, 3, 3),
    "hyphen and space": mixed,
    "one no-break": half_hard,
    "wrapped": wrapped,
    "barcode stars": within("*", "*"),
    "object identifier": within("2.16.840.1.113883.2.1.4.1:", ""),
    "HL7 with type": after("^^^NHS^NHSNMBR"),
    "byte order mark": within("\ufeff", ""),
    "marks of direction": isolated,
    "carriage return left": after(CARRIAGE_RETURN),
    "status": after(" (01 Number present and verified)"),
    "not verified": after(" - not verified"),
}
CHI: Forms = {
    "no-break after": after("\u00a0"),
    "threes": threes(" "),
    "three hyphens": hyphened_chi,
    "round brackets": lambda text: f"({dated(' ')(text)})",
    "stop after": lambda text: f"{dated(' ')(text)}.",
    "dot": dated("."),
    "barcode stars": within("*", "*"),
    "marks of direction": isolated,
    "carriage return left": after(CARRIAGE_RETURN),
    "6+2+2": cut(6, 2, 2),
    "byte order mark": within("\ufeff", ""),
    "comma after": after(","),
}
INSURANCE: Forms = {
    "2+2+2+3": cut(2, 2, 2, 3),
    "lower 2+2+2+3": lambda text: cut(2, 2, 2, 3)(text).lower(),
    "2+7": cut(2, 7),
    "lower 2+6+1": lambda text: cut(2, 6, 1)(text).lower(),
    "small suffix": small_suffix,
    "suffix hyphen": cut(8, 1, mark="-"),
    "spaced hyphens": pairs(" - "),
    "no-break after": after("\u00a0"),
    "stop after": lambda text: f"{pairs(' ')(text)}.",
    "round brackets": within("(", ")"),
    "carriage return left": after(CARRIAGE_RETURN),
    "apostrophe before": within("'", ""),
    "2+6+1 hyphens": cut(2, 6, 1, mark="-"),
}
PHONE: Forms = {
    "5+3+3": mobile(cut(5, 3, 3)),
    "4+7": city(cut(4, 7)),
    "brackets, 7": city(lambda text: f"({text[:4]}) {text[4:]}"),
    "brackets run on": city(lambda text: f"({text[:4]}){text[4:]}"),
    "+44 4+3+3": mobile(cut(4, 3, 3, start="+44 ", skip=1)),
    "+44 3+3+4": city(cut(3, 3, 4, start="+44 ", skip=1)),
    "+44(0) run on": cut(10, start="+44(0)", skip=1),
    "+44 (0) 4+6": mobile(cut(4, 6, start="+44 (0) ", skip=1)),
    "0044 4+6": mobile(cut(4, 6, start="0044 ", skip=1)),
    "hyphen": mobile(cut(5, 6, mark="-")),
    "city hyphen": city(cut(4, 7, mark="-")),
    "city mixed": city(lambda text: f"{text[:4]}-{text[4:7]} {text[7:]}"),
    "2+3+3+3": mobile(cut(2, 3, 3, 3)),
    "5+2+2+2": mobile(cut(5, 2, 2, 2)),
    "letter after": mobile(after(" (m)")),
    "home after": city(after(" (home)")),
    "text only": mobile(after(" - text only")),
    "withheld": within("141 ", ""),
    "outside line": within("9-", ""),
    "no-break after": after("\u00a0"),
    "marks of direction": mobile(lambda text: isolated(cut(4, 6, start="+44 ", skip=1)(text))),
    "apostrophe and +44": cut(10, start="'+44", skip=1),
    "two numbers": two_numbers,
    "carriage return left": after(CARRIAGE_RETURN),
    "stop after": lambda text: f"{cut(5, 6)(text)}.",
    "comma after": after(","),
}
EMAIL: Forms = {
    "mail link": mail_link,
    "mail link, squared": mail_link_squared,
    "marked link": marked_link,
    "mail protocol": within("SMTP:", ""),
    "two addresses": two_addresses,
    "round brackets": within("(", ")"),
    "no-break after": after("\u00a0"),
    "carriage return left": after(CARRIAGE_RETURN),
    "in double quotes": within('"', '"'),
    "comma after": after(","),
    "space after at": lambda text: text.replace("@", "@ "),
    "space before at": lambda text: text.replace("@", " @"),
    "escaped brackets": within("&lt;", "&gt;"),
    "kind after": after(" (work)"),
}
POSTCODE: Forms = {
    "title, no space": title_run_on,
    "small inward": small_inward,
    "no-break after": after("\u00a0"),
    "stop after": after("."),
    "comma after": after(","),
    "spaced hyphen": spaced(" - "),
    "carriage return left": after(CARRIAGE_RETURN),
    "in double quotes": within('"', '"'),
    "square brackets": within("[", "]"),
    "kingdom": after(", United Kingdom"),
    "England": english,
    "space entity": spaced("&nbsp;"),
    "space before": within(" ", ""),
    "three spaces": spaced("   "),
    "lower two spaces": lambda text: spaced("  ")(text).lower(),
}
BIRTH: Forms = {
    "d-Mon-Y": on("%d-%b-%Y"),
    "dd/mm/yy": on("%d/%m/%y"),
    "unpadded d/m/Y": on("{d}/{m}/%Y"),
    "d Month Y": on("{d} %B %Y"),
    "dd Month Y": on("%d %B %Y"),
    "dd Mon yy": on("%d %b %y"),
    "d MON Y": capitals("%d %b %Y"),
    "unpadded d.m.Y": on("{d}.{m}.%Y"),
    "d m Y": on("%d %m %Y"),
    "unpadded d-m-Y": on("{d}-{m}-%Y"),
    "dth Mon Y": on("{th} %b %Y"),
    "dth mon yy": lower("{th} %b %y"),
    "d month yy": lower("{d} %B %y"),
    "Mon d Y": on("%b {d} %Y"),
    "server": server_date,
    "T without zone": on("%Y-%m-%dT00:00:00"),
    "T milliseconds": on("%Y-%m-%dT00:00:00.000Z"),
    "Y/m/d and midnight": on("%Y/%m/%d 00:00:00"),
    "d-m-Y and midnight": on("%d-%m-%Y 00:00"),
    "d.m.Y seconds": on("%d.%m.%Y 00:00:00"),
    "d-MON-Y midnight": capitals("%d-%b-%Y 00:00:00"),
    "age beside": years_old,
    "weekday, no comma": on("%A {d} %B %Y"),
    "stop after": on("%d/%m/%Y."),
    "round brackets": on("(%d/%m/%Y)"),
    "no-break after": on("%d/%m/%Y\u00a0"),
    "carriage return left": lambda text: on("%d/%m/%Y")(text) + CARRIAGE_RETURN,
    "colons": on("%d:%m:%Y"),
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
