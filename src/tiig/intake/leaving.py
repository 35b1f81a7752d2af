"""What becomes of each column of a hospital's file before its rows leave the hospital."""

from __future__ import annotations

from tiig.intake.whole_file import WholeFile
from tiig.model.profile import Treatment
from tiig.standard.items import Item, Kind

_FATES = {
    Kind.NUMBER_ID: "replaced by a pseudonym under the hospital's key",
    Kind.POSTCODE: "coarsened to the postcode district",
    Kind.BIRTH_DATE: "turned into the age at arrival, in completed years",
    Kind.MOMENT: "sent, to the minute",
    Kind.WHOLE: "sent as a whole number",
    Kind.CODE: "sent as a category of the standard",
    Kind.SITE: "sent as the site's code",
    Kind.AREA: "sent as an area code",
    Kind.DISTRICT: "sent as a postcode district",
}
_TO_AREA = "turned into the area of residence (LSOA)"
_PLACE = "sent without what identifies a person"
_ONE_TIME = "replaced by a number that links rows within this package only"
_DROPPED = "not sent"


def columns_told(whole: WholeFile, *, persons: bool) -> tuple[tuple[str, str], ...]:
    """Return each column of the file with what leaves of it; `persons` where numbers are keyed."""
    feeds = whole.plan.feeds if whole.plan else ()
    fed = {source.header: feed.item for feed in feeds for source in feed.sources}
    areas = {one.name for one in whole.profile.columns if one.treatment is Treatment.LSOA}
    beside = {source.description for feed in feeds for source in feed.sources}
    told = []
    for name in whole.header:
        fate = "read beside its code, not sent" if name in beside else _DROPPED
        if name in fed:
            fate = _TO_AREA if name.strip() in areas else _fate(fed[name], persons=persons)
        told.append((name, fate))
    return tuple(told)


def number_columns(whole: WholeFile) -> tuple[str, ...]:
    """Return the columns that may hold NHS or local patient numbers: where opt-outs are sought.

    Also those of items that the agreement does not hold: a person opts out all the same.
    """
    dropped = {one.name for one in whole.profile.columns if one.treatment is Treatment.DROP}
    wanted = dropped | {one.name for one in whole.profile.columns if one.item == "person_number"}
    return tuple(name for name in whole.header if name.strip() in wanted)


def _fate(item: Item, *, persons: bool) -> str:
    if item.kind is Kind.TEXT:
        return _PLACE if item.keyed_as else _DROPPED
    if item.kind is Kind.NUMBER_ID and not persons:
        return _DROPPED if item.id == "person_number" else _ONE_TIME
    return _FATES[item.kind]
