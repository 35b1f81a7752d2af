"""Areas: files of boundaries, lookups, populations and deprivation, read, checked and joined.

Takes a set of files and gives one geography or a refusal that says what is wrong and where;
it stores nothing, and guesses no code, vintage or number that the files do not tell.
"""
