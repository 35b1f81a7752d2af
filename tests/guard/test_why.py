"""Every item says to a hospital why it is asked, and items of words what to write."""

from __future__ import annotations

import pytest

from tiig.standard import Item, load_standard
from tiig.standard.items import Kind

ITEMS = load_standard().items.values()


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_says_why_it_is_asked(item: Item) -> None:
    """The reason is a sentence, and says something else than what the item is."""
    assert item.why.endswith(".")
    assert len(item.why.split()) >= 8
    assert item.why != item.meaning


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_of_words_says_what_never_to_write(item: Item) -> None:
    """Free text is where identifiers creep in: whoever writes it is told."""
    assert ("Never write" in item.write) is (item.kind is Kind.TEXT)
