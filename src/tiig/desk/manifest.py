"""Lineage: everything a figure came from, as one content-hashed body."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tiig.desk.permission import PresetChoice
from tiig.kit.hashing import canonical_json, digest
from tiig.model.places import PlaceDecision, name_of_all
from tiig.model.submission import Pair
from tiig.services import Services


@dataclass(frozen=True)
class Manifest:
    """A lineage body (canonical JSON) and its digest, by which figures name it."""

    id: str
    body: str


def manifest_of(
    pairs: Sequence[Pair],
    choice: PresetChoice,
    geography: str | None,
    services: Services,
    *,
    places: Mapping[str, PlaceDecision] | None = None,
) -> Manifest:
    """Name the pairs in force, profiles, definitions, denominators, preset and code.

    Where the answer rests on decisions on place phrases, they are named too.
    """
    derivations = {pair.derivation for pair in pairs}
    body: dict[str, object] = {
        "pairs": [
            [pair.id, pair.site, _when(pair), pair.revision, pair.derivation] for pair in pairs
        ],
        "submissions": sorted({pair.revision for pair in pairs}),
        "derivations": {
            one.id: {
                "profile": one.profile,
                "standard": one.standard,
                "rules": one.rules,
                "code": one.code,
                **({"lookup": one.lookup} if one.lookup else {}),
                **({"codes": one.codes} if one.codes else {}),
            }
            for one in map(services.catalogue.derivation, sorted(derivations))
            if one is not None
        },
        "standard": services.standard.version,
        "code_sets": services.standard.code_set_versions,
        "geography": geography,
        "preset": choice.preset.id,
        "threshold": choice.threshold,
        "given": asdict(choice.given),
        "code": services.code_version,
        "synthetic": any(pair.synthetic for pair in pairs),
    }
    if places is not None:
        body["places"] = {"decisions": len(places), "digest": name_of_all(places)}
    return Manifest(digest(body), canonical_json(body))


def with_targets(manifest: Manifest, targets: str) -> Manifest:
    """Return lineage that names the targets, too, by which an answer was judged."""
    body = json.loads(manifest.body) | {"targets": targets}
    return Manifest(digest(body), canonical_json(body))


def _when(pair: Pair) -> str:
    """Write the month of a pair, or the days of it that it speaks for."""
    return str(pair.month if pair.whole else pair.days)
