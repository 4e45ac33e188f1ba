"""Parses mail in a process of its own, with little memory and little time: a hostile mail costs itself only.

The parent writes a length and a mail, the child answers with a length and a pickle of plain values. A
child that dies, hangs or grows is killed and replaced; its mail becomes `unknown`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from adapters.email.parse import parse, unread
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Visibility

DEADLINE = 4.0
"""Seconds one mail may take (the child starts within that too)."""
MEMORY = 512 * 1024 * 1024
MOST_CPU = 600
"""Seconds of computing after which a child is replaced by the system."""


def to_json(said: Incoming) -> dict[str, object]:
    """Return an entry as plain values."""
    found = asdict(said)
    found["occurred_at"] = said.occurred_at.isoformat() if said.occurred_at else None
    return found


def from_json(row: dict[str, object]) -> Incoming:
    """Return the entry again; what a child says is checked like any foreign word."""
    at = row.pop("occurred_at")
    identities = tuple(Identity(str(i["kind"]), str(i["value"])) for i in row.pop("identities"))  # type: ignore[attr-defined]  # a list of objects
    files = tuple(Attachment(**a) for a in row.pop("attachments"))  # type: ignore[attr-defined]  # a list of objects
    kind, visibility = Kind(str(row.pop("kind"))), Visibility(str(row.pop("visibility")))
    occurred = datetime.fromisoformat(str(at)) if at else None
    return Incoming(kind, occurred_at=occurred, identities=identities, attachments=files, visibility=visibility, **row)  # type: ignore[arg-type]  # the rest are texts


class Parser:
    """Hands mails to a child, one at a time. `own` is our address, whose mails are echoes."""

    def __init__(self, own: str = "") -> None:
        self._own = own
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def parse(self, raw: bytes) -> list[Incoming]:
        """Say what a mail says; `unknown` where the child could not."""
        async with self._turn:
            try:
                async with asyncio.timeout(DEADLINE):
                    return await self._ask(raw)
            except (TimeoutError, asyncio.IncompleteReadError, OSError, ValueError, TypeError, KeyError) as cause:
                await self._kill()
                why = (
                    "this mail took too long to read"
                    if isinstance(cause, TimeoutError)
                    else "this mail could not be read"
                )
                return [unread(raw, why)]
            except asyncio.CancelledError:
                await self._kill()
                raise

    async def _ask(self, raw: bytes) -> list[Incoming]:
        if self._child is None or self._child.returncode is not None:
            self._child = await _start(self._own)
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(struct.pack(">I", len(raw)) + raw)
        await self._child.stdin.drain()
        (size,) = struct.unpack(">I", await self._child.stdout.readexactly(4))
        return [from_json(row) for row in json.loads(await self._child.stdout.readexactly(size))]

    async def _kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            if child.stdin is not None:
                child.stdin.close()
            await child.wait()

    async def aclose(self) -> None:
        """End the child."""
        await self._kill()


async def _start(own: str) -> asyncio.subprocess.Process:
    root = str(Path(__file__).resolve().parents[2])
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": root,
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.email.child", own, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL,
        env=environment, limit=64 * 1024 * 1024,
    )  # fmt: skip


def main() -> None:
    """Read mails from standard input until it ends."""
    import resource  # only the child limits itself

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0)) if os.geteuid() else None
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    own = sys.argv[1] if len(sys.argv) > 1 else ""
    while len(head := source.read(4)) == 4:
        (size,) = struct.unpack(">I", head)
        found = json.dumps([to_json(said) for said in parse(source.read(size), {}, own)]).encode()
        sink.write(struct.pack(">I", len(found)) + found)
        sink.flush()


if __name__ == "__main__":
    main()
