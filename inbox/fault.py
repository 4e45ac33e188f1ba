"""Named points where a write or a send begins and ends, so that tests can stop the house exactly there."""

from __future__ import annotations

from collections.abc import Callable

_hook: Callable[[str], None] | None = None


def point(name: str) -> None:
    """Pass a named point; does nothing unless a test listens."""
    if _hook is not None:
        _hook(name)


def listen(hook: Callable[[str], None] | None) -> None:
    """Let a test hear every point (None: nobody listens). The hook may raise or end the process."""
    global _hook  # noqa: PLW0603 - one process has one listener
    _hook = hook
