"""Problems and effects in plain words to a department: what changed, and what chance explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tiig.kit.rounding import per_cent_down
from tiig.model.effects import Verdict
from tiig.model.letter import ActionTold, EffectTold, Letter, News, ProblemTold
from tiig.model.problems import ProblemKind
from tiig.model.quality import Share
from tiig.publish.exhibits.cells import month_words
from tiig.publish.exhibits.quality_cells import short_month
from tiig.publish.letters.wording import shortened
from tiig.publish.paper import Block, Cell, Exhibit, Grid, Text

PROBLEM_WORDS = {
    ProblemKind.MISSING: ("is left blank more often", "filled in"),
    ProblemKind.FIELD_LOST: ("no longer comes with the file", "filled in"),
    ProblemKind.NOT_KNOWN: ("is “not known” more often", "not known"),
    ProblemKind.DEFAULT: ("has a default value more often", "a default value"),
    ProblemKind.ONE_ENTRY: ("has one entry too often", "the same entry"),
    ProblemKind.UNMAPPED: ("has entries that cannot be read", "readable"),
    ProblemKind.WITHOUT_TIME: ("has a date without a time more often", "without a time"),
    ProblemKind.NOT_USABLE: ("can be used less often", "usable"),
    ProblemKind.ASCERTAINMENT: ("intent is known less often", "known"),
    ProblemKind.ASSAULTS: ("assaults are recorded otherwise than before", "assaults"),
    ProblemKind.LESS_USABLE: ("fewer assaults tell day, place and weapon", "usable"),
    ProblemKind.PLACE_WORDS: ("the place is told in words less often", "in words"),
    ProblemKind.CONTRADICTING: ("times contradict each other more often", "without contradiction"),
    ProblemKind.IMPLAUSIBLE: ("values are implausible more often", "plausible"),
    ProblemKind.REPEATED: ("rows are repeated more often", "not repeated"),
    ProblemKind.VOLUME: ("the number of rows is not what it was", "of those expected"),
    ProblemKind.FILTER: ("some attendances no longer come with the file", "of that kind"),
    ProblemKind.CODING: ("answers are coded otherwise than before", "coded so"),
    ProblemKind.ABSENT: ("nothing was received", ""),
    ProblemKind.LATE_JOINER: ("the department began to send", ""),
}
"""What happened, after the item if there is one, and what the shares beside it are shares of."""

_BORNE_OUT = {
    Verdict.NOT_SHOWN: "no clear change.",
    Verdict.BOTH_WAYS: "no clear change: some months went up, others down.",
}
"""What is said of months after an action that are neither better nor worse."""
_SHOWN = 3
_LONGEST = 140
"""Letters of a finding on the lead's pages; the technical sheet has all of it."""
_FOUND = "Found in figures alone: if you know the reason, tell us, and it is noted."
_JUDGED = (
    "Effects are judged by the limits that the months before set. After a bad month the next is "
    "mostly better by itself (regression to the mean): one good month proves nothing."
)
_GOING = frozenset({"open", "overdue"})
_ORDER = (News.NEW, News.BACK, News.STILL, News.OVER)


def problems_heading(letter: Letter) -> str:
    """Say how many problems are new and over since the last letter."""
    if not letter.problems:
        return "What is not as it was: nothing"
    counted = Counter(one.news for one in letter.problems)
    told = ", ".join(f"{counted[news]} {news}" for news in _ORDER if counted[news])
    return f"What is not as it was: {told}"


def problems_blocks(letter: Letter) -> tuple[Block, ...]:
    """Show the problems of the department's own rows, the news first."""
    if not letter.problems:
        since = f" since our letter of {letter.since:%d %B %Y}" if letter.since else ""
        return (Text((f"Nothing got worse by more than chance does{since}.",)),)
    ordered = sorted(letter.problems, key=lambda one: _ORDER.index(one.news))
    told = Exhibit(
        id="problems",
        title=f"{len(ordered)} {'change' if len(ordered) == 1 else 'changes'} that chance does "
        "not explain",
        summary="A table of what is not as it was: what, since when, how far, and how it stands.",
        grid=Grid(
            ("What", "Since", "Now, and before", "How it stands"),
            tuple(_problem_row(one) for one in ordered[:_SHOWN]),
            words=True,
        ),
        releases=(letter.quality.release,),
        manifests=(letter.quality.manifest,),
    )
    return told, Text((f"{_more(len(ordered) - _SHOWN)}{_FOUND}",))


def problem_words(one: ProblemTold) -> str:
    """Say what happened: `Weapon or method: is left blank more often, little by little`."""
    words = PROBLEM_WORDS[one.kind][0]
    told = f"{one.label}: {words}" if one.label else words[0].upper() + words[1:]
    return f"{told}, little by little" if one.drift else told


def shares_words(one: ProblemTold) -> str:
    """Say how far: `41 % filled in, 96 % before`; a dash where no share is compared."""
    if not one.before.whole or not one.during.whole:
        return "-"
    return f"{_share(one.during)} {PROBLEM_WORDS[one.kind][1]}, {_share(one.before)} before"


def actions_blocks(letter: Letter) -> tuple[Block, ...]:
    """Show what is agreed with the department, and what came after what was done."""
    if not letter.actions:
        return (Text(("No action is entered for your department.",)),)
    ordered = sorted(letter.actions, key=lambda one: one.state not in _GOING)
    shown = ordered[:_SHOWN]
    going = sum(one.state in _GOING for one in ordered)
    told = Exhibit(
        id="actions",
        title=f"{going} of {len(ordered)} actions {'is' if going == 1 else 'are'} open",
        summary="A table of actions: what was found and is done, until when, the state, and "
        "what came after it.",
        grid=Grid(
            ("What was found", "What is done", "Until", "State", "What came after"),
            tuple(_action_row(one) for one in shown),
            words=True,
        ),
        releases=(letter.quality.release,),
        manifests=(letter.quality.manifest,),
    )
    judged = _JUDGED if any(one.effect is not None for one in shown) else ""
    note = f"{_more(len(ordered) - len(shown))}{judged}"
    return (told, Text((note,))) if note else (told,)


def _problem_row(one: ProblemTold) -> tuple[Cell, ...]:
    return tuple(
        Cell(text) for text in (problem_words(one), _since(one), shares_words(one), str(one.news))
    )


def _action_row(one: ActionTold) -> tuple[Cell, ...]:
    finding, until = shortened(one.finding, _LONGEST), f"{one.due:%d %B %Y}"
    return tuple(Cell(text) for text in (finding, one.kind, until, one.state, _came(one)))


def _more(count: int) -> str:
    return f"{count} more: see the technical sheet. " if count > 0 else ""


def effect_words(effect: EffectTold) -> str:
    """Say what came after an action, and no more than its months bear out."""
    return " ".join(_effect(effect))


def gained(letter: Letter) -> str | None:
    """Return the effect to thank for: the largest that is more than chance does."""
    found = [
        one.effect
        for one in letter.actions
        if one.effect is not None and one.effect.verdict is Verdict.IMPROVED
    ]
    best = max(found, key=lambda one: abs(_change(one)), default=None)
    return None if best is None else f"{_moved(best)}."


def _came(one: ActionTold) -> str:
    return "-" if one.effect is None else effect_words(one.effect)


def _effect(effect: EffectTold) -> Iterator[str]:
    if effect.verdict is Verdict.NO_PAST:
        yield f"Done in {month_words(effect.month)}: too few months before it to judge by."
        return
    if effect.verdict is Verdict.TOO_EARLY:
        yield f"Done in {month_words(effect.month)}: too early to tell."
        return
    yield f"{_moved(effect)}:"
    yield _BORNE_OUT.get(effect.verdict, "more than chance does.")
    if effect.others:
        yield (
            f"Of {effect.others} departments without such an action {effect.less} changed by less."
        )


def _moved(effect: EffectTold) -> str:
    """Write `Since the visit in March 2026, weapon (known) rose from 41 % to 63 %`."""
    label = effect.label[0].lower() + effect.label[1:]
    before, after = _share(effect.before.share), _share(effect.after.share)
    moved = f"stayed at {after}"
    if before != after:
        moved = f"{'rose' if _change(effect) > 0 else 'fell'} from {before} to {after}"
    return f"Since the {effect.done} in {month_words(effect.month)}, {label} {moved}"


def _change(effect: EffectTold) -> int:
    before, after = effect.before.share, effect.after.share
    return after.part * before.whole - before.part * after.whole


def _since(one: ProblemTold) -> str:
    first = short_month(one.first)
    return f"{first} to {short_month(one.last)}" if one.news is News.OVER else first


def _share(share: Share) -> str:
    return f"{per_cent_down(share.part, share.whole)} %"
