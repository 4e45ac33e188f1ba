"""The receiving side: IMAP, in a thread, because the library waits for the server in ordinary calls.

Search, then IDLE only as a wake-up, then search again: a mail that came before IDLE began gives no
event for the whole wait (measured with Dovecot 2.3). `UID n:*` always matches the last mail, so what
is not newer is passed over. UIDVALIDITY (RFC 3501 2.3.1.1) names the numbering; when it changes, all
is read again and the caller's dedupe keys pass over what is known.
"""

from __future__ import annotations

import asyncio
import imaplib
import json
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from inbox.errors import InboxError, Refused, Unreachable

T = TypeVar("T")
LARGEST = 25 * 1024 * 1024
"""Bytes of a mail that is read whole; of a larger one only the beginning, which holds its words."""
BEGINNING = 1024 * 1024
MOST = 50
MOST_BYTES = 32 * 1024 * 1024
NETWORK = 20.0
"""Seconds a server may take to answer."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mailbox is: `security` is tls, starttls or plain."""

    host: str
    port: int
    security: str
    ca_file: str = ""

    def context(self) -> ssl.SSLContext:
        """Return how to trust the server. Raises: Unreachable where the certificates cannot be read."""
        try:
            return ssl.create_default_context(cafile=self.ca_file or None)
        except (OSError, ValueError) as cause:
            reason = getattr(cause, "reason", "") or getattr(cause, "strerror", "") or type(cause).__name__
            raise Unreachable(
                "The certificates in {path} cannot be read: {reason}.", path=self.ca_file, reason=reason
            ) from cause


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as the server has it; `cut` tells that only its beginning was read."""

    uid: int
    raw: bytes
    size: int
    cut: bool


def _login(said: object, server: Server) -> InboxError:
    """Return why a login failed: the server's own trouble (RFC 5530, UNAVAILABLE), or a wrong user or password."""
    if "[UNAVAILABLE]" in str(said).upper():
        return Unreachable("{host} cannot check passwords just now.", host=server.host)
    return Refused("{host} refused the user or the password.", host=server.host)


def translated(cause: Exception, server: Server) -> InboxError:
    """Return our error for one of the library's, never with what was sent."""
    if isinstance(cause, MailboxLoginError):
        return _login(cause.command_result, server)
    if isinstance(cause, ssl.SSLError):
        reason = getattr(cause, "verify_message", "") or cause.reason or "TLS"
        return Unreachable(
            "{host}:{port} cannot be trusted: {reason}.", host=server.host, port=server.port, reason=reason
        )
    if isinstance(cause, OSError):
        reason = cause.strerror or type(cause).__name__
        return Unreachable(
            "{host}:{port} does not answer: {reason}.", host=server.host, port=server.port, reason=reason
        )
    if str(cause).startswith("TLS not supported"):
        return Unreachable("{host}:{port} offers no STARTTLS.", host=server.host, port=server.port)
    if isinstance(cause, imaplib.IMAP4.abort):
        return Unreachable("{host} ended the connection.", host=server.host)
    return Unreachable("{host} answered something unexpected ({kind}).", host=server.host, kind=type(cause).__name__)


class Mailbox:
    """One connection to one folder, on a thread of its own. Errors are translated; close it at the end."""

    def __init__(self, server: Server, user: str, password: str, folder: str) -> None:
        self._server = server
        self._user = user
        self._password = password
        self._folder = folder
        self._box: BaseMailBox | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="imap")
        self._closing = False

    async def _call(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (ImapToolsError, imaplib.IMAP4.error, OSError, EOFError, AttributeError, ValueError) as cause:
            # A connection that broke half-way leaves the library with None where a socket was: AttributeError.
            error = translated(cause, self._server)
        # Outside, so that what was sent does not hang on it as its context.
        raise error

    async def open(self) -> None:
        """Log in and choose the folder. Raises: Refused, Unreachable."""
        await self._call(self._open)

    def _open(self) -> None:
        s = self._server
        if s.security == "tls":
            box: BaseMailBox = MailBox(s.host, s.port, timeout=NETWORK, ssl_context=s.context())
        elif s.security == "starttls":
            box = _StartTls(s.host, s.port, timeout=NETWORK, ssl_context=s.context())
        else:
            box = MailBoxUnencrypted(s.host, s.port, timeout=NETWORK)
        try:
            self._log_in(box)
            self._choose(box)
        except BaseException:
            with suppress(OSError, AttributeError):
                box.client.shutdown()
            raise
        self._box = box
        if self._closing:
            # Who closed it meanwhile found no connection yet.
            with suppress(OSError, AttributeError):
                box.client.shutdown()

    def _log_in(self, box: BaseMailBox) -> None:
        if (self._user + self._password).isascii():
            box.login(self._user, self._password, initial_folder=None)
            return
        try:
            box.login_utf8(self._user, self._password, initial_folder=None)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as cause:
            raise _login(cause, self._server) from cause

    def _choose(self, box: BaseMailBox) -> None:
        try:
            box.folder.set(self._folder)
        except MailboxFolderSelectError as cause:
            if any(f.name.casefold() == self._folder.casefold() for f in box.folder.list()):
                raise
            raise Refused("There is no folder {name} on {host}.", name=self._folder, host=self._server.host) from cause

    @property
    def _there(self) -> BaseMailBox:
        if self._box is None:
            raise OSError("not connected")
        return self._box

    async def validity(self) -> int:
        """Return the folder's UIDVALIDITY."""
        return await self._call(lambda: int(self._there.folder.status(self._folder, ["UIDVALIDITY"])["UIDVALIDITY"]))

    async def newer(self, uid: int) -> list[int]:
        """Return the numbers of mails after one, in order."""

        def search() -> list[int]:
            self._there.client.noop()
            found = [int(u) for u in self._there.uids(f"UID {uid + 1}:*") if u]
            return sorted(u for u in found if u > uid)

        return await self._call(search)

    async def fetch(self, uids: list[int]) -> tuple[list[Mail], int]:
        """Return mails, marking nothing as read, and the number up to which they were looked at.

        At least one is looked at, then as many as fit into a batch. Raises: Unreachable.
        """
        return await self._call(lambda: self._fetch(uids[:MOST]))

    def _fetch(self, uids: list[int]) -> tuple[list[Mail], int]:
        total, done = 0, uids[0] - 1
        found: list[Mail] = []
        sizes = self._sizes(uids)
        for uid in uids:
            size = sizes.get(uid)
            if size is not None:
                if found and total + min(size, LARGEST) > MOST_BYTES:
                    break
                cut = size > LARGEST
                rows = self._rows(str(uid), f"(BODY.PEEK[]<0.{BEGINNING}>)" if cut else "(BODY.PEEK[])")
                raw = next((row[1] for row in rows if isinstance(row, tuple)), None)
                if raw is not None:
                    found.append(Mail(uid, raw, size, cut))
                    total += len(raw)
            done = uid
        return found, done

    async def part(self, uid: int, path: str, most: int) -> tuple[bytes, bytes]:
        """Return the header and at most `most` bytes of one part of a mail, as they are coded there.

        Raises: Refused where it is not there, Unreachable.
        """

        def look() -> tuple[bytes, bytes]:
            head = "HEADER" if path == "" else f"{path}.MIME"
            rows = self._rows(str(uid), f"(BODY.PEEK[{head}] BODY.PEEK[{path or '1'}]<0.{most}>)")
            found = [row[1] for row in rows if isinstance(row, tuple)]
            return (found[0], found[1]) if len(found) == 2 else (b"", b"")

        header, body = await self._call(look)
        if not header:
            raise Refused("The mail is not in the mailbox any more.")
        return header, body

    def _rows(self, uids: str, what: str) -> list[bytes | tuple[bytes, bytes]]:
        """Fetch. What is missing from an OK is gone; any other answer says nothing about whether it is there."""
        state, rows = self._there.client.uid("fetch", uids, what)
        if state != "OK":
            words = b" ".join(r for r in rows or () if isinstance(r, bytes)).decode("ascii", "replace")[:200]
            raise Unreachable("{host} did not hand over a mail: {words}", host=self._server.host, words=words or state)
        return [row for row in rows or () if row]

    def _sizes(self, uids: list[int]) -> dict[int, int]:
        sizes = {}
        for row in self._rows(",".join(map(str, uids)), "(UID RFC822.SIZE)"):
            text = (row[0] if isinstance(row, tuple) else row).decode("ascii", "replace").upper()
            words = text.replace("(", " ").replace(")", " ").split()
            if "UID" in words and "RFC822.SIZE" in words:
                sizes[int(words[words.index("UID") + 1])] = int(words[words.index("RFC822.SIZE") + 1])
        return sizes

    async def wait(self, seconds: float) -> None:
        """Wait until something may have come, at most this long; ends soon when closed."""

        def idle() -> None:
            box, left = self._there, seconds
            if "IDLE" not in {str(c).upper() for c in box.client.capabilities}:
                raise _NoIdle
            box.idle.start()  # type: ignore[no-untyped-call]  # the library has no types here
            try:
                while left > 0 and not self._closing:
                    if box.idle.poll(timeout=min(1.0, left)):
                        return
                    left -= 1.0
            finally:
                box.idle.stop()  # type: ignore[no-untyped-call]  # the library has no types here

        try:
            await self._call(idle)
        except _NoIdle:
            await asyncio.sleep(min(seconds, 15.0))

    async def sent_folder(self, wanted: str) -> str:
        """Return the name of the folder for sent mail: as configured, else by RFC 6154, else by name.

        Raises: Refused where there is no such folder.
        """

        def find() -> str:
            names = {f.name: f.flags for f in self._there.folder.list()}
            if wanted:
                like = [name for name in names if name.casefold() == wanted.casefold()]
                if not like:
                    raise Refused("There is no folder {name} on {host}.", name=wanted, host=self._server.host)
                return wanted if wanted in like else like[0]
            marked = [name for name, flags in names.items() if "\\Sent" in flags]
            return next(
                iter(marked), next((n for n in names if n.rpartition("/")[2] in ("Sent", "Gesendet", "Sent Items")), "")
            )

        return await self._call(find)

    async def append(self, raw: bytes, folder: str) -> None:
        """File a mail of ours, as read."""
        await self._call(lambda: self._there.append(raw, folder, flag_set=["\\Seen"]))

    async def holds(self, folder: str, message_id: str) -> bool:
        """Tell whether a folder has a mail with this Message-ID."""

        def look() -> bool:
            box = self._there
            box.folder.set(folder, readonly=True)
            return bool(box.uids(f'HEADER "Message-ID" "{message_id}"'))

        return await self._call(look)

    async def close(self) -> None:
        """Log out and end the thread. May be called twice."""
        self._closing = True
        box = self._box

        def leave() -> None:
            if box is not None:
                try:
                    box.logout()
                except (ImapToolsError, imaplib.IMAP4.error, OSError, AttributeError):
                    # It is over either way; what matters is that the socket is closed, which it may be already.
                    with suppress(OSError, AttributeError):
                        box.client.shutdown()

        if self._box is not None:
            self._box = None
            await asyncio.get_running_loop().run_in_executor(self._thread, leave)
        self._thread.shutdown(wait=False)


class _StartTls(MailBoxStartTls):
    """Hangs up where the library would leave the connection open."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            client.shutdown()
            raise
        return client


class _NoIdle(Exception):
    """The server has no IDLE."""


def cursor_of(validity: int, uid: int) -> str:
    """Write how far a folder was read."""
    return json.dumps({"uidvalidity": validity, "uid": uid})


def read_cursor(text: str) -> tuple[int, int]:
    """Read how far a folder was read; nothing means from the beginning."""
    try:
        found = json.loads(text)
        return int(found["uidvalidity"]), int(found["uid"])
    except (ValueError, KeyError, TypeError):
        return 0, 0
