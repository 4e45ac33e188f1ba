"""Reads updates of the Bot API (10.2, https://core.telegram.org/bots/api#update): pure, never raises.

A repeated update has the same keys whether it was fetched or came by webhook: they are made of what it says, not of
how it came. Telegram tells of no deletion, except in business accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from adapters.kit.found import Found, digest, inner, number, objects, opened, unknown, words
from adapters.telegram.bare import shape
from adapters.telegram.content import files, name, text
from adapters.telegram.places import Place
from inbox.ports.adapter import Identity, Incoming, Kind, Visibility, Window

_MESSAGES = ("message", "channel_post", "business_message", "guest_message", "sent")
_EDITS = ("edited_message", "edited_channel_post", "edited_business_message")
_ELSEWHERE = {
    "my_chat_member": Kind.ACCOUNT,
    "business_connection": Kind.ACCOUNT,
    "managed_bot": Kind.ACCOUNT,
    "chat_member": Kind.CONVERSATION,
    "chat_join_request": Kind.CONVERSATION,
    "chat_boost": Kind.CONVERSATION,
    "removed_chat_boost": Kind.CONVERSATION,
    "purchased_paid_media": Kind.CONTACT,
    "subscription": Kind.CONTACT,
}
"""What changes something around the dialogue."""
_NO_DIALOGUE = (
    "inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query", "poll", "poll_answer",
)  # fmt: skip
_SERVICE = frozenset(
    "new_chat_members new_chat_member new_chat_participant left_chat_member left_chat_participant chat_owner_left"
    " chat_owner_changed new_chat_title new_chat_photo delete_chat_photo group_chat_created supergroup_chat_created"
    " channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id migrate_from_chat_id pinned_message"
    " users_shared user_shared chat_shared gift unique_gift gift_upgrade_sent connected_website write_access_allowed"
    " passport_data proximity_alert_triggered boost_added chat_background_set checklist_tasks_done"
    " checklist_tasks_added direct_message_price_changed forum_topic_created forum_topic_edited forum_topic_closed"
    " forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway"
    " giveaway_winners giveaway_completed managed_bot_created paid_message_price_changed poll_option_added"
    " poll_option_deleted suggested_post_approved suggested_post_approval_failed suggested_post_declined"
    " suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended"
    " video_chat_participants_invited community_chat_added community_chat_removed".split()
)
"""What happens in a chat and comes as a message without words; anything else without words is not known, and shown."""
ENVELOPE = 3
"""How deep updates may lie: an answer that holds a list that holds an update."""


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says: an update, a list of updates, or an answer to getUpdates."""
    try:
        found = opened(raw)
    except ValueError:
        return [unknown(raw.decode("latin-1"), "this is no JSON")]
    return _unwrapped(found)


def _unwrapped(found: object, depth: int = 0) -> list[Incoming]:
    if isinstance(found, list) and depth < ENVELOPE:
        return [said for update in found for said in _unwrapped(update, depth + 1)]
    if isinstance(found, dict) and isinstance(found.get("ok"), bool) and depth < ENVELOPE:
        if found["ok"] and isinstance(result := found.get("result"), (dict, list)):
            # One message, of a bot: what it sent itself.
            sent = isinstance(result, dict) and "chat" in result and inner(result, "from").get("is_bot") is True
            return said_by({"sent": result}) if sent else _unwrapped(result, depth + 1)
        why = words(found, "description")
        return [unknown(found, f"this is an answer, no update: {why}" if why else "this is an answer, no update")]
    return said_by(found)


def said_by(update: object) -> list[Incoming]:
    """Say what one update says; never raises."""
    if not isinstance(update, dict):
        return [unknown(update, "this is no object")]
    try:
        return _update(update) or [unknown(update, "it says nothing")]
    # Whatever an update does to this reader, it must cost this update only.
    except Exception as cause:
        return [unknown(update, f"this update cannot be read ({type(cause).__name__})")]


def _update(update: Found) -> list[Incoming]:
    # Some programs hand on what is in an update without the update around it; it may itself hold a message, or a poll.
    if "update_id" not in update and (kind := shape(update)):
        return (_member if kind == "member" else _READERS[kind])(update, kind, update)
    for key, reader in _READERS.items():
        if isinstance(update.get(key), dict):
            return reader(inner(update, key), key, update)
    if "update_id" not in update:
        return [unknown(update, "this is no update")]
    kind = next((key for key in update if key != "update_id"), "")
    return [unknown(update, f"an update that is not known: {kind[:60]}" if kind else "an empty update")]


# --- who, where, when


class _Origin(NamedTuple):
    """Where something was said, and by whom."""

    place: Place
    key: str
    identities: tuple[Identity, ...]
    name: str
    visibility: Visibility
    ours: bool


def _when(found: Found, key: str = "date") -> datetime | None:
    """Return a time; none where it is 0, which Telegram gives for messages that cannot be seen any more."""
    value = found.get(key)
    if type(value) is not int or not 0 < value < 2**33:
        return None
    return datetime.fromtimestamp(value, UTC)


def _origin(message: Found, author: Found, update: str = "") -> _Origin:
    chat, sender = inner(message, "chat"), inner(message, "sender_chat") or author
    private = words(chat, "type") == "private" or (not chat.get("type") and number(chat, "id") == number(author, "id"))
    direct = chat.get("is_direct_messages") is True
    guest = update == "guest_message" or bool(words(message, "guest_query_id"))
    business = words(message, "business_connection_id")
    thread = "" if private or message.get("is_topic_message") is not True else number(message, "message_thread_id")
    topic = number(inner(message, "direct_messages_topic"), "topic_id")
    place = Place(number(chat, "id"), business, guest and not business, thread, topic)
    # In a private chat whoever is not the customer is the bot, or the person on whose behalf it reads along; so is
    # in a channel's direct messages whoever is not the one who began the topic.
    peer = inner(inner(message, "direct_messages_topic"), "user") if direct else {}
    ours = private and not guest and number(author, "id") not in ("", place.chat)
    ours = ours or update == "sent" or (bool(peer) and number(sender, "id") != number(peer, "id"))
    answered = inner(inner(message, "reply_to_message"), "from") if update == "sent" else {}
    who = chat if private else peer or answered or sender or chat
    id = number(who, "id")
    return _Origin(
        place,
        place.key("" if private else id),
        (Identity("telegram", id),) if id else (),
        name(who),
        Visibility.PRIVATE if private or direct or not chat else Visibility.PUBLIC,
        ours,
    )


# --- messages


def _numbered(message: Found) -> str:
    """Return a message's number; one that only its receiver sees has another, and 0 here."""
    hidden = number(message, "ephemeral_message_id")
    return f"e{hidden}.{number(message, 'date')}" if hidden else number(message, "message_id")


def _reply_to(message: Found, place: Place) -> str:
    replied = inner(message, "reply_to_message")
    # In a topic, whatever replies to nothing replies to its beginning.
    if message.get("is_topic_message") is True and "forum_topic_created" in replied:
        return ""
    # Telegram gives it for messages of the same chat only; others come as external_reply.
    return place.message(number(replied, "message_id"))


def _message(message: Found, update_kind: str, update: Found) -> list[Incoming]:
    origin = _origin(message, inner(message, "from"), update_kind)
    said, attachments = text(message), files(message)
    id = origin.place.message(_numbered(message))
    key = f"message:{id}" if id else f"message:{digest(update)}"
    if not said and not attachments:
        return [_service(message, origin, key, update)]
    return [
        Incoming(
            Kind.ECHO if origin.ours else Kind.MESSAGE,
            key,
            origin.key,
            _when(message),
            id,
            identities=origin.identities,
            name=origin.name,
            visibility=origin.visibility,
            text=said,
            folded=words(inner(message, "quote"), "text"),
            attachments=attachments,
            reply_to=_reply_to(message, origin.place),
            # Whoever speaks for a chat has a bot as a stand-in sender.
            automatic=inner(message, "from").get("is_bot") is True and "sender_chat" not in message and not origin.ours,
        )
    ]


def _service(message: Found, origin: _Origin, key: str, update: Found) -> Incoming:
    """Return what a message without words and files is: something that happened in the chat."""
    happened = next((part for part in message if part in _SERVICE), "")
    if not happened or not origin.key:
        return unknown(update, "this message holds nothing that can be read")
    why = happened
    if moved := number(message, "migrate_to_chat_id"):
        why = f"migrate_to_chat_id {moved}"
    return Incoming(
        Kind.CONVERSATION,
        key,
        origin.key,
        _when(message),
        origin.place.message(_numbered(message)),
        identities=origin.identities,
        name=origin.name,
        visibility=origin.visibility,
        why=why,
    )


def _edit(message: Found, update_kind: str, update: Found) -> list[Incoming]:
    origin = _origin(message, inner(message, "from"), update_kind)
    id, said, attachments = origin.place.message(_numbered(message)), text(message), files(message)
    if not id:
        return [unknown(update, "an edit that names no message")]
    return [
        Incoming(
            Kind.EDIT,
            f"edit:{id}:{number(message, 'edit_date')}:{digest(said, [a.url for a in attachments])}",
            origin.key,
            _when(message, "edit_date") or _when(message),
            id,
            id,
            identities=origin.identities,
            name=origin.name,
            visibility=origin.visibility,
            text=said,
            attachments=attachments,
        )
    ]


def _deleted(found: Found, update_kind: str, update: Found) -> list[Incoming]:
    origin, given = _origin(found, {}), found.get("message_ids")
    ids = [number({"id": id}, "id") for id in given] if isinstance(given, list) else []
    names = [name for id in ids if (name := origin.place.message(id))]
    return [Incoming(Kind.DELETE, f"delete:{name}", origin.key, target_id=name) for name in dict.fromkeys(names)]


# --- what is said about messages


def _reaction(found: Found, update_kind: str, update: Found) -> list[Incoming]:
    """Return how somebody feels about a message now; no text is a reaction taken back."""
    actor = inner(found, "user") or inner(found, "actor_chat")
    origin = _origin(found, actor)
    target = origin.place.message(number(found, "message_id"))
    if not target:
        return [unknown(update, "a reaction to no message")]
    counted = [f"{_feeling(inner(r, 'type'))} {number(r, 'total_count')}" for r in objects(found.get("reactions"))]
    feelings = counted or [_feeling(r) for r in objects(found.get("new_reaction"))]
    who = number(actor, "id")
    return [
        Incoming(
            Kind.REACTION,
            f"reaction:{target}:{who}:{number(found, 'date')}:{digest(feelings)}",
            origin.key,
            _when(found),
            target_id=target,
            identities=(Identity("telegram", who),) if who else (),
            name=name(actor),
            visibility=origin.visibility,
            text=" ".join(feelings),
        )
    ]


def _feeling(found: Found) -> str:
    plain = {"paid": "⭐", "custom_emoji": f":{words(found, 'custom_emoji_id')}:"}
    return words(found, "emoji") or plain.get(words(found, "type"), "?")


def _pressed(found: Found, update_kind: str, update: Found) -> list[Incoming]:
    """Return a button that was pressed below a message of ours: its value is what the customer says."""
    author, message = inner(found, "from"), inner(found, "message")
    # Below a message that was put into another chat (inline), that chat is not told: then only its author is known.
    where: Found = {**message, "sender_chat": None} if message else {"chat": {**author, "type": "private"}}
    origin, said, id = _origin(where, author), words(found, "data"), words(found, "id")
    if not origin.key or not id:
        return [unknown(update, "a button of a message that cannot be seen")]
    return [
        Incoming(
            Kind.MESSAGE,
            f"callback:{id}",
            origin.key,
            external_id=f"callback:{id}",
            identities=origin.identities,
            name=name(author) or origin.name,
            visibility=origin.visibility,
            text=said or words(found, "game_short_name"),
            reply_to=origin.place.message(number(message, "message_id")),
        )
    ]


def _elsewhere(found: Found, update_kind: str, update: Found) -> list[Incoming]:
    author = inner(found, "from") or inner(found, "user")
    origin, kind = _origin(found, author), _ELSEWHERE[update_kind]
    before, after = (words(inner(found, key), "status") for key in ("old_chat_member", "new_chat_member"))
    private = words(inner(found, "chat"), "type") == "private"
    if update_kind == "my_chat_member" and private:
        # In a private chat it only ever tells that the customer blocked the bot, or took that back.
        kind = Kind.CONTACT
    state = {"kicked": "blocked", "left": "blocked"}.get(after, "unblocked") if kind is Kind.CONTACT and after else ""
    why = f"{update_kind}: {before} → {after}" if after else update_kind
    return [
        Incoming(
            kind,
            f"{update_kind}:{digest(found)}",
            origin.key,
            _when(found) or _when(inner(found, "boost"), "add_date") or _when(found, "remove_date"),
            identities=origin.identities,
            name=origin.name,
            visibility=origin.visibility,
            text=words(found, "bio"),
            state=state,
            why=f"{state} ({why})" if state else why,
            window={"blocked": Window.BLOCKED, "unblocked": Window.OPEN}.get(state, ""),
        )
    ]


def _member(found: Found, update_kind: str, update: Found) -> list[Incoming]:
    """Return how somebody stands in a chat that is not named: all it tells is about the person."""
    user, status = inner(found, "user"), words(found, "status")
    if not (id := number(user, "id")):
        return [unknown(update, "a member of whom nothing is told")]
    who = (Identity("telegram", id),)
    return [Incoming(Kind.CONTACT, f"member:{digest(found)}", identities=who, name=name(user), why=f"member: {status}")]


def _aside(found: Found, update_kind: str, update: Found) -> list[Incoming]:
    return [unknown(update, f"{update_kind} belongs to no dialogue")]


_READERS: dict[str, Callable[[Found, str, Found], list[Incoming]]] = {
    **dict.fromkeys(_MESSAGES, _message),
    **dict.fromkeys(_EDITS, _edit),
    "deleted_business_messages": _deleted,
    "message_reaction": _reaction,
    "message_reaction_count": _reaction,
    "callback_query": _pressed,
    **dict.fromkeys(_ELSEWHERE, _elsewhere),
    **dict.fromkeys(_NO_DIALOGUE, _aside),
}
