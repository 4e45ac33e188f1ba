"""What posts say: mentions, replies and quotes of customers, our own posts, edits, reposts, likes and deletions.

A public dialogue is what one customer says below one post: its key is the conversation and the customer's number. An
edited post is a new one that names all its versions, the first of them first
(https://docs.x.com/x-api/fundamentals/edit-posts).
"""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.kit.found import Found, digest, inner, moment, number, objects, stamp, unknown, words
from adapters.x.frame import Frame, id_of, identities, name_of_user
from adapters.x.reading import files_of, text_of
from inbox.ports.adapter import Incoming, Kind, Visibility, Window

LIKE = "❤️"
REPOST = "🔁"
_REPLIES = {"replied_to": "replied_to", "quoted": "quoted", "retweeted": "retweeted", "reposted": "retweeted"}


def written_at(value: object) -> datetime | None:
    """Return a time as v2 (ISO 8601) or v1.1 (`Wed Jul 13 20:46:28 +0000 2022`) writes it."""
    if found := stamp(value):
        return found
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        return datetime.strptime(value, "%a %b %d %H:%M:%S %z %Y").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def author_of(post: Found) -> str:
    """Return who wrote a post."""
    return id_of(post, "author_id") or id_of(inner(post, "user")) or id_of(inner(post, "author"))


def refers(post: Found) -> dict[str, str]:
    """Return the posts that this one replies to, quotes or reposts, by which of it."""
    found = {
        _REPLIES[kind]: id_of(other)
        for key in ("referenced_posts", "referenced_tweets")
        for other in objects(post.get(key))
        if (kind := words(other, "type")) in _REPLIES
    }
    old = {
        "replied_to": id_of(post, "in_reply_to_status_id"),
        "quoted": id_of(inner(post, "quoted_status")) or id_of(post, "quoted_status_id"),
        "retweeted": id_of(inner(post, "retweeted_status")),
    }
    return {**{kind: id for kind, id in old.items() if id}, **{kind: id for kind, id in found.items() if id}}


def conversation(post: Found) -> str:
    """Return the conversation's number. v1.1 does not name it: there the post that is answered stands for it."""
    # An edited post that begins a conversation keeps the number of its first version there.
    return (
        id_of(post, "conversation_id") or refers(post).get("replied_to", "") or next(iter(_versions(post)), id_of(post))
    )


def key_of(post: Found, customer: str) -> str:
    """Return the key of the dialogue with a customer."""
    root = conversation(post)
    return f"{root}/{customer}" if customer else root


def said_by_post(post: Found, frame: Frame) -> Incoming:
    """Say what one post says."""
    id, author, others = id_of(post), author_of(post), refers(post)
    if not id:
        return unknown(post, "a post without a number")
    if "retweeted" in others:
        return _repost(post, author, others["retweeted"], frame)
    ours = bool(author) and author == frame.us
    customer = _addressed(post, frame) if ours else author
    quoted = inner(post, "quoted_status") or frame.posts.get(others.get("quoted", ""), {})
    versions = _versions(post)
    edited = len(versions) > 1 and versions[0] != id
    return Incoming(
        Kind.EDIT if edited else Kind.ECHO if ours else Kind.MESSAGE,
        f"post:{id}",
        key_of(post, customer or author),
        written_at(post.get("created_at")) or moment(post.get("timestamp_ms")),
        id,
        versions[0] if edited else "",
        identities=identities(customer),
        name=_name(post, customer, frame) if customer else "",
        visibility=Visibility.PUBLIC,
        text=text_of(post, frame, others.get("quoted", "") if quoted else ""),
        folded=_quote(quoted, frame),
        attachments=files_of(post, frame),
        reply_to=others.get("replied_to", ""),
        window="" if ours else _window(post, others, quoted, frame),
    )


def _name(post: Found, customer: str, frame: Frame) -> str:
    """Return what the customer is called; of whom we answer, v1.1 says no more than the handle."""
    if author_of(post) == customer and (said := name_of_user(inner(post, "user") or inner(post, "author"))):
        return said
    if said := frame.name(customer):
        return said
    if author_of(post) == customer:
        return words(post, "username")
    found = next((m for m in mentions(post) if id_of(m) == customer), {})
    return name_of_user(found) or words(post, "in_reply_to_screen_name")


def mentions(post: Found) -> list[Found]:
    """Return whom a post mentions, in a long one also behind the fold."""
    holders = (post, inner(post, "note_tweet"), inner(post, "note_post"), inner(post, "extended_tweet"))
    return [
        mention
        for holder in holders
        for key in ("mentions", "user_mentions")
        for mention in objects(inner(holder, "entities").get(key))
    ]


def _addressed(post: Found, frame: Frame) -> str:
    """Return to whom a post of ours speaks."""
    named = [id_of(post, "in_reply_to_user_id"), author_of(frame.posts.get(refers(post).get("replied_to", ""), {}))]
    # Whoever is only named somewhere in a post of ours is not spoken to.
    if refers(post).get("replied_to") or words(post, "text").startswith("@"):
        named += [id_of(mention) for mention in mentions(post)]
    return next((id for id in named if id and id != frame.us), "")


def _versions(post: Found) -> list[str]:
    """Return the numbers of all versions, the first one first."""
    for holder in (post, inner(post, "edit_controls"), inner(post, "edit_history")):
        for key in ("edit_history_tweet_ids", "edit_history_post_ids", "edit_tweet_ids", "initial_tweet_id"):
            given = holder.get(key)
            ids = [number({"id": id}, "id") for id in given] if isinstance(given, list) else [number(holder, key)]
            if found := [id for id in ids if id]:
                # v1.1 names only the first beside the newest.
                return found if len(found) > 1 or key != "initial_tweet_id" else [*found, id_of(post)]
    return []


def _quote(quoted: Found, frame: Frame) -> str:
    said = text_of(quoted, frame) if quoted else ""
    author = author_of(quoted)
    user = inner(quoted, "user")
    handle = words(user, "screen_name") or words(user, "username") or frame.handle(author)
    return f"@{handle}: {said}" if said and handle else said


def _window(post: Found, others: dict[str, str], quoted: Found, frame: Frame) -> str:
    """Say whether we may answer: X lets an app answer only posts that mention its account or quote a post of it.

    Known only where a payload says who we are, and whom the post mentions.
    """
    if not frame.us:
        return ""
    if post.get("is_blocked_by") is True:
        return Window.BLOCKED
    handle = frame.handle(frame.us).lower()
    named = mentions(post)
    summoned = any(id_of(m) == frame.us or (handle and _handle(m) == handle) for m in named)
    if summoned or frame.event in ("post.mention.create", "post.quote.create") or author_of(quoted) == frame.us:
        return Window.OPEN
    if ("quoted" in others and not quoted) or ("entities" not in post and "@" in words(post, "text")):
        return ""
    return Window.UNSUMMONED


def _handle(mention: Found) -> str:
    return (words(mention, "username") or words(mention, "screen_name")).lower()


# --- what is done to posts


def _repost(post: Found, author: str, target: str, frame: Frame) -> Incoming:
    original = inner(post, "retweeted_status") or frame.posts.get(target, {})
    return Incoming(
        Kind.REACTION,
        f"post:{id_of(post)}",
        _key_about(original, author, frame),
        written_at(post.get("created_at")),
        id_of(post),
        target,
        identities=identities(author),
        name=_name(post, author, frame),
        visibility=Visibility.PUBLIC,
        text=REPOST,
    )


def _key_about(original: Found, who: str, frame: Frame) -> str:
    """Return the dialogue that a reaction belongs to; what we like ourselves belongs to whoever wrote it."""
    writer = author_of(original)
    return key_of(original, writer if writer and who == frame.us else who) if original else ""


def said_by_like(like: Found, frame: Frame) -> Incoming:
    """Say who likes which post; an activity event names them in other words than the old Account Activity API."""
    old = inner(like, "favorited_status")
    target = id_of(like, "liked_tweet_id") or id_of(like, "liked_post_id") or id_of(old)
    if not target:
        return unknown(like, "a like of no post")
    original = old or frame.posts.get(target, {})
    writer = id_of(like, "liked_tweet_author_id") or id_of(like, "tweet_author_id") or author_of(original)
    who = _liker(like, writer, frame)
    user = inner(like, "user") or frame.user(who)
    # In activity events created_at is the time of the post that is liked.
    at = moment(like.get("timestamp_ms")) or (written_at(like.get("created_at")) if old else None)
    name = words(like, "id") or number(like, "id") or digest(target, who)
    return Incoming(
        Kind.REACTION,
        f"like:{name}",
        _key_about({**original, "author_id": writer} if original else {}, who, frame),
        at,
        target_id=target,
        identities=identities(who),
        name=name_of_user(user),
        visibility=Visibility.PUBLIC,
        text=LIKE,
    )


def _liker(like: Found, writer: str, frame: Frame) -> str:
    """Return who likes: an activity event only tells that it was not us, where it is our post that is liked."""
    if said := id_of(inner(like, "user")) or id_of(like, "user_id") or id_of(like, "liking_user_id"):
        return said
    if frame.us and writer != frame.us:
        return frame.us
    return next((id for id in frame.users if id and id != writer), "")


def said_by_delete(found: Found, frame: Frame) -> Incoming:
    """Say which post is gone; who wrote it is all that is told besides."""
    post = inner(found, "status") or inner(found, "tweet") or inner(found, "post") or found
    id = id_of(post)
    if not id:
        return unknown(found, "a deletion of no post")
    author = id_of(post, "author_id") or id_of(post, "user_id")
    known = frame.posts.get(id, {})
    at = moment(found.get("timestamp_ms")) or written_at(found.get("event_at"))
    return Incoming(
        Kind.DELETE,
        f"delete:{id}",
        key_of(known, author) if known else "",
        at,
        target_id=id,
        identities=identities(author),
        name=frame.name(author),
        visibility=Visibility.PUBLIC,
    )
