"""Mail from files: mbox, single mails, folders of them, maildir. Parsed in the mail adapter's limited child."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from inbox.ports.adapter import Incoming

LARGEST = 25 * 1024 * 1024
_BETWEEN = re.compile(rb"From \S+ +\w{3} \w{3} +\d+ .*\d{4}\s*$")
"""The line between two mails of an mbox; "From " at the beginning of a sentence is none."""


def parsed(raw: bytes) -> list[Incoming]:
    """Say what one mail says, in this process; never raises."""
    from adapters.email.parse import parse  # the mail parser is only needed for mail

    return parse(raw, {})


class Reader:
    """Reads mails in the limited child, started when the first one comes. `own` is our address."""

    def __init__(self, own: str = "") -> None:
        from adapters.email.child import Parser  # the mail parser is only needed for mail

        self._parser = Parser(own)

    async def parse(self, raw: bytes) -> list[Incoming]:
        """Say what one mail says."""
        return await self._parser.parse(raw[:LARGEST])

    async def aclose(self) -> None:
        """End the child."""
        await self._parser.aclose()


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def of_mbox(path: Path, cursor: str) -> Iterator[tuple[str, int, str, bytes]]:
    """Yield (cursor behind it, bytes read, its number, mail) from an mbox file (RFC 4155, `>From ` unquoted)."""
    offset, number = (int(n) for n in cursor.split(":")) if re.fullmatch(r"\d+:\d+", cursor) else (0, 0)
    with path.open("rb", buffering=1 << 20) as file:
        file.seek(offset)
        mail: list[bytes] = []
        blank = True
        for line in file:
            if blank and _BETWEEN.match(line):
                if b"".join(mail).strip():
                    number += 1
                    yield f"{offset}:{number}", offset, f"mail:{number}", b"".join(mail)
                mail = []
            else:
                stripped = line.lstrip(b">")
                mail.append(line[1:] if line.startswith(b">") and stripped.startswith(b"From ") else line)
            blank = not line.strip()
            offset += len(line)
        if b"".join(mail).strip():
            yield f"{offset}:{number + 1}", offset, f"mail:{number + 1}", b"".join(mail)


def files_of(path: Path, format: str) -> list[Path]:
    """Return the mails of a folder or a maildir, by name."""
    if path.is_file():
        return [path]
    if format == "maildir":
        return [p for part in ("cur", "new") for p in sorted((path / part).glob("*")) if p.is_file()]
    return sorted(p for p in path.rglob("*.eml") if p.is_file())


def of_folder(path: Path, cursor: str, format: str) -> Iterator[tuple[str, int, str, bytes]]:
    """Yield (cursor behind it, bytes read, its name, mail) from a mail file, a folder of them, or a maildir."""
    files = files_of(path, format) if path.is_dir() or not cursor else []
    done = 0
    for file in files:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        done += file.stat().st_size
        if not cursor or name > cursor:
            yield name, done, name, file.read_bytes()
