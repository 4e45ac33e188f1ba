"""Hands on the first version of a post that was edited before we met it, because an edit alone waits for it forever.

X's lists and events show only a post's newest version (https://docs.x.com/x-api/fundamentals/edit-posts); the first one comes
along where it was asked for. Where it does not, the newest stands for it. What was handed on already is not taken twice.
"""

from __future__ import annotations

import json

from adapters.kit.found import Found, inner, number, objects, opened
from adapters.x.parse import parse
from inbox.ports.adapter import Entry, Kind

_VERSIONS = frozenset({"edit_history_post_ids", "edit_history_tweet_ids", "edit_controls", "edit_history"})


def raw_of(item: object, includes: Found, us: str) -> bytes:
    """Return one thing of an answer so that it can be read again alone."""
    return json.dumps({"for_user_id": us, "data": item, "includes": includes}).encode()


def begun(edited: Entry, item: Found, includes: Found, us: str) -> Entry | None:
    """Return the first version of an edited post, None where nothing was edited."""
    if [said.kind for said in edited.says] != [Kind.EDIT]:
        return None
    first = edited.says[0].target_id
    along = (one for key in ("posts", "tweets") for one in objects(includes.get(key)))
    found = next((one for one in along if number(one, "id") == first), item)
    alone = {key: value for key, value in found.items() if key not in _VERSIONS}
    raw = raw_of({**alone, "id": first, "id_str": first}, includes, us)
    return Entry(raw, tuple(parse(raw, {})))


def heard(event: Entry, us: str) -> tuple[Entry, ...]:
    """Return an event, and before it the first version of a post that it says was edited."""
    try:
        found = opened(event.raw)
    except ValueError:
        return (event,)
    told = inner(found, "data") if isinstance(found, dict) else {}
    includes = inner(told, "includes") or (inner(found, "includes") if isinstance(found, dict) else {})
    first = begun(event, inner(told, "payload"), includes, us)
    return (first, event) if first else (event,)
