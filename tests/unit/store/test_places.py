"""A workspace lies on a disk of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiig.model.errors import TiigError
from tiig.model.key_errors import NETWORK_FOLDER
from tiig.store.places import NETWORK, check_place, filesystem_of

MOUNTS = r"""22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:25 / /mnt/share rw,relatime shared:2 - cifs //server/share rw
31 22 0:26 / /mnt/home\040of\040all rw - nfs4 server:/home rw
32 30 0:27 / /mnt/share/local rw - tmpfs tmpfs rw
33 22 0:28 / /mnt/sh rw - xfs /dev/vdb rw
broken line
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """What Linux says of mounted folders."""
    file = tmp_path / "mountinfo"
    file.write_text(MOUNTS, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/share/tiig", "cifs"),
        ("/mnt/share", "cifs"),
        ("/mnt/share/local/tiig", "tmpfs"),
        ("/mnt/share2/tiig", "ext4"),
        ("/mnt/home of all/tiig", "nfs4"),
        ("/mnt/sh/tiig", "xfs"),
        ("/var/lib/tiig", "ext4"),
    ],
)
def test_the_innermost_mount_decides(mounts: Path, folder: str, kind: str) -> None:
    """The kind is that of the mount in which a folder lies or would lie."""
    assert filesystem_of(Path(folder), mounts) == kind


def test_a_network_folder_is_refused(mounts: Path) -> None:
    """What lies on a network is refused by the kind of its file system; a disk is not."""
    with pytest.raises(TiigError) as raised:
        check_place(Path("/mnt/share/tiig"), mounts)

    assert raised.value.kind is NETWORK_FOLDER
    assert "cifs" in raised.value.sentence
    check_place(Path("/var/lib/tiig"), mounts)
    assert {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"} <= NETWORK


def test_where_nothing_is_known_nothing_is_refused(tmp_path: Path) -> None:
    """Systems that do not tell are trusted."""
    assert filesystem_of(tmp_path, tmp_path / "none") is None
    check_place(tmp_path, tmp_path / "none")
