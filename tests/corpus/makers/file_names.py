"""Sound files under names that mislead, command, overflow, or name a person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.corpus.makers.base import Sample, faulty, sent, text_of


def named(canary: str, *, name: str) -> Sample:
    """Send the sound month under a name; its canary stands in the name where there is room."""
    return sent(text_of(faulty(Bed=canary)), name=name.replace("CANARY", canary))


FILES: Mapping[str, partial[Sample]] = {
    "in-chinese": partial(named, name="六月 CANARY.csv"),
    "with-accents-apart": partial(named, name="re\u0301sume\u0301 CANARY.csv"),
    "with-right-to-left-override": partial(named, name="extract \u202evsc.exe"),
    "with-leading-dash": partial(named, name="--confirm.csv"),
    "of-255-bytes": partial(named, name=f"CANARY {'x' * 230}.csv"),
    "reserved-by-windows": partial(named, name="CON.csv"),
    "with-newline": partial(named, name="extract\nCANARY.csv"),
    "with-terminal-escape": partial(named, name="extract\x1b[2J CANARY.csv"),
    "with-shell-command": partial(named, name="$(touch CANARY);.csv"),
    "with-percent-slashes": partial(named, name="..%2f..%2fCANARY.csv"),
    "with-backslashes": partial(named, name="..\\..\\CANARY.csv"),
    "with-format-fields": partial(named, name="{kinds} {0} CANARY.csv"),
    "with-formula": partial(named, name="=1+CANARY.csv"),
    "with-script": partial(named, name="<script>CANARY<script>.csv"),
    "hidden-by-a-dot": partial(named, name=".CANARY"),
    "of-dots": partial(named, name="....csv"),
    "of-a-space": partial(named, name=" "),
    "with-trailing-dot-and-space": partial(named, name="CANARY.csv. "),
    "with-two-endings": partial(named, name="CANARY.csv.exe"),
    "text-called-xlsx": partial(named, name="CANARY.xlsx"),
    "in-bytes-that-are-no-utf8": partial(named, name="CANARY\udcff.csv"),
    "names-a-patient": partial(named, name="Mrs Mary Jones CANARY.csv"),
    "with-nhs-number": partial(named, name="extract 9990000018.csv"),
    "with-nhs-number-underscored": partial(named, name="999_000_0018_extract.csv"),
    "with-birth-date": partial(named, name="extract dob 14.02.1987.csv"),
    "with-postcode": partial(named, name="extract M1 1AA.csv"),
    "with-telephone": partial(named, name="extract 07700900123.csv"),
    "with-e-mail": partial(named, name="extract for mary.jones@example.org.csv"),
    "with-time-stamp-of-ten-digits": partial(named, name="extract 2026063012.csv"),
}  # fmt: skip
