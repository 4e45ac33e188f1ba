"""What a status holds: its words as a person reads them, its files, and what it quotes or shows beside them.

https://docs.joinmastodon.org/entities/Status/ and https://docs.joinmastodon.org/spec/activitypub/#sanitization: words
are HTML in which links are cut for the eye by spans (`invisible`, `ellipsis`) whose whole text is the address.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote, urlsplit

from adapters.kit.found import Found, inner, number, objects, stamp, words
from adapters.kit.html import text_of_html
from inbox.ports.adapter import Attachment

_KINDS = {"image": "image", "video": "video", "gifv": "video", "audio": "audio"}
_QUOTE_LINK = frozenset({"quote-inline"})
"""The paragraph "RE: link" that stands in for a quote where a program shows none.
https://docs.joinmastodon.org/client/quotes/"""


def moment(value: object) -> datetime | None:
    """Return a time; servers beside Mastodon write theirs without the zone, which is UTC there too."""
    return stamp(value) or (stamp(f"{value}Z") if isinstance(value, str) else None)


def read(html: str, *, quotes: bool = False) -> str:
    """Return HTML as it is read; with a quote beside it, without the link to the quote."""
    return text_of_html(html, handles=True, unseen=_QUOTE_LINK if quotes else frozenset())


def text(status: Found) -> str:
    """Return a status's words: the warning first, then what is said, then what can be chosen from."""
    said = read(words(status, "content"), quotes=bool(quoted(status))) or words(status, "text").strip()
    parts = (words(status, "spoiler_text").strip(), said, poll(inner(status, "poll")))
    return "\n\n".join(part for part in parts if part)


def poll(found: Found, *, counted: bool = False) -> str:
    """Return what a poll lets one choose from, one a line; `counted` with the votes."""
    lines = []
    for option in objects(found.get("options")):
        votes = number(option, "votes_count") if counted else ""
        lines.append(f"– {words(option, 'title')}" + (f" ({votes})" if votes else ""))
    return "\n".join(lines)


def quoted(status: Found) -> Found:
    """Return the status that is quoted, {} where there is none or it may not be shown.

    Mastodon wraps it with its approval (`quoted_status`), others give it as it is.
    """
    quote = inner(status, "quote") or inner(inner(status, "pleroma"), "quote")
    if "quoted_status" in quote or "state" in quote:
        return inner(quote, "quoted_status")
    return quote if words(quote, "content") or inner(quote, "account") else {}


def beside(status: Found) -> str:
    """Return what is shown beside the words: the quoted status, and the preview of a link."""
    parts = []
    if found := quoted(status):
        parts.append(f"{called(inner(found, 'account'))}: {text(found)}".strip(": "))
    if card := inner(status, "card"):
        shown = (words(card, "title"), words(card, "description"), words(card, "url"))
        parts.append("\n".join(part for part in shown if part))
    return "\n\n".join(part for part in parts if part)


def files(status: Found) -> tuple[Attachment, ...]:
    """Return what is attached. A file our server has not fetched yet has the address at its own server only."""
    found = []
    for media in objects(status.get("media_attachments")):
        url = words(media, "url") or words(media, "remote_url") or words(media, "preview_url")
        name = " ".join(words(media, "description").split()) or _file(words(media, "remote_url") or url)
        kind = _KINDS.get(words(media, "type"), "file")
        if url or name:
            found.append(Attachment(kind, name or kind, url))
    return tuple(found)


def _file(url: str) -> str:
    try:
        return unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return ""


def called(account: Found) -> str:
    """Return what somebody is called; emoji of the server's own stay as their names."""
    return words(account, "display_name").strip() or words(account, "username") or words(account, "acct")


def handle(account: Found) -> str:
    """Return user@host. Who lives on the channel's own server has no host in `acct`: their address names it."""
    acct = words(account, "acct") or words(account, "username")
    if not acct or "@" in acct:
        return acct
    try:
        host = urlsplit(words(account, "url") or words(account, "uri")).netloc
    except ValueError:
        host = ""
    return f"{acct}@{host.rpartition('@')[2]}" if host else acct
