"""Reading apart: whatever a file makes of its reader, the parent gets rows or an error it knows.

The reader's own code is replaced by a hostile deed, done where a parser would be taken over:
after the limits are set. What is enforced here is recorded as evidence.
"""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tiig.model.errors import FILE_DAMAGED, FILE_EMPTY, TiigError, Where
from tiig.model.profile import FileLayout
from tiig.model.reading_errors import READER_BROKEN, READER_STOPPED
from tiig.receive import Limits, limits_kept, open_file, open_held, opening

pytestmark = pytest.mark.skipif(not opening.APART, reason="no limited process on this system")
if opening.APART:
    from tiig.receive.apart import parent

MEBI = 1 << 20
LIMITS = Limits(memory=256 * MEBI, memory_per_byte=0, seconds=1, patience=30)
Provoke = Callable[..., TiigError]

DEEDS = """
import ctypes, os, signal, socket, struct, sys, threading, time
import pyarrow as pa
from tiig.model.errors import FILE_DAMAGED, FILE_EMPTY, TiigError, Where
from tiig.receive.apart import reader

def all_refused(*deeds):
    for deed in deeds:
        try:
            deed()
        except OSError:
            continue
        raise TiigError(FILE_DAMAGED, what="a part is missing")
    raise TiigError(FILE_EMPTY)

def say(kind, body):
    os.write(5, struct.pack("<cQ", kind, len(body)) + body)

def numbers(told):
    return pa.array(told, pa.uint32())

def texts(*told):
    return pa.array(told, pa.string())

def of_bytes(offsets, data):
    buffers = [None, pa.py_buffer(struct.pack("<ii", *offsets)), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), 1, buffers)

known = dict(globals())
reader.opened_by = lambda _way, handle, *_: exec(handle.read(1 << 20), known)
"""
"""What a hostile file may do: the file itself is the program that its reader runs."""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A file of two rows."""
    path = tmp_path / "small.csv"
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def hostile() -> Iterator[parent._Held]:
    """A seed whose readers do what their file says."""
    with pytest.MonkeyPatch.context() as patch:
        last = "from tiig.receive.apart.seed import main\n"
        patch.setattr(parent, "_PROGRAM", parent._PROGRAM.replace(last, DEEDS + last))
        held = parent._Held()
        held.start()
    yield held
    held.end()


@pytest.fixture
def provoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: parent._Held) -> Provoke:
    """Open a file whose reader does a deed; returns the error that the parent makes of it."""
    monkeypatch.setattr(parent, "_held", hostile)

    def provoked(deed: str, limits: Limits = LIMITS) -> TiigError:
        path = tmp_path / "small.csv"
        path.write_text(deed, encoding="utf-8")
        with (
            pytest.raises(TiigError) as caught,
            open_file(path, FileLayout(), limits=limits) as file,
        ):
            list(file.batches())
        return caught.value

    return provoked


def endings(monkeypatch: pytest.MonkeyPatch) -> list[parent.Ending]:
    """Keep how readers end, which an error's sentence does not tell."""
    kept: list[parent.Ending] = []
    ask = parent.ReaderProcess.ending

    def keep(process: parent.ReaderProcess) -> parent.Ending | None:
        ending = ask(process)
        kept.extend([ending] if ending else [])
        return ending

    monkeypatch.setattr(parent.ReaderProcess, "ending", keep)
    return kept


def test_every_limit_is_enforced_here(record_property: Callable[[str, object], None]) -> None:
    """Each was tried by the reader itself after it was set; what does not hold is named."""
    kept = limits_kept()
    missing = [name for name, holds in kept.items() if not holds]
    record_property("limits", f"{len(kept) - len(missing)} of {len(kept)} enforced")
    assert len(kept) == 8
    if "network" in missing:  # pragma: no cover - a kernel without such filters
        pytest.skip(f"this kernel does not enforce: {', '.join(missing)}")
    assert missing == []


def test_a_memory_hog_is_stopped(provoke: Provoke) -> None:
    """Memory beyond the limit is an error of the file, and the parent lives on."""
    fault = provoke("kept = []\nwhile True:\n    kept.append(bytearray(16 << 20))")
    assert (fault.kind, dict(fault.facts)) == (READER_STOPPED, {"what": "memory"})


def test_a_hog_that_is_killed_never_held_a_gibibyte(
    provoke: Provoke,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """Under the usual limits, whatever it touches; what the reader held is told at its end."""
    ends = endings(monkeypatch)
    deed = (
        "kept = []\ntry:\n    while True:\n        kept.append(bytearray(b'x' * (16 << 20)))\n"
        "except MemoryError:\n    os.abort()"
    )
    assert provoke(deed, Limits()).kind is READER_BROKEN
    assert 0 < ends[0].memory < 1 << 30
    record_property("memory", f"{ends[0].memory // MEBI} MiB")


def test_a_spinning_reader_is_stopped(provoke: Provoke) -> None:
    """Processor time ends by the kernel's clock."""
    fault = provoke("while True: pass")
    assert (fault.kind, dict(fault.facts)) == (READER_STOPPED, {"what": "processor time"})


def test_a_silent_reader_is_stopped(provoke: Provoke) -> None:
    """Nobody waits for ever: the parent's clock ends a reader that only sleeps."""
    begun = time.monotonic()
    fault = provoke("time.sleep(600)", Limits(seconds=1, seconds_per_mebi=0, patience=0.5))
    assert (fault.kind, dict(fault.facts)) == (READER_STOPPED, {"what": "time"})
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "deeds",
    [
        "lambda: open('/etc/passwd'), lambda: os.open('.', os.O_RDONLY), lambda: os.readlink('/')",
        "lambda: open('{0}/x', 'w'), lambda: os.mkdir('{0}/x'), lambda: os.unlink('{0}/small.csv')",
        "lambda: os.memfd_create('x'), lambda: os.write(3, b'x'), lambda: os.symlink('a', '{0}/l')",
        "lambda: os.rename('{0}/small.csv', '{0}/x'), lambda: os.chmod('{0}/small.csv', 0)",
        "lambda: os.truncate('{0}/small.csv', 0), lambda: os.ftruncate(3, 0)",
        "socket.socket, socket.socketpair, lambda: socket.socket(socket.AF_UNIX)",
        "lambda: socket.socket(fileno=4).connect(('127.0.0.1', 9))",
        "os.fork, lambda: os.execv('/bin/true', ['true']), lambda: os.kill(os.getppid(), 0)",
        "lambda: os.posix_spawn('/bin/true', ['true'], {{}}), lambda: os.pidfd_open(os.getppid())",
    ],
)
def test_files_network_and_programs_are_out_of_reach(
    provoke: Provoke, tmp_path: Path, deeds: str
) -> None:
    """Whatever a taken-over reader tries is refused by the kernel, and nothing is changed."""
    fault = provoke(f"all_refused({deeds.format(tmp_path)})")
    assert fault.kind is FILE_EMPTY
    assert [path.name for path in tmp_path.iterdir()] == ["small.csv"]


@pytest.mark.parametrize(
    "deed",
    [
        "os.abort()",
        "os._exit(0)",
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "ctypes.string_at(0)",
        "raise SystemExit",
        "raise ValueError('Ann Example')",
        "raise TiigError(FILE_DAMAGED, what='Ann Example')",
        "raise TiigError(FILE_DAMAGED, what=10 ** 30)",
    ],
)
def test_a_crash_and_what_it_says_stay_in_the_reader(provoke: Provoke, deed: str) -> None:
    """No traceback, no library's message, no word that is not on a list."""
    fault = provoke(deed)
    assert fault.kind is READER_BROKEN
    assert "Ann" not in f"{fault.sentence} {fault.advice} {fault.as_json()}"


FRAMES = {
    "garbage": "os.write(5, b'x' * 5000)",
    "endless words": "os.write(5, struct.pack('<cQ', b'o', 1 << 62))",
    "endless rows": "os.write(5, struct.pack('<cQ', b'r', 1 << 62))",
    "rows before their time": "say(b'r', b'abcd')",
    "no words": "say(b'o', b'[]')",
    "deep words": "say(b'o', b'[' * 200_000)",
    "words of another shape": "say(b'o', b'{\"header\": 17}')",
    "an unknown fault": "say(b'f', b'{\"kind\": \"new\"}')",
    "a fault of another family": "say(b'f', b'{\"kind\": \"disk-full\"}')",
}


@pytest.mark.parametrize("deed", FRAMES.values(), ids=FRAMES)
def test_what_is_no_answer_is_not_believed(provoke: Provoke, deed: str) -> None:
    """Lengths, kinds and shapes are checked before anything is made of them."""
    assert provoke(f"{deed}\nos._exit(0)").kind is READER_BROKEN


OPENED = """
say(b"o", b'{"header": ["a"], "preamble": [], "sheet": null, "date_system": null}')
"""
SAID = """
say(b"r", rows.serialize().to_pybytes())
time.sleep(5)
os._exit(0)
"""
ROWS = {
    "other columns": "{'row': numbers([2]), 'b': texts('x'), 'c': texts('y')}",
    "no text": "{'row': numbers([2]), 'a': pa.array([1])}",
    "rows that fall": "{'row': numbers([3, 2]), 'a': texts('x', 'y')}",
    "rows twice": "{'row': numbers([2, 2]), 'a': texts('x', 'y')}",
    "row nought": "{'row': numbers([0]), 'a': texts('x')}",
    "no row number": "{'row': numbers([None]), 'a': texts('x')}",
    "no rows": "{'row': numbers([]), 'a': texts()}",
    "too many rows": "{'row': numbers(range(1, 100_003)), 'a': texts(*['x'] * 100_002)}",
    "broken text": "{'row': numbers([2]), 'a': of_bytes((0, 2), b'\\xff\\xfe')}",
    "offsets beyond": "{'row': numbers([2]), 'a': of_bytes((0, 1 << 30), b'x')}",
}


@pytest.mark.parametrize("made", ROWS.values(), ids=ROWS)
def test_rows_must_be_sound(provoke: Provoke, made: str) -> None:
    """Arrow of the one schema, rows that rise, texts that are texts; all else is refused."""
    fault = provoke(f"{OPENED}\nrows = pa.record_batch({made})\n{SAID}", Limits(patience=1))
    assert fault.kind is READER_BROKEN


def test_sound_rows_are_believed_as_far_as_their_account(provoke: Provoke) -> None:
    """The same way, with rows as they should be, leads on: the account is missing then."""
    rows = "rows = pa.record_batch({'row': numbers([2]), 'a': texts('x')})"
    fault = provoke(f"{OPENED}{rows}{SAID}", Limits(seconds=1, seconds_per_mebi=0, patience=1))
    assert (fault.kind, dict(fault.facts)) == (READER_STOPPED, {"what": "time"})


def test_rows_may_not_unpack_to_more_than_was_sent(provoke: Provoke) -> None:
    """A compressed batch is refused by its first words, before it is unpacked."""
    deed = """
batch = pa.record_batch({"row": numbers([2]), "a": texts("x" * 1000)})
sink = pa.BufferOutputStream()
options = pa.ipc.IpcWriteOptions(compression="zstd")
with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
    writer.write(batch)
messages = pa.ipc.MessageReader.open_stream(sink.getvalue())
messages.read_next_message()
rows = messages.read_next_message()
"""
    assert provoke(OPENED + deed + SAID).kind is READER_BROKEN


def test_a_known_fault_arrives_as_it_was_raised(provoke: Provoke) -> None:
    """Kind, rows and facts of the catalogue; the name of the file is the parent's own."""
    fault = provoke(
        "place = Where(file='Ann Example', rows=(3,))\n"
        "raise TiigError(FILE_DAMAGED, place, what='a part is missing')"
    )
    assert fault.kind is FILE_DAMAGED
    assert (fault.where, dict(fault.facts)) == (Where(rows=(3,)), {"what": "a part is missing"})


def descriptors() -> int:
    """Count this process's open files."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_is_left_open(small: Path) -> None:
    """Files that are read, abandoned or refused leave neither descriptors nor processes."""
    with open_file(small, FileLayout()):
        before = descriptors()
    for rows in (1, 9):
        with open_file(small, FileLayout()) as file:
            next(file.batches(rows))
    with suppress(TiigError), open_file(small, FileLayout(header_row=9)):
        pass
    assert descriptors() <= before
    assert _gone(parent._held, within=10)


def _gone(held: parent._Held, *, within: float) -> bool:
    """Tell whether the seed has no readers any more."""
    assert held.process is not None
    children = Path(f"/proc/{held.process.pid}/task/{held.process.pid}/children")
    until = time.monotonic() + within
    while children.read_text().split() and time.monotonic() < until:
        time.sleep(0.05)
    return not children.read_text().split()


def test_one_seed_serves_many_at_once(small: Path) -> None:
    """Files that end, and files that are let go, beside each other: no seed falls over them."""

    def opened(number: int) -> int:
        with open_file(small, FileLayout()) as file:
            return 2 if number % 2 else sum(batch.height for batch in file.batches())

    opened(0)
    before = parent._held.process
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(opened, range(120))) == {2}
    assert parent._held.process is before
    assert before is not None
    assert before.poll() is None


def test_a_seed_that_died_is_started_again(small: Path) -> None:
    """The next file is read as ever."""
    with open_file(small, FileLayout()) as file:
        list(file.batches())
    assert parent._held.process is not None
    parent._held.process.kill()
    parent._held.process.wait()
    with open_file(small, FileLayout()) as file:
        assert sum(batch.height for batch in file.batches()) == 2


def test_forks_of_a_process_use_the_same_seed(small: Path) -> None:
    """A worker that was forked reads as its parent does, and ends nothing but itself."""
    program = """
import os, sys
from pathlib import Path
from tiig.model.profile import FileLayout
from tiig.receive import open_file
def rows():
    with open_file(Path(sys.argv[1]), FileLayout()) as file:
        return sum(batch.height for batch in file.batches())
assert rows() == 2
child = os.fork()
if child == 0:
    sys.exit(rows() != 2)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert rows() == 2
"""
    done = subprocess.run([sys.executable, "-c", program, str(small)], check=False)
    assert done.returncode == 0


def test_a_killed_parent_leaves_nobody_behind(small: Path) -> None:
    """Seed and reader end with a parent that could say nothing any more."""
    program = """
import sys, time
from pathlib import Path
from tiig.model.profile import FileLayout
from tiig.receive import open_file
from tiig.receive.apart import parent
with open_file(Path(sys.argv[1]), FileLayout()) as file:
    seed = parent._held.process.pid
    print(seed, Path(f"/proc/{seed}/task/{seed}/children").read_text(), flush=True)
    time.sleep(600)
"""
    command = [sys.executable, "-c", program, str(small)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pids = [int(word) for word in process.stdout.readline().split()]
        assert len(pids) == 2
        process.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while any(map(_runs, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_runs, pids))


def _runs(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False


def test_rows_held_in_memory_are_read_apart_too() -> None:
    """What a package held goes to the reader in a file that stands on no disk."""
    with open_held(io.BytesIO(b"a,b\n1,2\n"), FileLayout(), Where()) as file:
        assert [batch.frame.rows() for batch in file.batches()] == [[(2, "1", "2")]]
        assert file.kept["network"] == limits_kept()["network"]


def test_without_a_limited_process_the_same_is_read(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system forks none, the gates stand in this process and no limit is claimed."""
    monkeypatch.setattr(opening, "APART", False)
    with open_file(small, FileLayout()) as file:
        assert [batch.frame.rows() for batch in file.batches()] == [[(2, "1", "2"), (3, "3", "4")]]
        assert (file.kept, file.tally.records) == ({}, 2)
    assert limits_kept() == {}


def test_a_reader_loads_neither_polars_nor_what_it_has_no_use_for() -> None:
    """What readers need is loaded by their seed, which is small."""
    program = """
import sys, types
sys.modules["tiig.receive"] = room = types.ModuleType("tiig.receive")
room.__path__ = [sys.argv[1]]
import tiig.receive.apart.seed
loaded = {name.partition(".")[0] for name in sys.modules}
sys.exit(bool(loaded & {"polars", "pandas", "sqlalchemy", "cryptography", "lxml"}))
"""
    room = str(Path(opening.__file__).parent)
    done = subprocess.run([sys.executable, "-c", program, room], check=False)
    assert done.returncode == 0
