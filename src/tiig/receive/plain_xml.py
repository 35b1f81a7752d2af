"""XML of a plain workbook beside its rows: sound, of bounded size, and nothing but elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from tiig.receive.package import Package

START = (
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?'
    rb'(?: standalone="(?:yes|no)")? ?\?>\s*)?'
)
"""How a part begins that is written in UTF-8, and in nothing else."""
_DEEPEST, _MOST_ELEMENTS, _LARGEST = 32, 200_000, 4 << 20

Enter = Callable[[list[str], dict[str, str]], None]
"""Told of each element: the local names from the root down to its own, and its attributes."""


class NotPlainError(Exception):
    """The sheet holds more than a plain table of values."""


def insist(holds: object) -> None:
    """Leave the sheet to calamine unless something holds."""
    if not holds:
        raise NotPlainError


def whole(package: Package, part: str, *, most: int = _LARGEST) -> bytes:
    """Return a part; NotPlainError where it is larger than so many bytes."""
    return b"".join(_bounded(package.pieces(part), most))


def walk(pieces: Iterable[bytes], enter: Enter) -> None:
    """Go through small XML, and stop at the first thing that no table of values needs."""
    path: list[str] = []
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        path.append(name.rpartition(" ")[2])
        insist(len(path) <= _DEEPEST and count <= _MOST_ELEMENTS)
        enter(path, attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CommentHandler = parser.ProcessingInstructionHandler = _give_up
    parser.StartCdataSectionHandler = parser.StartDoctypeDeclHandler = _give_up
    try:
        for piece in _bounded(pieces, _LARGEST):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError):
        raise NotPlainError from None


def insist_sound(pieces: Iterable[bytes], *, without: frozenset[str] = frozenset()) -> None:
    """Leave the sheet to calamine unless pieces make up sound XML, with none of some elements."""

    def enter(path: list[str], _: object) -> None:
        insist(path[-1] not in without)

    walk(pieces, enter)


def _give_up(*_: object) -> None:
    raise NotPlainError


def _bounded(pieces: Iterable[bytes], most: int) -> Iterable[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        insist(size <= most)
        yield piece
