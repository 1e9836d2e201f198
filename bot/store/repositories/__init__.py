"""The store's port, one table family a file, in SQL that both databases read."""
