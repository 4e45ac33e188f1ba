"""Files as a source: what `inbox import` reads. Unlike a platform, a file ends, and so does `receive`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from adapters.file import jsonl, mail
from inbox.errors import BadInput, Rejected, Unreachable
from inbox.ports.adapter import (
    Account,
    Batch,
    Capabilities,
    Context,
    DeliveryClass,
    Entry,
    Incoming,
    Kind,
    Outgoing,
    Parser,
    Sent,
    Setting,
    Way,
)

MOST = 100
_HEADER = re.compile(rb"(From |[A-Za-z][A-Za-z0-9_.-]{0,80}[ \t]*:)")
"""How a mail begins; everything else is taken for JSON lines."""
FORMATS = ("jsonl", "mbox", "eml", "maildir")


class Adapter:
    """See `inbox.ports.adapter.Adapter`. `position` tells bytes read and bytes in all, for a progress bar."""

    platform: ClassVar[str] = "file"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.MUTE
    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.POLL}), frozenset({Kind.MESSAGE, Kind.ECHO, Kind.DELIVERY}), frozenset()
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("path", "the file or folder", required=False),
        Setting("format", "jsonl, mbox, eml or maildir; guessed from the name if empty", required=False),
        Setting("address", "our address, whose mails are our own words", required=False),
    )

    def __init__(self, context: Context) -> None:
        self._path = Path(context.settings.get("path", "")).expanduser()
        self._format = context.settings.get("format", "")
        self._done = self._size = 0
        self._reader = mail.Reader(context.settings.get("address", "").strip().lower())

    async def open(self) -> Account:
        """See whether the file is there and what it is. Raises: BadInput, Unreachable."""
        path = self._path
        if not path.exists():
            raise BadInput("There is no file {path}.", path=path)
        self._format = self._format or _guessed(path)
        if self._format not in FORMATS:
            raise BadInput("{path}: say what it is with --format {formats}.", path=path, formats="|".join(FORMATS))
        if path.is_dir() != (self._format == "maildir") and not (path.is_dir() and self._format == "eml"):
            raise BadInput("{path} is no {format}.", path=path, format=self._format)
        if path.is_dir() and not mail.files_of(path, self._format):
            raise BadInput("There are no mails in {path}.", path=path)
        self._size = mail.size_of(path) if path.is_dir() else path.stat().st_size
        return Account(path.name)

    def position(self) -> tuple[int, int]:
        """Return bytes read and bytes in all."""
        return min(self._done, self._size), self._size

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield the file in batches from behind the cursor, then end. Raises: Unreachable."""
        try:
            if self._format == "jsonl":
                async for batch in self._lines(cursor):
                    yield batch
            else:
                async for batch in self._mails(cursor):
                    yield batch
        except PermissionError as cause:
            path = cause.filename or self._path
            raise Unreachable("{path} cannot be read; check who may.", path=path) from cause
        except OSError as cause:
            path, reason = cause.filename or self._path, cause.strerror or cause
            raise Unreachable("{path} cannot be read: {reason}.", path=path, reason=reason) from cause

    async def _lines(self, cursor: str) -> AsyncIterator[Batch]:
        start, line = jsonl.read_cursor(cursor)
        entries: list[Entry] = []
        for offset, number, raw in jsonl.lines(self._path, start, line):
            if raw.strip():
                entries.append(Entry(raw, (jsonl.said(raw, number),)))
            self._done = offset
            if len(entries) == MOST:
                yield Batch(tuple(entries), f"{offset}:{number}")
                entries = []
            line = number
        self._done = self._size
        yield Batch(tuple(entries), f"{self._size}:{line}", caught_up=True)

    async def _mails(self, cursor: str) -> AsyncIterator[Batch]:
        source: Iterator[tuple[str, int, str, bytes]] = (
            mail.of_mbox(self._path, cursor)
            if self._format == "mbox"
            else mail.of_folder(self._path, cursor, self._format)
        )
        entries: list[Entry] = []
        place, size = cursor, 0
        for place, done, name, raw in source:
            says = await self._reader.parse(raw)
            # What cannot be read is named by where it stands: it names itself nowhere.
            entries.append(
                Entry(raw, tuple(replace(s, external_id=name) if s.kind is Kind.UNKNOWN else s for s in says))
            )
            self._done, size = done, size + len(raw)
            if len(entries) == MOST or size > 16 * 2**20:
                yield Batch(tuple(entries), place)
                entries, size = [], 0
        yield Batch(tuple(entries), place, caught_up=True)

    @staticmethod
    def apart() -> Parser:
        """Return a parser that reads mails in a limited child."""
        return _Apart()

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what one line or one mail says; never raises."""
        if not _HEADER.match(raw):
            return [jsonl.said(line, number) for number, line in enumerate(raw.splitlines(), 1) if line.strip()]
        return mail.parsed(raw)

    async def send(self, out: Outgoing) -> Sent:
        """A file cannot be answered."""
        raise Rejected(
            "This conversation came from a file; nobody can be answered there. Open a channel on its platform."
        )

    async def aclose(self) -> None:
        """Let go of the parser's process."""
        await self._reader.aclose()


class _Apart:
    """Reads lines here and mails in the child."""

    def __init__(self) -> None:
        self._reader = mail.Reader()

    async def parse(self, raw: bytes) -> list[Incoming]:
        """Say what one line or one mail says."""
        return await self._reader.parse(raw) if _HEADER.match(raw) else Adapter.parse(raw, {})

    async def aclose(self) -> None:
        """End the child."""
        await self._reader.aclose()


def _guessed(path: Path) -> str:
    if path.is_dir():
        return "maildir" if (path / "cur").is_dir() or (path / "new").is_dir() else "eml"
    return {".jsonl": "jsonl", ".ndjson": "jsonl", ".mbox": "mbox", ".mbx": "mbox", ".eml": "eml"}.get(
        path.suffix.lower(), ""
    )
