"""Mail: IMAP in, SMTP out, delivery class B (what was sent stands in the folder for sent mail).

A mail whose fate is unclear is looked for in that folder. Found means sent; not found proves nothing,
because most servers file sent mail only when the client does, after SMTP: so a person decides.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import ClassVar

from adapters.email.child import Parser
from adapters.email.ids import message_id
from adapters.email.mailbox import Mail, Mailbox, Server, cursor_of, read_cursor
from adapters.email.outbound import probe, submit, written
from adapters.email.parse import parse
from inbox.errors import Ambiguous, BadInput, InboxError
from inbox.ports.adapter import Account, Batch, Context, DeliveryClass, Entry, Incoming, Kind, Outgoing, Sent, Setting

IDLE = 60.0
"""Seconds of IDLE before the folder is searched anyway."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "email"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("address", "our address, as customers see it"),
        Setting("imap_host", "the server that holds the mailbox"),
        Setting("smtp_host", "the server that takes mail to send"),
        Setting("user", "the name to log in with (usually the address)"),
        Setting("password", "the password, or an app password", secret=True),
        Setting("name", "our name, as customers see it", required=False),
        Setting("imap_port", "its port", required=False, default="993"),
        Setting("imap_security", "tls, starttls or plain", required=False, default="tls"),
        Setting("smtp_port", "its port", required=False, default="465"),
        Setting("smtp_security", "tls, starttls or plain", required=False, default="tls"),
        Setting("folder", "the folder that is read", required=False, default="INBOX"),
        Setting("sent_folder", "the folder for sent mail (found by itself)", required=False),
        Setting("ca_file", "certificates to trust besides the system's", required=False),
        Setting("poll_seconds", "how long to wait for news before looking anyway", required=False, default="60"),
        Setting("allow_plain", "1: passwords may cross the network in clear", required=False),
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._settings = dict(context.settings)
        self._imap = self._server("imap", 993)
        self._smtp = self._server("smtp", 465)
        self._parser = Parser()
        self._inbox: Mailbox | None = None

    def _server(self, kind: str, port: int) -> Server:
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
        try:
            number = int(given.get(f"{kind}_port") or port)
        except ValueError as cause:
            raise BadInput("{key} is a number.", key=f"{kind}_port") from cause
        return Server(host, number, security, given.get("ca_file", ""))

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
            pause = min(IDLE, float(self._settings.get("poll_seconds") or IDLE))
            while True:
                validity = await box.validity()
                if validity != known:
                    known, uid = validity, 0
                new = await box.newer(uid)
                while new:
                    mails = await box.fetch(new)
                    done = mails[-1].uid if mails else new[-1]
                    new = [u for u in new if u > done]
                    uid = done
                    entries = tuple([await self._entry(mail) for mail in mails])
                    yield Batch(entries, cursor_of(validity, uid), caught_up=not new)
                yield Batch((), cursor_of(validity, uid), caught_up=True)
                await box.wait(pause)
        finally:
            await box.close()

    async def _entry(self, mail: Mail) -> Entry:
        says = await self._parser.parse(mail.raw)
        return Entry(mail.raw, tuple(self._judged(said, mail) for said in says))

    def _judged(self, said: Incoming, mail: Mail) -> Incoming:
        if mail.cut and said.kind is Kind.MESSAGE:
            size = mail.size // 2**20
            text = f"[{size} MB – only the beginning was read; all of it stays in the mailbox]\n{said.text}".strip()
            said = replace(said, text=text)
        if said.kind is Kind.MESSAGE and any(i.value == self._address for i in said.identities):
            return replace(said, kind=Kind.ECHO)
        return said

    @staticmethod
    def apart() -> Parser:
        """Return a parser in a limited child."""
        return Parser()

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a mail says; never raises."""
        return parse(raw, headers)

    def _own_id(self, out: Outgoing) -> str:
        return message_id(out.token, out.conversation_key, self._address.rpartition("@")[2] or "localhost")

    async def send(self, out: Outgoing) -> Sent:
        """Send, then file a copy; a copy that cannot be filed does not unsend the mail."""
        to = next((i.value for i in out.to if i.kind == "email"), "")
        id = self._own_id(out)
        raw = written(out, id, self._address, self._settings.get("name", ""), to)
        user, password = self._settings.get("user", ""), self._context.secrets.get("password", "")
        await submit(self._smtp, user, password, self._address, to, raw)
        try:
            await self._file(raw)
        except InboxError:
            # The mail is out; only our copy is missing, and saying "failed" would invite a double.
            return Sent(id)
        return Sent(id)

    async def _file(self, raw: bytes) -> None:
        box = self._mailbox()
        try:
            await box.open()
            if folder := await box.sent_folder(self._settings.get("sent_folder", "")):
                await box.append(raw, folder)
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

    async def check(self) -> list[tuple[str, str, str]]:
        """Try both servers."""
        rows: list[tuple[str, str, str]] = []
        box = self._mailbox()
        try:
            await box.open()
            rows.append(("ok", f"IMAP {self._imap.host}:{self._imap.port}", ""))
            folder = await box.sent_folder(self._settings.get("sent_folder", ""))
            rows.append(
                ("ok", f"sent mail: {folder}", "")
                if folder
                else ("warn", "no folder for sent mail", "--set sent_folder=NAME")
            )
        except InboxError as cause:
            rows.append(("fail", str(cause), "inbox channel set"))
        finally:
            await box.close()
        user, password = self._settings.get("user", ""), self._context.secrets.get("password", "")
        try:
            await probe(self._smtp, user, password)
            rows.append(("ok", f"SMTP {self._smtp.host}:{self._smtp.port}", ""))
        except InboxError as cause:
            rows.append(("fail", f"SMTP: {cause}", "inbox channel set"))
        return rows

    async def aclose(self) -> None:
        """Close the mailbox and end the parser's process."""
        if self._inbox is not None:
            await self._inbox.close()
        await self._parser.aclose()
