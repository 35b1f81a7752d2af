"""The quality programme's pages: each asks the journey of its command, and decides nothing."""
