"""The impact assessment: its words stand in dpia.txt, its tables are the system's own facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Template

from evidence import CONTROLS, read_controls

from generating.markdown import MADE, code, codes, table
from tiig.deidentify.spans import KINDS
from tiig.model.agreement_keys import AgreementKey, agreement_keys
from tiig.model.keys import RECEIVING
from tiig.standard import Standard
from tiig.standard.items import Item, Kind, Sensitivity
from tiig.store.secrets import PURPOSES

WORDS = Path(__file__).with_suffix(".txt")
_KEYS = {
    "attendance": "makes keyed ids of attendance numbers",
    "audit": "signs the heads of the audit trail",
    "content": "makes digests by which equal contents are recognised",
    "lake": "wraps the keys of stored rows",
    "person": "makes keyed ids of patients' local numbers",
    "phrase": "makes keyed ids of words of place",
    "vault": "wraps the key of each original and of the words of place",
    RECEIVING: "opens packages that hospitals sealed",
}
_DETAIL = {
    Kind.CODE: "a category",
    Kind.MOMENT: "local date and time, to the minute",
    Kind.WHOLE: "a whole number",
    Kind.AREA: "an area code",
    Kind.DISTRICT: "the postcode district",
    Kind.SITE: "the site's code",
}
_SENSITIVITY = {
    Sensitivity.OPEN: "of the service, not of the person",
    Sensitivity.RESTRICTED: "about the person",
    Sensitivity.SPECIAL: "about the person, needing special care",
    Sensitivity.IDENTIFYING: "identifying",
}


def dpia_page(standard: Standard) -> str:
    """Return the page: the words with every table filled in."""
    threats, controls = read_controls(CONTROLS.read_text(encoding="utf-8"))
    against = {
        number: codes(one.id for one in controls if number in one.threats) for number in threats
    }
    risks = [
        (number, words, "**[controller]**", against[number] or "none yet")
        for number, words in threats.items()
    ]
    filled = {
        "made": MADE,
        "attendances": "0.4 million injury attendances a year are expected in a region of ten "
        "local authorities (the scale the system is designed for is England's 25 million); "
        "**[controller: own figure]**",
        "items": _lines(
            table(("item", "what it is", "kind of data", "finest detail"), _items(standard))
        ),
        "kinds": ", ".join(kind.replace("_", " ") for kind in KINDS),
        "presets": _lines(
            table(
                ("preset", "for whom", "how"),
                ((code(name), one.meaning, one.mark) for name, one in standard.presets.items()),
            )
        ),
        "recipients": _agreement("recipient"),
        "retention": _agreement("retention"),
        "keys": _lines(table(("key", "what it does"), ((code(n), _KEYS[n]) for n in PURPOSES))),
        "risks": _lines(table(("number", "threat", "likelihood and severity", "controls"), risks)),
    }
    return Template(WORDS.read_text(encoding="utf-8")).substitute(filled)


def _items(standard: Standard) -> Iterator[tuple[str, ...]]:
    for item in standard.items.values():
        yield code(item.id), item.meaning, _SENSITIVITY[item.sensitivity], _finest(item)


def _finest(item: Item) -> str:
    if item.stored:
        return _DETAIL[item.kind]
    if item.keyed_as:
        return f"never stored; a keyed id, {code(item.keyed_as)}, stands for it"
    if item.coarsens_to:
        return f"never stored; coarsened to {code(item.coarsens_to)}"
    return "never stored"


def _agreement(name: str) -> str:
    keys: Iterator[AgreementKey] = (key for key in agreement_keys() if key.table == name)
    return _lines(table(("entry", "what it says"), ((code(key.name), key.meaning) for key in keys)))


def _lines(lines: list[str]) -> str:
    return "\n".join(lines).rstrip("\n")
