"""Domain-free pieces: hashing, rounding, progress."""
