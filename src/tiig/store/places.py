"""Where a workspace may lie: SQLite's locks do not hold on network folders, and files get lost.

Linux says of every mounted folder what kind it is; elsewhere nothing is known and nothing
refused.
"""

from __future__ import annotations

import re
from pathlib import Path

from tiig.model.errors import TiigError
from tiig.model.key_errors import NETWORK_FOLDER

NETWORK = frozenset(
    "9p afs ceph cifs coda fuse.davfs fuse.glusterfs fuse.rclone fuse.s3fs fuse.sshfs glusterfs"
    " lustre ncpfs nfs nfs4 smb2 smb3 smbfs".split()
)
_MOUNTS = Path("/proc/self/mountinfo")
_POINT = 4
_OCTAL = re.compile(r"\\([0-7]{3})")


def check_place(folder: Path, mounts: Path = _MOUNTS) -> None:
    """Refuse a folder on a network file system: NETWORK_FOLDER."""
    kind = filesystem_of(folder, mounts)
    if kind in NETWORK:
        raise TiigError(NETWORK_FOLDER, filesystem=kind)


def filesystem_of(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """Return the kind of file system on which a folder lies or would lie; None: not known."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    place, depth = folder.resolve(), 0
    kind: str | None = None
    for line in lines:
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) <= _POINT or not right:
            continue
        point = Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), fields[_POINT]))
        if place.is_relative_to(point) and len(point.parts) >= depth:  # the last hides others
            depth, kind = len(point.parts), right.split(" ")[0]
    return kind
