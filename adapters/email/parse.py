"""Reads a mail: pure, never raises, and looks at no more than it can afford.

The standard parser needed over 20 seconds for one 169 KB header and overflowed the stack on 20 KB of
`(`; so headers are cut before it sees them, and every header is read for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath, PureWindowsPath

from adapters.email.ids import conversation_key, digest, ids_in, is_ours, token_in
from adapters.kit.html import text_of_html
from adapters.kit.quotes import parted
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Visibility

HEADER_BYTES = 64 * 1024
HEADER_LINES = 1000
LONGEST_HEADER = 8 * 1024
DEEPEST = 20
MOST_PARTS = 200
TEXT_BYTES = 2 * 1024 * 1024


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a mail says: a message, or the report on a delivery; what cannot be read is `unknown`."""
    try:
        return [_read(message_from_bytes(_bounded(raw)))]
    # Mail is hostile: whatever it does to the standard library must cost this one mail only.
    except Exception as cause:
        why = f"this mail cannot be read ({type(cause).__name__})"
        return [Incoming(Kind.UNKNOWN, "raw:" + digest(raw.decode("latin-1"), 32), why=why)]


def _bounded(raw: bytes) -> bytes:
    """Return the mail with a header the standard parser can afford."""
    raw = re.sub(rb"^From [^\n]*\n", b"", raw, count=1)
    end = re.search(rb"\r?\n\r?\n", raw)
    head, body = (raw[: end.start()], raw[end.start() :]) if end else (raw, b"\n\n")
    if len(head) <= LONGEST_HEADER:
        return raw
    kept: list[bytes] = []
    size = 0
    for field in re.split(rb"\r?\n(?![ \t])", head)[:HEADER_LINES]:
        kept.append(field[:LONGEST_HEADER])
        size += len(kept[-1])
        if size > HEADER_BYTES:
            break
    return b"\n".join(kept) + body


def _header(mail: Message, name: str) -> str:
    """Return a decoded header on one line; "" where there is none or it cannot be read."""
    value = mail.get(name)
    if value is None:
        return ""
    text = str(value)[:LONGEST_HEADER]
    try:
        pieces = [p.decode(c or "utf-8", "replace") if isinstance(p, bytes) else p for p, c in decode_header(text)]
        text = "".join(pieces)
    except (LookupError, ValueError, UnicodeError):
        text = text.encode("ascii", "replace").decode()
    return re.sub(r"[\r\n\t ]+", " ", text).strip()


def _addresses(mail: Message, name: str) -> list[tuple[str, str]]:
    """Return (name, address) pairs; addresses in lower case."""
    raw = " ".join(str(mail.get(name) or "")[:4000].split())
    if raw.count("(") > 50 or raw.count("<") > 200:
        raw = re.sub(r"[()]", "", raw)
    try:
        found = getaddresses([raw])
    except (ValueError, RecursionError, IndexError):
        found = []
    pairs = [(_decoded(n), a.strip().lower()) for n, a in found if "@" in a]
    return pairs or [("", a.lower()) for a in re.findall(r"[^\s<>\"'(),;:]{1,64}@[^\s<>\"'(),;:]{1,200}", raw)[:5]]


def _decoded(text: str) -> str:
    stub = Message()
    stub["X"] = re.sub(r"[\r\n]+", " ", text)
    return _header(stub, "X")


def _parts(mail: Message) -> Iterator[tuple[str, Message]]:
    """Yield (path, leaf) in order, within the caps."""
    stack: list[tuple[str, Message, int]] = [("", mail, 0)]
    seen = 0
    while stack and seen < MOST_PARTS:
        path, part, depth = stack.pop()
        seen += 1
        payload = part.get_payload()
        report = part.get_content_type() in ("message/rfc822", "message/delivery-status", "text/rfc822-headers")
        if isinstance(payload, list) and depth < DEEPEST and not report:
            stack += [
                (f"{path}.{n}".lstrip("."), p, depth + 1)
                for n, p in reversed(list(enumerate(payload, 1)))
                if isinstance(p, Message)
            ]
        else:
            yield path, part


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = (
        payload[:TEXT_BYTES]
        if isinstance(payload, bytes)
        else str(part.get_payload()).encode("utf-8", "replace")[:TEXT_BYTES]
    )
    charset = (part.get_content_charset() or "utf-8").strip("\"' ")
    charset = {"gb2312": "gb18030", "iso-8859-1": "cp1252", "us-ascii": "utf-8"}.get(charset, charset)
    try:
        return data.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        try:
            return data.decode("utf-8")
        except UnicodeError:
            return data.decode("cp1252", "replace")


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, IndexError, UnicodeError):
        name = ""
    name = PureWindowsPath(PurePosixPath(_decoded(name)).name).name
    return re.sub(r"[\x00-\x1f\x7f/\\]", "", name)[:200]


def _content(mail: Message) -> tuple[str, str, list[Attachment]]:
    """Return plain text, HTML as text, and attachments."""
    plain: list[str] = []
    html: list[str] = []
    files: list[Attachment] = []
    for path, part in _parts(mail):
        kind = part.get_content_type()
        name = _file_name(part)
        attached = part.get_content_disposition() == "attachment" or (bool(name) and not kind.startswith("text/"))
        if kind == "text/plain" and not attached:
            plain.append(_text(part))
        elif kind == "text/html" and not attached:
            html.append(text_of_html(_text(part)))
        elif not part.is_multipart() or kind == "message/rfc822":
            payload = None if part.is_multipart() else part.get_payload(decode=True)
            size = len(payload) if isinstance(payload, bytes) else None
            files.append(Attachment(kind.partition("/")[0], name or _named(kind), path, size))
    return "\n\n".join(p.strip("\r\n") for p in plain if p.strip()), "\n\n".join(h for h in html if h), files


def _named(kind: str) -> str:
    return {"message/rfc822": "mail.eml", "text/calendar": "invite.ics"}.get(kind, kind.replace("/", "."))


def _automatic(mail: Message, sender: str) -> bool:
    """Tell whether a machine wrote this (RFC 3834 and what programs do in fact)."""
    submitted = _header(mail, "Auto-Submitted").lower()
    precedence = _header(mail, "Precedence").lower()
    return (
        bool(submitted and submitted != "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or _header(mail, "Return-Path") == "<>"
        or bool(_header(mail, "X-Autoreply") or _header(mail, "X-Autorespond") or _header(mail, "List-Id"))
        or sender.partition("@")[0] in ("mailer-daemon", "postmaster", "noreply", "no-reply")
    )


def _when(mail: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(mail, "Date"))
        at = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.year >= 1990 else None


def _people(mail: Message) -> tuple[str, str]:
    """Return the writer's name and the address that answers reach."""
    author = _addresses(mail, "From")
    pairs = _addresses(mail, "Reply-To") or author or _addresses(mail, "Sender") or _addresses(mail, "Return-Path")
    sender = pairs[0][1] if pairs else "unknown@invalid"
    return (author or pairs or [("", "")])[0][0] or sender, sender


def _read(mail: Message) -> Incoming:
    name, sender = _people(mail)
    own = next(iter(ids_in(_header(mail, "Message-ID"))), "")
    replied = ids_in(_header(mail, "In-Reply-To"))
    references = ids_in(_header(mail, "References")) or replied[:1]
    plain, html, files = _content(mail)
    body = plain or html
    hashed = digest(f"{sender}\n{_header(mail, 'Subject')}\n{body}", 16)
    dedupe, at = f"{own or _header(mail, 'Date')}#{hashed}", _when(mail)
    if report := _report(mail):
        target, state, why = report
        # Our id is known before the mail leaves, so a bounce may come while we still wait for the server's answer.
        return Incoming(
            Kind.DELIVERY,
            f"dsn:{dedupe}",
            occurred_at=at,
            external_id=own,
            target_id=target,
            token=token_in(target),
            state=state,
            why=why,
        )
    text, folded = parted(body)
    return Incoming(
        Kind.MESSAGE,
        dedupe,
        conversation_key(own or hashed, references, sender),
        at,
        own,
        identities=(Identity("email", sender),),
        name=name,
        visibility=Visibility.PRIVATE,
        subject=_header(mail, "Subject"),
        text=text,
        folded=folded,
        attachments=tuple(files),
        reply_to=replied[0] if replied else (references[-1] if references else ""),
        automatic=_automatic(mail, sender),
    )


def _report(mail: Message) -> tuple[str, str, str] | None:
    """Return (our Message-ID, state, reason) if this reports on a mail of ours (RFC 3464, RFC 8098)."""
    kind = mail.get_content_type()
    sender = _addresses(mail, "From")
    bounced = bool(sender) and sender[0][1].partition("@")[0] in ("mailer-daemon", "postmaster")
    if kind != "multipart/report" and not bounced:
        return None
    target, state, why = "", "failed" if bounced else "", ""
    for _, part in _parts(mail):
        inner = part.get_content_type()
        if inner in ("message/delivery-status", "message/disposition-notification"):
            fields = "\n".join(str(p) for p in part.get_payload()) if part.is_multipart() else _text(part)
            state, why = _status(fields)
            target = target or _ours(fields)
        elif inner in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            target = target or _ours(str(part)[:100_000])
        elif inner == "text/plain" and bounced:
            target = target or _ours(_text(part)[:100_000])
            why = why or _text(part).strip()[:300]
    target = target or next(
        (i for i in ids_in(_header(mail, "In-Reply-To") + _header(mail, "References")) if is_ours(i)), ""
    )
    if not target:
        return None
    return target, state, why


def _ours(text: str) -> str:
    return (
        next((i for i in ids_in(text) if is_ours(i)), "")
        if len(text) < 20_000
        else next((m for m in re.findall(r"<chefsache\.[^<>\s]{1,300}>", text) if is_ours(m)), "")
    )


def _status(fields: str) -> tuple[str, str]:
    action = re.search(r"^Action:\s*(\w+)", fields, re.IGNORECASE | re.MULTILINE)
    shown = re.search(r"^Disposition:.*;\s*(\w+)", fields, re.IGNORECASE | re.MULTILINE)
    reason = re.search(r"^Diagnostic-Code:\s*(.+(?:\n[ \t].+)*)", fields, re.IGNORECASE | re.MULTILINE)
    status = re.search(r"^Status:\s*(\S+)", fields, re.IGNORECASE | re.MULTILINE)
    why = " ".join((reason[1] if reason else status[1] if status else "").split())[:300]
    if shown:
        return ("read" if shown[1].lower() == "displayed" else ""), why
    states = {"failed": "failed", "delivered": "delivered", "relayed": "sent", "expanded": "sent"}
    return states.get(action[1].lower() if action else "", ""), why
