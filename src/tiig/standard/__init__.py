"""The data standard as data: items, code sets, category trees, measures, presets.

Facts stand in TOML and CSV beside this file, dated and with their sources; nothing here
touches a row of data, and no code is ever invented: what is not verified has no id.
"""

from tiig.standard.columns import Dimension, dimensions, patterns, storage_columns
from tiig.standard.details import details_of
from tiig.standard.etos import import_etos
from tiig.standard.items import Derived, Item, Sensitivity
from tiig.standard.loading import load_standard
from tiig.standard.measures import Preset
from tiig.standard.schematic import schematic_geography
from tiig.standard.standard import Standard
from tiig.standard.themes import AREA, YEAR, Theme

__all__ = [
    "AREA",
    "YEAR",
    "Derived",
    "Dimension",
    "Item",
    "Preset",
    "Sensitivity",
    "Standard",
    "Theme",
    "details_of",
    "dimensions",
    "import_etos",
    "load_standard",
    "patterns",
    "schematic_geography",
    "storage_columns",
]
