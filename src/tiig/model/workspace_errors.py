"""The catalogue's entries about folders that are, or are not, workspaces."""

from __future__ import annotations

from tiig.model.errors import Family, declare

WORKSPACE_REMAINS = declare(
    "workspace-remains",
    Family.USAGE,
    400,
    sentence="The folder holds keys or a catalogue of a workspace, without its tiig.toml",
    advice="Put tiig.toml back, or name another folder. Nothing was changed.",
)
