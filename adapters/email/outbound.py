"""The sending side: SMTP, with one Message-ID on every repeat, and every answer put into its class.

RFC 1047: between the last byte of DATA and the server's answer nobody knows whether it has the mail.
Before that it certainly has not; a 4xx may be tried again, a 5xx never.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib

from adapters.email.mailbox import NETWORK, Server
from inbox.errors import Ambiguous, NotSent, Rejected, Unreachable
from inbox.ports.adapter import Outgoing

# Some programs do not find a Message-ID that was folded onto the next line.
POLICY = SMTP.clone(max_line_length=900)
DATA = 300.0
"""Seconds for the mail itself and the server's answer to it: servers search it for viruses meanwhile (RFC 5321 4.5.3.2)."""
_HALVES = re.compile("[\ud800-\udfff]")
_LOCAL = re.compile(r"[^\s<>()\[\]\\,;:@\"\x00-\x1f\x7f\ud800-\udfff]{1,64}")
_ID = re.compile(r"<[!-;=?-~]{1,900}>")


def line(text: str) -> str:
    """Return a text fit for a header."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]+", " ", text).split())[:900]


def dialled(address: str) -> str:
    """Return an address as servers take it, its domain in ASCII. Raises: Rejected where it is none."""
    local, at, domain = address.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
        found = f"{local}@{domain}"
        if not (at and domain and _LOCAL.fullmatch(local)) and Address(addr_spec=found).domain != domain:
            raise ValueError(address)
    # The standard parser stumbles over strange addresses in ways of its own: IndexError, AttributeError, MessageError.
    except Exception as cause:
        raise Rejected("{address} is no mail address.", address=line(address)) from cause
    return found


def address_of(name: str, address: str) -> Address:
    """Return an address with a name, as a header wants it."""
    local, _, domain = address.rpartition("@")
    if local.isascii():
        return Address(line(name), addr_spec=address)
    return Address(line(name), local, domain)


def written(out: Outgoing, message_id: str, address: str, name: str, to: str) -> bytes:
    """Return the mail as bytes; both addresses as `dialled`."""
    mail = EmailMessage(policy=POLICY if (address + to).isascii() else POLICY.clone(utf8=True))
    mail["From"] = address_of(name, address)
    mail["To"] = address_of(out.name if out.name != to else "", to)
    subject = line(out.subject) or "Re:"
    mail["Subject"] = subject if re.match(r"(re|aw)\s*:", subject, re.IGNORECASE) else f"Re: {subject}"
    mail["Message-ID"] = message_id
    if out.written_at is not None:
        mail["Date"] = format_datetime(out.written_at)
    before = [i for i in (*out.references, out.reply_to) if _ID.fullmatch(i)]
    if _ID.fullmatch(out.reply_to):
        mail["In-Reply-To"] = out.reply_to
    if before:
        mail["References"] = " ".join(dict.fromkeys(before))
    mail.set_content(_HALVES.sub("\ufffd", out.text), cte="quoted-printable")
    for file in out.files:
        main, _, sub = (file.type if "/" in file.type else "application/octet-stream").partition("/")
        if main in ("text", "message", "multipart"):  # its bytes are sent as they are, whatever they claim to be
            main, sub = "application", "octet-stream"
        mail.add_attachment(file.content, main, sub, filename=line(file.name) or "file")
    return mail.as_bytes()


@asynccontextmanager
async def _session(server: Server, user: str, password: str) -> AsyncIterator[aiosmtplib.SMTP]:
    """Connect and log in; hang up at the end. Raises: NotSent, Rejected."""
    with _translated(server):
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=NETWORK,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=None if server.security == "plain" else server.context(),
        )
    try:
        with _translated(server):
            async with asyncio.timeout(NETWORK * 2):
                await client.connect()
                await client.ehlo()  # only its answer tells whether the server wants a login
                if user and client.supports_extension("auth"):
                    await _log_in(client, server, user.encode(), password.encode())
        yield client
    finally:
        client.close()


async def _log_in(client: aiosmtplib.SMTP, server: Server, user: bytes, password: bytes) -> None:
    """Log in once: the library goes on through every other way, and each counts as one more wrong password."""
    if server.security != "plain" and "plain" in client.supported_auth_methods:
        await client.auth_plain(user, password)
    else:
        await client.login(user, password)


@contextmanager
def _translated(server: Server) -> Iterator[None]:
    """Turn what goes wrong before DATA, when nothing was sent for certain, into our errors."""
    try:
        yield
    except aiosmtplib.SMTPAuthenticationError as cause:
        # Without the cause: it may carry what was sent.
        if 400 <= cause.code < 500:
            # The server's own trouble (RFC 4954, 454), no wrong password.
            raise NotSent("{host} cannot check passwords just now.", host=server.host) from None
        raise NotSent("{host} refused the user or the password.", host=server.host) from None
    except aiosmtplib.SMTPResponseException as cause:
        raise _answered(cause) from cause
    except Unreachable as cause:
        raise NotSent(cause.template, retry_after=None, **cause.values) from cause
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as cause:
        if "No suitable authentication" in str(cause):
            raise NotSent("{host} offers no way to log in with a password.", host=server.host) from None
        if "STARTTLS extension not supported" in str(cause):
            raise NotSent("{host}:{port} offers no STARTTLS.", host=server.host, port=server.port) from cause
        root = cause.__cause__ if isinstance(cause.__cause__, OSError) else cause
        reason = getattr(root, "strerror", None) or type(cause).__name__
        raise NotSent(
            "{host}:{port} does not answer: {reason}.", host=server.host, port=server.port, reason=reason
        ) from cause


async def probe(server: Server, user: str, password: str) -> None:
    """Log in and hang up. Raises: NotSent, Rejected, with what is wrong."""
    async with _session(server, user, password):
        pass


async def submit(server: Server, user: str, password: str, sender: str, to: str, raw: bytes) -> None:
    """Hand a mail over. Raises: NotSent, Rejected, Ambiguous."""
    async with _session(server, user, password) as client:
        with _translated(server):
            async with asyncio.timeout(NETWORK * 2):
                await _addressed(client, server, sender, to)
        await _data(client, raw)


async def _addressed(client: aiosmtplib.SMTP, server: Server, sender: str, to: str) -> None:
    """Say from whom and to whom. Raises: Rejected where the server cannot write the address."""
    if (sender + to).isascii():
        await client.mail(sender)
        await client.rcpt(to)
        return
    if not client.supports_extension("smtputf8"):
        address = sender if to.isascii() else to
        raise Rejected(
            "{host} takes no address with letters beyond ASCII: {address}.", host=server.host, address=address
        )
    await client.mail(sender, options=["SMTPUTF8"], encoding="utf-8")
    await client.rcpt(to, encoding="utf-8")


async def _data(client: aiosmtplib.SMTP, raw: bytes) -> None:
    try:
        async with asyncio.timeout(DATA):
            await client.data(raw, timeout=DATA)
    except aiosmtplib.SMTPResponseException as cause:
        # 421 in place of an answer comes with a dying connection: the mail may have been taken before.
        if cause.code in (421, -1):
            raise Ambiguous("The mail server hung up before it said whether it has the mail.") from cause
        raise _answered(cause) from cause
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as cause:
        raise Ambiguous("The mail server did not say whether it has the mail.") from cause


def _answered(cause: aiosmtplib.SMTPResponseException) -> NotSent:
    words = f"{cause.code} {line(str(cause.message))[:300]}"
    if cause.code < 0:
        return NotSent("The mail server does not speak SMTP: {words}", words=line(str(cause.message))[:300])
    if 500 <= cause.code < 600:
        return Rejected("The mail server refused: {words}", words=words)
    return NotSent("The mail server asks for patience: {words}", words=words)
