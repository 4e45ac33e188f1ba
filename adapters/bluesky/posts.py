"""Reads what is said in public: posts and what happens to them, as records, as views of the AppView, and as notifications.

`createdAt` is what the author's program claims and may be any time at all; `indexedAt` is when Bluesky saw it, and the
one that counts here wherever it is given. https://docs.bsky.app/docs/advanced-guides/timestamps
A public dialogue is one person's part of one thread, so its key is the thread's first post and that person's DID.
"""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.bluesky.content import attachments, authority, text
from adapters.bluesky.side import Side, called, identities
from adapters.kit.found import Found, digest, inner, objects, stamp, unknown, words
from inbox.ports.adapter import Incoming, Kind, Visibility, Window

POST = "app.bsky.feed.post"
FEELINGS = {"app.bsky.feed.like": "❤️", "app.bsky.feed.repost": "🔁"}
"""A repost is a way to say that one likes something, too."""
_REASONS = {
    "mention": POST, "reply": POST, "quote": POST, "subscribed-post": POST,
    "like": "app.bsky.feed.like", "like-via-repost": "app.bsky.feed.like",
    "repost": "app.bsky.feed.repost", "repost-via-repost": "app.bsky.feed.repost",
}  # fmt: skip
"""What a notification is about where its record does not say."""
_ABOUT_US = frozenset({"verified", "unverified"})
_ABOUT_THEM = frozenset({"follow", "starterpack-joined", "contact-match"})
_CONTACTS = frozenset(
    "app.bsky.graph.follow app.bsky.graph.block app.bsky.graph.verification app.bsky.actor.profile app.bsky.actor.status"
    " chat.bsky.actor.declaration app.bsky.notification.declaration".split()
)
_GATES = frozenset({"app.bsky.feed.threadgate", "app.bsky.feed.postgate"})
SEPARATOR = "|"
"""Stands in no address and no DID."""


def key_of(root: str, did: str) -> str:
    """Return the key of a person's part of a thread; "" where either is not known."""
    return f"{root}{SEPARATOR}{did}" if root and did else ""


def parts_of(key: str) -> tuple[str, str]:
    """Return the first post and the person of a public dialogue, ("", "") where the key is a chat's."""
    root, _, did = key.rpartition(SEPARATOR)
    return root, did if root else ""


def collection(uri: str) -> str:
    """Return what kind of record an address names."""
    return uri.removeprefix("at://").partition("/")[2].partition("/")[0] if uri.startswith("at://") else ""


def when(found: Found, record: Found) -> datetime | None:
    """Return when Bluesky saw it, else when its author claims to have written it."""
    return stamp(found.get("indexedAt")) or stamp(record.get("createdAt"))


def mechanical(author: Found) -> bool:
    """Tell whether an account says of itself that a machine writes for it.

    https://github.com/bluesky-social/social-app (the `bot` self-label: "marked as automated by its owner")
    """
    did = words(author, "did")
    return any(
        words(v, "val") == "bot" and words(v, "src") == did and not v.get("neg") for v in objects(author.get("labels"))
    )


# --- records


def of_record(
    uri: str, author: Found, record: Found, side: Side, at: datetime | None, *, view: Found | None = None,
    type: str = "", edited: str = "",
) -> Incoming:  # fmt: skip
    """Say what a record says; `edited` is the new content's id where it replaces what was there."""
    type = words(record, "$type") or type or collection(uri)
    did = words(author, "did") or authority(uri)
    if type == POST:
        return _post(uri, did, author, record, side, at, view or {}, edited)
    subject = record.get("subject")
    if type in FEELINGS:
        target = words(subject, "uri") if isinstance(subject, dict) else ""
        return _feeling(uri, did, author, target, FEELINGS[type], at, side)
    if type in _CONTACTS:
        return _contact(uri, did, author, record, type, at, side, edited)
    if type in _GATES:
        root = words(record, "post")
        said = Incoming(Kind.CONVERSATION, f"gate:{uri or digest(record)}:{edited}", key_of(root, did), at)
        return _public(said, did, author, side, why=type.rpartition(".")[2], target=root)
    return unknown([uri, record], f"a record that belongs to no dialogue: {type[:80]}" if type else "this is no record")


def _public(said: Incoming, did: str, author: Found, side: Side, *, why: str = "", target: str = "") -> Incoming:
    return Incoming(
        said.kind,
        said.dedupe_key,
        said.conversation_key,
        said.occurred_at,
        target_id=target,
        identities=identities(did),
        name=called(author) or side.names.get(did, ""),
        visibility=Visibility.PUBLIC,
        why=why,
    )


def _post(
    uri: str, did: str, author: Found, record: Found, side: Side, at: datetime | None, view: Found, edited: str
) -> Incoming:
    reply = inner(record, "reply")
    root, parent = (words(inner(reply, key), "uri") for key in ("root", "parent"))
    ours = bool(did) and did == side.ours
    # What we write belongs to the dialogue with whom we write to.
    whom = next((d for d in map(authority, (parent, root)) if d and d != did), did) if ours else did
    id = uri or digest(record)
    return Incoming(
        Kind.EDIT if edited else Kind.ECHO if ours else Kind.MESSAGE,
        f"edit:{id}:{edited}" if edited else f"post:{id}",
        # A record without an address stands for itself: nobody can reply to it, but it can be read.
        key_of(root or uri, whom) or f"record{SEPARATOR}{id}",
        at,
        uri,
        uri if edited else "",
        identities=identities(whom),
        name=(called(author) if whom == did else "") or side.names.get(whom, ""),
        visibility=Visibility.PUBLIC,
        text=text(record),
        attachments=attachments(record, view, did),
        reply_to=parent,
        automatic=mechanical(author) and not ours,
    )


def _feeling(uri: str, did: str, author: Found, target: str, feeling: str, at: datetime | None, side: Side) -> Incoming:
    if not target:
        return unknown([uri, did, feeling], "a reaction to nothing that is named")
    return Incoming(
        Kind.REACTION,
        f"reaction:{uri}" if uri else f"reaction:{target}:{did}:{feeling}",
        # Which thread the post belongs to only the post says; one that began a thread is its own.
        key_of(side.roots.get(target, target), did),
        at,
        uri,
        target,
        identities=identities(did),
        name=called(author) or side.names.get(did, ""),
        visibility=Visibility.PUBLIC,
        text=feeling,
    )


def _contact(
    uri: str, did: str, author: Found, record: Found, type: str, at: datetime | None, side: Side, edited: str
) -> Incoming:
    subject = words(record, "subject")
    why = type.rpartition(".")[2]
    blocks = type == "app.bsky.graph.block" and bool(subject) and subject == side.ours
    verified = type == "app.bsky.graph.verification"
    whom = subject if verified and subject else did
    return Incoming(
        Kind.ACCOUNT if verified and subject == side.ours and subject else Kind.CONTACT,
        f"contact:{uri or digest(did, record)}:{edited}",
        occurred_at=at,
        external_id=uri,
        identities=identities(whom),
        name=words(record, "displayName") or called(author) or side.names.get(whom, ""),
        visibility=Visibility.PUBLIC,
        text=words(record, "description"),
        state="blocked" if blocks else "",
        why=why if not subject or verified else f"{why} {subject}",
        window=Window.BLOCKED if blocks else "",
    )


def deleted(uri: str, did: str, at: datetime | None, side: Side) -> Incoming:
    """Say that a record is gone: a post, or a like that was taken back (what it was about is not said any more)."""
    return Incoming(
        Kind.DELETE,
        f"delete:{uri}",
        occurred_at=at,
        target_id=uri,
        identities=identities(did),
        name=side.names.get(did, ""),
        visibility=Visibility.PUBLIC,
    )


# --- views


def notification(found: Found, side: Side) -> list[Incoming]:
    """Say what a notification says (app.bsky.notification.listNotifications#notification)."""
    author, record = inner(found, "author"), inner(found, "record")
    uri, reason, at = words(found, "uri"), words(found, "reason"), when(found, record)
    type = words(record, "$type") or _REASONS.get(reason, "")
    if type == POST or type in FEELINGS:
        subject = record.get("subject")
        if type in FEELINGS and not (isinstance(subject, dict) and words(subject, "uri")):
            record = {**record, "subject": {"uri": words(found, "reasonSubject")}}
        return [of_record(uri, author, record, side, at, type=type)]
    if reason in _ABOUT_US | _ABOUT_THEM or type in _CONTACTS:
        did, pack = words(author, "did"), inner(inner(found, "starterPack"), "record")
        return [
            Incoming(
                Kind.ACCOUNT if reason in _ABOUT_US else Kind.CONTACT,
                # A verification that is taken back comes under the same address.
                f"{reason}:{uri or digest(found)}",
                occurred_at=at,
                external_id=uri,
                identities=identities(did),
                name=called(author),
                visibility=Visibility.PUBLIC,
                why=f"{reason} ({words(pack, 'name')})" if pack else reason,
            )
        ]
    return [
        unknown(found, f"a notification that is not known: {reason[:60]}" if reason else "a notification of nothing")
    ]


def post_view(found: Found, side: Side) -> list[Incoming]:
    """Say what the AppView shows of a post (app.bsky.feed.defs#postView, app.bsky.embed.record#viewRecord)."""
    record = inner(found, "record") or inner(found, "value")
    embeds = objects(found.get("embeds"))
    view = inner(found, "embed") or (embeds[0] if embeds else {})
    author = inner(found, "author")
    return [of_record(words(found, "uri"), author, record, side, when(found, record), view=view)]


def stored(found: Found, side: Side) -> list[Incoming]:
    """Say what com.atproto.repo.getRecord answers: a record as it lies with its author."""
    record, uri = inner(found, "value"), words(found, "uri")
    return [of_record(uri, {"did": authority(uri)}, record, side, when({}, record))]


def feed_view(found: Found, side: Side) -> list[Incoming]:
    """Say what an entry of a feed says: its post, and who reposted it where that is why it stands there."""
    said, reason = post_view(inner(found, "post"), side), inner(found, "reason")
    by = inner(reason, "by")
    if by and said[0].external_id:
        did = words(by, "did")
        said.append(
            _feeling(words(reason, "uri"), did, by, said[0].external_id, "🔁", stamp(reason.get("indexedAt")), side)
        )
    return said


def missing(found: Found, side: Side) -> list[Incoming]:
    """Say what stands in a thread where a post cannot be seen (notFoundPost, blockedPost)."""
    uri, author = words(found, "uri"), inner(found, "author")
    did = words(author, "did") or authority(uri)
    if found.get("blocked") is not True:
        return [deleted(uri, "", None, side)] if uri else [unknown(found, "a post that is gone and has no name")]
    viewer = inner(author, "viewer")
    by = "blocked by them" if viewer.get("blockedBy") is True else "blocked by us" if words(viewer, "blocking") else ""
    return [
        Incoming(
            Kind.CONTACT,
            f"blocked:{uri or digest(found)}",
            target_id=uri,
            identities=identities(did),
            name=side.names.get(did, ""),
            visibility=Visibility.PUBLIC,
            state="blocked",
            why=f"blockedPost ({by})" if by else "blockedPost",
            window=Window.BLOCKED if by else "",
        )
    ]


def feeling_of(found: Found, target: str, feeling: str, side: Side) -> list[Incoming]:
    """Say who likes or reposted a post (app.bsky.feed.getLikes, getRepostedBy)."""
    actor = inner(found, "actor") or found
    at = stamp(found.get("indexedAt")) if "actor" in found else None
    return [_feeling("", words(actor, "did"), actor, target, feeling, at, side)]


def profile(found: Found, side: Side) -> list[Incoming]:
    """Say what the AppView shows of an account."""
    did, viewer = words(found, "did"), inner(found, "viewer")
    blocked = viewer.get("blockedBy") is True or bool(words(viewer, "blocking"))
    return [
        Incoming(
            Kind.CONTACT,
            f"profile:{did}:{digest(words(found, 'handle'), called(found), words(found, 'description'), blocked)}",
            occurred_at=stamp(found.get("indexedAt")),
            identities=identities(did),
            name=called(found),
            visibility=Visibility.PUBLIC,
            text=words(found, "description"),
            state="blocked" if blocked else "",
            why=f"@{words(found, 'handle')}" if words(found, "handle") else "",
            window=Window.BLOCKED if blocked else "",
        )
    ]


# --- streams


def from_jetstream(found: Found, side: Side) -> list[Incoming]:
    """Say what Jetstream tells (https://github.com/bluesky-social/jetstream: commit, identity, account)."""
    did, micros = words(found, "did"), found.get("time_us")
    at = datetime.fromtimestamp(micros / 1e6, UTC) if type(micros) is int and 0 < micros < 2**53 else None
    commit = inner(found, "commit")
    if commit:
        return _operation(did, commit, words(commit, "operation"), at, side)
    return _account(did, inner(found, "identity") or inner(found, "account"), words(found, "kind"), at, side)


def from_tap(found: Found, side: Side) -> list[Incoming]:
    """Say what Tap tells (https://github.com/bluesky-social/indigo/tree/main/cmd/tap: record, identity)."""
    record, about = inner(found, "record"), inner(found, "identity") or inner(found, "user")
    if record:
        return _operation(words(record, "did"), record, words(record, "action"), None, side)
    return _account(words(about, "did"), about, words(found, "type"), None, side)


def _operation(did: str, commit: Found, operation: str, at: datetime | None, side: Side) -> list[Incoming]:
    uri = f"at://{did}/{words(commit, 'collection')}/{words(commit, 'rkey')}"
    if operation == "delete":
        return [deleted(uri, did, at, side)]
    record = inner(commit, "record")
    if operation not in ("create", "update") or not record:
        return [unknown(commit, f"an operation that is not known: {operation[:60]}")]
    edited = words(commit, "cid") or digest(record) if operation == "update" else ""
    return [of_record(uri, {"did": did}, record, side, at or when({}, record), edited=edited)]


def _account(did: str, about: Found, kind: str, at: datetime | None, side: Side) -> list[Incoming]:
    if not did or not about:
        return [unknown(about, f"an event that is not known: {kind[:60]}")]
    handle, active = words(about, "handle"), about.get("active", about.get("is_active", about.get("isActive")))
    state = words(about, "status") if active is False else ""
    return [
        Incoming(
            Kind.ACCOUNT if did == side.ours else Kind.CONTACT,
            f"{kind}:{did}:{digest(about)}",
            occurred_at=stamp(about.get("time")) or at,
            identities=identities(did),
            name=handle,
            visibility=Visibility.PUBLIC,
            state=state or ("gone" if active is False else ""),
            why=f"@{handle}" if handle else f"{kind} {state or 'active'}".strip(),
        )
    ]
