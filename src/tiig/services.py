"""Everything a journey may use of the outside world, as one flat value.

`wiring` builds it from settings, `testing` builds it in memory; nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tiig.model.ports import Catalogue, Clock, Geography, Ids, Keys, Lake, Seams, Vault
from tiig.standard import Standard


@dataclass(frozen=True)
class Choices:
    """What a workspace decides in `tiig.toml`."""

    named_partner_threshold: int = 5
    synthetic: bool = False


@dataclass(frozen=True)
class Services:
    """The ports, the data standard in use, and the workspace's choices.

    `overlay` is the folder with the site's additions to the standard; `reconcile` says
    what catalogue, lake and vault do not agree on.
    """

    catalogue: Catalogue
    lake: Lake
    vault: Vault
    keys: Keys
    geography: Geography
    clock: Clock
    ids: Ids
    seams: Seams
    standard: Standard
    code_version: str
    overlay: Path
    reconcile: Callable[[], tuple[str, ...]]
    choices: Choices = Choices()
