"""Reads what happens in direct messages on Messenger and Instagram, which tell it in the same shapes.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
https://developers.facebook.com/docs/instagram-platform/webhooks/examples
https://developers.facebook.com/docs/graph-api/reference/message (the same, asked for)
An echo's sender is our own account, so the dialogue is the receiver's. A report with a watermark and no message means
everything of ours up to that time; it names no message here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from adapters.kit.attached import files, polled_files, text, withheld
from adapters.kit.envelope import Around, time_of
from adapters.kit.found import Found, digest, inner, name_of, objects, sound, unknown, words
from adapters.kit.places import Place
from inbox.ports.adapter import Identity, Incoming, Kind

_TEST = ("12334", "23245", "random_mid")
"""Sender, receiver and message of the event that the app's dashboard sends to try a webhook."""
_HAPPENED = (
    "referral", "account_linking", "pass_thread_control", "take_thread_control", "request_thread_control",
    "game_play", "payment", "pre_checkout", "checkout_update", "calls", "call", "typing",
)  # fmt: skip
"""What happens in a dialogue without anything being said."""
_OURS = ("app_roles", "policy_enforcement", "policy-enforcement")
"""What happens to our account."""


class Side(NamedTuple):
    """Who the other one is, where, and whether we said it."""

    place: Place
    ours: bool
    actor: str
    at: datetime | None
    kind: str

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Return the contact's handle."""
        return (Identity(self.kind, self.place.person),) if self.place.person else ()


def mid(found: Found, key: str = "mid") -> str:
    """Return a message's id. The Conversations API writes m_ before those old ones that webhooks give without."""
    id = name_of(found, key)
    return id[2:] if id.startswith("m_mid.") else id


def test(found: Found, around: Around) -> bool:
    """Tell whether an event is the one that the dashboard sends to try a webhook."""
    ids = (_id(found, "sender"), _id(found, "recipient"), mid(inner(found, "message")))
    return ids == _TEST and around.account in ("", "0")


def tried(found: Found, why: str = "somebody tried the webhook") -> Incoming:
    """Return what stands for such an event: nobody wrote."""
    return Incoming(Kind.ACCOUNT, f"test:{digest(found)}", why=why)


def event(found: Found, around: Around, kind: str) -> list[Incoming]:
    """Say what one event says; `kind` is that of the people's ids."""
    if test(found, around):
        return [tried(found)]
    side = _side(found, around, kind)
    for key, reader in _READERS.items():
        if isinstance(found.get(key), dict):
            return reader(inner(found, key), key, side, found)
    for key in _OURS:
        if isinstance(found.get(key), dict):
            return [_account(inner(found, key), key, side, found)]
    for key in _HAPPENED:
        if found.get(key):
            return [_happened(inner(found, key), key, side, found)]
    around_it = ("sender", "recipient", "timestamp", "hop_context")
    rest = [key for key, value in found.items() if key not in around_it and isinstance(value, (dict, list))]
    why = f"an event that is not known: {rest[0][:60]}" if rest else "an event that says nothing"
    return [unknown([found, around.account], why)]


def _id(found: Found, key: str) -> str:
    value = inner(found, key)
    return name_of(value) or name_of(value, "user_ref")


def _side(found: Found, around: Around, kind: str) -> Side:
    sender, recipient = _id(found, "sender"), _id(found, "recipient")
    message = inner(found, "message")
    ours = message.get("is_echo") is True or (bool(words(found, "messaging_type")) and not sender)
    ours = ours or (bool(sender) and sender == around.account and recipient != sender)
    # The account is who the entry is for, on whichever side it stands.
    if around.account and around.account in (sender, recipient) and sender != recipient:
        account, person = around.account, recipient if sender == around.account else sender
    elif ours:
        account, person = sender or around.account, recipient
    else:
        account, person = recipient or around.account, sender
    if not person:
        person = _ref(found)
        kind = "user_ref" if person else kind
    return Side(Place(account, person), ours, sender, time_of(found.get("timestamp")) or around.at, kind)


def _ref(found: Found) -> str:
    """Return who opted in or wrote before they had an id (a checkbox, a plugin on our own pages)."""
    return name_of(inner(found, "optin"), "user_ref") or name_of(inner(found, "prior_message"), "identifier")


# --- messages


def _message(message: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    id = mid(message)
    if message.get("is_deleted") is True:
        return [_about(Kind.DELETE, f"delete:{id}", id, side)] if id else [unknown(found, "no message is named")]
    said, attachments = text(message), files(message)
    commands = ", ".join(words(c, "name") for c in objects(message.get("commands")))
    if not said and not attachments and not id:
        return [unknown(found, "this message holds nothing that can be read")]
    if not side.place.person:
        return [unknown(found, "this message is nobody's")]
    reply = inner(message, "reply_to")
    return [
        Incoming(
            Kind.ECHO if side.ours else Kind.MESSAGE,
            f"message:{id or digest(found)}",
            side.place.key,
            side.at,
            id,
            identities=side.identities,
            text=said or commands,
            attachments=attachments,
            reply_to=mid(reply) or name_of(inner(reply, "story")),
            token=words(message, "metadata") if side.ours else "",
            why=withheld(attachments),
        )
    ]


def _postback(postback: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    """Return a button that was pressed: what stands on it is what the customer says."""
    id = mid(postback)
    said = words(postback, "title") or words(postback, "payload")
    if not side.place.person:
        return [_happened(postback, key, side, found)]
    return [
        Incoming(
            Kind.ECHO if side.ours else Kind.MESSAGE,
            f"message:{id}" if id else f"postback:{digest(found)}",
            side.place.key,
            side.at,
            id,
            identities=side.identities,
            text=said,
        )
    ]


def _feedback(feedback: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    """Return what a customer answered to a form of ours."""
    answers = []
    for screen in objects(feedback.get("feedback_screens")):
        for question in inner(screen, "questions").values():
            if isinstance(question, dict):
                more = words(inner(question, "follow_up"), "payload")
                answers += [part for part in (name_of(question, "payload"), more) if part]
    return [_nameless("feedback", "\n".join(answers), side, found)]


def _cart(order: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    """Return what a customer ordered: the note they wrote, and the goods.

    https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/send_cart
    """
    goods = objects(order.get("products"))
    said = "\n".join(part for part in (words(order, "note"), *(_goods(one) for one in goods)) if part)
    if not said or side.ours or not side.place.person:
        return [_happened(order, key, side, found)]
    return [_nameless("order", said, side, found)]


def _goods(found: Found) -> str:
    count, price = found.get("quantity"), found.get("unit_price")
    named = words(found, "name") or name_of(found, "retailer_id") or name_of(found)
    told = f"{count if type(count) in (int, float) else 1} × {named}"
    return f"{told} ({price} {words(found, 'currency')})".replace(" )", ")") if type(price) in (int, float) else told


def _nameless(kind: str, said: str, side: Side, found: Found) -> Incoming:
    """Return what a customer said in another way than by a message: it has no name of its own."""
    key = f"{kind}:{digest(found)}"
    return Incoming(Kind.MESSAGE, key, side.place.key, side.at, identities=side.identities, text=said)


# --- what is said about messages


def _about(kind: Kind, key: str, target: str, side: Side, **more: str) -> Incoming:
    who = side.identities if kind is not Kind.REACTION or not side.ours else ()
    return Incoming(
        kind,
        key,
        side.place.key,
        side.at,
        target_id=target,
        identities=who,
        **more,  # type: ignore[arg-type]  # texts all
    )


def _edit(edit: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    id, said = mid(edit), words(edit, "text")
    if not id:
        return [unknown(found, "an edit that names no message")]
    which = name_of(edit, "num_edit") or digest(said, found.get("timestamp"))
    return [_about(Kind.EDIT, f"edit:{id}:{which}", id, side, text=said, external_id=id)]


def _reaction(reaction: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    id = mid(reaction)
    if not id:
        return [unknown(found, "a reaction to no message")]
    taken = words(reaction, "action") == "unreact"
    feeling = "" if taken else words(reaction, "emoji") or words(reaction, "reaction") or "?"
    at = name_of(found, "timestamp") or (side.at.isoformat() if side.at else "")
    return [_about(Kind.REACTION, f"reaction:{id}:{side.actor}:{at}:{digest(feeling)}", id, side, text=feeling)]


def _thumbs(feedback: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    id, felt = mid(feedback), words(feedback, "feedback")
    if not id:
        return [unknown(found, "feedback on no message")]
    return [_about(Kind.REACTION, f"feedback:{id}:{side.actor}:{digest(felt)}", id, side, text=felt)]


def _delivery(delivery: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    given = delivery.get("mids")
    ids = [mid({"mid": id}) for id in (given if isinstance(given, list) else [given])]
    named = [id for id in dict.fromkeys(ids) if id]
    if named:
        return [_about(Kind.DELIVERY, f"delivered:{id}", id, side, state="delivered") for id in named]
    return _upto(Kind.DELIVERY, "delivered", delivery, side, found)


def _read(read: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    if side.ours:
        return [_happened(read, key, side, found)]
    if id := mid(read):
        return [_about(Kind.RECEIPT, f"read:{id}", id, side, state="read")]
    return _upto(Kind.RECEIPT, "read", read, side, found)


def _upto(kind: Kind, state: str, report: Found, side: Side, found: Found) -> list[Incoming]:
    """Return a report on everything of ours up to a time, which names no message."""
    if not (upto := name_of(report, "watermark")):
        return [unknown(found, "a report on no message")]
    at = side.at or time_of(report.get("watermark"))
    said = _about(kind, f"{state}:{side.place.key}:{upto}", "", side._replace(at=at), state=state)
    return [said]


# --- what happens beside messages


def _happened(what: Found, key: str, side: Side, found: Found) -> Incoming:
    told = next(
        (words(what, part) for part in ("ref", "status", "action", "source", "type", "payload") if words(what, part)),
        "",
    )
    return Incoming(
        Kind.CONVERSATION,
        f"{key}:{side.place.key}:{digest(found)}",
        side.place.key,
        side.at,
        identities=side.identities,
        why=f"{key}: {told}" if told else key,
    )


def _optin(what: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    return [_happened(what, key, side, found)]


def _contact(what: Found, key: str, side: Side, found: Found) -> list[Incoming]:
    said = "\n".join(sound(value) for value in what.values() if isinstance(value, str))
    key_ = f"{key}:{side.place.key}:{digest(found)}"
    return [Incoming(Kind.CONTACT, key_, side.place.key, side.at, identities=side.identities, text=said, why=key)]


def _account(what: Found, key: str, side: Side, found: Found) -> Incoming:
    told = " ".join(part for part in (words(what, "action"), words(what, "reason")) if part)
    return Incoming(Kind.ACCOUNT, f"{key}:{digest(found)}", occurred_at=side.at, why=f"{key}: {told}" if told else key)


_READERS: dict[str, Callable[[Found, str, Side, Found], list[Incoming]]] = {
    "message_edit": _edit,
    "message": _message,
    "reaction": _reaction,
    "postback": _postback,
    "post_back": _postback,
    "delivery": _delivery,
    "read": _read,
    "optin": _optin,
    "response_feedback": _thumbs,
    "messaging_feedback": _feedback,
    "order": _cart,
    "customer_information": _contact,
}


# --- the same, asked for


def asked(found: Found, around: Around, kind: str) -> list[Incoming] | None:
    """Say what a message of the Conversations API says; None where it is none.

    Who of the two is our account only our own polling knows; else the message's tags do, or it is the receiver.
    """
    id, sender = mid(found, "id"), inner(found, "from")
    receivers = objects(inner(found, "to").get("data")) or objects([found.get("to")])
    if not id or not sender or "created_time" not in found:
        return None
    account = around.account
    others = [r for r in receivers if name_of(r) != name_of(sender)] or receivers
    tags = {words(tag, "name") for tag in objects(inner(found, "tags").get("data"))}
    ours = name_of(sender) == account if account else "sent" in tags
    who = next((r for r in others if name_of(r) != account), {}) if ours else sender
    account = account or name_of(sender if ours else next(iter(others), {}))
    side = Side(Place(account, name_of(who)), ours, name_of(sender), time_of(found.get("created_time")), kind)
    if not side.place.person:
        return [unknown(found, "this message is nobody's")]
    said, attachments = words(found, "message"), polled_files(found)
    replied = inner(found, "reply_to")
    story = inner(inner(found, "story"), "reply_to")
    return [
        Incoming(
            Kind.ECHO if ours else Kind.MESSAGE,
            f"message:{id}",
            side.place.key,
            side.at,
            id,
            identities=side.identities,
            name=words(who, "name") or words(who, "username"),
            text=said,
            attachments=attachments,
            reply_to=mid(replied) or mid(replied, "id") or name_of(story),
            why=withheld(attachments),
        )
    ]


def dialogue(found: Found, around: Around, kind: str) -> list[Incoming] | None:
    """Say what a conversation of the Conversations API says: its messages, or that it is there; None where it is none."""
    id = name_of(found)
    if not id or not ("snippet" in found or "participants" in found or "messages" in found or id.startswith("t_")):
        return None
    # Its link begins with the page's own id.
    link = words(found, "link").strip("/").partition("/")[0]
    account = around.account or (link if link.isdigit() else "")
    messages = objects(inner(found, "messages").get("data"))
    told = [t for message in messages for t in asked(message, Around(account, around.at), kind) or []]
    if told:
        return told
    others = [p for p in objects(inner(found, "participants").get("data")) if name_of(p) != account]
    who = others[0] if account and len(others) == 1 else {}
    place = Place(account, name_of(who))
    at = time_of(found.get("updated_time"))
    return [
        Incoming(
            Kind.CONVERSATION,
            f"conversation:{id}:{name_of(found, 'updated_time')}",
            place.key or id,
            at,
            identities=(Identity(kind, place.person),) if place.person else (),
            name=words(who, "name") or words(who, "username"),
            why="a conversation",
        )
    ]


def taken(found: Found) -> list[Incoming] | None:
    """Say what the answer to a send says; None where it is none."""
    id = mid(found, "message_id")
    if not id or "recipient_id" not in found:
        return None
    return [Incoming(Kind.DELIVERY, f"sent:{id}", target_id=id, state="sent", why="sent")]
