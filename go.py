"""Set the project up and run it, with nothing but Python 3.11 and pip.

python3.11 go.py demo [ARGUMENTS]   show the whole path on data made for it (tiig demo)
python3.11 go.py test [ARGUMENTS]   contracts, lint, types, tests; with arguments pytest alone
python3.11 go.py setup              make .venv only; may be interrupted and repeated
python3.11 go.py windows-folder, sbom   what the program of that name in bundle/ makes
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN, STAMP = VENV / "bin", VENV / "set-up-done"
LOCK = ROOT / "requirements" / "dev.txt"
DIVERTING = {"PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PIP_USER"}
DIVERTING |= {"PYTHONDONTWRITEBYTECODE"}  # what is run again and again is compiled once
ENVIRON = {name: value for name, value in os.environ.items() if name not in DIVERTING}
ENVIRON |= {f"{name.upper()}_CACHE_DIR": str(VENV / "cache" / name) for name in ("mypy", "ruff")}
CHECKS = (("lint-imports", "--no-cache"), ("ruff", "check"), ("mypy",))


def stop(message: str) -> NoReturn:
    """End with a sentence for the person at the terminal."""
    sys.exit(f"go.py: {message}")


def say(message: str) -> None:
    """Report progress on stderr: stdout belongs to the program that is run."""
    print(f"set-up: {message}", file=sys.stderr, flush=True)


def quietly(command: list[str]) -> bool:
    """Tell whether a command works, showing nothing."""
    with suppress(OSError):
        return not subprocess.run(command, capture_output=True, env=ENVIRON, check=False).returncode
    return False


def pips() -> Iterator[list[str]]:
    """Yield the pips that may be there; each installs into .venv only, never into its own home.

    `--python` lets a pip outside fill .venv, so neither ensurepip nor a pip inside is needed and
    a system pip that refuses to install (PEP 668) serves as well. It came with pip 22.3.
    """
    base = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    target = ["--python", str(BIN / "python")]
    for python in dict.fromkeys((sys.executable, str(base))):
        yield [python, "-m", "pip", *target]
    for name in (f"pip3.{sys.version_info.minor}", "pip3", "pip"):
        if found := shutil.which(name):
            yield [found, *target]
    if quietly([str(BIN / "python"), "-m", "ensurepip"]):
        yield [str(BIN / "python"), "-m", "pip"]


def install(*what: str) -> None:
    """Install into .venv with the first pip that works, counting as it goes."""
    pip = next((pip for pip in pips() if quietly([*pip, "--version"])), None)
    if not pip:
        stop("no pip of version 22.3 or later was found; install pip for this Python and repeat")
    command = [*pip, "--disable-pip-version-check", "--no-input", "install", *what]
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=ENVIRON, cwd=ROOT
    ) as running:
        for line in running.stdout or ():
            lines.append(line)
            found = sum(one.startswith("Collecting ") for one in lines)
            if line.startswith("Collecting ") and found % 20 == 0:
                say(f"  {found} packages fetched")
    if running.returncode:
        print("".join(lines[-15:]), file=sys.stderr)
        stop("pip could not install (its last lines stand above); mend the cause and repeat")


def set_up() -> None:
    """Make .venv true: the locked packages, then the project itself, each noted when done."""
    place = f"{ROOT}\n{sys.version}\n".encode()  # a moved checkout has scripts that point nowhere
    facts = (place + LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    wanted = [hashlib.sha256(fact).hexdigest() for fact in facts]
    done = STAMP.read_text().split() if STAMP.exists() else []
    if done[:1] != wanted[:1] or not (BIN / "python").exists():
        STAMP.unlink(missing_ok=True)  # first of all: half an environment must not look whole
        say("making .venv (once; one to three minutes)")
        venv.create(VENV, clear=True, symlinks=True)
        say(f"installing what {LOCK.relative_to(ROOT)} lists, each file checked by its hash")
        install("--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCK))
        STAMP.write_text(wanted[0])
        done = []
    if done != wanted or not all((BIN / name).exists() for name in ("tiig", "lint-imports")):
        say("installing tiig itself, in place")
        install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        STAMP.write_text("\n".join(wanted))


def run_tests(arguments: list[str]) -> int:
    """Run every check, or with arguments those tests; 0 if all passed."""
    failed: list[str] = []
    for name, *rest in () if arguments else CHECKS:
        print(f"== {name}", flush=True)
        if subprocess.call([str(BIN / name), *rest], cwd=ROOT, env=ENVIRON):
            failed.append(name)
    command = [str(BIN / "pytest"), "-o", f"cache_dir={VENV / 'cache' / 'pytest'}"]
    command += arguments or ["-n", "auto", "--dist", "worksteal"]  # a module's tests stay together
    code = subprocess.call(command, cwd=ROOT, env=ENVIRON)
    if failed:
        print(f"go.py: failed before the tests: {', '.join(failed)}", file=sys.stderr)
    return code or bool(failed)


def main(arguments: list[str]) -> int:
    """Set up, then do what was asked."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        stop("needs Python 3.11, 3.12 or 3.13: python3.11 go.py ...")
    command, *rest = arguments or ["help"]
    program = ROOT / "bundle" / f"{command.replace('-', '_')}.py"
    if command not in {"demo", "test", "setup", "windows-folder", "sbom"}:
        print(__doc__)
        return 0 if command in {"help", "-h", "--help"} else 2
    with Path(__file__).open() as myself:
        fcntl.flock(myself, fcntl.LOCK_EX)  # two at once would fill the same folder
        set_up()
        if program.exists():
            return subprocess.call([str(BIN / "python"), str(program), *rest], env=ENVIRON)
        if subprocess.call([str(BIN / "python"), str(ROOT / "frontend" / "build.py")], env=ENVIRON):
            stop("the front-end packages are missing; mend what is said above and repeat")
    if command == "demo":
        os.execve(BIN / "tiig", [str(BIN / "tiig"), "demo", *rest], ENVIRON)  # noqa: S606 - no shell
    return run_tests(rest) if command == "test" else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\ngo.py: interrupted; the same command goes on from here", file=sys.stderr)
        sys.exit(130)
