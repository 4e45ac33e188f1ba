"""Where the inbox is kept: one SQLite file, owned by one process."""
