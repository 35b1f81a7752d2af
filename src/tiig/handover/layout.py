"""The layout of the standard: how the rows of a package are written, and the profile that reads it.

Each column is headed by its item. A given value is the node, the moment in ISO form, the
number or the area; what is not known, unreadable or unexplained is said by a word.
"""

from __future__ import annotations

from dataclasses import replace

from tiig.kit.hashing import digest
from tiig.model.errors import TiigError
from tiig.model.handover_errors import PACKAGE_DAMAGED
from tiig.model.portable import NOT_KNOWN, SOURCE_ROW
from tiig.model.prepared import Manifest
from tiig.model.profile import Column, FileLayout, SenderProfile
from tiig.model.states import NOT_KNOWN_NODE
from tiig.standard import Standard
from tiig.standard.items import Item, Kind

MOMENTS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")
_WORDLESS = frozenset({Kind.TEXT, Kind.NUMBER_ID, Kind.SITE})
"""Kinds in whose cells a word would stand for itself."""


def layout_of(profile: SenderProfile, manifest: Manifest, standard: Standard) -> SenderProfile:
    """Return the sender's profile, but for rows in the layout of the standard.

    Sites, scope and what the sender says of itself stay; columns are those of the package.
    """
    strange = [name for name in manifest.columns if name not in (*standard.items, SOURCE_ROW)]
    if strange:
        raise TiigError(PACKAGE_DAMAGED, what="it has columns that the standard does not know")
    named = [standard.items[name] for name in manifest.columns if name != SOURCE_ROW]
    return replace(
        profile,
        layout=FileLayout(row_is=profile.layout.row_is),
        columns=tuple(_column(item, manifest, standard) for item in named),
        sites=tuple(replace(site, values=(site.code,)) for site in profile.sites),
        constants=(),
        ignored=(SOURCE_ROW,),
        period_cells=None,
        synthetic=profile.synthetic or manifest.synthetic,
        fingerprint=digest([profile.fingerprint, "layout of the standard", standard.version]),
    )


def _column(item: Item, manifest: Manifest, standard: Standard) -> Column:
    codes = {} if item.kind in _WORDLESS else {NOT_KNOWN: NOT_KNOWN_NODE}
    if item.coded:
        codes |= {node: node for node in standard.trees[item.tree or ""].nodes}
    return Column(
        name=item.id,
        item=item.id,
        formats=MOMENTS if item.kind in {Kind.MOMENT, Kind.BIRTH_DATE} else (),
        codes=tuple(codes.items()),
        defaults=manifest.defaults if item.id == "injury_at" else (),
    )
