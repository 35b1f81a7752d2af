"""The Windows folder holds what the lock wants for Windows, by hash, and nothing else."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent
PATHS = "python311.zip\r\n.\r\n\r\n# Uncomment to run site.main() automatically\r\n#import site\r\n"
EMBEDDED = {
    "python.exe": "", "python3.dll": "", "python311.dll": "", "vcruntime140.dll": "",
    "vcruntime140_1.dll": "", "python311._pth": PATHS,
}  # fmt: skip


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    """Import the program from where it lies."""
    path = CHECKOUT / "bundle" / "windows_folder.py"
    spec = importlib.util.spec_from_file_location("windows_folder_under_test", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for their module
    spec.loader.exec_module(module)
    return module


def packed(path: Path, files: dict[str, str]) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def locked(*wheels: Path) -> str:
    """Return a lock that pins these wheels."""
    pins = (
        f"{path.name.split('-')[0].replace('_', '-')}=={path.name.split('-')[1]} \\\n"
        f"    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in wheels
    )
    return "\n".join(pins) + "\n"


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    """A wheel of Windows, a plain one, one of another system, and ours."""
    return [
        packed(tmp_path / name, {f"{name.split('-')[0]}/__init__.py": name, **more})
        for name, more in {
            "fast_rows-1.0-cp311-abi3-win_amd64.whl": {"fast_rows.libs/a.dll": "x"},
            "plain-2.0-py3-none-any.whl": {
                "plain-2.0.data/purelib/plain/more.py": "", "plain-2.0.data/scripts/run": "",
            },
            "fast_rows-1.0-cp311-abi3-manylinux_2_17_x86_64.whl": {},
            "tiig-0.1-py3-none-any.whl": {},
        }.items()
    ]  # fmt: skip


def test_a_folder_is_assembled(bundle: ModuleType, tmp_path: Path, wheels: list[Path]) -> None:
    """Python finds the packages by its own paths file; every file is listed with its hash."""
    runtime = bundle.runtime_of(packed(tmp_path / "embed.zip", EMBEDDED))
    folder = tmp_path / "out"

    chosen = bundle.checked(wheels, locked(wheels[0], wheels[1]), runtime)
    bundle.assemble(runtime, chosen, folder)

    site = folder / "python" / "Lib" / "site-packages"
    assert (site / "fast_rows" / "__init__.py").read_text() == wheels[0].name
    assert (site / "plain" / "more.py").exists()
    assert not list(folder.rglob("run"))
    assert (folder / "python" / "python311._pth").read_text().split() == [
        "python311.zip", ".", "Lib\\site-packages",
    ]  # fmt: skip
    assert b'"%~dp0python\\python.exe"' in (folder / "prepare.cmd").read_bytes()
    lines = (folder / "CONTENTS.sha256").read_text().splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(listed) == there - {"CONTENTS.sha256"}
    assert listed["python/python.exe"] == hashlib.sha256(b"").hexdigest()


def test_only_what_holds_for_windows_is_wanted(bundle: ModuleType, tmp_path: Path) -> None:
    """Markers are judged for Windows, wherever the folder is made."""
    lock = (
        "# head\nposix==1 ; sys_platform != 'win32' \\\n    --hash=sha256:aa\n    # via x\n"
        "console==2 ; sys_platform == 'win32' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
        "old==3 ; python_full_version < '3.11' \\\n    --hash=sha256:dd\nboth==4 \\\n"
        "    --hash=sha256:ee\n"
    )
    runtime = bundle.runtime_of(packed(tmp_path / "embed.zip", EMBEDDED))

    lines = bundle.wanted(lock, runtime).split()

    assert [word for word in lines if "==" in word] == ["console==2", "both==4"]
    assert [word for word in lines if "hash" in word] == [
        f"--hash=sha256:{name}" for name in ("bb", "cc", "ee")
    ]


def test_the_true_lock_is_understood(bundle: ModuleType, tmp_path: Path) -> None:
    """The core lock wants polars and the console of Windows, each with its hashes."""
    runtime = bundle.runtime_of(packed(tmp_path / "embed.zip", EMBEDDED))

    pinned = dict(bundle._pinned(bundle.wanted(bundle.LOCK.read_text(), runtime)))

    assert {"polars", "colorama", "pyrage", "cryptography"} <= set(pinned)
    assert all("--hash=sha256:" in block for block in pinned.values())


@pytest.mark.parametrize("missing", ["python311.dll", "python.exe", "vcruntime140.dll"])
def test_another_archive_is_refused(bundle: ModuleType, tmp_path: Path, missing: str) -> None:
    """What is not the embeddable package for 64-bit Windows makes no folder."""
    files = {name: text for name, text in EMBEDDED.items() if name != missing}
    (tmp_path / "none.zip").write_text("no archive")

    for path in (packed(tmp_path / "half.zip", files), tmp_path / "none.zip"):
        with pytest.raises(bundle.Unfit):
            bundle.runtime_of(path)


def test_a_changed_wheel_is_refused(bundle: ModuleType, tmp_path: Path, wheels: list[Path]) -> None:
    """A wheel whose hash is not in the lock is named, and nothing is written."""
    runtime = bundle.runtime_of(packed(tmp_path / "embed.zip", EMBEDDED))
    lock = locked(wheels[0])
    packed(wheels[0], {"fast_rows/__init__.py": "changed"})

    with pytest.raises(bundle.Unfit, match="fast-rows"):
        bundle.checked(wheels, lock, runtime)


def test_nothing_is_written_outside(bundle: ModuleType, tmp_path: Path, wheels: list[Path]) -> None:
    """A wheel that names a place outside the folder, and a folder in use, are refused."""
    runtime = bundle.runtime_of(packed(tmp_path / "embed.zip", EMBEDDED))
    evil = packed(tmp_path / "evil-1.0-py3-none-any.whl", {"../../../../evil.py": ""})

    with pytest.raises(bundle.Unfit):
        bundle.assemble(runtime, [evil], tmp_path / "out")
    with pytest.raises(bundle.Unfit):
        bundle.assemble(runtime, wheels[:1], tmp_path)
    assert not (tmp_path / "evil.py").exists()


@pytest.mark.slow
def test_the_true_wheels_are_fetched(bundle: ModuleType, tmp_path: Path) -> None:
    """Every package of the core exists as a wheel for Windows; the folder is whole."""
    packed(tmp_path / "embed.zip", EMBEDDED)
    words = ["-o", str(tmp_path / "out"), "--python", str(tmp_path / "embed.zip")]

    assert bundle.main(words, bundle.working_pip()) == 0
    site = tmp_path / "out" / "python" / "Lib" / "site-packages"
    assert {"tiig", "polars", "pyrage"} <= {path.name for path in site.iterdir()}
    assert not list(site.rglob("*.so"))
