"""Files whose bytes are not what they are said to be, or are something other than UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import FAULTY, Sample, faulty, lines_of, month, sent, text_of

AS = 'format = "csv"'


def declared(encoding: str) -> dict[str, str]:
    """Return the change of the profile that names an encoding."""
    return {AS: f'{AS}\nencoding = "{encoding}"'}


def written(canary: str, *, encoding: str, says: str, words: str = "Café") -> Sample:
    """Write the month in one encoding, where the profile says another or the same."""
    text = text_of(faulty(Place=f"{words} {canary}"))
    return sent(text.encode(encoding), profile=declared(says))


def marked(canary: str, *, mark: bytes, encoding: str, says: str) -> Sample:
    """Put a byte order mark before the text."""
    text = text_of(faulty(Place=f"Café {canary}"))
    return sent(mark + text.encode(encoding), profile=declared(says))


def broken(canary: str, *, sequence: bytes, says: str = "utf-8") -> Sample:
    """Put bytes into the place text that the encoding may not have there."""
    text = text_of(faulty(Place=f"{canary} HERE")).encode()
    return sent(text.replace(b"HERE", sequence), profile=declared(says))


def wide(canary: str, *, change: str) -> Sample:
    """Damage UTF-16 text as transport does: cut within a unit, halve a pair, turn a tail."""
    text = text_of(faulty(Place=f"Café 𝄞 {canary}"))
    data = codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    if change == "odd":
        data = data[:-1]
    elif change == "halved":
        pair = "𝄞".encode("utf-16-le")
        data = data.replace(pair, pair[:2])
    elif change == "turned":
        data = data[:200] + text.encode("utf-16-be")[198:]
    return sent(data, profile=declared("utf-16"))


def joined_up(canary: str, *, first: str, second: str) -> Sample:
    """Join two halves that were exported on machines of different encoding."""
    lines = lines_of(faulty(Place=f"Café {canary}"))
    lines[40] = lines[40].replace(month()[39]["Place"], "Café")
    half = "\n".join(lines[:30]) + "\n"
    rest = "\n".join(lines[30:]) + "\n"
    return sent(half.encode(first) + rest.encode(second))


def twice_encoded(canary: str) -> Sample:
    """Encode UTF-8 text as UTF-8 again, as a careless script does."""
    text = text_of(faulty(Place=f"Café Müller {canary}"))
    return sent(text.encode().decode("cp1252").encode())


def mark_inside(canary: str, *, before_line: int) -> Sample:
    """Join files that each begin with a byte order mark: it now stands at a line's start."""
    lines = lines_of(faulty(Bed=canary))
    lines[before_line - 1] = "\ufeff" + lines[before_line - 1]
    return sent("\n".join(lines) + "\n")


def letters(canary: str, *, words: str) -> Sample:
    """Write unusual but right letters into the place text."""
    return sent(text_of(faulty(Place=f"{words} {canary}")))


def header_letters(canary: str, *, name: str) -> Sample:
    """Spell a header with letters that look like others or cannot be seen."""
    return sent(text_of(faulty(Bed=canary)).replace("Weapon", name, 1))


def site_letters(canary: str, *, cell: str) -> Sample:
    """Spell the site's value with letters that look alike."""
    rows = faulty(Bed=canary)
    rows[FAULTY]["Site"] = cell
    return sent(text_of(rows))


FILES: Mapping[str, partial[Sample]] = {
    "utf8-with-accents": partial(letters, words="Café Zürich"),
    "utf8-bom": partial(marked, mark=codecs.BOM_UTF8, encoding="utf-8", says="utf-8"),
    "utf8-bom-twice": partial(marked, mark=codecs.BOM_UTF8 * 2, encoding="utf-8", says="utf-8"),
    "utf8-bom-where-cp1252-is-said": partial(
        marked, mark=codecs.BOM_UTF8, encoding="utf-8", says="cp1252"
    ),
    "utf8-bom-at-line-12": partial(mark_inside, before_line=12),
    "utf8-read-as-cp1252": partial(written, encoding="utf-8", says="cp1252", words="Café À"),
    "utf8-encoded-twice": partial(twice_encoded),
    "utf8-astral-letters": partial(letters, words="𝄞 🚑 𠮷"),
    "utf8-combining-accents": partial(letters, words="Cafe\u0301 Zu\u0308rich"),
    "utf8-zero-width": partial(letters, words="High\u200b Street\u2060"),
    "utf8-line-separator": partial(letters, words="High\u2028Street\u2029\x85"),
    "utf8-vertical-tab-and-form-feed": partial(letters, words="High\x0bStreet\x0c"),
    "utf8-private-use": partial(letters, words="\ue000 \uf8ff High"),
    "utf8-replacement-letters": partial(letters, words="Caf\ufffd"),
    "utf8-noncharacters": partial(letters, words="\uffff \ufdd0 High"),
    "utf8-controls": partial(letters, words="High\x01\x07\x1f\x7fStreet"),
    "utf8-overlong": partial(broken, sequence=b"\xc0\xaf"),
    "utf8-surrogate": partial(broken, sequence=b"\xed\xa0\x80"),
    "utf8-beyond-unicode": partial(broken, sequence=b"\xf5\x80\x80\x80"),
    "utf8-lone-continuation": partial(broken, sequence=b"\x80"),
    "utf8-cut-letter": partial(broken, sequence=b"\xe2\x82"),
    "utf7-text": partial(written, encoding="utf-7", says="utf-8", words="Café"),
    "latin1-read-as-utf8": partial(written, encoding="latin-1", says="utf-8"),
    "cp1252-said-and-written": partial(
        written, encoding="cp1252", says="cp1252", words="O\u2019Neill\u2019s \u2013 £5"
    ),
    "cp1252-undefined-byte": partial(broken, sequence=b"\x81", says="cp1252"),
    "cp1252-quotes-in-utf8": partial(broken, sequence=b"\x93High\x94"),
    "ascii-said-accents-sent": partial(written, encoding="utf-8", says="ascii"),
    "mac-roman-read-as-utf8": partial(written, encoding="mac-roman", says="utf-8"),
    "ebcdic": partial(written, encoding="cp500", says="utf-8"),
    "utf16-le-bom": partial(wide, change="none"),
    "utf16-be-bom": partial(
        marked, mark=codecs.BOM_UTF16_BE, encoding="utf-16-be", says="utf-16"
    ),
    "utf16-without-bom-said": partial(written, encoding="utf-16-le", says="utf-16-le"),
    "utf16-where-utf8-is-said": partial(written, encoding="utf-16", says="utf-8"),
    "utf16-without-bom-where-utf8-is-said": partial(written, encoding="utf-16-le", says="utf-8"),
    "utf16-odd-byte": partial(wide, change="odd"),
    "utf16-halved-pair": partial(wide, change="halved"),
    "utf16-changes-byte-order": partial(wide, change="turned"),
    "utf32": partial(written, encoding="utf-32", says="utf-8"),
    "two-encodings-in-one-file": partial(joined_up, first="utf-8", second="cp1252"),
    "header-with-cyrillic-letter": partial(header_letters, name="We\u0430pon"),
    "header-with-zero-width-space": partial(header_letters, name="Weapon\u200b"),
    "header-with-no-break-space": partial(header_letters, name="\u00a0Weapon\u00a0"),
    "site-in-full-width-letter": partial(site_letters, cell="\uff21"),
}  # fmt: skip
