"""Where the inbox is kept: one SQLite file, or one PostgreSQL database that several servers share."""
