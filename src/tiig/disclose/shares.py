"""Protect the shares of one cell: as themselves, by a limit, or not at all.

A share beside a known whole is a count. So a share stands as itself only where its part,
what is left of the whole, and whatever the cell's other shares would give back are zero or
large enough; where only the rest (or only the part) is small, a limit that is the same for
every small number says as much as a star there would.
"""

from __future__ import annotations

from dataclasses import dataclass

from tiig.disclose.bounds import Rule
from tiig.kit.rounding import per_cent_down, to_nearest
from tiig.model.cleared_quality import ShownShare
from tiig.model.figures import Mark
from tiig.model.quality import ItemCount, Share

HIDDEN = ShownShare(mark=Mark.SUPPRESSED)
NOTHING_ASKED = ShownShare(mark=Mark.NOT_APPLICABLE)
NOT_COUNTED = ShownShare(mark=Mark.NOT_AVAILABLE)
_HUNDRED = 100
_FEWEST = 2
"""A whole must be twice the smallest count shown, so that part and rest are not both small."""


@dataclass(frozen=True)
class CellShares:
    """The four shares of one item in one site-month, as they may be shown."""

    usable: ShownShare
    completeness: ShownShare
    validity: ShownShare
    unknown: ShownShare


def shares_of(count: ItemCount, rule: Rule) -> CellShares:
    """Return what may be shown of one cell; four times the same mark where nothing may."""
    if not count.sound:
        return _all(NOT_COUNTED)
    if count.rows == 0:
        return _all(NOTHING_ASKED)
    if rule.smallest_shown == 1 and rule.round_to == 1:
        return CellShares(*(exact(share) for share in _wanted(count)))
    return _protected(count, rule)


def _protected(count: ItemCount, rule: Rule) -> CellShares:
    if count.rows < _FEWEST * rule.smallest_shown:
        return _all(HIDDEN)
    parts = (count.known, count.partly, count.not_known, count.faulty, count.missing)
    if not any(_small(part, rule) for part in parts):
        return CellShares(*(itself(share, rule) for share in _wanted(count)))
    usable = limited(count.usable, rule)
    if _small(count.rows - count.known, rule):
        # Nearly every row can be used: the other shares lie as near, and no limit says more.
        return CellShares(usable, usable, usable, ShownShare(0, _HUNDRED - (usable.low or 0)))
    completeness = _completeness(count, rule)
    return CellShares(usable, completeness, _validity(count, rule, completeness), HIDDEN)


def exact(share: Share) -> ShownShare:
    """Return a share with its parts, for those who may see them."""
    if share.whole == 0:
        return NOTHING_ASKED
    low = per_cent_down(share.part, share.whole)
    return ShownShare(low, low, part=share.part, whole=share.whole)


def itself(share: Share, rule: Rule) -> ShownShare:
    """Return a share worked out from both counts as the rule would show them."""
    if share.whole == 0:
        return NOTHING_ASKED
    part, whole = to_nearest(share.part, rule.round_to), to_nearest(share.whole, rule.round_to)
    low = per_cent_down(part, whole)
    return ShownShare(low, low)


def limited(share: Share, rule: Rule) -> ShownShare:
    """Return a share, or the limit that is true of every small part or rest beside its whole."""
    rest, most = share.whole - share.part, rule.smallest_shown - 1
    if _small(rest, rule):
        return ShownShare(_least(share.whole, most, rule), _HUNDRED)
    if _small(share.part, rule):
        return ShownShare(0, _HUNDRED - _least(share.whole, most, rule))
    return itself(share, rule)


def _completeness(count: ItemCount, rule: Rule) -> ShownShare:
    """Hide it where it would tell, beside the share that can be used, a small count between."""
    unusable, between = count.rows - count.known, count.answered - count.known
    few = _FEWEST * rule.smallest_shown
    if _small(count.known, rule):
        crowded = count.answered < few or count.rows < _FEWEST * few
    elif _small(count.missing, rule):
        crowded = unusable < few
    else:
        crowded = _small(between, rule)
    return HIDDEN if crowded else limited(count.completeness, rule)


def _validity(count: ItemCount, rule: Rule, completeness: ShownShare) -> ShownShare:
    """Say that no answer is faulty, where the counts told beside it leave enough open."""
    if _small(count.known, rule):
        told, needed = count.answered, _FEWEST + 1
    elif _small(count.missing, rule):
        told, needed = count.rows - count.known, _FEWEST + 1
    else:
        told, needed = count.answered - count.known, _FEWEST
    enough = completeness.mark is Mark.SHOWN and told >= needed * rule.smallest_shown
    return ShownShare(_HUNDRED, _HUNDRED) if enough and not count.faulty else HIDDEN


def _least(whole: int, most: int, rule: Rule) -> int:
    """Return the least share that is left of any whole that rounds as this one does."""
    smallest = max(to_nearest(whole, rule.round_to) - rule.round_to // 2, most + 1)
    return per_cent_down(smallest - most, smallest)


def _small(count: int, rule: Rule) -> bool:
    return 0 < count < rule.smallest_shown or (count == 0 and not rule.shows_zero)


def _wanted(count: ItemCount) -> tuple[Share, Share, Share, Share]:
    return count.usable, count.completeness, count.validity, count.unknown


def _all(shown: ShownShare) -> CellShares:
    return CellShares(shown, shown, shown, shown)
