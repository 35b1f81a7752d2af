"""How the catalogue's tables came to be, step by step; a step is never changed once shipped."""
