"""The start pack as files in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from tiig.model.agreement import DraftTerm, ItemTreatment
from tiig.model.months import Month
from tiig.publish.paper import Paper
from tiig.publish.paper_files import WRITERS
from tiig.publish.starting.agreement import agreement_text
from tiig.publish.starting.answers import RuleSaid, answers
from tiig.publish.starting.asked import Asked, asked_of
from tiig.publish.starting.letter import letter, letter_text
from tiig.publish.starting.party import Party
from tiig.publish.starting.profile import profile_text
from tiig.publish.starting.query import query_text
from tiig.publish.starting.rows import Inventing, Table
from tiig.publish.starting.specification import Specified, letter_paper, specification
from tiig.publish.starting.tables import write_table
from tiig.publish.starting.template import Template, write_template
from tiig.publish.starting.wording import ItemLine, item_lines
from tiig.standard import Sensitivity, Standard


@dataclass(frozen=True)
class StartPack:
    """Everything a pack is made of; `rules` are those of the standard, by id."""

    standard: Standard
    party: Party
    made_on: date
    rules: Mapping[str, RuleSaid]

    @property
    def month(self) -> Month:
        """The month of the test files: the last one that is over."""
        return Month.of(self.made_on).plus(-1)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """What is asked, with the values of that month."""
        return asked_of(self.standard, self.month.last_day)

    @property
    def profile(self) -> str:
        """The sender profile, valid from the month of the test files on."""
        return profile_text(self.party, self.asked, self.month.first_day)

    @cached_property
    def items(self) -> tuple[ItemLine, ...]:
        """Every column in words."""
        return item_lines(self.asked, self.inventing().example())

    def inventing(self) -> Inventing:
        """Return an inventor of rows that begins anew."""
        return Inventing(self.asked, self.party.sites, self.month)


def write_pack(pack: StartPack, folder: Path) -> tuple[str, ...]:
    """Write every file of the pack into a folder; returns their names in the order to read them."""
    names = []
    for name, write in _files(pack):
        write(folder / name)
        names.append(name)
    return tuple(names)


_Writer = Callable[[Path], None]
_PAPER_KINDS = ("docx", "pdf", "html")


def _files(pack: StartPack) -> Iterator[tuple[str, _Writer]]:
    words = letter(pack.party, pack.month)
    yield "e-mail.txt", _text(letter_text(words))
    yield "e-mail.docx", _paper(letter_paper(words, pack.party, pack.made_on), "docx")
    failing, faults = pack.inventing().failing()
    refused, identifier = pack.inventing().refused()
    told = answers(faults, identifier, pack.rules)
    paper = specification(_specified(pack, told))
    for kind in _PAPER_KINDS:
        yield f"specification.{kind}", _paper(paper, kind)
    yield from _both(pack, "template", Table(pack.inventing().header))
    yield from _both(pack, "passes", pack.inventing().passing())
    yield from _both(pack, "fails", failing)
    yield from _both(pack, "refused", refused)
    yield "receipts.csv", lambda path: write_table(told, path)
    yield "query.sql", _text(query_text(pack.asked, pack.month, pack.party.name))
    yield "profile.toml", _text(pack.profile)
    yield "agreement-draft.toml", _text(_agreement(pack))


def _agreement(pack: StartPack) -> str:
    kept = (
        ItemTreatment.PSEUDONYM if one.item.sensitivity is Sensitivity.IDENTIFYING else None
        for one in pack.asked
    )
    terms = [DraftTerm(one.id, how) for one, how in zip(pack.asked, kept, strict=True)]
    return agreement_text(pack.party, terms, pack.month)


def _specified(pack: StartPack, told: Table) -> Specified:
    return Specified(
        party=pack.party,
        asked=pack.asked,
        items=pack.items,
        answers=told,
        month=pack.month,
        standard=pack.standard.version,
        made_on=pack.made_on,
    )


def _both(pack: StartPack, stem: str, table: Table) -> Iterator[tuple[str, _Writer]]:
    made = Template(
        title=f"Injury attendances of {pack.party.name}",
        asked=pack.asked,
        items=pack.items,
        sites=tuple((site.code, site.name) for site in pack.party.sites),
        made_on=pack.made_on,
    )
    yield f"{stem}.xlsx", lambda path: write_template(made, table, path)
    yield f"{stem}.csv", lambda path: write_table(table, path)


def _paper(paper: Paper, kind: str) -> _Writer:
    return lambda path: WRITERS[kind](paper, path)


def _text(text: str) -> _Writer:
    return lambda path: _write_text(path, text)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
