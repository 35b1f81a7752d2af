"""People, events, hospitals and what is planted: the truth that departments write down.

The schematic geography is the only place it knows; it imports no reference data and no
stage, and nothing in it stands for a real person, place or department.
"""

from tiig.synthesis.world.world import World, make_world

__all__ = ["World", "make_world"]
