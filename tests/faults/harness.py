"""Put a case under a fault, let it start again, and say what does not hold."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests import postgres_server
from tests.faults.every import CASES

CHECKOUT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 10.0
"""How long a workspace may take to open after a crash (security, figure 3)."""
SAYS_THE_SAME = frozenset({"retention", "recount", "opener", "backup", "backup of a server"})
"""Cases after which a workspace says of its data what it said before."""
NO_ANSWERS = frozenset({"our-fault", "interrupted"})
"""What no fault of the disk may be called: a person can do nothing with it."""


@dataclass
class Bench:
    """A server, and for each case its workspace before, what it says before and after.

    `postgres` is the folder of a database server's socket, for cases with a catalogue there.
    """

    folder: Path
    process: subprocess.Popen[str]
    postgres: str | None = None
    plans: dict[str, Plan] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    databases: ExitStack = field(default_factory=ExitStack)

    def order(self, do: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Have a fork do something; returns what it answered and how it ended."""
        answer = self.folder / "answers" / "answer.json"
        answer.unlink(missing_ok=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        told = {"do": do, "answer": str(answer), **more}
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        ended: dict[str, Any] = json.loads(self.process.stdout.readline())
        said = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else {}
        return {**said, **ended}

    def plan(self, case: str) -> Plan:
        """Set a case up once, and learn what a run without a fault does."""
        if case not in self.plans:
            self.plans[case] = self._planned(case)
        return self.plans[case]

    def faults(self, case: str, **fault: Any) -> list[str]:  # noqa: ANN401 - JSON
        """Run a case under a fault, start again, do it again; returns what does not hold."""
        plan = self.plan(case)
        workspace = self.folder / "cases" / "run"
        shutil.copytree(plan.before, workspace)
        with self._database(case, like=plan.database) as database:
            try:
                told = self._told(case, workspace, plan.files, database)
                done = self.order("work", **told, **fault)
                again = self.order("restart", **told)
            finally:
                shutil.rmtree(workspace)
        self.outcomes[done.get("outcome", "died" if done["ended"] else "done")] += 1
        return list(wrong(plan, done, again))

    def _planned(self, case: str) -> Plan:
        place = self.folder / "cases" / case
        before, after, files = place / "before", place / "after", place / "files"
        files.mkdir(parents=True)
        database = None if not CASES[case].server else self.databases.enter_context(self._fresh())
        first = self.order("prepare", **self._told(case, before, files, database))
        assert first["ended"] == 0, (case, first)
        shutil.copytree(before, after)
        with self._database(case, like=database) as copy:
            told = self._told(case, after, files, copy)
            done = self.order("work", **told, mode="count", call=0)
            last = self.order("restart", **told)
        shutil.rmtree(after)
        wrong = [*first["faults"], *last["faults"], *last["again"]["faults"]]
        assert (done["outcome"], wrong) == ("done", []), (case, done, wrong)
        assert first["told"] != last["told"] or case in SAYS_THE_SAME, case
        assert last["told"] == last["again"]["told"], case
        return Plan(before, files, done, first["told"], last["told"], database)

    def _told(self, case: str, place: Path, files: Path, database: str | None) -> dict[str, str]:
        """Return what a fork is told of its place."""
        told = {"case": case, "workspace": str(place), "files": str(files)}
        told["below"] = str(self.folder / "cases")
        if database is not None:
            assert self.postgres is not None
            told["database"] = postgres_server.address(self.postgres, database)
            told["password"] = postgres_server.password(self.postgres)
        return told

    @contextmanager
    def _database(self, case: str, *, like: str | None) -> Iterator[str | None]:
        """Give a copy of a case's database, where it has one."""
        if not CASES[case].server:
            yield None
            return
        with self._fresh(like=like or "template1") as name:
            yield name

    def _fresh(self, **like: str) -> AbstractContextManager[str]:
        assert self.postgres is not None, "the case needs a database server"
        return postgres_server.fresh_database(self.postgres, **like)


@dataclass(frozen=True)
class Plan:
    """What a case comes to: where it begins, what one run is like, what is said then."""

    before: Path
    files: Path
    run: dict[str, Any]
    told_before: dict[str, Any]
    told_after: dict[str, Any]
    database: str | None = None

    @property
    def seams(self) -> list[str]:
        """The seams that the work passes."""
        seams: list[str] = self.run["seams"]
        return seams

    @property
    def calls(self) -> int:
        """How many calls of the work change files, where the shim counts them."""
        calls: int = self.run.get("calls", 0)
        return calls


def wrong(plan: Plan, done: dict[str, Any], again: dict[str, Any]) -> Iterator[str]:
    """Yield what does not hold after a fault, a start and a second run."""
    if again["ended"] != 0 or "told" not in again:
        yield "the workspace could not be opened and used again"
        return
    promised = "acknowledged" in done
    allowed = [plan.told_after] if promised else [plan.told_before, plan.told_after]
    if again["told"] not in allowed:
        yield "what was acknowledged is not there" if promised else "something is half there"
    yield from again["faults"]
    if done.get("outcome") in NO_ANSWERS:
        yield f"a fault of the disk was told as {done['outcome']}"
    if again["seconds"] > MOST_SECONDS:
        yield f"it took {again['seconds']:.1f} s to open"
    if again["again"]["told"] != plan.told_after:
        yield "doing it again did not end as it should"
    yield from (f"after doing it again: {fault}" for fault in again["again"]["faults"])


@contextmanager
def bench(shim: Path | None = None, postgres: str | None = None) -> Iterator[Bench]:
    """Start a server, with the shim of the disk where there is one; all cases share it."""
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    environment["POLARS_MAX_THREADS"] = "1"  # of a few rows each; a fork starts its threads anew
    if shim is not None:
        environment["LD_PRELOAD"] = str(shim)
    with TemporaryDirectory(prefix="tiig-faults-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        made = Bench(Path(folder), process, postgres)
        (made.folder / "answers").mkdir()
        try:
            with made.databases:
                yield made
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=60)
            assert process.stdout is not None
            process.stdout.close()


def shim_in(folder: Path) -> Path | None:
    """Compile the shim; None where there is no compiler, or it is not for this machine."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        return None
    made = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl"]
    done = subprocess.run(command, capture_output=True, check=False)
    return made if done.returncode == 0 else None
