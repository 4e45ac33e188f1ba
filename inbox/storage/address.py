"""Reads where an inbox lies, and says it without what nobody should read."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit


def shared(where: str | Path) -> bool:
    """Tell whether an address names a PostgreSQL database, which several programs may open."""
    return str(where).startswith(("postgresql://", "postgres://"))


def named(where: str) -> str:
    """Return what people are told of an address: no password, nothing else that came with it. A file is its path."""
    if not shared(where):
        return where
    try:
        parts = urlsplit(where)
    except ValueError:
        return "postgresql://…"
    user, at, host = parts.netloc.rpartition("@")
    return f"postgresql://{user.partition(':')[0]}{at}{host}{parts.path}"
