"""XML with traps, of another shape or encoding than it says, or that breaks off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from xml.sax.saxutils import escape

from tests.corpus.makers.base import FAULTY, HEADER, Row, Sample, faulty, sent

NHS = "9990000018"
XML = {'format = "csv"': 'format = "xml"\nrecord = "Extract/Visit"'}


def records(rows: Sequence[Row]) -> list[str]:
    """Write each row as one element with an element for each cell."""
    return [
        "<Visit>" + "".join(f"<{name}>{escape(row[name])}</{name}>" for name in HEADER) + "</Visit>"
        for row in rows
    ]


def extract(told: Sequence[str], *, before: str = "", root: str = "Extract", end: str = "") -> str:
    """Write records as a document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<{root}>\n'
        + "\n".join(told)
        + f"\n</{root.partition(' ')[0]}>{end}\n"
    )


def xml(text: str | bytes, *, profile: Mapping[str, str] | None = None) -> Sample:
    """Send a document under a profile that says XML."""
    return sent(text, name="extract.xml", profile={**XML, **(profile or {})})


def sound_xml(canary: str, *, encoding: str = "utf-8", mark: bool = False) -> Sample:
    """Send the month as XML, in an encoding that its head declares."""
    text = extract(records(faulty(Place=f"Café {canary}"))).replace("UTF-8", encoding.upper())
    return xml((b"\xef\xbb\xbf" if mark else b"") + text.encode(encoding))


def xml_said_wrongly(canary: str, *, written: str, says: str) -> Sample:
    """Declare another encoding in the head than the bytes have."""
    text = extract(records(faulty(Place=f"Café {canary}"))).replace("UTF-8", says)
    return xml(text.encode(written))


def record_12(canary: str, *, old: str, new: str) -> Sample:
    """Change something within the record of the faulty row."""
    told = records(faulty(Bed=canary))
    changed = told[FAULTY].replace(old, new.replace("CANARY", canary))
    assert changed != told[FAULTY]  # a maker that changes nothing is a mistake
    told[FAULTY] = changed
    return xml(extract(told))


def document(
    canary: str, *, before: str = "", root: str = "Extract", end: str = "", change: str = ""
) -> Sample:
    """Put something around the records, or cut, nest or move them."""
    told = records(faulty(Bed=canary))
    if change == "elsewhere":
        told[30] = f"<Late>{told[30]}</Late>"
    elif change == "within":
        told[30] = told[30].replace("</Visit>", f"{told[31]}</Visit>")
    elif change == "empty":
        told = []
    elif change == "blank record":
        told.insert(30, "<Visit/>")
    elif change == "namespaces":
        told[30] = told[30].replace("<Visit>", '<Visit xmlns="urn:other">')
    elif change == "deep":
        told[30] = (
            told[30]
            .replace("<Bed>", "<Bed>" + "<a>" * 100)
            .replace("</Bed>", "</a>" * 100 + "</Bed>")
        )
    elif change == "text between":
        told[30] = f"{told[30]}\nstray words {canary}"
    elif change == "many":
        told[30] = told[30].replace("<Bed>", "".join(f"<A{n}/>" for n in range(3000)) + "<Bed>")
    elif change == "one line":
        return xml(extract(told).replace("\n", ""))
    text = extract(told, before=before.replace("CANARY", canary), root=root, end=end)
    return xml(text[: len(text) // 2] if change == "cut" else text)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

FILES: Mapping[str, partial[Sample]] = {
    "sound": partial(sound_xml),
    "with-mark": partial(sound_xml, mark=True),
    "in-utf16": partial(sound_xml, encoding="utf-16"),
    "says-latin-is-utf8": partial(xml_said_wrongly, written="utf-8", says="ISO-8859-1"),
    "says-utf8-is-latin": partial(xml_said_wrongly, written="latin-1", says="UTF-8"),
    "on-one-line": partial(document, change="one line"),
    "billion-laughs": partial(document, before=LAUGHS),
    "external-entity": partial(document, before=EXTERNAL),
    "harmless-document-type": partial(document, before="<!DOCTYPE Extract>"),
    "style-sheet-instruction": partial(
        document, before='<?xml-stylesheet href="http://example.org/CANARY.xsl"?>'
    ),
    "comment-before": partial(document, before="<!-- made by CANARY -->"),
    "comment-with-nhs-number": partial(document, before=f"<!-- NHS {NHS} -->"),
    "attribute-with-nhs-number": partial(document, root=f'Extract note="NHS {NHS}"'),
    "wrong-root": partial(document, root="Export"),
    "rubbish-behind": partial(document, end="<More/>"),
    "cut": partial(document, change="cut"),
    "no-record": partial(document, change="empty"),
    "blank-record": partial(document, change="blank record"),
    "record-on-another-path": partial(document, change="elsewhere"),
    "record-in-a-record": partial(document, change="within"),
    "two-namespaces": partial(document, change="namespaces"),
    "hundred-deep": partial(document, change="deep"),
    "words-between-records": partial(document, change="text between"),
    "thousands-of-elements": partial(document, change="many"),
    "value-in-cdata": partial(
        record_12, old="<Place>", new="<Place><![CDATA[<b> & CANARY ]]>"
    ),
    "value-split-by-comment": partial(record_12, old="<Age>2", new="<Age>2<!-- x -->"),
    "code-as-character-reference": partial(
        record_12, old="<Intent>X<", new="<Intent>&#88;<"
    ),
    "forbidden-character-reference": partial(
        record_12, old="<Place>", new="<Place>&#0;CANARY"
    ),
    "entity-nobody-declared": partial(record_12, old="<Place>", new="<Place>&pound;"),
    "element-twice": partial(record_12, old="<Age>", new="<Age>34</Age><Age>"),
    "element-unknown": partial(record_12, old="<Age>", new="<Ward>CANARY</Ward><Age>"),
    "attribute-unknown": partial(record_12, old="<Age>", new='<Age unit="CANARY">'),
    "element-left-out": partial(record_12, old="<Site>A</Site>", new=""),
    "value-between-line-ends": partial(
        record_12, old="<Intent>X</Intent>", new="<Intent>\n   X\n  </Intent>"
    ),
    "nil": partial(
        record_12, old="<Intent>X</Intent>",
        new='<Intent xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>',
    ),
    "tag-not-closed": partial(record_12, old="</Age>", new=""),
    "attribute-twice": partial(record_12, old="<Age>", new='<Age a="1" a="2">'),
}  # fmt: skip
