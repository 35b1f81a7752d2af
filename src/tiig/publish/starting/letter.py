"""The covering e-mail: who asks, on what footing, what is never sent, how, and whom to ask."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from tiig.model.months import Month
from tiig.publish.starting.party import BLANK, Party
from tiig.publish.starting.wording import NEVER


@dataclass(frozen=True)
class Part:
    """A heading of the letter (none: it opens it), its paragraphs or list, and a last sentence."""

    heading: str
    lines: tuple[str, ...]
    listed: bool = False
    closing: str = ""


@dataclass(frozen=True)
class Letter:
    """The letter part by part."""

    subject: str
    parts: tuple[Part, ...]


def letter(party: Party, month: Month) -> Letter:
    """Return the letter; what is not known of the parties is a blank."""
    words = {
        "asks": party.who_asks,
        "hospital": BLANK.format(what="the hospital") if party.invented else party.name,
        "contact": party.whom_to_ask,
        "month": str(month),
    }
    told = tomllib.loads((files("tiig.publish.starting") / "letter.toml").read_text("utf-8"))
    parts = tuple(
        Part(
            heading=part["heading"],
            lines=NEVER if part.get("never") else _filled(part["lines"], words),
            listed=part.get("listed", part.get("never", False)),
            closing=part.get("closing", ""),
        )
        for part in told["part"]
    )
    return Letter(told["subject"], parts)


def _filled(lines: Sequence[str], words: dict[str, str]) -> tuple[str, ...]:
    """Put the parties in; their names are put in once, and read no further."""
    found = []
    for line in lines:
        pieces = line.split("{")
        put = (words[piece.partition("}")[0]] + piece.partition("}")[2] for piece in pieces[1:])
        found.append("".join((pieces[0], *put)))
    return tuple(found)


def letter_text(told: Letter) -> str:
    """Return the letter as plain text, a paragraph a line."""
    blocks = [f"Subject: {told.subject}"]
    for part in told.parts:
        blocks += [part.heading.upper()] if part.heading else []
        if part.listed:
            blocks.append("\n".join(f"- {line}" for line in part.lines))
        else:
            blocks += part.lines
        blocks += [part.closing] if part.closing else []
    return "\n\n".join(blocks) + "\n"
