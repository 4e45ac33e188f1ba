"""Reads what the Graph API answers about a page: conversations, messages, comments, posts with comments below them.

https://developers.facebook.com/docs/graph-api/reference/comment
https://developers.facebook.com/docs/graph-api/reference/message
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from adapters.kit.attached import named
from adapters.kit.envelope import Around, time_of
from adapters.kit.found import Found, inner, name_of, objects, unknown, words
from adapters.kit.messenger import asked, dialogue, taken
from adapters.kit.places import Place
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Visibility

_COMMENTS = (
    "comment_count",
    "can_reply_privately",
    "can_comment",
    "user_likes",
    "parent",
    "is_private",
    "comment_type",
)
"""What only a comment has."""
_BARE = frozenset(("id", "created_time", "from", "message", "message_tags", "like_count", "likes", "reactions"))
"""What a comment has where nothing was asked for in particular; a post then names nobody."""
_POSTS = ("status_type", "full_picture", "comments", "attachments", "story", "is_published", "promotion_status",
          "updated_time", "permalink_url")  # fmt: skip
"""What a post has."""


def answer(found: Found, around: Around) -> list[Incoming] | None:
    """Say what an object of the Graph API says; None where it is none of a page's."""
    for reader in (_sent, _asked, _dialogue, _comment, _post):
        if (told := reader(found, around)) is not None:
            return told
    return None


def _sent(found: Found, around: Around) -> list[Incoming] | None:
    return taken(found)


def _asked(found: Found, around: Around) -> list[Incoming] | None:
    named = name_of(found).startswith(("m_", "mid."))
    told = asked(found, around, "psid") if named or "to" in found else None
    return [unknown(found, "a message that does not say from whom")] if named and told is None else told


def _dialogue(found: Found, around: Around) -> list[Incoming] | None:
    return dialogue(found, around, "psid")


class _Link:
    """What a comment's address says: the page, the post, the comment, and the reply below it."""

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            asked = parse_qs(parts.query)
        except ValueError:
            parts, asked = urlsplit(""), {}
        path = [part for part in parts.path.split("/") if part]
        self.page = path[0] if len(path) > 1 and path[0].isdigit() else ""
        self.post = path[2] if len(path) > 2 and path[1] in ("posts", "videos", "photos") else ""
        self.top = asked.get("comment_id", [""])[0]
        self.reply = asked.get("reply_comment_id", [""])[0]


def _comment(found: Found, around: Around) -> list[Incoming] | None:
    link = _Link(words(found, "permalink_url"))
    bare = _BARE.issuperset(found) and name_of(inner(found, "from")) not in ("", name_of(found).partition("_")[0])
    marked = any(key in found for key in _COMMENTS) or isinstance(found.get("attachment"), dict)
    if not (link.top or marked or (bare and "_" in name_of(found))):
        return None
    prefix = f"{link.post}_" if link.post else ""
    id = name_of(found) or (prefix + (link.reply or link.top) if link.top else "")
    if not id:
        return [unknown(found, "a comment that has no id")]
    account, author, parent = around.account or link.page, inner(found, "from"), inner(found, "parent")
    above = name_of(parent) or (prefix + link.top if link.reply and link.top else "")
    ours = bool(account) and name_of(author) == account
    # Below whose comment we wrote is who we wrote to.
    who = inner(parent, "from") if ours else author
    place = Place(account, name_of(who) or name_of(author), above or id)
    known = name_of(who) != account and bool(name_of(who))
    told = [
        Incoming(
            Kind.ECHO if ours else Kind.MESSAGE,
            f"comment:{id}",
            place.key,
            time_of(found.get("created_time")),
            id,
            identities=(Identity("psid", name_of(who)),) if known else (),
            name=words(who, "name") if known else "",
            visibility=Visibility.PUBLIC,
            text=words(found, "message"),
            attachments=_files(inner(found, "attachment")),
            reply_to=above,
        )
    ]
    below = Around(account, around.at)
    return told + [t for c in objects(inner(found, "comments").get("data")) for t in _comment(c, below) or []]


def _files(found: Found) -> tuple[Attachment, ...]:
    if not found:
        return ()
    media, type_ = inner(found, "media"), words(found, "type")
    kind = "video" if "video" in type_ else "sticker" if type_ == "sticker" else "image" if "image" in media else "link"
    url = words(media, "source") or words(inner(media, "image"), "src") or words(found, "url")
    return (Attachment(kind, words(found, "title") or named(url, kind), url),) if url or type_ else ()


def _post(found: Found, around: Around) -> list[Incoming] | None:
    """Return the comments below a post, and a visitor's post itself."""
    id = name_of(found)
    if not id or not any(key in found for key in (*_POSTS, "message")) or "created_time" not in found:
        return None
    # A page's posts are named PAGE_POST.
    author, prefix = inner(found, "from"), id.partition("_")
    account = around.account or (prefix[0] if prefix[1] else "")
    told: list[Incoming] = []
    if name_of(author) and account:
        visitor = name_of(author) != account
        told.append(
            Incoming(
                Kind.MESSAGE if visitor else Kind.ECHO,
                f"comment:{id}",
                Place(account, name_of(author), id).key,
                time_of(found.get("created_time")),
                id,
                identities=(Identity("psid", name_of(author)),) if visitor else (),
                name=words(author, "name") if visitor else "",
                visibility=Visibility.PUBLIC,
                text=words(found, "message"),
            )
        )
    below = Around(account, around.at)
    for part in objects(inner(found, "comments").get("data")):
        told += _comment({"comment_count": 0, **part}, below) or []
    return told or [unknown(found, "a post that names nobody: it belongs to no dialogue")]
