"""The command line as its own parser knows it."""

from __future__ import annotations

from collections.abc import Iterator

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from generating.markdown import code, page, table, yes
from tiig.cli.commands import COMMANDS, loaded
from tiig.model.errors import Family

Command = TyperGroup | TyperCommand
Parameter = TyperArgument | TyperOption

_OUTCOMES = {
    Family.OUR_FAULT: "our fault; the message gives a reference number",
    Family.USAGE: "wrong usage, or a question that cannot be answered",
    Family.FILE: "the file: refused, or held (the state is in `--json`)",
    Family.PROFILE: "the sender profile, a code map or the standard",
    Family.PERMISSION: "permission",
    Family.STORE: "the store, the disk or the keys",
    Family.INTERRUPTED: "interrupted",
}


def tree() -> TyperGroup:
    """Return the whole command `tiig`."""
    return TyperGroup(name="tiig", commands={name: loaded(name) for name in COMMANDS})


def leaves(command: Command, name: str) -> Iterator[tuple[str, Command]]:
    """Yield every command that does something, by its full name, sorted."""
    if isinstance(command, TyperGroup):
        if command.invoke_without_command:
            yield name, command
        for part, sub in sorted(command.commands.items()):
            if isinstance(sub, Command):
                yield from leaves(sub, f"{name} {part}")
    else:
        yield name, command


def commands_page() -> str:
    """Return the page of commands, options and exit codes."""
    found = list(leaves(tree(), "tiig"))
    return page(
        "Commands",
        "Answers go to standard output, messages to standard error. `--json` prints the answer, or "
        "the failure, as JSON. Every command also takes `--help`.",
        table(
            ("command", "what it does"),
            ((f"[`{name}`](#{name.replace(' ', '-')})", _first(one)) for name, one in found),
        ),
        *(_command(name, one) for name, one in found),
        ["## Exit codes", ""],
        table(("code", "meaning"), [(0, "done, also where nothing had to change"), *_exits()]),
        "Each kind of failure stands in [errors](errors.md).",
    )


def _exits() -> Iterator[tuple[int, str]]:
    for family in Family:
        yield int(family), _OUTCOMES[family]


def _first(command: Command) -> str:
    return (command.help or "").split("\n\n")[0]


def _command(name: str, command: Command) -> list[str]:
    arguments = [one for one in command.params if isinstance(one, TyperArgument)]
    options = [
        one for one in command.params if isinstance(one, TyperOption) and "--help" not in one.opts
    ]
    usage = " ".join([name, *(_placed(one) for one in arguments), "[options]"])
    anchor = name.replace(" ", "-")
    return [
        f'## <a id="{anchor}"></a>`{name}`',
        "",
        " ".join((command.help or "").split()),
        "",
        f"    {usage}",
        "",
        *table(
            ("argument or option", "meaning", "needed", "unless given"),
            [*map(_row, arguments), *map(_row, options)],
        ),
    ]


def _placed(one: TyperArgument) -> str:
    word = _word(one) + ("..." if one.nargs == -1 else "")
    return word if one.required else f"[{word}]"


def _word(one: Parameter) -> str:
    return (one.metavar or one.name or "").strip("[]").upper()


def _row(one: Parameter) -> tuple[str, ...]:
    said = (one.help or "").rstrip(".")
    plain = isinstance(one.default, (str, int)) and one.default is not False
    names = ", ".join(one.opts) if isinstance(one, TyperOption) else _word(one)
    many = "; may be given more than once" if isinstance(one, TyperOption) and one.multiple else ""
    unless_given = code(one.default) if plain else ""
    return code(names), said + many, yes(one.required), unless_given
