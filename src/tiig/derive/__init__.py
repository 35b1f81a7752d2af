"""Compute what is not in the file: groups, flags, bands, hours, instants, ranks.

Every column follows its written definition in the standard. The room parses nothing,
judges nothing and fetches nothing.
"""

from tiig.derive.coarsening import NOTHING_COARSER, Coarsened
from tiig.derive.context import DeriveContext
from tiig.derive.counting_again import (
    StoredGroups,
    columns_counted,
    count_again,
    watched_columns,
)
from tiig.derive.deriving import ROW_RANK, derive, derive_again
from tiig.derive.moments import ZONE
from tiig.derive.portraying import DAYS, portray, shares_kept
from tiig.derive.recoding import Recoding, changed_rows, recoded
from tiig.derive.summary import Grouped, grouped_counts, summarise

__all__ = [
    "DAYS",
    "NOTHING_COARSER",
    "ROW_RANK",
    "ZONE",
    "Coarsened",
    "DeriveContext",
    "Grouped",
    "Recoding",
    "StoredGroups",
    "changed_rows",
    "columns_counted",
    "count_again",
    "derive",
    "derive_again",
    "grouped_counts",
    "portray",
    "recoded",
    "shares_kept",
    "summarise",
    "watched_columns",
]
