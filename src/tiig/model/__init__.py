"""Frozen nouns that rooms share, and the ports to the outside world."""
