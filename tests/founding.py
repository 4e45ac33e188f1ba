"""Founds an inbox once a test session and hands out copies: what hundreds of tests begin with need not be made hundreds of times."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

_HOME = TemporaryDirectory(prefix="inbox-founded-")
_FOUNDED: dict[str, Path] = {}


async def founded(what: str, where: Path, found: Callable[[str], Awaitable[None]]) -> None:
    """Put a copy of an inbox at a path; `found` makes it at the first time, and leaves it closed."""
    if what not in _FOUNDED:
        made = Path(_HOME.name) / f"{what}.db"
        await found(str(made))
        assert not made.with_name(f"{made.name}-wal").exists(), "it is to be closed: a copy has to be whole"
        _FOUNDED[what] = made
    assert not where.exists()
    shutil.copyfile(_FOUNDED[what], where)
    where.chmod(0o600)
