"""Areas by name: what papers are cut by, found by code or by words."""

from __future__ import annotations

import polars as pl

from tiig.desk.facts import default_geography
from tiig.model.area_errors import AREA_UNKNOWN, POSTCODES_MISSING
from tiig.model.errors import TiigError
from tiig.services import Services


def authorities(services: Services, geography: str | None = None) -> dict[str, str]:
    """Return code and name of every local authority of a geography, by code."""
    lookup = services.geography.lookup(geography or default_geography(services))
    named = "la_name" if "la_name" in lookup.columns else "la"
    pairs = lookup.select("la", named).unique(subset="la").sort("la")
    return dict(zip(pairs["la"], pairs[named], strict=True))


def areas_above(level: str, services: Services) -> dict[str, str]:
    """Return the area of a level (`la`, `msoa`) that holds each LSOA, of other vintages too.

    Empty where the areas in use do not tell that level.
    """
    name = default_geography(services)
    lookup, others = services.geography.lookup(name), services.geography.others(name)
    if level not in lookup.columns:
        return {}
    here = dict(zip(lookup["lsoa"], lookup[level], strict=True))
    return {**{one: here[lsoa] for one, lsoa in others.select("other", "lsoa").rows()}, **here}


def postcodes_in_use(services: Services) -> tuple[str, pl.DataFrame]:
    """Return the lookup from postcodes to LSOAs in use, with its name; POSTCODES_MISSING."""
    record = services.geography.record(default_geography(services))
    found = services.geography.postcodes(record.key)
    if found.is_empty():
        raise TiigError(POSTCODES_MISSING, geography=record.full_name)
    return record.full_name, found.select("postcode", "lsoa").unique("postcode", keep="first")


def authority_of(text: str, services: Services, geography: str | None = None) -> tuple[str, str]:
    """Return code and name of the authority that a person names by either; AREA_UNKNOWN else."""
    known = authorities(services, geography)
    for code, name in known.items():
        if text.strip().casefold() in {code.casefold(), name.casefold()}:
            return code, name
    raise TiigError(AREA_UNKNOWN, known=", ".join(known.values()))
