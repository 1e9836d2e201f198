"""The store: a port in the domain's words, and SQL behind it."""
