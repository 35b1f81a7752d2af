"""Mutated files in the suite: few, always the same; a million of them by `just soak-fuzz`."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # the corpus is shared by import

from tests.fuzz import judging, reference, soak
from tests.fuzz.judging import Taken, judge, layout_of, take
from tests.fuzz.mutations import Case, text_seeds

from tiig.model.errors import STORE_UNWRITABLE, TiigError
from tiig.receive import Limits, open_file

SEED, FILES = 2026, 2_000
SOUND = b"No,Site\n1,A\n2,B\n"


def test_no_file_is_misread() -> None:
    """Each is refused by an error of the catalogue, or read as the slow reader reads it."""
    met = soak.run(SEED, range(FILES))

    assert met.faults == []
    assert set(met.kinds) == {"text", "xml", "workbook", "archive"}
    assert met.outcomes["taken"] > FILES // 20
    assert len(met.outcomes) > 12


def test_the_same_number_is_the_same_file() -> None:
    """A fault can be looked at again by seed and number."""
    assert [soak.made(SEED, n) for n in range(50)] == [soak.made(SEED, n) for n in range(50)]


@pytest.mark.parametrize("number", range(0, 400, 20))
def test_the_limited_process_reads_alike(number: int, tmp_path: Path) -> None:
    """What is read here for speed is read no otherwise in the process that reads for users."""
    case = soak.made(SEED, number)
    path = tmp_path / "file"
    path.write_bytes(case.data)
    limits = Limits(chunk=case.chunk if case.kind == "text" else 1 << 20, record=1 << 16)
    try:
        here: object = take(case).rows or "file-no-rows"
    except TiigError as fault:
        here = fault.kind.id

    try:
        with open_file(path, layout_of(case), limits=limits) as opened:
            apart: object = [row for batch in opened.batches(3) for row in batch.frame.rows()]
    except TiigError as fault:
        apart = fault.kind.id

    assert here == apart


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda taken: replace(taken, rows=taken.rows[:-1]), "the account does not close"),
        (lambda taken: replace(taken, rows=[*taken.rows[:-1], taken.rows[0]]), "exactly once"),
        (lambda taken: replace(taken, rows=[(2, "1", "A"), (3, "2", "b")]), "rows differ"),
        (lambda taken: replace(taken, names=("No", "site")), "names differ"),
        (
            lambda taken: replace(taken, tally=replace(taken.tally, quoted_breaks=1, records=1)),
            "account",
        ),
    ],
)
def test_a_misreading_is_noticed(
    change: object, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that loses, doubles or changes a row does not pass."""
    assert callable(change)
    monkeypatch.setattr(judging, "take", lambda case: change(take(case)))

    assert wrong in judge(Case("text", SOUND)).wrong


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [(KeyError("cell"), "KeyError"), (TiigError(STORE_UNWRITABLE), "family STORE")],
)
def test_a_crash_is_noticed(fault: Exception, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other exception than an error of the catalogue is a fault."""

    def crash(_: Case) -> Taken:
        raise fault

    monkeypatch.setattr(judging, "take", crash)

    assert wrong in judge(Case("text", SOUND)).wrong


def test_a_needless_refusal_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that refuses all is no reader."""
    with pytest.raises(TiigError) as caught:
        take(Case("text", b'No,Site\n1,"A\n'))

    def refuse(_: Case) -> Taken:
        raise caught.value

    monkeypatch.setattr(judging, "take", refuse)

    assert judge(Case("text", SOUND)).wrong == "refused without need: quote-unclosed"


def test_the_reference_by_hand() -> None:
    """The slow reader itself, on a file that can be read by eye."""
    data = b'\xef\xbb\xbfNo , Site,\r\n1,"a ""b""\r\nc",\n\n,,\n"","x",\nend\n'

    told = reference.read(data, reference.Dialect(breaks=True, footer=1))

    assert told.names == ("No", "Site")
    assert told.rows == [(2, "1", 'a "b"\r\nc'), (6, None, "x")]
    assert (told.lines, told.quoted_breaks, told.records) == (7, 1, 5)
    assert told.ignored == [4, 5, 7]


@pytest.mark.parametrize(
    "data",
    [
        b'a,b\n1,"2\n', b'a,b\n1,2"3\n', b'a,b\n"1"2,3\n', b"a,b\n1\n", b"a,b\r1,2\r",
        b"a,a\n1,2\n", b"a,,b\n1,2,3\n", b"a,\n1,2\n", b"\n1\n", b"", b"a\n", b"a\n\xff\n",
        b"a\n\0\n", b"row\n1\n", b'a,b\n1,"2\n3"\n',
    ],
)  # fmt: skip
def test_the_reference_refuses(data: bytes) -> None:
    """What the rules forbid is refused by the slow reader too."""
    with pytest.raises(reference.RefusedError):
        reference.read(data, reference.Dialect())


def test_the_report_says_what_was_done(tmp_path: Path) -> None:
    """A soak writes how many files, of which kinds, with which outcomes, and that it is done."""
    file = tmp_path / "report.json"

    code = soak.main(["30", "--seed", "5", "--workers", "1", "-o", str(file)])

    told = json.loads(file.read_text())
    assert code == 0
    assert (told["seed"], told["asked"], told["files"], told["finished"]) == (5, 30, 30, True)
    assert sum(told["outcomes"].values()) == sum(told["kinds"].values()) == 30
    assert told["first_faults"] == []


def test_seeds_are_awkward() -> None:
    """The seeds are the corpus's own files, made small."""
    assert len(text_seeds()) > 150
