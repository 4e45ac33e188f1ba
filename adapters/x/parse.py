"""Turns whatever X says into entries: answers of API v2 and 1.1, activity events, webhook bodies. Pure, and never raises.

`for_user_id` beside an answer says whose it is: the adapter adds it to what it fetches, as webhooks have it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from adapters.kit.found import Found, inner, lines, number, objects, opened, unknown, words
from adapters.x.activity import is_body, said_by_activity, said_by_body
from adapters.x.direct import said_by_create, said_by_event, said_by_old
from adapters.x.frame import Frame, conversation_of, frame_of, id_of, identities, name_of_user
from adapters.x.posts import said_by_delete, said_by_post
from adapters.x.written import accepted, answered
from inbox.ports.adapter import Incoming, Kind

_DIRECT = ("MessageCreate", "ParticipantsJoin", "ParticipantsLeave")
DEEPEST = 4
"""How deep an answer may lie in envelopes."""
_TIMELINE = re.compile(r"/2/users/(\d{1,19})/(?:mentions|tweets)\b", re.ASCII)
_CONVERSATION = re.compile(r"/2/dm_conversations/(\d{1,19}-\d{1,19}|\d{1,19})/(?:dm_events|messages)\b", re.ASCII)


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says: a body, an answer, a line of a stream or several of them."""
    try:
        return _unwrapped(opened(raw), Frame())
    except ValueError:
        told = lines(raw.decode("utf-8-sig", "replace"))
    if len(told) == 1:
        return [unknown(raw.decode("latin-1"), "this is no JSON")]
    return [said for line in told for said in parse(line.encode(errors="replace"), headers)]


def _unwrapped(found: object, frame: Frame, depth: int = 0) -> list[Incoming]:
    try:
        return _said(found, frame, depth)
    # Whatever a payload does to this reader, it must not cost what came with it.
    except Exception as cause:
        return [unknown(found, f"this cannot be read ({type(cause).__name__})")]


def _said(found: object, frame: Frame, depth: int) -> list[Incoming]:
    if isinstance(found, list):
        if depth >= DEEPEST:
            return [unknown(found, "lists within lists")]
        return [said for one in found for said in _unwrapped(one, frame, depth + 1)]
    if not isinstance(found, dict):
        return [unknown(found, "this is no object")]
    us = id_of(found, "for_user_id") or frame.us
    if isinstance(found.get("exchanges"), list) and depth < DEEPEST:
        return [said for one in objects(found["exchanges"]) for said in _exchanged(one, depth + 1)]
    if is_body(found):
        return said_by_body(found, frame_of((found,), us))
    if words(found, "event_type") and "payload" in found:
        return said_by_activity(found, {}, us)
    if "data" in found:
        return _answer(found, us, frame, depth)
    for key, reader in _LISTS.items():
        if isinstance(found.get(key), list):
            around = frame_of((found,), us)
            return [said for one in found[key] for said in _alone(one, around, reader)]
    if _empty(found):
        return []
    return [_single(found, frame_of((found,), us, frame.event, frame.conversation))]


def _answer(found: Found, us: str, frame: Frame, depth: int) -> list[Incoming]:
    """Say what lies in `data`. Errors beside it tell what could not be shown around it, and cost nothing."""
    told = found["data"]
    if isinstance(told, dict) and words(told, "event_type") and ("payload" in told or "event_uuid" in told):
        return said_by_activity(told, found, us)
    around = frame_of((found,), us, frame.event, frame.conversation)
    if isinstance(told, list):
        return [said for one in told for said in _alone(one, around, _single)]
    if isinstance(told, dict) and ("data" in told or is_body(told)) and depth < DEEPEST:
        return _unwrapped({"for_user_id": us, **told}, around, depth + 1)
    if isinstance(told, dict):
        return [_single(told, around)]
    return [unknown(found, "an answer whose data is no object")]


def _alone(found: object, frame: Frame, reader: Callable[[Found, Frame], Incoming]) -> list[Incoming]:
    if not isinstance(found, dict):
        return [unknown(found, "this is no object")]
    try:
        return [reader(found, frame)]
    # One bad entry never costs its neighbours.
    except Exception as cause:
        return [unknown(found, f"this entry cannot be read ({type(cause).__name__})")]


def _exchanged(exchange: Found, depth: int) -> list[Incoming]:
    """Say what a recorded exchange says: its answer, read with what the question tells."""
    request, response = inner(exchange, "request"), inner(exchange, "response")
    uri, method = words(request, "uri") or words(request, "url"), words(request, "method").upper()
    body = response.get("body", exchange.get("body"))
    whose, where = _TIMELINE.search(uri), _CONVERSATION.search(uri)
    frame = Frame(whose[1] if whose else "", "", conversation_of(where[1]) if where else "")
    if isinstance(body, str):
        body = _text(body)
    if method not in ("", "GET") and isinstance(body, dict):
        sent = request.get("body")
        sent = _text(sent) if isinstance(sent, str) else sent
        made = answered(method, uri.partition("?")[0], sent if isinstance(sent, dict) else {}, body)
        if made or isinstance(body.get("data"), dict):
            return [made or unknown(body, "this is an answer, and says nothing that anybody wrote")]
    return _unwrapped({"for_user_id": frame.us, **body} if isinstance(body, dict) else body, frame, depth)


def _text(body: str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body


def _made(told: Found, frame: Frame) -> Incoming:
    """Say what an answer to a message of ours says."""
    return accepted(told, {}) or unknown(told, "this is an answer, and says nothing that anybody wrote")


def _single(found: Found, frame: Frame) -> Incoming:
    """Say what one thing says, by what it consists of."""
    for fits, reader in _SHAPES:
        if fits(found):
            return reader(found, frame)
    problem = next(iter(objects(found.get("errors"))), found)
    if why := words(problem, "detail") or words(problem, "message") or words(problem, "title"):
        return unknown(found, f"this is an error: {why[:300]}")
    return unknown(found, "this is nothing of X's that is known")


def _empty(found: Found) -> bool:
    """Tell whether an answer says that there is nothing."""
    meta = inner(found, "meta")
    return number(meta, "result_count") == "0" and "errors" not in found


def _person(found: Found, frame: Frame) -> Incoming:
    id = id_of(found)
    return Incoming(
        Kind.CONTACT, f"user:{id}:{name_of_user(found)}", identities=identities(id), name=name_of_user(found)
    )


def _is_post(found: Found) -> bool:
    return bool(id_of(found)) and any(
        key in found for key in ("text", "full_text", "author_id", "edit_history_tweet_ids")
    )


_SHAPES: tuple[tuple[Callable[[Found], bool], Callable[[Found, Frame], Incoming]], ...] = (
    (lambda found: "dm_event_id" in found, _made),
    (lambda found: "message_create" in found, said_by_create),
    (
        lambda found: isinstance(found.get("event"), dict),
        lambda found, frame: said_by_create(inner(found, "event"), frame),
    ),
    (
        lambda found: isinstance(found.get("delete"), dict),
        lambda found, frame: said_by_delete(inner(found, "delete"), frame),
    ),
    (lambda found: "dm_conversation_id" in found or words(found, "event_type") in _DIRECT, said_by_event),
    (lambda found: "recipient" in found or "recipient_id" in found, said_by_old),
    (_is_post, said_by_post),
    (lambda found: bool(id_of(found)) and any(key in found for key in ("username", "screen_name")), _person),
)
_LISTS: dict[str, Callable[[Found, Frame], Incoming]] = {
    "statuses": said_by_post,
    "events": said_by_create,
    "users": _single,
}
