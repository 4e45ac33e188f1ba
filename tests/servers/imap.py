"""An IMAP server that fails as told, for what real servers do once in a thousand times."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

FAILS = "NO [SERVERBUG] Internal error"


class Imap:
    """Holds mails 1 to n. `fails` are the beginnings of commands that are refused once; `gone` vanish after a search."""

    def __init__(self, mails: int, *fails: str, gone: frozenset[int] = frozenset()) -> None:
        self.uids = list(range(1, mails + 1))
        self.fails = list(fails)
        self.gone = gone
        self.refusal = FAILS
        self.logins: list[bytes] = []
        self.hold = asyncio.Event()
        self.port = 0
        self.talks: set[asyncio.Task[object]] = set()

    @staticmethod
    def _mail(uid: int) -> bytes:
        return f"From: k{uid}@k.test\r\nMessage-ID: <m{uid}@k>\r\n\r\nbody {uid}\r\n".encode()

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection to its end."""
        if (talk := asyncio.current_task()) is not None:
            self.talks.add(talk)
        writer.write(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n")
        while line := (await reader.readline()).decode().strip():
            tag, _, command = line.partition(" ")
            failing = next((f for f in self.fails if command.upper().startswith(f)), "")
            if failing:
                self.fails.remove(failing)
                writer.write(f"{tag} {self.refusal}\r\n".encode())
                continue
            if command.upper().startswith("AUTHENTICATE"):
                writer.write(b"+ \r\n")
                self.logins.append(base64.b64decode(await reader.readline()))
            for row in self._rows(command.upper()):
                writer.write(row)
            if command.upper().startswith("APPEND"):
                await self.hold.wait()
            writer.write(f"{tag} OK done\r\n".encode())
            if command.upper().startswith("LOGOUT"):
                break
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    def _rows(self, command: str) -> list[bytes]:
        if command.startswith("CAPABILITY"):
            return [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"]
        if command.startswith("STATUS"):
            return [b"* STATUS INBOX (UIDVALIDITY 7)\r\n"]
        if command.startswith("LIST"):
            return [b'* LIST (\\Sent) "/" "Sent"\r\n']
        if command.startswith("LOGOUT"):
            return [b"* BYE\r\n"]
        if command.startswith("UID SEARCH"):
            found = [uid for uid in self.uids if uid >= int(command.partition("UID ")[2].split()[-1].partition(":")[0])]
            row = f"* SEARCH {' '.join(map(str, found))}\r\n".encode()
            self.uids = [uid for uid in self.uids if uid not in self.gone]
            return [row]
        if command.startswith("UID FETCH"):
            return self._fetched(command)
        return []

    def _fetched(self, command: str) -> list[bytes]:
        wanted = set(map(int, re.findall(r"\d+", command.split()[2])))
        found = [(place, uid, self._mail(uid)) for place, uid in enumerate(self.uids, 1) if uid in wanted]
        if "SIZE" in command:
            return [f"* {place} FETCH (UID {uid} RFC822.SIZE {len(raw)})\r\n".encode() for place, uid, raw in found]
        head = "* %d FETCH (UID %d BODY[] {%d}\r\n"
        return [(head % (place, uid, len(raw))).encode() + raw + b")\r\n" for place, uid, raw in found]


@asynccontextmanager
async def imap(mails: int, *fails: str, gone: frozenset[int] = frozenset()) -> AsyncIterator[Imap]:
    """Run the server."""
    server = Imap(mails, *fails, gone=gone)
    async with await asyncio.start_server(server.speak, "127.0.0.1", 0) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        yield server
        server.hold.set()
        if server.talks:
            await asyncio.wait(server.talks, timeout=5)
