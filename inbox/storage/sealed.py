"""Keeps channels' secrets in a PostgreSQL inbox, sealed: every node reads what another one renewed, and the database none.

Each channel's secrets are one AES-256-GCM message, bound to the channel's name. The key lies in a file that only the
nodes' user reads; its first line seals, every line opens, so a key is exchanged without a gap: a new first line on
every node, then `inbox secrets reseal`, then the old lines go. The interface is that of `inbox.secrets.Secrets`, which
is not asynchronous: each call opens a connection on a thread of its own, because a token that was renewed elsewhere a
moment ago must be the one that is used.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import secrets as random
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from inbox.errors import BadInput, Damaged, Refused, Unreachable
from inbox.storage.address import named
from inbox.storage.postgres import FOREIGN, connection
from inbox.storage.postgres_errors import translated

T = TypeVar("T")
BYTES = 32
NONCE = 12


class Sealed:
    """The secrets of all channels of one PostgreSQL inbox."""

    def __init__(self, url: str, key: Path) -> None:
        self._url = url
        self._key = key
        self.changes = 0

    def __repr__(self) -> str:
        return f"Sealed({named(self._url)})"

    @property
    def where(self) -> str:
        """Tell where they are kept, and which key seals them."""
        keys = read_keys(self._key)
        return f"{named(self._url)} ({self._key}: {name_of(keys[0]) if keys else '–'})"

    def of(self, channel: str) -> dict[str, str]:
        """Return one channel's secrets. Raises: Damaged, Unreachable."""
        return self._asked(lambda one: self._of(one, channel))

    def keep(self, channel: str, key: str, value: str) -> None:
        """Keep a secret ("" forgets it), in one step. Raises: Damaged, Unreachable."""
        self.keep_all(channel, {key: value})

    def keep_all(self, channel: str, secrets: Mapping[str, str]) -> None:
        """Keep several secrets of a channel together, or none of them. Raises: Damaged, Unreachable."""

        async def put(one: Any) -> None:
            async with one.transaction():
                await _alone(one, channel)
                mine = {**await self._of(one, channel), **secrets}
                await self._put(one, channel, {key: value for key, value in mine.items() if value})

        self._asked(put)
        self.changes += 1

    def forget(self, channel: str) -> None:
        """Forget all of one channel's secrets. Raises: Unreachable."""
        self._asked(lambda one: one.execute("delete from secret where channel = $1", channel))
        self.changes += 1

    def reseal(self) -> int:
        """Seal everything with the first key of the file, and return how many channels that were."""

        async def anew(one: Any) -> int:
            async with one.transaction():
                await one.execute("lock table secret in exclusive mode")
                names = [r[0] for r in await one.fetch("select channel from secret order by channel")]
                for name in names:
                    await self._put(one, name, await self._of(one, name))
                return len(names)

        return self._asked(anew)

    async def _of(self, one: Any, channel: str) -> dict[str, str]:
        row = await one.fetchrow("select key, sealed from secret where channel = $1", channel)
        return {} if row is None else opened(self._keys(), channel, row[0], row[1])

    async def _put(self, one: Any, channel: str, mine: Mapping[str, str]) -> None:
        if not mine:
            await one.execute("delete from secret where channel = $1", channel)
            return
        key = self._keys()[0]
        sql = (
            "insert into secret (channel, key, sealed) values ($1, $2, $3)"
            " on conflict (channel) do update set key = excluded.key, sealed = excluded.sealed"
        )
        await one.execute(sql, channel, name_of(key), sealed(key, channel, mine))

    def ready(self) -> None:
        """See that there is a key. Raises: Unreachable, BadInput, Refused."""
        self._keys()

    def _keys(self) -> list[bytes]:
        keys = read_keys(self._key)
        if not keys:
            raise Unreachable(
                "The secrets of this inbox are sealed, and there is no key at {path}; make one with: inbox secrets new-key, or copy another node's there (INBOX_SECRETS_KEY names another place).",
                path=self._key,
            )
        return keys

    def _asked(self, ask: Callable[[Any], Awaitable[T]]) -> T:
        """Ask the database from a thread of its own: whoever calls may be inside an event loop."""

        async def inside() -> T:
            async with connection(self._url) as one:
                try:
                    return await ask(one)
                except FOREIGN as cause:
                    raise translated(cause, named(self._url)) from cause

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(inside())).result()


async def _alone(one: Any, channel: str) -> None:
    await one.execute("select pg_advisory_xact_lock(hashtext('inbox secret'), hashtext($1))", channel)


def name_of(key: bytes) -> str:
    """Return what a key is called: enough to tell keys apart, nothing to guess one from."""
    return hashlib.sha256(b"inbox secrets key\0" + key).hexdigest()[:12]


def read_keys(path: Path) -> list[bytes]:
    """Return the keys in a file, the one that seals first; none where there is no file.

    Raises: Unreachable, BadInput where it holds something else, Refused where others may read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise Refused("Others may read the key in {path}; run: chmod 600 {path}", path=path)
        lines = path.read_text("ascii").split()
        keys = [base64.b64decode(line, validate=True) for line in lines]
    except FileNotFoundError:
        return []
    except OSError as cause:
        raise Unreachable("{path} cannot be read; check who may.", path=path) from cause
    except ValueError:
        keys = [b""]
    if not keys or any(len(key) != BYTES for key in keys):
        # Without a cause: it would carry the file's text.
        raise BadInput("{path} is no key file; each line of one is 32 bytes in base64.", path=path)
    return keys


def add_key(path: Path) -> str:
    """Put a new key in front of those in a file, making it if there is none, and return what the key is called.

    Raises: Unreachable, BadInput, Refused.
    """
    keys = [random.token_bytes(BYTES), *read_keys(path)]
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.writelines(base64.b64encode(key).decode() + "\n" for key in keys)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as cause:
        raise Unreachable("{path} cannot be written; check who may.", path=path) from cause
    return name_of(keys[0])


def sealed(key: bytes, channel: str, mine: Mapping[str, str]) -> str:
    """Return secrets as nobody without the key can read or exchange them."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = random.token_bytes(NONCE)
    text = json.dumps(dict(mine)).encode()
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text, _bound(channel))).decode()


def opened(keys: list[bytes], channel: str, name: str, text: str) -> dict[str, str]:
    """Read sealed secrets. Raises: Unreachable where the key is another one, Damaged."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = next((key for key in keys if name_of(key) == name), None)
    if key is None:
        raise Unreachable(
            "The secrets of {channel} are sealed with key {name}, which the key file here does not hold; copy it from another node.",
            channel=channel,
            name=name,
        )
    try:
        both = base64.b64decode(text, validate=True)
        found: dict[str, str] = json.loads(AESGCM(key).decrypt(both[:NONCE], both[NONCE:], _bound(channel)))
    except (InvalidTag, ValueError):
        # Without a cause: it could carry what was read.
        raise Damaged("What is sealed for {channel} was changed; enter its secrets again.", channel=channel) from None
    return found


def _bound(channel: str) -> bytes:
    return b"inbox secrets 1\0" + channel.encode()
