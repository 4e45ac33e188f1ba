"""Mail: IMAP in, SMTP out, delivery class B (what was sent stands in the folder for sent mail).

A mail whose fate is unclear is looked for in that folder. Found means sent; not found proves nothing,
because most servers file sent mail only when the client does, after SMTP: so a person decides.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import ClassVar

from adapters.email.child import Parser
from adapters.email.files import brought, placed
from adapters.email.ids import message_id
from adapters.email.letters import answering, letter
from adapters.email.mailbox import Mail, Mailbox, Server, cursor_of, read_cursor
from adapters.email.outbound import dialled, probe, submit, written
from adapters.email.parse import NOBODY, parse
from inbox.errors import Ambiguous, BadInput, InboxError, Refused, Rejected
from inbox.ports.adapter import (
    WHOLE,
    Account,
    Attachment,
    Batch,
    Capabilities,
    Context,
    DeliveryClass,
    Entry,
    Incoming,
    Kind,
    Outgoing,
    Posted,
    Sent,
    Setting,
    Visibility,
    Way,
)

IDLE = 60.0
"""Seconds of IDLE before the folder is searched anyway."""
FILING = 15.0
"""Seconds a reply that has left waits for its copy to be filed; filing goes on behind it."""
_PORTS = {"imap": {"tls": 993, "starttls": 143, "plain": 143}, "smtp": {"tls": 465, "starttls": 587, "plain": 25}}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "email"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE
    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.POLL, Way.STREAM}),
        frozenset({Kind.MESSAGE, Kind.ECHO, Kind.DELIVERY}),
        frozenset({Visibility.PRIVATE}),
        files_out=True,
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("address", "our address, as customers see it"),
        Setting("imap_host", "the server that holds the mailbox"),
        Setting("smtp_host", "the server that takes mail to send"),
        Setting("user", "the name to log in with (usually the address)"),
        Setting("password", "the password, or an app password", secret=True),
        Setting("name", "our name, as customers see it", required=False),
        Setting("imap_port", "its port (993, without tls 143)", required=False),
        Setting("imap_security", "tls, starttls or plain", required=False, default="tls"),
        Setting("smtp_port", "its port (465, for starttls 587, for plain 25)", required=False),
        Setting("smtp_security", "tls, starttls or plain", required=False, default="tls"),
        Setting("folder", "the folder that is read", required=False, default="INBOX"),
        Setting("sent_folder", "the folder for sent mail (found by itself)", required=False),
        Setting("ca_file", "certificates to trust besides the system's", required=False),
        Setting("poll_seconds", "how long to wait for news before looking anyway", required=False, default="60"),
        Setting(
            "for",
            "requests: this mailbox is kept for requests to departments, no customer is heard here",
            required=False,
        ),
        Setting(
            "request_address", "where answers to requests go, with {token} in it (ours, with +{token})", required=False
        ),
        Setting(
            "authserv_id",
            "the name our mail server gives itself in Authentication-Results; answers to requests need its word then",
            required=False,
        ),
        Setting("allow_plain", "1: passwords may cross the network in clear", required=False),
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._settings = dict(context.settings)
        self._imap = self._server("imap")
        self._smtp = self._server("smtp")
        self._pause = self._seconds()
        if self._address and not re.fullmatch(r"[^\s@<>\x00-\x1f\x7f]+@[^\s@<>\x00-\x1f\x7f]+", self._address):
            raise BadInput("{address} is no mail address.", address=self._address)
        answering(self._settings.get("request_address", ""), self._address, "x")
        self._parser = Parser(self._address)
        self._inbox: Mailbox | None = None
        self._filing: set[asyncio.Task[None]] = set()

    def _seconds(self) -> float:
        try:
            seconds = float(self._settings.get("poll_seconds") or IDLE)
        except ValueError:
            seconds = math.nan
        if not seconds > 0:
            raise BadInput("{key} is a number of seconds above 0.", key="poll_seconds")
        return min(IDLE, seconds)

    def _server(self, kind: str) -> Server:
        given = self._settings
        host, security = given.get(f"{kind}_host", ""), given.get(f"{kind}_security", "tls")
        if security not in ("tls", "starttls", "plain"):
            raise BadInput(
                "{key} is tls, starttls or plain, not {value}.", key=f"{kind}_security", value=repr(security)
            )
        if security == "plain" and host not in _LOOPBACK and given.get("allow_plain") != "1":
            raise BadInput(
                "{key}=plain would send the password in clear; use tls, or set allow_plain=1.", key=f"{kind}_security"
            )
        port = given.get(f"{kind}_port") or str(_PORTS[kind][security])
        if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 2**16):
            raise BadInput("{key} is a number from 1 to 65535.", key=f"{kind}_port")
        return Server(host, int(port), security, given.get("ca_file", ""))

    def _mailbox(self) -> Mailbox:
        user, password = self._settings.get("user", ""), self._context.secrets.get("password", "")
        return Mailbox(self._imap, user, password, self._settings.get("folder") or "INBOX")

    @property
    def _address(self) -> str:
        return self._settings.get("address", "").strip().lower()

    async def open(self) -> Account:
        """Log in to the mailbox."""
        box = self._mailbox()
        try:
            await box.open()
        finally:
            await box.close()
        return Account(self._settings.get("name", ""), self._address)

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what came, search by search; IDLE only shortens the wait."""
        box = self._inbox = self._mailbox()
        await box.open()
        try:
            known, uid = read_cursor(cursor)
            while True:
                validity = await box.validity()
                if validity != known:
                    known, uid = validity, 0
                new = await box.newer(uid)
                while new:
                    mails, uid = await box.fetch(new)
                    new = [u for u in new if u > uid]
                    entries = tuple([await self._entry(mail, validity) for mail in mails])
                    yield Batch(entries, cursor_of(validity, uid), caught_up=not new)
                yield Batch((), cursor_of(validity, uid), caught_up=True)
                await box.wait(self._pause)
        finally:
            await box.close()

    async def _entry(self, mail: Mail, validity: int) -> Entry:
        says = await self._parser.parse(mail.raw)
        return Entry(mail.raw, tuple(placed(self._marked(said, mail), validity, mail.uid) for said in says))

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Bring an attachment from the mailbox."""
        box = self._mailbox()
        await box.open()
        try:
            yield await brought(box, attachment, limit)
        finally:
            await box.close()

    @staticmethod
    def _marked(said: Incoming, mail: Mail) -> Incoming:
        if not mail.cut or said.kind not in (Kind.MESSAGE, Kind.ECHO):
            return said
        return replace(said, attachments=(*said.attachments, Attachment(WHOLE, "mail.eml", size=mail.size)))

    @staticmethod
    def apart() -> Parser:
        """Return a parser in a limited child."""
        return Parser()

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a mail says; never raises."""
        return parse(raw, headers)

    def _own_id(self, out: Outgoing) -> str:
        return message_id(out.token, out.conversation_key, dialled(self._address).rpartition("@")[2])

    async def send(self, out: Outgoing) -> Sent:
        """Send, then file a copy; a copy that cannot be filed does not unsend the mail."""
        to = next((i.value for i in out.to if i.kind == "email"), "")
        if to.endswith(NOBODY):
            raise Rejected("This mail named no sender; there is nobody to answer.")
        sender, to, id = dialled(self._address), dialled(to), self._own_id(out)
        raw = written(out, id, sender, self._settings.get("name", ""), to)
        user, password = self._settings.get("user", ""), self._context.secrets.get("password", "")
        await submit(self._smtp, user, password, sender, to, raw)
        filing = asyncio.create_task(self._file(raw))
        self._filing.add(filing)
        filing.add_done_callback(self._filing.discard)
        await asyncio.wait((filing,), timeout=FILING)
        return Sent(id)

    async def post(self, out: Posted) -> None:
        """Send a letter to a colleague; no copy of it is filed."""
        sender, to = dialled(self._address), dialled(out.to)
        answers = answering(self._settings.get("request_address", ""), sender, out.token)
        raw = letter(out, sender, self._settings.get("name", ""), to, answers, self._context.now())
        user, password = self._settings.get("user", ""), self._context.secrets.get("password", "")
        await submit(self._smtp, user, password, sender, to, raw)

    async def _file(self, raw: bytes) -> None:
        box = self._mailbox()
        try:
            await box.open()
            if folder := await box.sent_folder(self._settings.get("sent_folder", "")):
                await box.append(raw, folder)
        except InboxError:
            # The mail is out; only our copy is missing, and saying "failed" would invite a double.
            return
        finally:
            await box.close()

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Look for the mail in the folder for sent mail. Raises: Ambiguous where it is not there."""
        box = self._mailbox()
        try:
            await box.open()
            folder, id = await box.sent_folder(self._settings.get("sent_folder", "")), self._own_id(out)
            if folder and await box.holds(folder, id):
                return Sent(id)
        finally:
            await box.close()
        raise Ambiguous("It is not among the sent mails, which proves nothing; ask the customer, or send again.")

    @property
    def _mend(self) -> str:
        return f"inbox channel set {self._context.channel} --set KEY=VALUE"

    async def check(self) -> list[tuple[str, str, str]]:
        """Try both servers."""
        rows: list[tuple[str, str, str]] = []
        box = self._mailbox()
        try:
            await box.open()
            rows.append(("ok", f"IMAP {self._imap.host}:{self._imap.port}", ""))
            rows.append(await self._check_sent(box))
        except InboxError as cause:
            rows.append(("fail", str(cause), self._mend))
        finally:
            await box.close()
        user, password = self._settings.get("user", ""), self._context.secrets.get("password", "")
        try:
            await probe(self._smtp, user, password)
            rows.append(("ok", f"SMTP {self._smtp.host}:{self._smtp.port}", ""))
        except InboxError as cause:
            rows.append(("fail", f"SMTP: {cause}", self._mend))
        return rows

    async def _check_sent(self, box: Mailbox) -> tuple[str, str, str]:
        todo = "--set sent_folder=NAME"
        try:
            folder = await box.sent_folder(self._settings.get("sent_folder", ""))
        except Refused as cause:
            return "warn", str(cause), todo
        return ("ok", f"sent mail: {folder}", "") if folder else ("warn", "no folder for sent mail", todo)

    async def aclose(self) -> None:
        """Close the mailbox and end the parser's process; a copy that is being filed gets its time."""
        if self._filing:
            _, late = await asyncio.wait(tuple(self._filing), timeout=FILING)
            for filing in late:
                filing.cancel()
        if self._inbox is not None:
            await self._inbox.close()
        await self._parser.aclose()
