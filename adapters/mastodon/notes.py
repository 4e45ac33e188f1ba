"""What a notification says, single or grouped.

https://docs.joinmastodon.org/entities/Notification/ and, for what is grouped,
https://docs.joinmastodon.org/methods/grouped_notifications/: a group names its status and some of the accounts by id,
and both come along once. Other servers know more kinds (docs-develop.pleroma.social: pleroma:emoji_reaction and others).
"""

from __future__ import annotations

from dataclasses import replace

from adapters.kit.found import Found, digest, inner, name_of, objects, unknown, words
from adapters.mastodon.content import called, files, moment, poll, quoted, read, text
from adapters.mastodon.places import DIRECT, Place
from adapters.mastodon.statuses import View, edited, identities, reacted, said
from inbox.ports.adapter import Incoming, Kind, Visibility

_FEELINGS = {"favourite": "⭐", "reblog": "🔁"}
_EMOJI = frozenset({"pleroma:emoji_reaction", "emoji_reaction", "reaction"})
_SPEAKS = frozenset({"mention", "status", "reply"})
_CONTACT = frozenset({"follow", "follow_request", "move", "unfollow"})
_ACCOUNT = frozenset(
    "poll admin.sign_up admin.report severed_relationships moderation_warning annual_report added_to_collection"
    " collection_update pleroma:report pleroma:participation_accepted pleroma:participation_request"
    " pleroma:event_reminder".split()
)
"""What concerns our account and is no part of a dialogue."""


def noted(note: Found, view: View) -> Incoming:
    """Return what one notification says."""
    # A server that asks its people first whether they want to be answered says so with a prefix (GoToSocial).
    kind = words(note, "type").removeprefix("pending.")
    who, status, at = inner(note, "account"), inner(note, "status"), moment(note.get("created_at"))
    if kind in _SPEAKS and status:
        return said(status, _others(view, status))
    if kind in ("update", "quoted_update") and status:
        # Of what we quoted our own quote comes, with the edited status in it.
        return edited((quoted(status) if kind == "quoted_update" else {}) or status, view)
    if kind in _FEELINGS and status:
        return reacted(kind, _FEELINGS[kind], status, who, at, view)
    if kind in _EMOJI and status:
        # Some name the emoji, some the picture of their own that it is (Misskey's family).
        code = words(inner(note, "emoji"), "shortcode")
        feeling = words(note, "emoji") or words(note, "name") or words(inner(note, "emoji_reaction"), "name")
        feeling = feeling or (f":{code}:" if code else "")
        return reacted(f"emoji:{feeling}", feeling or "?", status, who, at, view)
    if kind == "quote" and status:
        return _quote(note, status, who, view)
    if kind == "pleroma:chat_mention" and (chat := inner(note, "chat_message")):
        return chatted(chat, who)
    if kind in _CONTACT:
        return contact(kind, who, at=note.get("created_at"), more=called(inner(note, "target")))
    if kind in _ACCOUNT:
        return _account(kind, note, who, status)
    if kind in _SPEAKS | _FEELINGS.keys() | _EMOJI | {"update", "quoted_update", "quote"}:
        return unknown(note, f"a notification ({kind}) without its status")
    return unknown(note, f"a notification that is not known: {kind[:60]}")


def _others(view: View, status: Found) -> View:
    """Return a view in which a status is another's: nobody is notified of what they say themselves."""
    author = name_of(inner(status, "account"))
    return replace(view, ours=view.ours - {author} or frozenset({""}), token="")


def _quote(note: Found, status: Found, who: Found, view: View) -> Incoming:
    """Return that somebody quotes us: how they feel about it is what they write above."""
    target = quoted(status) or {"id": name_of(inner(status, "quote"), "quoted_status_id")}
    if not name_of(target):
        return unknown(note, "a quote of a status that is not shown")
    target = {**target, "visibility": status.get("visibility")}
    key = f"quote.{name_of(status)}"
    return reacted(
        key, text(status) or "❝", target, who or inner(status, "account"), moment(note.get("created_at")), view
    )


def contact(how: str, who: Found, *, at: object = None, more: str = "", window: str = "") -> Incoming:
    """Return something about a person: that they follow us, or what is known of them."""
    person = name_of(who)
    if not person and not identities(who):
        return unknown(who, f"{how} of nobody")
    return Incoming(
        Kind.CONTACT,
        f"{how}:{person or digest(who)}" + (f":{digest(who)}" if how == "account" else ""),
        occurred_at=moment(at),
        identities=identities(who),
        name=called(who),
        visibility=Visibility.PUBLIC,
        text=read(words(who, "note")) if how == "account" else "",
        why=f"{how}: {more}" if more else how,
        window=window,
    )


def _account(kind: str, note: Found, who: Found, status: Found) -> Incoming:
    """Return what happened to our account, in words."""
    event, warning, report = inner(note, "event"), inner(note, "moderation_warning"), inner(note, "report")
    told = {
        "poll": "\n".join(p for p in (read(words(status, "content")), poll(inner(status, "poll"), counted=True)) if p),
        "severed_relationships": " ".join(p for p in (words(event, "type"), words(event, "target_name")) if p),
        "moderation_warning": " – ".join(p for p in (words(warning, "action"), words(warning, "text")) if p),
        "admin.report": words(report, "comment"),
    }
    # Of one group of notifications and one by one the same thing has the same object, not the same id.
    things = (status, event, warning, report, inner(note, "collection"), who)
    thing = next((id for each in things if (id := name_of(each))), "") or digest(note)
    return Incoming(
        Kind.ACCOUNT,
        f"{kind}:{thing}",
        occurred_at=moment(note.get("created_at")),
        target_id=name_of(status),
        identities=identities(who),
        name=called(who),
        text=told.get(kind, ""),
        why=kind,
    )


def chatted(chat: Found, who: Found) -> Incoming:
    """Return a message of Pleroma's chats: as private as a direct status, which is how it can be answered."""
    id, author = name_of(chat), name_of(chat, "account_id") or name_of(who)
    if not id or not author:
        return unknown(chat, "a chat message without an author")
    return Incoming(
        Kind.MESSAGE,
        f"chat:{id}",
        Place(DIRECT, "", author).key,
        moment(chat.get("created_at")),
        f"chat:{id}",
        identities=identities(who),
        name=called(who),
        text=read(words(chat, "content")),
        attachments=files({"media_attachments": [a] if (a := chat.get("attachment")) else []}),
    )


def grouped(found: Found, view: View) -> list[Incoming]:
    """Return what an answer with groups says: of a group each account that comes along, once."""
    people = {name_of(a): a for key in ("partial_accounts", "accounts") for a in objects(found.get(key))}
    statuses = {name_of(s): s for s in objects(found.get("statuses"))}
    groups = found.get("notification_groups")
    says: list[Incoming] = []
    for group in groups if isinstance(groups, list) else [groups]:
        try:
            says += _group(group, people, statuses, view)
        # Whatever a group does to this reader, it must cost this group only.
        except Exception as cause:
            says.append(unknown(group, f"a group that cannot be read ({type(cause).__name__})"))
    return list({said.dedupe_key: said for said in says}.values())


def _group(group: object, people: dict[str, Found], statuses: dict[str, Found], view: View) -> list[Incoming]:
    if not isinstance(group, dict):
        return [unknown(group, "a group of notifications that is no object")]
    note: Found = {**group, "created_at": group.get("latest_page_notification_at")}
    if status := statuses.get(name_of(group, "status_id")):
        note["status"] = status
    ids = group.get("sample_account_ids")
    named = [name_of({"id": id}) for id in ids] if isinstance(ids, list) else []
    known = [people.get(id) or {"id": id} for id in named if id]
    return [noted({**note, "account": who}, view) for who in known or [{}]]
