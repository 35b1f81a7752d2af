"""Put a proposal together: facts, evidence, one assignment of all columns, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tiig.model.profile import Part
from tiig.model.proposal import AbsentSuggestion, ColumnSuggestion, Proposal, Use
from tiig.standard.items import Item, Kind
from tiig.translate.suggesting.code_maps import CodeMap, code_map, flag_map
from tiig.translate.suggesting.columns import Given, given
from tiig.translate.suggesting.domains import doubt_of_the_file, not_sure_of_another_domain
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.lexicon import Concept, concepts
from tiig.translate.suggesting.looked_at import LookedAt
from tiig.translate.suggesting.pairs import words_beside
from tiig.translate.suggesting.periods import period_of
from tiig.translate.suggesting.rows import defaults_of, row_unit
from tiig.translate.suggesting.scopes import facts_of_sender, months_of, scope_of
from tiig.translate.suggesting.shared import shared
from tiig.translate.suggesting.sites import sites_of, unlisted_sites
from tiig.translate.suggesting.vocabulary import Vocabulary, vocabularies

_TREATED = {Kind.POSTCODE: "district", Kind.BIRTH_DATE: "age"}
_TREATED_SURE = 0.5
"""How sure a column is kept that identifies: the agreement decides, not the file."""
_ADVICE = {
    Kind.POSTCODE: (
        "a postcode identifies: only if the agreement says district or lsoa, "
        "else ask for an export without it"
    ),
    Kind.BIRTH_DATE: (
        "a date of birth identifies: only if the agreement says age, else ask for the age instead"
    ),
}


def propose(looked: LookedAt) -> Proposal:
    """Return what is suggested for a file; nothing is decided and nothing is kept."""
    words = vocabularies(looked.standard, looked.earlier.meanings)
    columns = given(looked, words)
    period = period_of(tuple(columns.values()), looked.preamble, workbook=looked.workbook)
    suggested = tuple(
        _of_period(one.name, columns[one.place])
        if period is not None and one.name in period
        else _suggestion(columns[one.place], columns, looked, words)
        for one in looked.facts
    )
    suggested = not_sure_of_another_domain(suggested)
    first, last = months_of(looked, suggested)
    suggested = tuple(
        replace(one, unlisted=unlisted_sites(looked, one)) if one.item == "site" else one
        for one in suggested
    )
    twice = shared(
        suggested,
        looked.headings,
        looked.standard.items,
        lambda column, item: _code_map(columns[column.place], item, looked, words),
    )
    return Proposal(
        file=replace(looked.file, first=first, last=last),
        columns=(*suggested, *twice),
        sites=sites_of(looked, suggested),
        scope=scope_of(looked, suggested),
        row_is=row_unit(suggested, looked.facts),
        facts=facts_of_sender(looked, suggested, looked.standard),
        absent=_absent(looked, (*suggested, *twice)),
        period=period,
        notes=_notes(looked, suggested),
    )


def _notes(looked: LookedAt, columns: tuple[ColumnSuggestion, ...]) -> tuple[str, ...]:
    """Return what a person should know of the file as a whole."""
    found = []
    if told := doubt_of_the_file(columns):
        found.append(told)
    hidden = {column.place: column.unlisted for column in columns if column.unlisted}
    if hidden:
        told = ", ".join(f"column {place}: {number:,}" for place, number in hidden.items())
        found.append(
            f"{sum(hidden.values()):,} values are not shown, since they are rare, long or may "
            f"identify ({told})."
        )
    if looked.file.looked_at < looked.file.rows:
        found.append(f"{looked.file.looked_at:,} of {looked.file.rows:,} rows were looked at.")
    return tuple(found)


def _of_period(name: str, one: Given) -> ColumnSuggestion:
    return ColumnSuggestion(
        place=one.facts.place,
        name=name,
        use=Use.PERIOD,
        item=None,
        part=str(Part.DATE),
        formats=(),
        confidence=0.93,
        reason="every row repeats a day of the period",
    )


def _description(one: Given, codes: Facts) -> ColumnSuggestion:
    return ColumnSuggestion(
        place=one.facts.place,
        name=one.facts.name,
        use=Use.DESCRIPTION,
        item=None,
        part=str(Part.WHOLE),
        formats=(),
        confidence=one.confidence,
        reason="; ".join(one.why),
        describes=codes.name,
    )


def _code_map(one: Given, item: Item, looked: LookedAt, words: Mapping[str, Vocabulary]) -> CodeMap:
    if one.flag is not None:
        return flag_map(one.facts, one.flag)
    beside = words_beside(one.facts, one.words, looked.frame) if one.words else None
    return code_map(one.facts, words[item.id], looked.screen, beside)


def _suggestion(
    one: Given,
    columns: Mapping[int, Given],
    looked: LookedAt,
    words: Mapping[str, Vocabulary],
) -> ColumnSuggestion:
    if one.codes is not None and columns[one.codes.place].concept in looked.standard.items:
        return _description(one, one.codes)
    concept = concepts().get(one.concept or "")
    item = looked.standard.items.get(one.concept or "")
    use = Use.ITEM if item else Use.FREE_TEXT if concept and concept.free else Use.IGNORED
    if not item and concept and concept.identifies:
        use = Use.IDENTIFIER
    codes = _code_map(one, item, looked, words) if item and item.coded else None
    treatment = _TREATED.get(item.kind) if item else None
    return ColumnSuggestion(
        place=one.facts.place,
        name=one.facts.name,
        use=use,
        item=item.id if item else None,
        part=str(one.part) if item and item.kind is Kind.MOMENT else str(Part.WHOLE),
        formats=one.formats if item else (),
        confidence=min(one.confidence, _TREATED_SURE) if treatment else one.confidence,
        reason="; ".join(one.why) or "its values are of the item's kind",
        alternatives=one.others,
        codes=codes.codes if codes else (),
        description=one.words.name if item and item.coded and one.words else None,
        treatment=treatment,
        defaults=defaults_of(one.concept, one.part, one.facts.values),
        unlisted=codes.unlisted if codes else 0,
        advice=_advice(one, item, concept),
    )


def _advice(one: Given, item: Item | None, concept: Concept | None) -> str:
    if item is None:
        kind = concept.identifies if concept else None
        return f"it may hold a patient's {kind}: ask for an export without it" if kind else ""
    return one.asks or _ADVICE.get(item.kind, "")


def _absent(
    looked: LookedAt, columns: tuple[ColumnSuggestion, ...]
) -> tuple[AbsentSuggestion, ...]:
    fed = {column.item for column in columns} | {"department_type"}  # said of the sender
    return tuple(
        AbsentSuggestion(
            item.id, f"nothing in this file tells {item.label[0].lower()}{item.label[1:]}"
        )
        for item in looked.standard.items.values()
        if item.id not in fed and item.kind is not Kind.SITE
    )
