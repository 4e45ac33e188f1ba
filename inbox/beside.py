"""The socket beside an inbox's file: whoever has the file answers there, and other programs of the same user join it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from inbox.errors import Unreachable

if TYPE_CHECKING:
    from inbox.bootstrap import House

LONGEST = 100
"""Bytes of a socket's path: Linux takes 107, macOS 103 (unix(7), sys/un.h)."""
WAITING = 128
"""Callers who may wait to be let in."""


def path_of(inbox: Path) -> Path:
    """Return where the socket of an inbox is: beside it, or in this user's own folder where that path is too long."""
    beside = inbox.with_name(inbox.name + ".sock")
    if len(os.fsencode(beside)) <= LONGEST:
        return beside
    # Not where an environment says: a timer's differs from a terminal's, and both must find the same.
    name = hashlib.sha256(os.fsencode(inbox)).hexdigest()[:32]
    # `_private` sees whose folder it is.
    return Path(f"/tmp/inbox-{os.getuid()}") / f"{name}.sock"  # noqa: S108


async def answers(path: Path) -> bool:
    """Tell whether somebody answers at a socket that is this user's."""
    try:
        if not _ours(path) or not stat.S_ISSOCK(path.lstat().st_mode):
            return False
        _, writer = await asyncio.open_unix_connection(path)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


async def answer(house: House, inbox: Path) -> None:
    """Answer at the socket until cancelled; what has begun is finished first. Only whoever has the file may do this.

    Raises: Unreachable where no socket can be made there.
    """
    path = path_of(inbox)
    # Beside the loop: what a server needs takes a moment to load, and nobody should wait for it.
    listening, served = await asyncio.to_thread(house.served, None)
    taken = _bound(path)
    try:
        await listening.serve(served, taken, asyncio.Event())
    finally:
        # The file is still this process's, so no other one's socket can be here.
        path.unlink(missing_ok=True)


def _bound(path: Path) -> socket.socket:
    """Make the socket, in the place of one that an ended program left; nobody but this user ever gets through it."""
    taken = socket.socket(socket.AF_UNIX)
    try:
        if path.parent.name == f"inbox-{os.getuid()}":
            _private(path.parent)
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.fchmod(taken.fileno(), 0o600)  # Linux makes the file with the socket's own mode
        taken.bind(str(path))
        path.chmod(0o600)
        # Until now whoever knocks is refused, whatever the file's mode was.
        taken.listen(WAITING)
    except OSError as cause:
        taken.close()
        raise Unreachable(
            "No socket can be made at {path} ({reason}); other programs cannot join this one.",
            path=path,
            reason=cause.strerror or cause,
        ) from cause
    return taken


def _private(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if not _ours(folder) or folder.lstat().st_mode & 0o077 or not stat.S_ISDIR(folder.lstat().st_mode):
        raise PermissionError(1, f"{folder} is not this user's alone")


def _ours(path: Path) -> bool:
    """Tell whether this is this user's own; links are not followed."""
    return path.lstat().st_uid == os.getuid()
