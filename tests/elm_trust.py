"""The invented sender of many tests: who it is, its sites, and the column that numbers its rows."""

from __future__ import annotations

ELM = """\
[sender]
id = "elm"
name = "Elm Trust (invented)"
provider = "XQ1"
version = 1
valid_from = 2020-01-01
scope = "all-injuries"
synthetic = true
[file]
format = "csv"
[[sites]]
code = "XQ101"
name = "Elm General"
values = ["A"]
[[sites]]
code = "XQ102"
name = "Elm Cottage"
values = ["B"]
[[columns]]
name = "No"
item = "attendance_number"
"""
"""How its profile begins; keys of the top, as `ignored`, stand before it, columns after it."""
