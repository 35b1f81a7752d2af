"""An exact answer as a sheet: its exhibits under addresses of their own, and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, MONTH_WITHOUT_DATA, NOTHING_IN_FORCE, TiigError
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Visit
from tiig.publish.exhibit_files import Around
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Block, Section

Answer = TypeVar("Answer")
_CHOSEN_ANEW = frozenset({BAD_ARGUMENT, MONTH_WITHOUT_DATA, NOTHING_IN_FORCE})


def exact_sheet(
    answer: ClearedProgramme[Any],
    path: str,
    asked: Mapping[str, str],
    shown: tuple[str, Sequence[Block]],
) -> Sheet:
    """Return what is `shown` (a heading and its blocks) of an answer, at a path as it was asked."""
    title, blocks = shown
    page = path.rpartition("/")[2]
    return Sheet(
        path=path,
        query=tuple(asked.items()),
        sections=(Section("shown", title, tuple(blocks)),),
        around=Around(
            page=f"Quality programme, {title.lower()}",
            marks=(SYNTHETIC,) if answer.synthetic else (),
            preset=answer.preset,
            preset_mark=answer.preset_mark,
            given=answer.given,
        ),
        stem="-".join((page, *(one for one in asked.values() if one))),
    )


def asked_or_why(visit: Visit, ask: Callable[[Visit], Answer]) -> tuple[Answer | None, str]:
    """Return an answer; or none, and why: what does not fit together can be chosen anew.

    Where nothing at all is in force there is nothing to choose from, and the error is raised.
    """
    try:
        return ask(visit), ""
    except TiigError as error:
        if error.kind not in _CHOSEN_ANEW or not visit.session.services.catalogue.pairs():
            raise
        return None, error.sentence[:1].upper() + error.sentence[1:]
