"""A reminder as text, and as a draft that a mail program opens unsent. No word about a patient."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from importlib.resources import files
from textwrap import fill
from typing import Any

from tiig.model.due import DueLine
from tiig.model.reminder import Reminder

WIDTH = 88
NO_CONTACT = "[whom to ask: name, e-mail, telephone]"
SYNTHETIC = "Synthetic data - not about any real hospital or person."


def worded(reminder: Reminder, contact: str) -> Reminder:
    """Return the reminder with its subject and text; without a contact, a blank to fill in."""
    words = _words()
    step = words["step"][min(reminder.number, len(words["step"])) - 1]
    filled = {
        "count": _counted(len(reminder.lines), "month of a site", "months of sites"),
        "number": reminder.number,
        "last": max((line.reminded_on for line in reminder.lines), default=""),
        "sender": reminder.sender,
    }
    how = words["how"]
    paragraphs = [
        *([SYNTHETIC] if reminder.synthetic else []),
        f"To the data team of {_plain(reminder.sender_name)}",
        step["opening"].strip().format(**filled),
        "What we are waiting for",
        *_listed(told for line in reminder.lines for told in _line(line)),
        how["title"],
        *_listed(line.format(**filled) for line in how["lines"]),
        f"Whom to ask: {_plain(contact) or NO_CONTACT}",
        step["closing"],
    ]
    subject = step["subject"].format(**filled)
    return replace(reminder, subject=subject, text=_joined(paragraphs))


def reminder_mail(reminder: Reminder) -> bytes:
    """Return the reminder as a message without sender or recipient, marked as not sent."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = reminder.subject
    message["X-Unsent"] = "1"
    message.set_content(reminder.text)
    return message.as_bytes()


def _line(line: DueLine) -> Iterator[str]:
    told = _words()["states"][line.standing].format(
        due=line.due_on,
        ago=f", {_counted(line.days_late, 'day', 'days')} ago," if line.days_late else "",
        lacks=line.lacks,
        came=line.received_on,
    )
    yield f"- {_plain(line.name)} ({line.site}), {line.month}: {told}"
    yield from (f"  because: {_plain(reason)}" for reason in line.reasons)


def _listed(lines: Iterator[str]) -> list[str]:
    """Mark each line as one of a list, so that it stands close to the others."""
    return [line if line.startswith(("- ", "  ")) else f"- {line}" for line in lines]


def _joined(paragraphs: list[str]) -> str:
    """Fold paragraphs, with an empty line before each that is not part of a list."""
    text = ""
    for paragraph in paragraphs:
        inside = paragraph.startswith(("- ", "  "))
        indent = "    " if paragraph.startswith("  ") else "  "
        lead = "" if not text or inside else "\n"
        folded = fill(
            paragraph,
            WIDTH,
            subsequent_indent=indent if inside else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        text += f"{lead}{folded}\n"
    return text


def _plain(words: str) -> str:
    """Return words on one line: a name may not begin another line of a message."""
    return " ".join(words.split())


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("tiig.publish") / "reminder.toml").read_text(encoding="utf-8"))
