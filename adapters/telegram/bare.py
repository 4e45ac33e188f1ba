"""Tells what an object is that lies outside an update, by the fields it must have: some programs hand it on alone.

https://core.telegram.org/bots/api#available-types
"""

from __future__ import annotations

from adapters.kit.found import Found, inner, number

_SHAPES = (
    ("message_reaction", ("chat", "message_id", "new_reaction")),
    ("message_reaction_count", ("chat", "message_id", "reactions")),
    ("message", ("chat", "message_id")),  # before what old service messages hold too
    ("deleted_business_messages", ("chat", "message_ids")),
    ("chat_member", ("chat", "new_chat_member")),
    ("chat_join_request", ("chat", "user_chat_id")),
    ("chat_boost", ("chat", "boost")),
    ("removed_chat_boost", ("chat", "boost_id")),
    ("business_connection", ("user", "user_chat_id", "is_enabled")),
    ("callback_query", ("from", "chat_instance")),
    ("purchased_paid_media", ("from", "paid_media_payload")),
    ("pre_checkout_query", ("from", "invoice_payload", "currency")),
    ("shipping_query", ("from", "shipping_address")),
    ("inline_query", ("from", "query", "offset")),
    ("chosen_inline_result", ("from", "result_id", "query")),
    ("poll_answer", ("poll_id", "option_ids")),
    ("poll", ("question", "options")),
    ("member", ("user", "status")),
)
"""What an update calls it, and what it holds at least; the first that fits counts."""


def shape(found: Found) -> str:
    """Return what an update would call an object, "" where it would name none such."""
    kind = next((kind for kind, keys in _SHAPES if all(key in found for key in keys)), "")
    if kind == "message" and not number(found, "message_id"):
        return ""
    if kind == "chat_member" and inner(inner(found, "new_chat_member"), "user").get("is_bot") is True:
        # Of bots we are told mostly about our own.
        return "my_chat_member"
    return kind
