"""Assemble `tiig prepare` as one folder for a Windows PC: no installation, no rights, no network.

python3.11 go.py windows-folder -o DIR --python ZIP [--wheels FOLDER]

ZIP is the "Windows embeddable package (64-bit)" of Python 3.11, 3.12 or 3.13 as python.org
publishes it; no package registry carries it. The wheels are those of requirements/core.txt for
Windows, each checked by its hash; --wheels takes them from a folder instead of the registry.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "core.txt"
PLATFORM = "win_amd64"
OURS = "tiig"
PACKAGES = PurePosixPath("python/Lib/site-packages")
NEEDED = {"python.exe", "python3.dll", "vcruntime140.dll", "vcruntime140_1.dll"}
RUNTIME = re.compile(r"python(3)(1[123])\.dll")
DATA = re.compile(r"^[^/]+\.data/(purelib|platlib)/")
COMMAND = """@echo off
rem Check, strip and seal a file for TIIG. Everything this needs lies in this folder.
"%~dp0python\\python.exe" -X utf8 -B -m tiig prepare %*
exit /b %ERRORLEVEL%
"""
READ_ME = """tiig prepare, for 64-bit Windows, in one folder

Copy this folder anywhere - a USB stick, a network drive, the desktop. It installs nothing, writes
nothing outside the folder that you name with -o, and uses no network. In a command window:

    prepare.cmd june.csv --profile profile.toml --for tiig-key.txt --month 2026-06 -o june

    prepare.cmd --help

CONTENTS.sha256 lists every file with its SHA-256, so that it can be checked before it is run.
"""


class Unfit(Exception):  # noqa: N818 - it names what is given, not what went wrong
    """What was given cannot be assembled; the message says why."""


@dataclass(frozen=True)
class Runtime:
    """An embeddable Python: its bytes, its version, and the file that lists its paths."""

    path: Path
    version: tuple[str, str]

    @property
    def tag(self) -> str:
        """The version as wheels write it: 311."""
        return "".join(self.version)

    @property
    def paths_file(self) -> str:
        """The file that says where the embedded Python looks for modules."""
        return f"python{self.tag}._pth"


def runtime_of(path: Path) -> Runtime:
    """Tell an embeddable package of a known version from any other archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        message = "the file given with --python is no zip archive"
        raise Unfit(message) from None
    found = next((match for name in names if (match := RUNTIME.fullmatch(name))), None)
    runtime = None if found is None else Runtime(path, (found[1], found[2]))
    if runtime is None or not NEEDED | {runtime.paths_file} <= names:
        message = "the file given with --python is no Windows embeddable package of 3.11 to 3.13"
        raise Unfit(message)
    return runtime


def wanted(lock: str, runtime: Runtime) -> str:
    """Return the lines of a lock that hold for Windows and this Python, hashes and all."""
    here = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_version": ".".join(runtime.version),
        "python_full_version": f"{'.'.join(runtime.version)}.0",
    }
    kept: list[str] = []
    holds = False
    for line in lock.splitlines():
        if line and not line.startswith((" ", "#")):
            marker = Requirement(line.removesuffix("\\").strip()).marker
            holds = marker is None or marker.evaluate(here)
            if holds:
                kept.append(re.sub(r" ; [^\\]+", " ", line))
        elif holds and line.strip().startswith("--hash"):
            kept.append(line)
    return "\n".join(kept) + "\n"


def fetch(lines: str, runtime: Runtime, pip: list[str], into: Path) -> None:
    """Download the wheels for Windows, each checked by its hash; nothing is built."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "wanted.txt")
        listed.write_text(lines, encoding="utf-8")
        tags = [f"--abi={abi}" for abi in (f"cp{runtime.tag}", "abi3", "none")]
        version = [f"--python-version={runtime.tag}", "--implementation=cp", *tags]
        command = [*pip, "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--require-hashes", f"--platform={PLATFORM}", *version, f"--dest={into}"]
        done = subprocess.run([*command, f"--requirement={listed}"], check=False)
    if done.returncode:
        message = "the wheels could not be fetched (pip's own words stand above)"
        raise Unfit(message)


def built(into: Path) -> None:
    """Build the wheel of this project."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        message = "the wheel of this project could not be built"
        raise Unfit(message)


def checked(wheels: list[Path], lines: str, runtime: Runtime) -> list[Path]:
    """Return the wheels to unpack: all that the lock wants, each by a hash of it, and our own."""
    found = {name: path for path in wheels if (name := _fitting(path, runtime))}
    pinned = dict(_pinned(lines))
    wrong = [
        name
        for name, hashes in pinned.items()
        if name not in found or hashlib.sha256(found[name].read_bytes()).hexdigest() not in hashes
    ]
    if wrong or OURS not in found:
        told = ", ".join(wrong) or OURS
        message = f"wheels for Windows are missing or are not those of the lock: {told}"
        raise Unfit(message)
    return [found[name] for name in (*pinned, OURS)]


def _fitting(path: Path, runtime: Runtime) -> str | None:
    """Return the package of a wheel that runs on 64-bit Windows with this Python; None else."""
    name, _, _, tags = parse_wheel_filename(path.name)
    if {tag.platform for tag in tags} - {PLATFORM, "any"}:
        return None
    of_this = any(
        tag.interpreter in {f"cp{runtime.tag}", "py3"} or tag.abi == "abi3" for tag in tags
    )
    return str(name) if of_this else None


def _pinned(lines: str) -> Iterator[tuple[str, str]]:
    """Yield each package of a lock with the lines that hold its hashes."""
    for block in re.split(r"\n(?! )", lines.strip()):
        name = block.partition("==")[0].partition("[")[0]
        yield name, block


def assemble(runtime: Runtime, wheels: list[Path], folder: Path) -> None:
    """Fill an empty folder: Python, packages, the command, and the list of all contents."""
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder.name} is not empty"
        raise Unfit(message)
    folder.mkdir(parents=True, exist_ok=True)
    _unpack(runtime.path, folder, lambda name: PurePosixPath("python") / name)
    for wheel in wheels:
        _unpack(wheel, folder, _place)
    paths = folder / "python" / runtime.paths_file
    lines = [line for line in paths.read_text("utf-8").splitlines() if not line.startswith("#")]
    paths.write_text("\r\n".join([*lines, "Lib\\site-packages", ""]), encoding="utf-8")
    for name, text in (("prepare.cmd", COMMAND), ("READ-ME.txt", READ_ME)):
        (folder / name).write_text(text, encoding="ascii", newline="\r\n")
    (folder / "CONTENTS.sha256").write_text("".join(_contents(folder)), encoding="utf-8")


def _place(name: str) -> PurePosixPath | None:
    """Return where a wheel's file goes; scripts, headers and data have no use here."""
    if ".data/" in name and not DATA.match(name):
        return None
    return PACKAGES / DATA.sub("", name)


def _unpack(archive: Path, folder: Path, place: Callable[[str], PurePosixPath | None]) -> None:
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            where = None if entry.is_dir() else place(entry.filename)
            if where is None:
                continue
            if where.is_absolute() or ".." in where.parts:
                message = f"{archive.name} holds a file outside its folder"
                raise Unfit(message)
            target = folder / where
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(packed.read(entry))


def _contents(folder: Path) -> Iterator[str]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n"


def asked(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="go.py windows-folder", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--python", type=Path, required=True)
    parser.add_argument("--wheels", type=Path)
    return parser.parse_args(arguments)


def main(arguments: list[str], pip: list[str]) -> int:
    """Assemble the folder; 1 where something that was given does not fit."""
    given = asked(arguments)
    try:
        runtime = runtime_of(given.python)
        lines = wanted(LOCK.read_text(encoding="utf-8"), runtime)
        with tempfile.TemporaryDirectory() as fresh:
            built(Path(fresh))
            if given.wheels is None:
                fetch(lines, runtime, pip, Path(fresh))
            folders = [Path(fresh), *([given.wheels] if given.wheels else [])]
            wheels = [path for folder in folders for path in folder.glob("*.whl")]
            assemble(runtime, checked(wheels, lines, runtime), given.output)
    except Unfit as why:
        print(f"windows-folder: {why}", file=sys.stderr)
        return 1
    print(f"{given.output}: ready. Python {'.'.join(runtime.version)}, prepare.cmd")
    return 0


def working_pip() -> list[str]:
    """Return the first pip of this machine that works, found as set-up finds it."""
    sys.path.insert(0, str(ROOT))
    from go import pips, quietly  # noqa: PLC0415 - go.py stands beside this folder

    return next((pip for pip in pips() if quietly([*pip, "--version"])), ["pip"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], working_pip()))
