"""Finds links in customers' texts, shows where they really lead, and opens them without being tricked."""

from __future__ import annotations

import re
import webbrowser
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from inbox.errors import BadInput, Unreachable
from inbox.tui.confined import stay_inside

_LINK = re.compile(r"https?://[^\s<>\"'`\x00-\x1f\x7f-\x9f]{1,2000}", re.IGNORECASE)
_TRAILING = ".,;:!?…*_~|"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_CONTROL = re.compile("[\x00-\x20\x7f-\xa0\ud800-\udfff]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?|[0-9a-f:.]*:[0-9a-f:.]*").fullmatch
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text: `start` and `end` are character positions, `url` may be opened, `host` is in punycode."""

    start: int
    end: int
    url: str
    host: str


def links(text: str) -> tuple[Link, ...]:
    """Return the http and https links of a text, in order; what is not a proper URL is left out."""
    found = []
    for match in _LINK.finditer(text):
        written = _without_trailing(match[0])
        try:
            url = safe_url(written)
        except BadInput:
            continue
        found.append(Link(match.start(), match.start() + len(written), url, host_of(url)))
    return tuple(found)


def safe_url(url: str) -> str:
    """Return an http(s) URL in ASCII: host in punycode, everything unusual percent-encoded, no user name or password.

    Raises:
        BadInput: another scheme, no host, or a host that cannot be written in ASCII.
    """
    try:
        # `urlsplit` silently removes tabs and line breaks, so that another host than the one seen could result.
        parts = urlsplit(_CONTROL.sub(lambda control: quote(control[0], errors="replace"), url))
        host, port = parts.hostname or "", parts.port
    except ValueError as cause:
        raise BadInput("This is not a web address.") from cause
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise BadInput("Only http and https links are opened.")
    place = _punycode(host) + (f":{port}" if port is not None else "")
    rest = quote(parts.path, safe=_SAFE, errors="replace") or "/"
    if parts.query:
        rest += "?" + quote(parts.query, safe=_SAFE, errors="replace")
    if parts.fragment:
        rest += "#" + quote(parts.fragment, safe=_SAFE, errors="replace")
    return f"{parts.scheme.lower()}://{place}{rest}"


def host_of(url: str) -> str:
    """Return the host of a URL in punycode ("xn--pypal-4ve.com"), as it is shown before it is opened.

    Raises:
        BadInput: as `safe_url`.
    """
    return urlsplit(safe_url(url)).hostname or ""


def open_link(url: str) -> None:
    """Open an http(s) link in the person's browser.

    Raises:
        BadInput: as `safe_url`; so nothing that could be an option (`--help`) ever starts a program.
        Unreachable: there is no browser here.
        NotAllowed: a browser here would be one of a shared machine.
    """
    stay_inside()
    if not webbrowser.open(safe_url(url)):
        raise Unreachable("No browser could be started here; copy the link instead.")


def _punycode(host: str) -> str:
    try:
        plain = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError as cause:
        raise BadInput("This is not a web address.") from cause
    if not _HOST(plain):
        raise BadInput("This is not a web address.")
    return f"[{plain}]" if ":" in plain else plain


def _without_trailing(written: str) -> str:
    """A sentence's full stop and a bracket opened before the link do not belong to it."""
    while written:
        last = written[-1]
        opened = _BRACKETS.get(last)
        if last not in _TRAILING and (opened is None or written.count(opened) >= written.count(last)):
            break
        written = written[:-1]
    return written
