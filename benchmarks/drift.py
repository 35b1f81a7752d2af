"""How often drift holds a sound month, and whether it says and holds what was changed on purpose.

python benchmarks/drift.py [--months 10] [--scale 0.1] [--seeds 1 2 3]

For each seed the synthetic region is sent without its planted faults, month by month. Every file
that a drift rule holds is a false hold. In the last month each file is then spoiled in some thirty
ways and rehearsed against the same past: a change is *said* where the receipt names it by one of
the rules meant for it, or refuses the file for it; it is *held* where the file would not come
into force.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spoiling import Spoil, Spoiled

from tiig.journeys.submit import SubmitAnswer
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.model.submission import SubmissionState
from tiig.synthesis import Recording, SentFile, make_world
from tiig.synthesis.recording.senders import Sender, all_senders
from tiig.testing import agree, in_memory_services
from tiig.wiring.session import Session

LAST = Month(2026, 6)
MOST_FALSE = 0.02
"""Share of sound files that drift may hold."""
ENOUGH = 100
"""Rows from which a spoiled file counts towards what must be said; smaller ones stand apart."""


@dataclass
class Tally:
    """What was found, over all seeds."""

    sound: int = 0
    sound_held: int = 0
    said_of_sound: int = 0
    small_sound: int = 0
    spoiled: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    false: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)


def main() -> None:
    """Send, spoil, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=10)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    tally = Tally()
    for seed in asked.seeds:
        _one_region(seed, asked.months, asked.scale, tally)
    _print(tally, verbose=asked.verbose)


def _one_region(seed: int, months: int, scale: float, tally: Tally) -> None:
    first = LAST.plus(1 - months)
    with tempfile.TemporaryDirectory() as folder:
        spoiled: list[Spoiled] = []
        recording = Recording(
            make_world(seed=seed, first=first, months=months, scale=scale),
            Path(folder),
            seed=seed,
            extra=Spoil(LAST, spoiled),
            senders=[_sound(sender) for sender in all_senders()],
        )
        asker = Asker.local("analyst", purpose="testing")
        session = Session(asker, in_memory_services(), Silent())
        for batch in recording.batches(first, months):
            for due in batch.profiles:
                session.add_sender(due.path)
                agree(session.services)
            if batch.month == LAST:
                for one in sorted(spoiled, key=lambda one: one.file.path.name):
                    _note_spoiled(one, _rehearsed(session, one.file), tally)
            for file in batch.files:
                if batch.month > first:
                    _note_sound(file, _rehearsed(session, file), tally)
                month = None if file.month is None else str(file.month)
                session.submit(file.path, sender=file.sender, month=month, confirm=True)


def _sound(sender: Sender) -> Sender:
    """Return a sender without anything planted."""
    habits = tuple(habit for habit in sender.habits if not habit.planted)
    return replace(
        sender, layouts=sender.layouts[:1], habits=habits, filters=(), corrected=(), again=()
    )


def _rehearsed(session: Session, file: SentFile) -> SubmitAnswer:
    month = None if file.month is None else str(file.month)
    return session.check_file(file.path, sender=file.sender, month=month)


def _note_sound(file: SentFile, answer: SubmitAnswer, tally: Tally) -> None:
    drift = answer.receipt.drift
    held = [one for one in drift if one.holds]
    tally.sound += 1
    tally.small_sound += file.rows < ENOUGH
    tally.sound_held += bool(held)
    tally.said_of_sound += len(drift)
    tally.false += [f"{file.path.name} ({file.rows} rows): {one.sentence}" for one in held]


def _note_spoiled(one: Spoiled, answer: SubmitAnswer, tally: Tally) -> None:
    kind = one.kind.name if one.file.rows >= ENOUGH else f"{one.kind.name} (small)"
    rules = {change.rule for change in answer.receipt.drift}
    refused = answer.state is SubmissionState.REFUSED
    said = refused or bool(rules & one.kind.rules) or bool(one.kind.reason and _held(answer))
    tally.spoiled[kind]["files"] += 1
    tally.spoiled[kind]["said"] += said
    tally.spoiled[kind]["held"] += refused or _held(answer)
    if not said:
        tally.unsaid.append(f"{kind}: {one.file.path.name}, {one.file.rows} rows: {sorted(rules)}")


def _held(answer: SubmitAnswer) -> bool:
    return answer.state is SubmissionState.HELD


def _print(tally: Tally, *, verbose: bool) -> None:
    share = tally.sound_held / tally.sound
    print(
        f"sound files: {tally.sound} ({tally.small_sound} of them under {ENOUGH} rows),"
        f" held by drift {tally.sound_held} ({share:.1%}),"
        f" changes said a file {tally.said_of_sound / tally.sound:.1f}"
    )
    print(f"at most {MOST_FALSE:.0%} held: {'met' if share <= MOST_FALSE else 'MISSED'}")
    print(f"{'changed on purpose':<28}{'files':>7}{'said':>7}{'held':>7}")
    for kind, found in sorted(tally.spoiled.items()):
        print(f"{kind:<28}{found['files']:>7}{found['said']:>7}{found['held']:>7}")
    for title, kinds in (
        (f"files of {ENOUGH} rows and more", _large(tally)),
        ("all files", tally.spoiled),
    ):
        files, said, held = (sum(kinds[one][key] for one in kinds) for key in _COLUMNS)
        print(f"{title}: said {said} of {files} ({said / files:.1%}), held {held}")
    for line in (*tally.false, *tally.unsaid) if verbose else ():
        print(" ", line)


_COLUMNS: Sequence[str] = ("files", "said", "held")


def _large(tally: Tally) -> dict[str, Counter[str]]:
    return dict(_of_large(tally))


def _of_large(tally: Tally) -> Iterator[tuple[str, Counter[str]]]:
    for kind, found in tally.spoiled.items():
        if not kind.endswith("(small)"):
            yield kind, found


if __name__ == "__main__":
    main()
