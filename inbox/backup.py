"""Makes a copy of a living inbox that can be put back: one SQLite file, and beside it the channels' secrets if they are wanted.

A copy is taken of what was committed at one moment, whoever has the inbox open meanwhile.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from inbox.bootstrap import local, move, secrets_of
from inbox.errors import BadInput, NotFound, Refused
from inbox.secrets import Secrets
from inbox.storage.address import shared
from inbox.storage.copying import copy
from inbox.storage.places import opened

Progress = Callable[[int, int], None]


async def back_up(where: str, file: Path, progress: Progress, *, secrets: bool = False) -> int:
    """Copy an inbox into a new file that only this user reads, its secrets beside it; return how many bytes it has.

    Raises: Refused where something is there already, or the inbox is at a server; NotFound, Unreachable, Damaged.
    """
    file = Path(os.path.realpath(file.expanduser()))
    if "://" in where and not shared(where):
        raise Refused("An inbox is backed up where it is kept; run this on the server's machine.")
    for path in (file, _beside(file)):
        if path.exists():
            raise Refused("There is something at {path} already; a backup goes into a new file.", path=path)
    if shared(where):
        beside = _enclosed(file)
        # What lies beside the new file is nothing yet, so without secrets nothing is carried, and no key is needed.
        await move(where, str(file), progress, None if secrets else beside, beside)
    else:
        if not local(where).exists():
            raise NotFound("There is no inbox at {path}; make one with: inbox init", path=local(where))
        await asyncio.to_thread(copy, local(where), file, progress)
        if secrets:
            await _enclose(where, file)
    return file.stat().st_size


async def put_back(file: Path, target: str, progress: Progress) -> tuple[bool, str]:
    """Put a backup into a place that holds nothing, and prove it; tells whether all is as it was, and what is not.

    Raises: Refused where the target holds anything; NotFound, Damaged, Unreachable.
    """
    if "://" in str(file) or not file.expanduser().is_file():
        raise BadInput("{path} is no backup; it is a file that `inbox backup` made.", path=file)
    if "://" in target and not shared(target):
        raise Refused("An inbox is put back where it will be kept; run this on the server's machine.")
    moved = await move(str(file), target, progress, _enclosed(file.expanduser()))
    return moved.verdict.ok, moved.verdict.why


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ".secrets")


def _enclosed(file: Path) -> Secrets:
    """Return the secrets of a backup, which lie beside it wherever those of inboxes are kept on this machine."""
    return Secrets(_beside(file), place="file")


async def _enclose(where: str, file: Path) -> None:
    kept, copied = secrets_of(where), _enclosed(file)
    db = await opened(file, make=False)
    try:
        names = [str(r[0]) for r in await db.read("select name from channel order by name")]
    finally:
        await db.close()
        file.with_name(file.name + ".lock").unlink(missing_ok=True)
    for name in names:
        if mine := await asyncio.to_thread(kept.of, name):
            await asyncio.to_thread(copied.keep_all, name, mine)
