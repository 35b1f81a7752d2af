"""Pages on the program itself: errors, profile keys, settings, states, presets, Python."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import get_args

import tiig
from generating.markdown import cell, code, page, table, yes
from tiig.model.agreement_keys import AgreementKey, agreement_keys, schema
from tiig.model.errors import Family, Kind
from tiig.model.every_error import every_kind
from tiig.model.submission import MOVES, SubmissionState
from tiig.standard import Standard
from tiig.translate.profile_keys import profile_keys
from tiig.wiring import Settings

_TABLES = {
    "": "At the top of the file, before the first table",
    "sender": "`[sender]`: who sends",
    "file": "`[file]`: how the bytes are opened; nothing is guessed",
    "period": "`[period]`: where the file itself says which months it covers",
    "sites": "`[[sites]]`: one for each site",
    "constants": "`[constants]`: what is the same in every row",
    "columns": "`[[columns]]`: one for each column, in the order in which they are believed",
}
_SETTINGS = {
    "workspace": "The folder of the workspace; `--workspace` wins over it.",
    "database_url": "Where the catalogue is: `postgresql://tiig@db.example.org:5432/tiig`, without "
    "a password; else `catalogue.db` in the workspace.",
    "database_password": "The password of the database's user, in the environment only.",
    "named_partner_threshold": "The smallest count shown under the preset `named-partner`; "
    "no agreement may set less.",
    "geography": "The geography by which areas are counted unless another is named; "
    "without it the built-in, invented one.",
    "page_preset": "The preset that protects what pages show.",
    "page_agreement": "The recipient's agreement under which pages are given; needed where "
    "they are not for the public.",
    "region": "What bulletins and profiles call all areas together.",
    "data_protection_officers": "The people, by their user names, who may close incidents; "
    "nobody where none is named.",
    "passphrase": "Wraps the keyring. Give it in the environment only, never in `tiig.toml`.",
    "key_service": "What opens the keyring: `local` (a passphrase or a file), or the "
    "`package.module:name` of an installed adapter to a key service.",
    "new_passphrase": "The passphrase that `tiig keys passphrase` sets. In the environment only.",
    "overlay": "The site's additions to the standard; else the folder `standard` in the workspace.",
}
_AGREEMENT_TABLES = {
    "agreement": "`[agreement]`: both kinds",
    "sender": "`[sender]`: what comes in",
    "items": "`[[items]]`: of a sender, one each",
    "treatment": "`[[treatment]]`: of a sender, one for each identifying item",
    "retention": "`[retention]`: of a sender",
    "free_text": "`[free_text]`: of a sender; may be left out",
    "recipient": "`[recipient]`: what goes out",
}
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list of texts",
}
_STATES = {
    SubmissionState.RECEIVED: "it has arrived and is being judged",
    SubmissionState.HELD: "a person must decide; nothing of it is counted",
    SubmissionState.IN_FORCE: "its rows are what is counted",
    SubmissionState.SUPERSEDED: "a later submission has replaced all of it",
    SubmissionState.WITHDRAWN: "taken back; it is never counted again",
    SubmissionState.REFUSED: "nothing of it was stored, no copy is kept",
}


def errors_page() -> str:
    """Return every kind of failure, by family."""
    parts = []
    for family in Family:
        kinds = [kind for kind in every_kind().values() if kind.family is family]
        parts.append([f"## Exit code {int(family)}: {family.name.lower().replace('_', ' ')}", ""])
        parts += [_error(kind) for kind in sorted(kinds, key=lambda kind: kind.id)]
    return page(
        "Errors",
        "Every failure that a person can act on: what happened, what to do next. Words in braces "
        "stand for facts such as a column's name or a count, never for a value of a file. The name "
        "of the kind is `error` in `--json`.",
        *parts,
    )


def _error(kind: Kind) -> list[str]:
    said = [f"**{kind.sentence}.**", "", f"{kind.advice} (HTTP status {kind.http}.)"]
    return [f"### {kind.id}", "", *said, ""]


def profile_page() -> str:
    """Return every key of a sender profile."""
    parts: list[list[str]] = []
    for name, words in _TABLES.items():
        rows = [
            (code(key.name), key.meaning, key.allowed, code(key.example))
            for key in profile_keys()
            if key.table == name
        ]
        parts += [[f"## {words}", ""], table(("key", "meaning", "what it may be", "example"), rows)]
    return page(
        "Sender profile",
        "A profile is a TOML file that describes one sender's layout from a day on. These keys are "
        "known and no others. How to write one: [add a sender](../how-to/add-a-sender.md).",
        *parts,
    )


def agreement_page() -> str:
    """Return every key of an agreement."""
    parts: list[list[str]] = []
    for name, words in _AGREEMENT_TABLES.items():
        rows = [
            (
                code(key.name),
                key.meaning,
                "yes" if key.required else "",
                _may_be(key),
                code(key.example),
            )
            for key in agreement_keys()
            if key.table == name
        ]
        header = ("key", "meaning", "needed", "what it may be", "example")
        parts += [[f"## {words}", ""], table(header, rows)]
    return page(
        "Agreement",
        "An agreement is a TOML file. These keys are known and no others; "
        "[agreement.schema.json](agreement.schema.json) says the same to editors. What each does: "
        "[agreements](../how-to/agreements.md).",
        *parts,
    )


def agreement_schema() -> str:
    """Return the JSON Schema of both kinds of agreement."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _may_be(key: AgreementKey) -> str:
    if key.choices:
        return ", ".join(map(code, key.choices))
    if key.format == "date":
        return "a day, without quotation marks"
    bounds = [
        f"{word} {bound}"
        for word, bound in (("at least", key.least), ("at most", key.most))
        if bound is not None
    ]
    return ", ".join([_TYPES[key.type], *bounds])


def settings_page() -> str:
    """Return every setting of a workspace."""
    return page(
        "Settings",
        "Settings stand in `tiig.toml` of the workspace; a variable of the environment wins over "
        "the file. Secrets come from the environment only.",
        table(("tiig.toml", "environment", "unless given", "limits", "meaning"), _settings()),
    )


def _settings() -> Iterator[tuple[str, ...]]:
    for name, field in Settings.model_fields.items():
        given = "" if field.default in {None, ()} or name == "workspace" else field.default
        limits = ", ".join(
            f"{word} {getattr(one, bound)}"
            for one in field.metadata
            for bound, word in (("ge", "at least"), ("le", "at most"))
            if hasattr(one, bound)
        )
        meaning = field.description or _SETTINGS[name]
        inside = "" if "SecretStr" in str((field.annotation, get_args(field.annotation))) else name
        if name == "workspace":
            inside = ""
        yield code(inside), code(f"TIIG_{name.upper()}"), code(given), limits, meaning


def states_page() -> str:
    """Return the states of a submission and the moves between them."""
    drawn = ["```mermaid", "stateDiagram-v2"]
    drawn += [f'    state "{state}" as {state.name.lower()}' for state in SubmissionState]
    drawn += ["    [*] --> received"]
    drawn += [
        f"    {state.name.lower()} --> {after.name.lower()}"
        for state in SubmissionState
        for after in SubmissionState
        if after in MOVES[state]
    ]
    drawn += [f"    {state.name.lower()} --> [*]" for state in SubmissionState if not MOVES[state]]
    return page(
        "States of a submission",
        [*drawn, "```", ""],
        table(("state", "meaning"), ((state, _STATES[state]) for state in SubmissionState)),
        "A superseded submission comes back into force when the one that replaced it is withdrawn.",
        "Sites and months have standings of their own: *absent* (nothing received), *nil* "
        "(declared empty, a true zero), *held*, *provisional* (not settled yet), *settled*.",
    )


def presets_page(standard: Standard) -> str:
    """Return what each disclosure preset hides and how it treats rates."""
    parts = []
    for preset in standard.presets.values():
        hides, step = preset.smallest_shown > 1, preset.round_to
        beside = "whatever would give a hidden number back"
        facts = {
            "Rule": preset.rule,
            "Hidden": f"counts from 1 to {preset.smallest_shown - 1}" if hides else "nothing",
            "Threshold": "set by `named_partner_threshold`" if preset.threshold_may_vary else "",
            "Rounded": f"to the nearest {step}" if step > 1 else "not rounded",
            "Zero": "shown" if preset.shows_zero else "hidden",
            "Hidden beside": beside if preset.complementary else "",
            "A standardised rate needs": f"{preset.rate_needs_events} events",
            "Asks for a purpose": yes(preset.asks_purpose),
            "May be released": "yes" if preset.for_release else "no",
            "Only for the sender's own rows": yes(preset.own_rows_only),
            "Printed with each table": preset.mark,
            "Rates": preset.rates,
            "Source": preset.source,
        }
        parts += [
            [f"## `{preset.id}`: {preset.label}", "", preset.meaning, ""],
            table(("what", "how"), ((name, fact) for name, fact in facts.items() if fact)),
        ]
    return page(
        "Disclosure presets",
        "How figures are protected, by audience. Without `--preset` it is `public`. Why it is done "
        "like this: [disclosure](../explanation/disclosure.md).",
        *parts,
    )


def counting_rule_page(standard: Standard) -> str:
    """Return the counting rule as it is printed with every table."""
    rules = [f"{number}. {said}" for number, said in enumerate(standard.counting_rule, start=1)]
    return page(
        "The counting rule",
        "Written once, in `standard/counting_rule.toml`, and printed with every table.",
        rules,
    )


def python_page() -> str:
    """Return the public names of the package, and the verbs of a session."""
    names = [name for name in tiig.__all__ if name != "__version__"]
    rows = [(code(f"tiig.{name}"), _about(getattr(tiig, name))) for name in names]
    verbs = [pair for pair in vars(tiig.Session).items() if pair[0][0] != "_"]
    return page(
        "Python",
        "What `import tiig` offers; whatever is not listed here is private.",
        table(("name", "what it is"), rows),
        ["## The verbs of a session", ""],
        "`with tiig.connect(folder) as session:` gives a session at a workspace. Its verbs are "
        "those of the [commands](commands.md), and carry out the same journeys.",
        table(("verb", "what it does"), ((_called(n, verb), _about(verb)) for n, verb in verbs)),
    )


def _called(name: str, verb: Callable[..., object]) -> str:
    """Write a verb with the names of what it takes; what follows `*` is named when called."""
    words = []
    for one in list(inspect.signature(verb).parameters.values())[1:]:
        if one.kind is one.KEYWORD_ONLY and "*" not in words:
            words.append("*")
        words.append(one.name if one.default is one.empty else f"{one.name}={one.default!r}")
    return code(f"session.{name}({', '.join(words)})")


def _about(found: object) -> str:
    text = inspect.getdoc(found) or ""
    return cell(re.split(r"(?<=\.)\s", text.strip(), maxsplit=1)[0])
