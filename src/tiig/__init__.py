"""TIIG: from a hospital's file to a protected figure.

The public Python API. Names are resolved when they are first asked for, so that importing
`tiig` costs nothing; nothing is computed here, and what is not in `__all__` is private.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

_PUBLIC: dict[str, str] = {
    "Asker": "tiig.model.asker:Asker",
    "Cleared": "tiig.model.cleared:Cleared",
    "Month": "tiig.model.months:Month",
    "Period": "tiig.model.months:Period",
    "Receipt": "tiig.model.receipt:Receipt",
    "Session": "tiig.wiring.session:Session",
    "SubmitAnswer": "tiig.journeys.submit:SubmitAnswer",
    "TiigError": "tiig.model.errors:TiigError",
    "connect": "tiig.wiring.session:connect",
    "make_workspace": "tiig.wiring.building:make_workspace",
}
"""Public name to `module:attribute`; one line for each name."""

__all__ = ["__version__", *sorted(_PUBLIC)]  # noqa: PLE0604 - every entry is a string


def __getattr__(name: str) -> object:
    """Resolve a public name on first use and keep it."""
    if name not in _PUBLIC:
        message = f"tiig has no public name {name}"
        raise AttributeError(message)
    module, _, attribute = _PUBLIC[name].partition(":")
    value: object = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, resolved or not."""
    return __all__
