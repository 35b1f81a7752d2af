"""How finely an item may be kept: the details that an agreement can name, the finest first.

They follow from how the item is declared to coarsen; what is not declared cannot be
enforced, and an agreement that asks for it is refused.
"""

from __future__ import annotations

from tiig.standard.items import Coarsening, Item, Kind

MINUTE, HOUR, DAY = "minute", "hour", "day"
YEAR_OF_AGE, AGE_BAND, AGE_GROUP = "year", "age-band", "age-group"
CODE, GROUP = "code", "group"
LSOA, MSOA, AUTHORITY = "lsoa", "msoa", "la"

_DETAILS = {
    (Kind.MOMENT, Coarsening.MONTH): (MINUTE, HOUR, DAY),
    (Kind.WHOLE, Coarsening.AGE_BAND): (YEAR_OF_AGE, AGE_BAND, AGE_GROUP),
    (Kind.CODE, Coarsening.TREE): (CODE, GROUP),
    (Kind.AREA, Coarsening.AREA): (LSOA, MSOA, AUTHORITY),
}


def details_of(item: Item) -> tuple[str, ...]:
    """Return the details in which an item can be kept; none where it is kept as it is or not."""
    return _DETAILS.get((item.kind, item.coarsens), ())
