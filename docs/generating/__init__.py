"""The reference pages, made from the code and the data standard: nothing is written twice."""
