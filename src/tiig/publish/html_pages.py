"""The one maker of self-contained pages: no script, no outside link, every value escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


def html_page(template: str, **told: object) -> str:
    """Draw a page of the room's templates; one that asks for what is not told is a fault."""
    return _environment().get_template(template).render(**told)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tiig.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
