"""Reads what X answers to something we wrote: a post, a message, a deletion; the question says what the answer leaves out."""

from __future__ import annotations

import re
from dataclasses import replace

from adapters.kit.found import Found, inner, words
from adapters.x.direct import said_by_create
from adapters.x.frame import Frame, conversation_of, id_of, identities, other_in
from adapters.x.posts import author_of, said_by_delete, said_by_post
from inbox.ports.adapter import Incoming, Kind

_POST = re.compile(r"/2/(?:tweets|posts)/(\d{1,19})\Z", re.ASCII)
_WITH = re.compile(r"/2/dm_conversations/(?:with/)?(\d{1,19}(?:-\d{1,19})?)/messages\Z", re.ASCII)
_WRITES = re.compile(r"/statuses/(?:update|update_with_media|retweet/\d{1,19})(?:\.json)?\Z", re.ASCII)
_DESTROYS = re.compile(r"/statuses/destroy/\d{1,19}(?:\.json)?\Z", re.ASCII)


def answered(method: str, path: str, sent: Found, body: Found) -> Incoming | None:
    """Say what an answer to something written says, None where nothing was written in it."""
    told = inner(body, "data")
    if made := accepted(told, sent, path):
        return made
    if method == "DELETE" and (gone := _POST.search(path)) and told.get("deleted") is True:
        return said_by_delete({"id": gone[1]}, Frame())
    if _WRITES.search(path) and id_of(body):
        return said_by_post(body, Frame(author_of(body)))
    if _DESTROYS.search(path) and id_of(body):
        was = said_by_post(body, Frame(author_of(body)))
        gone_one = said_by_delete(body, Frame())
        return replace(gone_one, conversation_key=was.conversation_key, identities=was.identities, name=was.name)
    if event := inner(inner(body, "event"), "message_create"):
        return said_by_create(inner(body, "event"), Frame(id_of(event, "sender_id")))
    return None


def accepted(told: Found, sent: Found, path: str = "") -> Incoming | None:
    """Say what X's answer to a post or a message of API v2 says: it is there, under this number."""
    if id := id_of(told, "dm_event_id"):
        key, to = conversation_of(words(told, "dm_conversation_id")), _WITH.search(path)
        said = words(sent, "text") or words(inner(sent, "message"), "text")
        whom = to[1] if to and "-" not in to[1] and other_in(key, to[1]) else ""
        return Incoming(
            Kind.ECHO, f"dm:{id}", key or f"dm:{id}", external_id=id, identities=identities(whom), text=said
        )
    if id_of(told) and words(told, "text"):
        found = said_by_post(told, Frame())
        return Incoming(Kind.ECHO, found.dedupe_key, found.conversation_key, external_id=found.external_id,
                        visibility=found.visibility, text=found.text,
                        reply_to=id_of(inner(sent, "reply"), "in_reply_to_tweet_id"))  # fmt: skip
    return None
