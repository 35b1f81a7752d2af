"""Marks that stand on whatever is shown, in the same words everywhere."""

SYNTHETIC = "Synthetic data - not about any real hospital or person"
