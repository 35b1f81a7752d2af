"""A printed cell can be traced to submissions, and recomputed to the same digits elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tiig.testing import agree
from tiig.wiring import make_workspace
from tiig.wiring.session import connect

Line = Callable[..., str]


def tiig(*words: str, workspace: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-m", "tiig", *words, "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        check=False,
    )


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
