"""Mail from files: mbox, single mails, folders of them, maildir. Parsed in the mail adapter's limited child."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inbox.ports.adapter import Incoming

LARGEST = 25 * 1024 * 1024


def parsed(raw: bytes) -> list[Incoming]:
    """Say what one mail says, in this process; never raises."""
    from adapters.email.parse import parse  # the mail parser is only needed for mail

    return parse(raw, {})


class Reader:
    """Reads mails in the limited child, started when the first one comes."""

    def __init__(self) -> None:
        from adapters.email.child import Parser  # the mail parser is only needed for mail

        self._parser = Parser()

    async def parse(self, raw: bytes) -> list[Incoming]:
        """Say what one mail says."""
        return await self._parser.parse(raw[:LARGEST])

    async def aclose(self) -> None:
        """End the child."""
        await self._parser.aclose()


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def of_mbox(path: Path, cursor: str) -> Iterator[tuple[str, int, bytes]]:
    """Yield (cursor behind it, bytes read, mail) from an mbox file (RFC 4155, `>From ` unquoted)."""
    start = int(cursor) if cursor.isdigit() else 0
    with path.open("rb", buffering=1 << 20) as file:
        file.seek(start)
        mail: list[bytes] = []
        offset, blank = start, True
        for line in file:
            if line.startswith(b"From ") and blank and mail:
                yield str(offset), offset, b"".join(mail)
                mail = []
            if not (line.startswith(b"From ") and not mail):
                stripped = line.lstrip(b">")
                mail.append(line[1:] if line.startswith(b">") and stripped.startswith(b"From ") else line)
            blank = not line.strip()
            offset += len(line)
        if b"".join(mail).strip():
            yield str(offset), offset, b"".join(mail)


def of_folder(path: Path, cursor: str, format: str) -> Iterator[tuple[str, int, bytes]]:
    """Yield (cursor behind it, bytes read, mail) from a mail file, a folder of them, or a maildir, by name."""
    if path.is_file():
        files = [] if cursor else [path]
    elif format == "maildir":
        files = [p for part in ("cur", "new") for p in sorted((path / part).glob("*")) if p.is_file()]
    else:
        files = sorted(p for p in path.rglob("*.eml") if p.is_file())
    done = 0
    for file in files:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        done += file.stat().st_size
        if not cursor or name > cursor:
            yield name, done, file.read_bytes()
