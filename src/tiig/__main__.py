"""`python -m tiig` is `tiig`."""

from tiig.cli import main

if __name__ == "__main__":
    main()
