"""Reading apart: but for its first bytes, a hostile file meets a limited process of its own.

`seed` is a small process that has loaded what reading needs and forks a reader for each file;
`confining` takes from a reader what it does not need; `reader` is what it then does; `wire`
is all that passes between. Nothing here loads Polars: the reader is as small as it can be.
"""
