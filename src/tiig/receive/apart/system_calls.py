"""A filter in the kernel: a process that reads needs no network, no file and no other program.

A seccomp filter (Linux; x86-64 and 64-bit ARM) answers the calls of `system_calls.csv` with
"not permitted". It needs no privilege, holds for all threads and cannot be taken off again.
The numbers are those of the kernel's own tables (`syscall_64.tbl`, `asm-generic/unistd.h`).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LOAD, _EQUALS, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_NOT_PERMITTED, _NOT_THERE = _ERRNO | 1, _ERRNO | 38
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_OTHER_TABLE = 0x4000_0000
"""From here on x86-64 numbers another table of the same calls (x32)."""
_THREAD = 0x0001_0000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER_MODE = 38, 22, 2


@dataclass(frozen=True)
class _Machine:
    """How a kind of processor is called in a filter, and its numbers of calls."""

    mark: int
    clone: int
    clone3: int
    tgkill: int


_MACHINES = {
    "x86_64": _Machine(0xC000_003E, clone=56, clone3=435, tgkill=234),
    "aarch64": _Machine(0xC000_00B7, clone=220, clone3=435, tgkill=131),
}
_LINES = Path(__file__).with_name("system_calls.csv").read_text(encoding="ascii").splitlines()


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def refuse_system_calls() -> None:
    """Put the filter on this process, as far as its kernel takes it."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return
    steps = _steps(machine, _refused(platform.machine()), os.getpid())
    program = _Program(len(steps), b"".join(steps))
    library = ctypes.CDLL(None, use_errno=True)
    if not library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        library.prctl(_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0)


def _refused(machine: str) -> list[int]:
    """List the numbers of the calls that are refused; a machine may lack some."""
    place = _LINES[0].split(",").index(machine)
    numbers = [line.split(",")[place] for line in _LINES[1:]]
    return [int(number) for number in numbers if number]


def _steps(machine: _Machine, refused: Sequence[int], own: int) -> list[bytes]:
    """Write the filter: each step is a code, two jumps and a number."""
    steps = [
        _step(_LOAD, _MACHINE),
        _step(_EQUALS, machine.mark, then=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _OTHER_TABLE, otherwise=1),
        _step(_RETURN, _NOT_PERMITTED),
    ]
    for number in refused:
        steps += [_step(_EQUALS, number, otherwise=1), _step(_RETURN, _NOT_PERMITTED)]
    return [
        *steps,
        # A new way to ask for a thread, whose flags no filter can see: "ask in the old way".
        _step(_EQUALS, machine.clone3, otherwise=1),
        _step(_RETURN, _NOT_THERE),
        _step(_EQUALS, machine.clone, otherwise=3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_HAS_BITS, _THREAD, then=5),
        _step(_RETURN, _NOT_PERMITTED),
        # A signal to a thread of its own is how a process ends itself.
        _step(_EQUALS, machine.tgkill, otherwise=3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_EQUALS, own, then=1),
        _step(_RETURN, _NOT_PERMITTED),
        _step(_RETURN, _ALLOW),
    ]


def _step(code: int, number: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, number)
