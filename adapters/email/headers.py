"""Reads the headers of hostile mail: cut before the standard parser sees them, decoded whatever they are written in.

The standard parser needed over 20 seconds for one 169 KB header, and as long for one inside a part; so
every header of every part is cut, and of an overlong head only what the inbox reads is kept.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses

from adapters.email.ids import ids_in

LONGEST = 8 * 1024
"""Bytes of a header, and of a head that is looked at no further."""
MOST = 200
"""Headers that are kept of a longer head."""
SEMICOLONS = 60
"""Parameters of a header; reading them takes quadratic time."""
_READ = re.compile(
    rb"(from|reply-to|sender|return-path|(?:delivered-|x-original-|envelope-|x-envelope-|resent-)?to|cc|subject|date|message-id|in-reply-to|references|auto-submitted|authentication-results|precedence"
    rb"|x-auto[a-z-]*|mime-version|content-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)
_SPACED = re.compile(rb"^([!-9;-~]{1,80})[ \t]+:")
_FIELD = re.compile(rb"[!-9;-~]+:|[ \t]")
_MENDED = re.compile(rb"^(?:[!-9;-~]{1,80}[ \t]|[!-9;-~]*\r?$)", re.MULTILINE)
"""Where a head has a line that is no header, or one with a blank before its colon."""
_TYPE = re.compile(r"text/(plain|html)(?=[\s,:])")
_BETWEEN = re.compile(r"\([^()]*\)|\s+")
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]{0,1000}\?=")
_UNSAFE = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))
"""Codecs of Python's own that are no charsets; one of them takes quadratic time."""
_AS_MEANT = {"gb2312": "gb18030", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8"}


class _Bounded(Compat32):
    """Keeps headers short, and decodes those that came as bare bytes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if len(value) > LONGEST:
            # A thread is known by its first message and by its last ones.
            value = f"{value[: LONGEST // 4]} {value[-LONGEST // 2 :]}"
        if value.count(";") > SEMICOLONS:
            value = ";".join(value.split(";", SEMICOLONS)[:SEMICOLONS])
        return name, value if value.isascii() else decoded(value.encode("ascii", "surrogateescape"), "utf-8")


_POLICY = _Bounded()


def read(raw: bytes) -> Message:
    """Return a mail as a tree whose headers can be afforded and are text."""
    raw = re.sub(rb"^From (?![ \t]*:)[^\n]*\n", b"", raw, count=1)
    end = re.search(rb"\r?\n\r?\n", raw)
    head, body = (raw[: end.start()], raw[end.start() :]) if end else (raw, b"\n\n")
    if _MENDED.search(head):
        head = _mended(head)
        raw = head + body
    if len(head) > LONGEST:
        kept = [field for field in re.split(rb"\r?\n(?![ \t])", head) if _READ.match(field)]
        raw = b"\n".join(kept[:MOST]) + body
    return message_from_bytes(raw, policy=_POLICY)


def _mended(head: bytes) -> bytes:
    """Return a head in which every line is a header's, as far as headers follow it.

    Old mail has blanks before the colon (RFC 2822, 4.5); the standard parser ends the head at the first such line.
    """
    lines = [_SPACED.sub(rb"\1:", line, count=1) for line in head.split(b"\n")]
    last = next((n for n in range(len(lines) - 1, -1, -1) if _READ.match(lines[n])), -1)
    return b"\n".join(
        line if n >= last or not line.strip() or _FIELD.match(line) else b" " + line for n, line in enumerate(lines)
    )


def decoded(data: bytes, charset: str) -> str:
    """Return bytes as text: in their charset, else as UTF-8, else as the West writes on Windows."""
    charset = charset.strip("\"' ").lower()
    for name in (_AS_MEANT.get(charset, charset), "utf-8"):
        try:
            if name.replace("-", "_") not in _UNSAFE:
                return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    # Letters of several bytes do not come about by chance: it is UTF-8 of which something was cut off.
    if len(text.encode("ascii", "ignore")) + 2 * lost < len(text):
        return text
    return data.decode("cp1252", "replace")


def unwrapped(text: str) -> str:
    """Return a header's value on one line with its encoded words decoded."""
    try:
        # What stands between encoded words comes back as bytes too, escaped in this one way.
        pieces = [
            decoded(p, c) if isinstance(p, bytes) and c else p if isinstance(p, str) else p.decode("raw_unicode_escape")
            for p, c in decode_header(text[: 2 * LONGEST])
        ]
        text = "".join(pieces)
    except (MessageError, LookupError, ValueError):
        # A broken encoded word is shown as it came.
        pass
    return " ".join(text.split())


def kind_of(part: Message) -> str:
    """Return a part's type, whatever a program wrote behind it without a semicolon."""
    given = _TYPE.match(str(part.get("Content-Type") or "").strip().lower())
    return given[0] if given and not part.is_multipart() else part.get_content_type()


def header(mail: Message, name: str) -> str:
    """Return a header on one line; "" where there is none."""
    return unwrapped(str(mail.get(name) or ""))


def ids(mail: Message, name: str) -> list[str]:
    """Return the message ids of a header, as they came: they are compared, not read."""
    value = " ".join(str(part) for part in mail.get_all(name, [])[:MOST])
    # Some programs forget the brackets, old ones write blanks and comments between.
    bare = _BETWEEN.sub("", value[:LONGEST])
    return ids_in(value) or ids_in(bare) or (ids_in(f"<{bare}>") if "@" in bare else [])


def addresses(mail: Message, name: str) -> list[tuple[str, str]]:
    """Return (name, address) pairs; addresses in lower case."""
    raw = " ".join(str(mail.get(name) or "")[:4000].split())
    words: list[str] = []

    def aside(found: re.Match[str]) -> str:
        words.append(found[0])
        return f" \ue000{len(words) - 1}\ue000 "

    # An encoded word is one word, whatever it holds; the standard library stumbles over what looks like syntax in it.
    raw = _ENCODED.sub(aside, raw.replace("\ue000", ""))
    if raw.count("(") > 50 or raw.count("<") > 200:
        raw = re.sub(r"[()]", "", raw)
    try:
        found = getaddresses([raw])
    except (ValueError, RecursionError, IndexError):
        found = []
    names = [re.sub("\ue000([0-9]+)\ue000", lambda m: words[int(m[1])], n) for n, _ in found]
    pairs = [_apart(unwrapped(n), a.strip()) for n, (_, a) in zip(names, found, strict=True) if "@" in a]
    return pairs or [("", a.lower()) for a in re.findall(r"[^\s<>\"'(),;:]{1,64}@[^\s<>\"'(),;:]{1,200}", raw)[:5]]


def _apart(name: str, address: str) -> tuple[str, str]:
    """Return a name and an address, where both stand in one without brackets."""
    before, _, last = address.rpartition(" ")
    if not before or '"' in address or "@" not in last:
        return name, address.lower()
    return name or before, last.lower()
