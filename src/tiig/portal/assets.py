"""Style sheets and scripts, under an address that changes with their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tiig.model.errors import PAGES_UNBUILT, TiigError

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
}
NEEDED = "vendor/nhsuk.css"
FOR_EVER = "public, max-age=31536000, immutable"


class Assets:
    """The files of the folder `static` as they were at the start; no other can be asked for."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """List the files; one digest of all of them stands in every address."""
        found = sorted(path for path in folder.rglob("*") if path.suffix in KINDS)
        self._files = {path.relative_to(folder).as_posix(): path for path in found}
        if NEEDED not in self._files:
            raise TiigError(PAGES_UNBUILT)
        total = hashlib.sha256()
        for name, path in self._files.items():
            total.update(name.encode() + b"\0" + path.read_bytes())
        self._digest = total.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Return the address of a file; a name that is not there is an error of ours."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self._digest}/{name}"

    def serve(self, request: Request) -> Response:
        """Answer with a file, to be kept for ever."""
        path = self._files.get(request.path_params["name"])
        if path is None or request.path_params["digest"] != self._digest:
            raise HTTPException(404)
        kind = KINDS[path.suffix]
        return FileResponse(path, media_type=kind, headers={"Cache-Control": FOR_EVER})
