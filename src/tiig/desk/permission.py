"""Who may see what: the one place that judges it, and says why.

Nothing is given without a reason: `public` is open to everybody for what the senders let
be published; `internal` is the team's own work for a stated purpose; everything else
needs a recipient's agreement that is in force, and no more than it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tiig.desk.areas import authority_of
from tiig.model.agreement import (
    RecipientAgreement,
    SenderAgreement,
    counting_on,
    standing_words,
    version_on,
)
from tiig.model.agreement_errors import (
    AGREEMENT_FORBIDS,
    AGREEMENT_MISSING,
    AGREEMENT_NOT_IN_FORCE,
    AGREEMENT_UNKNOWN,
    PUBLICATION_FORBIDDEN,
)
from tiig.model.asker import Asker
from tiig.model.errors import PRESET_UNKNOWN, PURPOSE_MISSING, TiigError
from tiig.model.given import FOR_THE_PUBLIC, PUBLICATION, GivenTo
from tiig.model.question import Question
from tiig.services import Services
from tiig.standard import Dimension, Preset, dimensions

PUBLIC = "public"
OWN_STAFF = "the team itself"
RESIDENCE = "residence_la"
_UNIT = frozenset({"first_unplanned", "type_1"})
"""What every measure is limited to by the counting rule; it tells of nobody."""
_LEVELS = ("lsoa", "msoa", "la")
"""Areas of residence, the finest first: who may have one may have those after it."""


@dataclass(frozen=True)
class PresetChoice:
    """A preset with the smallest count it shows here (None: the preset's own), and for whom.

    `terms` is the agreement that limits what may be asked; None where there is none.
    """

    preset: Preset
    threshold: int | None
    given: GivenTo = FOR_THE_PUBLIC
    terms: RecipientAgreement | None = None


def check_preset(name: str | None, asker: Asker, services: Services) -> PresetChoice:
    """Return the preset in use and for whom; refuse what nobody or not this asker may have.

    Without a name it is the one of the asker's agreement, or else `public`.
    """
    terms = None if asker.agreement is None else recipient_terms(asker.agreement, services)
    presets = services.standard.presets
    chosen = presets.get(name or (terms.preset if terms else PUBLIC))
    if chosen is None or chosen.own_rows_only:
        known = ", ".join(sorted(key for key, one in presets.items() if not one.own_rows_only))
        raise TiigError(PRESET_UNKNOWN, preset=name, known=known)
    if terms is not None:
        return _under(terms, chosen, services)
    because = (asker.purpose or "").strip()
    if chosen.asks_purpose:
        if not because:
            raise TiigError(PURPOSE_MISSING)
        return PresetChoice(chosen, None, GivenTo(OWN_STAFF, because))
    if chosen.id != PUBLIC:
        raise TiigError(AGREEMENT_MISSING, preset=chosen.id)
    return PresetChoice(chosen, None, replace(FOR_THE_PUBLIC, purpose=because or PUBLICATION))


def recipient_terms(name: str, services: Services) -> RecipientAgreement:
    """Return a recipient's agreement that is in force now, or say why it is not."""
    today = services.clock.now().date()
    found = version_on(services.catalogue.agreement(name.partition("@")[0]), today)
    if found is None:
        raise TiigError(AGREEMENT_UNKNOWN, agreement=name)
    if not isinstance(found, RecipientAgreement):
        what = "it is a sender's agreement, under which data come in and no figures go out"
        raise TiigError(AGREEMENT_FORBIDS, agreement=found.id, what=what)
    if not found.in_force_on(today):
        why = standing_words(found, today)
        raise TiigError(AGREEMENT_NOT_IN_FORCE, agreement=found.id, why=why)
    return found


def check_questions(
    choice: PresetChoice, questions: Sequence[Question], services: Services, *, in_paper: bool
) -> None:
    """Refuse questions that go beyond the agreement, or what senders let be published.

    Tables of a paper may set its areas beside others: `check_area` has judged the paper.
    """
    if choice.terms is not None:
        told = dict.fromkeys(
            sentence
            for question in questions
            for sentence in refusals(choice.terms, question, services, in_paper=in_paper)
        )
        if told:
            what = "; ".join(told)
            raise TiigError(AGREEMENT_FORBIDS, agreement=choice.terms.id, what=what)
    elif choice.preset.id == PUBLIC:
        _check_publication(questions, services)


def refusals(
    terms: RecipientAgreement, question: Question, services: Services, *, in_paper: bool = False
) -> Iterator[str]:
    """Yield, for each thing that a question asks beyond the agreement, what it is."""
    known = dimensions(services.standard)
    for name in asked_dimensions(question, services):
        if not covers(terms, known[name], known):
            yield f"{known[name].label.lower()} ({name}) is none of its items"
    if not in_paper and not terms.everywhere:
        allowed = set(area_codes(terms, services))
        limits = [set(one.nodes) for one in question.where if one.dimension == RESIDENCE]
        if not any(nodes <= allowed for nodes in limits):
            words = "|".join(sorted(allowed))
            yield f"it is for residents of some areas only: add --where '{RESIDENCE}={words}'"


def covers(terms: RecipientAgreement, dimension: Dimension, known: dict[str, Dimension]) -> bool:
    """Tell whether an agreement's items hold a dimension, or a finer one that it follows from."""
    if dimension.id in terms.items:
        return True
    if dimension.of_question or dimension.column == "month":
        return "month" in terms.items
    finer = _LEVELS[: _LEVELS.index(dimension.level)] if dimension.level in _LEVELS else ()
    return any(
        one.column == dimension.column and one.level in finer
        for one in (known[name] for name in terms.items if name in known)
    )


def asked_dimensions(question: Question, services: Services) -> tuple[str, ...]:
    """Return what a question tells of: its dimensions, its conditions and those of its measure."""
    measure = services.standard.measures[question.measure]
    names = (
        *(one.dimension for one in question.by),
        *(one.dimension for one in question.where),
        *(one.dimension for one in measure.where if one.dimension not in _UNIT),
    )
    return tuple(dict.fromkeys(names))


def area_codes(terms: RecipientAgreement, services: Services) -> tuple[str, ...]:
    """Return the codes of an agreement's areas in the areas in use; AREA_UNKNOWN."""
    return tuple(authority_of(area, services)[0] for area in terms.areas)


def check_area(choice: PresetChoice, area: str | None, services: Services) -> None:
    """Refuse a paper or page about an area (code; None: the whole region) beyond the agreement."""
    terms = choice.terms
    if terms is None or terms.everywhere:
        return
    if area is None or area not in area_codes(terms, services):
        what = f"it is about {', '.join(terms.areas)} only; name one of them with --area"
        raise TiigError(AGREEMENT_FORBIDS, agreement=terms.id, what=what)
    if not terms.compares:
        what = "papers set an area beside the others, which it does not let them do"
        raise TiigError(AGREEMENT_FORBIDS, agreement=terms.id, what=what)


def check_item(choice: PresetChoice, dimension: str, services: Services) -> None:
    """Refuse an answer that tells of a dimension which the agreement does not hold."""
    known = dimensions(services.standard)
    if choice.terms is not None and not covers(choice.terms, known[dimension], known):
        what = f"{known[dimension].label.lower()} ({dimension}) is none of its items"
        raise TiigError(AGREEMENT_FORBIDS, agreement=choice.terms.id, what=what)


def acting(asker: Asker, given: GivenTo) -> Asker:
    """Return the asker as the audit is to name them: for the purpose, under the agreement."""
    because = f" ({asker.purpose})" if asker.purpose and asker.purpose != given.purpose else ""
    return replace(asker, purpose=f"{given.purpose}{because}", agreement=given.agreement)


def _under(terms: RecipientAgreement, chosen: Preset, services: Services) -> PresetChoice:
    if chosen.id not in {terms.preset, PUBLIC}:
        what = f"its figures are protected under the preset {terms.preset}"
        raise TiigError(AGREEMENT_FORBIDS, agreement=terms.id, what=what)
    least = services.choices.named_partner_threshold
    threshold = max(terms.threshold or least, least) if chosen.threshold_may_vary else None
    given = GivenTo(terms.organisation, terms.purpose, terms.key)
    return PresetChoice(chosen, threshold, given, terms)


def _check_publication(questions: Sequence[Question], services: Services) -> None:
    kept_back = _kept_back(services)
    if not kept_back:
        return
    told = {
        item
        for question in questions
        for name in asked_dimensions(question, services)
        for item in _shown_by(name, services)
        if item in kept_back
    }
    if told:
        what = "; ".join(f"{item} ({', '.join(kept_back[item])})" for item in sorted(told))
        raise TiigError(PUBLICATION_FORBIDDEN, what=what)


def _kept_back(services: Services) -> dict[str, list[str]]:
    """Return items that agreements in force keep from publication, with these agreements."""
    today = services.clock.now().date()
    found: dict[str, list[str]] = {}
    for one in counting_on(services.catalogue.agreements(), today):
        if isinstance(one, SenderAgreement):
            for grant in one.items:
                if not grant.publish:
                    found.setdefault(grant.item, []).append(one.id)
    return found


def _shown_by(name: str, services: Services) -> tuple[str, ...]:
    """Return the items whose content a dimension tells."""
    dimension = dimensions(services.standard)[name]
    standard = services.standard
    column = standard.derived.get(dimension.column) or standard.joined.get(dimension.column)
    return (dimension.column,) if column is None else column.shows
