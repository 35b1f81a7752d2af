"""What questions are answered from: the data in force at a moment, and the world around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import polars as pl

from tiig import analyse, locate
from tiig.desk.erasing import erased_note
from tiig.desk.phrases import in_force_with_decisions
from tiig.desk.profiles import profiles_in_force
from tiig.kit.hashing import digest
from tiig.model.errors import NOTHING_IN_FORCE, TiigError
from tiig.model.parts import by_site_month, lacking
from tiig.model.places import PlaceDecision, name_of_all
from tiig.model.profile import Scope
from tiig.model.submission import Pair
from tiig.services import Services

_RESIDENCE = "residence_lsoa"
_DECILES_IN_FIFTH = 2
_FIFTHS = {"1": "Most deprived fifth", "5": "Least deprived fifth"}


@dataclass(frozen=True)
class Facts:
    """The data in force at a moment, and what is declared of the sites that sent them.

    `name` digests what was in force and how it was read: equal names, equal figures.
    `decided` is what people had decided of place phrases then, by phrase id. `erased` says
    what was known then and is erased since.
    """

    at: datetime
    pairs: tuple[Pair, ...]
    sites: analyse.SiteFacts
    name: str
    decided: Mapping[str, PlaceDecision] = field(default_factory=dict)
    erased: tuple[str, ...] = ()
    geographies: dict[str | None, analyse.GeographyFrames] = field(default_factory=dict)
    with_places: dict[str | None, pl.DataFrame] = field(default_factory=dict, repr=False)

    def table(self, services: Services) -> pl.DataFrame:
        """Return the rows in force; the lake keeps them in memory."""
        return services.lake.table(self.pairs)

    def table_with_places(self, geography: str | None, services: Services) -> pl.DataFrame:
        """Return the rows in force with what was decided of their place phrases, worked out once.

        Areas that were decided lie in the authorities of the geography that is counted by.
        """
        if geography not in self.with_places:
            authorities = self.geography(geography, services).authorities()
            self.with_places[geography] = locate.with_decisions(
                self.table(services), self.decided, authorities
            )
        return self.with_places[geography]

    def geography(self, name: str | None, services: Services) -> analyse.GeographyFrames:
        """Return a geography by name (None: the default), read once."""
        if name not in self.geographies:
            read = read_geography(name, services, at=self.at)
            self.geographies[name] = replace(read, stored=partial(self._stored_areas, services))
        return self.geographies[name]

    def _stored_areas(self, services: Services) -> frozenset[str]:
        """Return the codes of areas that stand in the rows in force, and perhaps a few more."""
        column = self.table(services)[_RESIDENCE]
        kind = column.dtype
        values = kind.categories if isinstance(kind, pl.Enum) else column.unique().drop_nulls()
        return frozenset(values)

    @property
    def synthetic(self) -> bool:
        """Whether any row in force was invented."""
        return any(pair.synthetic for pair in self.pairs)


def facts_at(at: datetime | None, services: Services) -> Facts:
    """Gather the facts as known at a moment (None: now); NOTHING_IN_FORCE where there are none."""
    pairs, decided = in_force_with_decisions(at, services)
    if not pairs:
        raise TiigError(NOTHING_IN_FORCE)
    moment = at or services.clock.now()
    told = [[pair.id, pair.derivation] for pair in pairs]
    name = digest([told, services.standard.version, *filter(None, [name_of_all(decided)])])
    if at is None:
        services.rows.only_of(name)
    return Facts(
        moment,
        pairs,
        _sites(pairs, services, at=moment),
        name,
        decided=decided,
        erased=erased_note(pairs, at, services) if at else (),
    )


def default_geography(services: Services) -> str:
    """Return the name of the geography that is used unless another is named."""
    return services.choices.geography or services.geography.list()[0].name


def read_geography(
    name: str | None, services: Services, *, at: datetime | None
) -> analyse.GeographyFrames:
    """Read a geography as it was known at a moment; GEOGRAPHY_UNKNOWN where it was not."""
    record = services.geography.record(name or default_geography(services), at=at)
    areas = services.geography.lookup(record.key)
    return analyse.GeographyFrames(
        name=record.full_name,
        lookup=_with_fifths(areas, services.geography.deprivation(record.key)),
        populations=services.geography.populations(record.key),
        others=services.geography.others(record.key),
        schematic=record.schematic,
    )


def _with_fifths(lookup: pl.DataFrame, deprivation: pl.DataFrame) -> pl.DataFrame:
    """Add fifths of deprivation: two deciles each, 1 the most deprived; none where unknown."""
    if deprivation.is_empty():
        return lookup
    fifth = ((pl.col("decile") + 1) // _DECILES_IN_FIFTH).cast(pl.String)
    fifths = deprivation.select(
        "lsoa",
        fifth.alias("deprivation"),
        fifth.replace_strict(_FIFTHS, default=pl.lit("Fifth ") + fifth).alias("deprivation_name"),
    )
    return lookup.join(fifths, on="lsoa", how="left", maintain_order="left")


def _sites(pairs: Sequence[Pair], services: Services, *, at: datetime) -> analyse.SiteFacts:
    profiles = profiles_in_force(services, at.date())
    names = {site.code: site.name for profile in profiles for site in profile.sites}
    providers = {site.code: profile.provider for profile in profiles for site in profile.sites}

    def with_scope(scope: Scope) -> frozenset[str]:
        return frozenset(pair.site for pair in pairs if pair.scope is scope)

    return analyse.SiteFacts(
        names={pair.site: names.get(pair.site, pair.site) for pair in pairs},
        cannot_tell_assaults=frozenset(p.site for p in pairs if not p.tells_assaults),
        assaults_only=with_scope(Scope.ASSAULTS_ONLY),
        injuries_only=with_scope(Scope.ALL_INJURIES),
        received=frozenset((pair.site, str(pair.month)) for pair in pairs),
        partly=frozenset(
            (key.site, str(key.month))
            for key, parts in by_site_month(pairs).items()
            if lacking(key, parts)
        ),
        providers=providers,
    )
