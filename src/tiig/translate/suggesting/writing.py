"""Write a sender profile from decided lines; what is open stands in it as a comment."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from tiig.kit.toml_text import listed, quoted
from tiig.model.errors import TiigError
from tiig.model.profile import Part, Treatment
from tiig.model.proposal import SURE, Decision, Draft, Line, Use
from tiig.model.suggestion_errors import DECISIONS_UNREADABLE
from tiig.standard import Standard
from tiig.standard.items import Kind
from tiig.translate.suggesting.lines import BETWEEN
from tiig.translate.xml_layout import MORE

_NUMBERS = frozenset({"header_row", "footer_rows", "version", "settling_days"})
_FLAGS = frozenset({"quoted_line_breaks", "tells_assaults", "synthetic"})
_DAYS = frozenset({"valid_from"})
_FORMS = (
    (_NUMBERS, re.compile(r"0|[1-9][0-9]*"), "a whole number"),
    (_FLAGS, re.compile(r"(?i:true|false)"), "true or false"),
    (_DAYS, re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a day such as 2026-04-01"),
)
_LISTS = frozenset({"formats", "defaults", "values"})
_DROPPED = str(Treatment.DROP)
_NEEDED = ("sender:id", "sender:name", "sender:provider", "sender:valid_from", "sender:scope")


def draft(lines: Sequence[Line], standard: Standard) -> Draft:
    """Return the text of a profile, and which lines still have to be decided for it to be read.

    DECISIONS_UNREADABLE says which key takes no such value, or that the whole is no TOML.
    """
    _refuse_other_record(lines)
    writer = _Writer(lines, standard)
    text = writer.text()
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        what = "what was decided makes no profile: is a day no day of the calendar?"
        raise TiigError(DECISIONS_UNREADABLE, what=what) from None
    return Draft(text, writer.open(), tuple(lines))


def _refuse_other_record(lines: Sequence[Line]) -> None:
    for line in lines:
        told = line.decided or line.suggestion
        if line.id == "file:record" and line.suggestion not in {told, told.strip("/ ")}:
            what = "another record has other columns: suggest again with --record"
            raise TiigError(DECISIONS_UNREADABLE, what=what)


class _Writer:
    """The lines by id, and the profile that they make."""

    def __init__(self, lines: Sequence[Line], standard: Standard) -> None:
        self._lines = {line.id: line for line in lines}
        self._standard = standard
        self._columns = {
            place: list(of)
            for place, of in groupby(
                (line for line in lines if line.id.startswith("column:")),
                key=lambda line: line.id.split(":", 2)[1],
            )
        }

    def open(self) -> tuple[str, ...]:
        """Return the lines without which the profile cannot be read or says too little."""
        record = ["file:record"] if "file:record" in self._lines else []
        needed = [*_NEEDED, *record, *(f"column:{place}:item" for place in self._columns)]
        needed += [
            line.id for line in self._lines.values() if re.fullmatch(r"column:\d+:name", line.id)
        ]
        needed += self._repeated()
        needed += [line.id for line in self._site_heads()]
        return tuple(one for one in needed if not self._value(one) and not self._is_refused(one))

    def _repeated(self) -> Iterator[str]:
        """Yield how often columns that are read count, where they stand several times."""
        for place, of in self._columns.items():
            if self._decided(of[0]) != Use.IGNORED and f"column:{place}:repeats" in self._lines:
                yield f"column:{place}:repeats"

    def _site_heads(self) -> Iterator[Line]:
        """Yield code and name of each site, the name once where sites are given one code."""
        named: set[str] = set()
        for line in self._lines.values():
            if not line.id.startswith("site:") or line.id.endswith(":values"):
                continue
            code = self._value(f"site:{_number(line)}:code") or ""
            if line.id.endswith(":code") or code not in named:
                yield line
            if line.id.endswith(":name"):
                named |= {code} if code else set()

    def text(self) -> str:
        """Return the profile as TOML, with the reason beside each line."""
        ignored = [
            self._name(head)
            for head in self._heads()
            if self._is_ignored(head) and not self._is_unnamed(head)
        ]
        absent = [
            one.id.partition(":")[2]
            for one in self._lines.values()
            if one.id.startswith("absent:") and one.decided
        ]
        ignored += self._unread_descriptions()
        parts = [
            "# Made by `tiig sender suggest`. What stands behind # alone is left out, or open.",
            f"ignored = {listed(ignored)}",
            f"absent = {listed(absent)}",
            "",
            *self._sender(),
            *self._table("file", "[file]"),
            *self._table("period", "[period]"),
            *self._sites(),
            *self._all_columns(),
        ]
        return "\n".join(parts) + "\n"

    def _unread_descriptions(self) -> list[str]:
        """Return what is left of descriptions that repeat: only their first stands with a code."""
        return [
            f"{self._name(head)}[{MORE}]"
            for head in self._heads()
            if (self._value(head.id) or "").startswith(Use.DESCRIPTION)
            and not self._is_ignored(head)
            and f"{head.id.rpartition(':')[0]}:repeats" in self._lines
        ]

    def _value(self, name: str) -> str | None:
        line = self._lines.get(name)
        return line.decided if line else None

    def _is_refused(self, name: str) -> bool:
        """Tell a column that is to feed nothing; nothing else can be done without."""
        return (
            re.fullmatch(r"column:\d+:item", name) is not None
            and self._lines[name].decision is Decision.REFUSE
        )

    def _decided(self, head: Line) -> str | None:
        """Return what a column is; one whose suggestion was refused is not read."""
        return str(Use.IGNORED) if self._is_refused(head.id) else head.decided

    def _is_ignored(self, head: Line) -> bool:
        """Tell a column that is not read; one that explains codes which nobody reads is none."""
        decided = self._decided(head) or ""
        explains = decided.startswith(Use.DESCRIPTION)
        return decided == Use.IGNORED or (explains and head.what not in self._explaining())

    def _explaining(self) -> set[str]:
        """Return the columns whose words are read beside the codes of another."""
        return {
            line.decided
            for lines in self._columns.values()
            for line in lines
            if line.id.endswith(":description") and self._explains(line, lines[0]) and line.decided
        }

    def _explains(self, line: Line, codes: Line) -> bool:
        """Tell whether a description still stands: both columns are what was suggested of them."""
        item = self._decided(codes)
        declared = self._standard.items.get(item or "")
        words = next((one for one in self._heads() if one.what == line.decided), None)
        if declared is None or not declared.coded or words is None:
            return False
        kept = item == codes.suggestion or line.decision is Decision.CHANGE
        return kept and (self._decided(words) or "").startswith(Use.DESCRIPTION)

    def _heads(self) -> list[Line]:
        return [of[0] for of in self._columns.values()]

    def _name(self, head: Line) -> str:
        """Return a column's name; one that was not repeated is what a person gave."""
        return self._value(f"{head.id.rpartition(':')[0]}:name") or head.what

    def _is_unnamed(self, head: Line) -> bool:
        line = self._lines.get(f"{head.id.rpartition(':')[0]}:name")
        return line is not None and line.decided is None

    def _resolved(self, line: Line) -> Line:
        """Return a line that speaks of a column by its place with the name that a person gave."""
        if not line.id.startswith("period:") and not line.id.endswith(":description"):
            return line
        places = {f"column {place}": of[0] for place, of in self._columns.items()}
        head = places.get(line.decided or "")
        if head is None or head.what != line.decided or self._is_unnamed(head):
            return line
        return replace(line, decision=Decision.CHANGE, value=self._name(head))

    def _sender(self) -> list[str]:
        return [*self._table("sender", "[sender]")[:-1], "version = 1", ""]

    def _table(self, name: str, title: str) -> list[str]:
        lines = [line for line in self._lines.values() if line.id.startswith(f"{name}:")]
        if not lines:
            return []
        entries = (_entry(self._resolved(line), line.id.partition(":")[2]) for line in lines)
        return [title, *entries, ""]

    def _sites(self) -> list[str]:
        of_sites = [line for line in self._lines.values() if line.id.startswith("site:")]
        found: list[str] = []
        for site in _merged([list(of) for _, of in groupby(of_sites, key=_number)]):
            found += ["[[sites]]", *(_entry(line, line.id.split(":")[2]) for line in site), ""]
        return found

    def _all_columns(self) -> list[str]:
        found: list[str] = []
        for lines in self._columns.values():
            found += self._column(lines)
        return found

    def _column(self, lines: Sequence[Line]) -> list[str]:
        head, rest = lines[0], lines[1:]
        item = self._decided(head)
        if item == Use.IGNORED or (item or "").startswith((Use.DESCRIPTION, Use.PERIOD)):
            return [f"# {_remark(head.what)}: {_comment(head)}", ""]
        if item is None:
            likely = head.suggestion or "is it wanted?"
            return [f"# [[columns]] {_remark(f'{head.what}: {likely}')} {_comment(head)}", ""]
        if self._is_unnamed(head):
            return [f"# [[columns]] {_remark(head.what)}: {item}, once its name is given", ""]
        name = f"name = {quoted(self._name(head))}"
        several = [_entry(line, "repeats") for line in rest if line.id.endswith(":repeats")]
        if item == Use.FREE_TEXT:
            return ["[[columns]]", name, f"free_text = true  {_comment(head)}", *several, ""]
        if item == _DROPPED or self._value(f"{head.id.rpartition(':')[0]}:treatment") == _DROPPED:
            return ["[[columns]]", name, f'treatment = "drop"  {_comment(head)}', *several, ""]
        own = [line for line in rest if self._fits(line, item, changed=item != head.suggestion)]
        keys = [
            line
            for line in own
            if not re.search(r":code:|:name$", line.id)
            and (not line.id.endswith(":description") or self._explains(line, head))
        ]
        codes = [line for line in own if ":code:" in line.id]
        entries = [
            _entry(self._resolved(line), line.id.split(":", 2)[2])
            for line in keys
            if line.decided != Part.WHOLE or not line.id.endswith(":part")
        ]
        if item == "attendance_number":
            entries.append("required = true")
        body = ["[[columns]]", name, f"item = {quoted(item)}  {_comment(head)}", *entries]
        if codes:
            body += [
                "[columns.codes]",
                *(_entry(line, quoted(line.id.split(":", 3)[3])) for line in codes),
            ]
        return [*body, ""]

    def _fits(self, line: Line, item: str, *, changed: bool) -> bool:
        """Leave out what belonged to another item than the one that was decided on."""
        declared = self._standard.items.get(item)
        if declared is None or not changed or line.id.endswith(":repeats"):
            return True
        if ":code:" in line.id:
            return declared.coded and bool(line.value)
        dated = declared.kind in {Kind.MOMENT, Kind.BIRTH_DATE}
        return dated if line.id.endswith((":part", ":formats")) else bool(line.value)


def _number(line: Line) -> str:
    return line.id.split(":")[1]


def _merged(sites: Sequence[list[Line]]) -> list[list[Line]]:
    """Join sites that were given the same code: their values stand for the same site."""
    found: list[list[Line]] = []
    by_code: dict[str, list[Line]] = {}
    for site in sites:
        parts = {line.id.split(":")[2]: line for line in site}
        code = parts["code"].decided
        first = by_code.get(code) if code else None
        if first is None:
            found.append(site)
            by_code |= {code: site} if code else {}
        elif "values" in parts and first[-1].id.endswith(":values"):
            values = BETWEEN.join(filter(None, (first[-1].decided, parts["values"].decided)))
            first[-1] = replace(first[-1], decision=Decision.CHANGE, value=values)
    return found


def _entry(line: Line, key: str) -> str:
    value = line.decided
    if value is None or (value == "" and key not in {"quote", "sheet"}):
        likely = _remark(f"{key} = {_written(key, line.suggestion or '?')}")
        return f"# {likely}  {_comment(line)}"
    return f"{key} = {_written(key, value)}  {_comment(line)}"


def _written(key: str, value: str) -> str:
    """Write a value as TOML; DECISIONS_UNREADABLE where its key takes no such one."""
    for keys, form, what in _FORMS:
        if key in keys:
            if value != "?" and not form.fullmatch(value.strip()):
                raise TiigError(DECISIONS_UNREADABLE, what=f"{key} takes {what}")
            return value.strip().lower()
    if key == "repeats" and value.strip().isdecimal():
        return value.strip()
    if key in _LISTS:
        return listed(value.split(BETWEEN))
    return quoted(value)


def _comment(line: Line) -> str:
    unsure = line.decision is Decision.ACCEPT and line.confidence < SURE
    if line.decision in {Decision.CHANGE, Decision.REFUSE} or unsure:
        return "# your decision"
    return f"# {line.confidence:.2f}: {_remark(line.reason)}"


def _remark(text: str) -> str:
    """Return a text as one line of a comment: a sign that cannot be printed would end it."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
