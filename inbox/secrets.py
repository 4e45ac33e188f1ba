"""Keeps channels' secrets: in this user's keyring where there is one, else in a file beside the inbox that only they can read.

Secrets are never printed, logged, or part of an error: whoever holds this object can ask for one
channel's, and nothing shows them by accident. What lies in a file already stays there.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from inbox.errors import BadInput, Damaged, Unreachable
from inbox.ports.keeping import Vault

SERVICE = "chefsache"
"""Under which name a keyring shows what is ours."""
SIGNING = "signing"
"""The secret of a mailbox for requests that answers are signed with."""


class Secrets:
    """The secrets of all channels of one inbox; `place` is `file` or `keyring`, else the environment and what is there decide."""

    def __init__(self, path: Path, place: str = "") -> None:
        self._path = path
        self._wanted = place
        # Adapters renew their tokens beside each other; each reads what is there before it writes.
        self._turn = threading.Lock()
        self._place: _File | _Ring | None = None
        self.changes = 0

    def __repr__(self) -> str:
        return f"Secrets({self._path})"

    @property
    def where(self) -> str:
        """Tell where they are kept: `keyring`, or the file."""
        return SERVICE if isinstance(self._there(), _Ring) else str(self._path)

    def ready(self) -> None:
        """See that secrets can be kept, before anything else is done. Raises: BadInput, Unreachable."""
        self._there()

    def of(self, channel: str) -> dict[str, str]:
        """Return one channel's secrets. Raises: Damaged, Unreachable."""
        return self._there().of(channel)

    def keep(self, channel: str, key: str, value: str) -> None:
        """Keep a secret ("" forgets it), in one step. Raises: Damaged, Unreachable."""
        self.keep_all(channel, {key: value})

    def keep_all(self, channel: str, secrets: Mapping[str, str]) -> None:
        """Keep several secrets of a channel together, or none of them. Raises: Damaged, Unreachable."""
        with self._turn:
            mine = {**self._there().of(channel), **secrets}
            self._there().put(channel, {key: value for key, value in mine.items() if value})
            self.changes += 1

    def forget(self, channel: str) -> None:
        """Forget all of one channel's secrets. Raises: Damaged, Unreachable."""
        with self._turn:
            if self._there().of(channel):
                self._there().put(channel, {})
                self.changes += 1

    def _there(self) -> _File | _Ring:
        if self._place is None:
            wanted = self._wanted or os.environ.get("INBOX_SECRETS", "")
            if wanted not in ("", "file", "keyring"):
                raise BadInput("INBOX_SECRETS is {value}; it may be file or keyring.", value=wanted)
            ring = None if wanted == "file" or (self._path.exists() and not wanted) else _ring()
            if wanted == "keyring" and ring is None:
                raise Unreachable("There is no keyring here that could be opened; set INBOX_SECRETS=file.")
            self._place = _File(self._path) if ring is None else _Ring(ring, str(self._path))
        return self._place


def _ring() -> Any:
    """Return this user's keyring, None where there is none that keeps anything (over SSH, in a container)."""
    try:
        import keyring
    except ImportError:
        return None
    return keyring if keyring.get_keyring().priority > 0 else None


class _Ring:
    """Each channel's secrets as one entry of the keyring: what is renewed together stands or falls together."""

    def __init__(self, ring: Any, inbox: str) -> None:
        self._ring = ring
        self._inbox = inbox

    def of(self, channel: str) -> dict[str, str]:
        found = self._asked(lambda: self._ring.get_password(SERVICE, self._name(channel)))
        try:
            kept: object = {channel: json.loads(found) if found else {}}
        except ValueError:
            kept = None
        if not _whole(kept):
            # Without a cause: it would carry the secret itself.
            raise Damaged("The keyring's entry for {channel} is damaged; enter its secrets again.", channel=channel)
        return dict(kept[channel])

    def put(self, channel: str, secrets: dict[str, str]) -> None:
        name = self._name(channel)
        if secrets:
            self._asked(lambda: self._ring.set_password(SERVICE, name, json.dumps(secrets)))
        else:
            self._asked(lambda: self._ring.delete_password(SERVICE, name))

    def _name(self, channel: str) -> str:
        return f"{self._inbox} {channel}"

    def _asked(self, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except (self._ring.errors.KeyringError, OSError) as cause:
            # Without the cause: a foreign keyring may say in it what it was given.
            reason = type(cause).__name__
            raise Unreachable(
                "The keyring does not open ({reason}); unlock it, or set INBOX_SECRETS=file.", reason=reason
            ) from None


class _File:
    """All channels' secrets in one file, replaced in one step."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, channel: str) -> dict[str, str]:
        return dict(self._all().get(channel, {}))

    def put(self, channel: str, secrets: dict[str, str]) -> None:
        everything = self._all()
        everything.pop(channel, None)
        self._write({**everything, channel: secrets} if secrets else everything)

    def _write(self, everything: dict[str, dict[str, str]]) -> None:
        try:
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".secrets")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(everything, file)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path)
                # A token that was renewed must outlast a power cut: the one before it is worth nothing any more.
                folder = os.open(self._path.parent, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as cause:
            raise Unreachable("{path} cannot be written; check who may.", path=self._path) from cause

    def _all(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as cause:
            raise Unreachable("{path} cannot be read; check who may.", path=self._path) from cause
        except ValueError:
            found = None
        if not _whole(found):
            # Without a cause: it would carry the file's text.
            raise Damaged("{path} is damaged; enter the channels' secrets again.", path=self._path)
        return dict(found)


def _whole(found: object) -> TypeGuard[dict[str, dict[str, str]]]:
    return isinstance(found, dict) and all(
        isinstance(mine, dict) and all(isinstance(value, str) for value in mine.values()) for mine in found.values()
    )


class Signatures:
    """The keys that answers by mail are known by, kept with the secrets of their mailbox; made when the first letter leaves."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, bytes] = {}

    async def __call__(self, channel: str, *, make: bool = False) -> bytes:
        """Return a mailbox's key; b"" where there is none and none is to be made."""
        if channel not in self._known:
            kept = (await asyncio.to_thread(self._vault.of, channel)).get(SIGNING, "")
            if not kept and make:
                kept = secrets.token_hex(32)
                await asyncio.to_thread(self._vault.keep_all, channel, {SIGNING: kept})
            if not kept:
                return b""
            self._known[channel] = kept.encode()
        return self._known[channel]
