"""A paper as one self-contained page: no script, pictures inside, tables beneath them."""

from __future__ import annotations

from base64 import b64encode

from markupsafe import Markup

from tiig.publish.drawing import svg
from tiig.publish.html_pages import html_page
from tiig.publish.paper import Block, Cards, Chart, Exhibit, NotShown, Paper, Text


def paper_html(paper: Paper) -> str:
    """Return a paper as HTML that needs nothing else; it prints well."""
    return html_page("paper.html", paper=paper, kind_of=kind_of, picture=picture)


def kind_of(block: Block) -> str:
    """Return the word by which templates tell blocks apart."""
    kinds = {Text: "text", Cards: "cards", Exhibit: "exhibit", NotShown: "not-shown"}
    return kinds[type(block)]


def picture(chart: Chart) -> Markup:
    """Return a chart as the address of an image that holds it."""
    return Markup("data:image/svg+xml;base64,") + b64encode(svg(chart).encode()).decode()
