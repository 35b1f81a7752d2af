"""Every catalogue keeps the code map alike, and the counts of what was read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl
from tests.oracle.store_nouns import JUNE, NOW, refused, write
from tests.oracle.test_store_adapters import catalogue  # noqa: F401 - the fixture of all adapters

from tiig.model.code_map import CodeDecision, CodeStep
from tiig.model.code_ports import STORED_COUNTS
from tiig.model.ports import Catalogue
from tiig.model.submission import Derivation, MeasureCount

LATER = NOW + timedelta(hours=1)
SAID = CodeDecision(
    "c-2",
    "north",
    "injury_intent",
    "schlägerei",
    CodeStep.CONFIRMED,
    "ada",
    "asked",
    NOW,
    "assault",
)
COUNTS = replace(SAID, id="c-1", step=CodeStep.APPROVED, person="bob", at=LATER, alone=True)
BACK = replace(SAID, id="c-3", step=CodeStep.UNDONE, at=LATER, node=None)


def test_decisions_come_back_as_they_were_made(catalogue: Catalogue) -> None:  # noqa: F811 - the fixture above
    """They are told oldest first, whatever the order of writing, and none is lost."""
    assert catalogue.code_decisions() == ()
    write(catalogue, lambda change: change.add_code_decisions([]))
    write(catalogue, lambda change: change.add_code_decisions([BACK, COUNTS]))
    write(catalogue, lambda change: change.add_code_decisions([SAID]))

    assert catalogue.code_decisions() == (SAID, COUNTS, BACK)


def test_a_decision_is_never_written_over(catalogue: Catalogue) -> None:  # noqa: F811
    """The same id twice is refused, and all of that transaction with it."""
    write(catalogue, lambda change: change.add_code_decisions([SAID]))

    twice = [BACK, replace(SAID, node="unintentional")]
    assert refused(catalogue, lambda change: change.add_code_decisions(twice)) == "our-fault"

    assert catalogue.code_decisions() == (SAID,)


def test_counts_stand_by_how_rows_were_read(catalogue: Catalogue) -> None:  # noqa: F811
    """Those of a derivation are its own; read again, a site-month's are replaced, no other's."""
    here = MeasureCount("N1", JUNE, "injury_intent", "given", 7, 9)
    there = replace(here, site="N2", count=3)
    write(catalogue, lambda change: change.add_reread_measures("s-1", "d-2", [there, here]))
    write(catalogue, lambda change: change.add_reread_measures("s-1", "d-3", [here]))
    assert catalogue.reread_measures("s-1", "d-2") == (here, there)

    fewer = replace(here, count=5)
    write(catalogue, lambda change: change.add_reread_measures("s-1", "d-2", [fewer]))
    assert catalogue.reread_measures("s-1", "d-2") == (fewer, there)
    assert catalogue.reread_measures("s-1", "d-3") == (here,)
    assert catalogue.reread_measures("s-2", "d-2") == ()

    write(catalogue, lambda change: change.add_measures("s-1", [here]))
    write(catalogue, lambda change: change.add_measures("s-2", [there]))
    stored = catalogue.stored_counts({"s-1", "s-9"})
    assert stored.schema == pl.Schema(STORED_COUNTS)
    assert sorted(stored.select("derivation", "site", "month", "count").rows(), key=str) == [
        ("d-2", "N1", str(JUNE), 5),
        ("d-2", "N2", str(JUNE), 3),
        ("d-3", "N1", str(JUNE), 7),
        (None, "N1", str(JUNE), 7),
    ]
    assert catalogue.stored_counts(()).is_empty()


def test_a_derivation_names_its_code_map(catalogue: Catalogue) -> None:  # noqa: F811
    """Its version comes back."""
    told = Derivation("d-1", "north@1 f", "s", "r", "c", codes="m-1")
    write(catalogue, lambda change: change.add_derivation(told))
    assert catalogue.derivation("d-1") == told
