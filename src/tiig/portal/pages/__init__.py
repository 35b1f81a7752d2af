"""One file for each page: it asks the session and hands the facts to its template."""
