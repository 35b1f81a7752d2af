"""A printed cell can be traced to submissions, and recomputed to the same digits elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.journey.conftest import ANALYST, House, line

from tiig.journeys.releases import OLD_FORM
from tiig.kit.hashing import canonical_json, digest
from tiig.kit.progress import Silent
from tiig.testing import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import Session, connect

Line = Callable[..., str]


def tiig(*words: str, workspace: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-m", "tiig", *words, "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        check=False,
    )


def _given_again(house: House, *, shown: str, **manifest: str) -> str:
    """Enter the answer's ledger row once more, as an early version of tiig might have."""
    catalogue = house.services.catalogue
    given = house.ask("site").release
    release = next(one for one in catalogue.releases() if one.id == given)
    body = json.loads(catalogue.manifest(release.manifest) or "{}") | manifest
    again = replace(
        release,
        id=f"{release.id}-again",
        shown=shown or release.shown,
        manifest=digest(body),
        questions=json.dumps([*json.loads(release.questions), *HIDDEN_BY_NAME[: not shown]]),
    )
    with catalogue.change(ANALYST, "entered again") as change:
        change.add_release(again, canonical_json(body))
    return again.id


HIDDEN_BY_NAME = [{"also_hidden": [["XQ102"]]}]


def test_a_ledger_row_of_an_early_form_says_why_it_cannot_be_computed(house: House) -> None:
    """Early rows name hidden cells by a rule that is gone: told so, not a failure."""
    house.send(house.write([line(f"N{number}") for number in range(30)]))
    session = Session(ANALYST, house.services, Silent())

    found = session.verify(_given_again(house, shown=""))

    assert (found.same, found.erased, found.why) == (False, False, OLD_FORM)


def test_an_answer_of_another_version_that_differs_names_it(house: House) -> None:
    """Another version may hide other cells, which is no sign of altered data."""
    house.send(house.write([line(f"N{number}") for number in range(30)]))
    session = Session(ANALYST, house.services, Silent())

    ours = session.verify(_given_again(house, shown="0" * 64))
    theirs = session.verify(_given_again(house, shown="1" * 64, code="0.0.1"))

    assert ours.why == "The answer differs from what was released."
    assert "tiig 0.0.1 gave it" in theirs.why
    assert not ours.same
    assert not theirs.same


def test_a_released_answer_is_recomputed_in_another_process(
    tmp_path: Path, elm_profile: str, elm_header: str, elm_line: Line
) -> None:
    """The ledger names the submission, and verify finds every digit again after a re-send."""
    root = make_workspace(tmp_path / "workspace")
    (root / "elm.toml").write_text(elm_profile, encoding="utf-8")
    for rows in (30, 44):
        lines = [elm_header, *(elm_line(f"N{number}") for number in range(rows))]
        (root / f"{rows}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with connect(root, because="test") as session:
        session.add_sender(root / "elm.toml")
        agree(session.services)
        sent = session.submit(root / "30.csv", sender="elm", month="2026-06")

        (receipt,) = session.releases()
        verified = session.verify(receipt.id)

    assert verified.same
    assert verified.submissions == (sent.submission,)
    told = tiig("count", "--by", "site,weapon", "--json", workspace=root)
    answer = json.loads(told.stdout)
    tiig("submit", str(root / "44.csv"), "--sender", "elm", "--month", "2026-06", workspace=root)
    shown = tiig("release", "show", answer["release"], "--json", workspace=root)
    again = tiig("release", "verify", answer["release"], "--json", workspace=root)

    assert json.loads(shown.stdout)["manifest"]["submissions"] == [sent.submission]
    assert json.loads(again.stdout)["same"] is True
    assert again.returncode == 0
    assert answer["rows"][-1]["count"]["value"] == 30
