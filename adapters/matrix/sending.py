"""Sends a reply into a room, so that a repeat is no double.

The reply's token is the transaction id: the same device may send it as often as it likes, the room gets one event. To
another device (an access token that was made anew) transaction ids mean nothing: a reply that was written before we
first saw this device is looked for in the room before it is sent. For that every message carries its token.
https://spec.matrix.org/v1.19/client-server-api/#transaction-identifiers
"""

from __future__ import annotations

import json
from typing import NoReturn

from adapters.kit.found import Found, inner, objects, sound, words
from adapters.kit.http import Answer, Call, Paused
from adapters.matrix.events import TOKEN
from adapters.matrix.media import uploaded
from adapters.matrix.rooms import Room, Rooms
from adapters.matrix.session import ENDED, Session, code, path
from inbox.errors import Ambiguous, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import Outgoing, Sent, Visibility

LONGEST = 60_000
"""Bytes of a text. An event may have 65,536 with all that the servers add: where it lies, what it follows, signatures.

https://spec.matrix.org/v1.19/client-server-api/#size-limits
"""
MENTIONED = 5
"""People who are told that a reply is for them, at most."""
HOPS = 5
"""Rooms through which a room that was replaced is followed."""
_LATER = ("M_LIMIT_EXCEEDED", "M_RESOURCE_LIMIT_EXCEEDED", "M_USER_LOCKED", "M_USER_SUSPENDED", "M_CONSENT_NOT_GIVEN")
"""What whoever runs the homeserver can mend, so that the same reply may leave later."""


def used(text: str) -> int:
    """Return how many bytes a text takes in an event: canonical JSON writes line breaks and quotes as two.

    https://spec.matrix.org/v1.19/appendices/#canonical-json
    """
    return len(json.dumps(sound(text), ensure_ascii=False).encode()) - 2


class Sending:
    """Sends for one channel."""

    def __init__(self, session: Session, rooms: Rooms) -> None:
        self._session = session
        self._rooms = rooms

    async def send(self, out: Outgoing) -> Sent:
        """Send once, into the room that is in use now."""
        if not out.conversation_key.startswith("!"):
            raise Rejected("This conversation is no Matrix room.")
        if (length := used(out.text)) > LONGEST:
            raise Rejected("It is too long for Matrix: {used} of {max} bytes.", used=length, max=LONGEST)
        try:
            room = await self._place(out)
            if (sent := await self._known(room, out)) is not None:
                return sent
            contents = await self._contents(room, out)
        except (Refused, Unreachable) as cause:
            # So far it was only asked, and nothing handed over.
            after = cause.seconds if isinstance(cause, Paused) else None
            raise NotSent(cause.template, retry_after=after, **cause.values) from cause
        id = ""
        for number, content in enumerate(contents):
            # The last one carries the text, and so the reply's own name.
            last = number == len(contents) - 1
            id = await self._put(room, out.token if last else f"{out.token}.{number}", content)
        return Sent(id)

    async def _place(self, out: Outgoing) -> str:
        """Return the room a reply goes to: a room that was replaced leads to the one that took its place."""
        id = out.conversation_key
        for _ in range(HOPS):
            room = await self._rooms.room(id)
            if not room.replaced:
                self._fit(room, out)
                return id
            id = room.replaced
            if code(await self._session.ask(Call("POST", path("rooms", id, "join"), json={}))):
                break
            self._rooms.forget(id)
        raise Rejected("This room was replaced by another, which we may not enter: {room}.", room=id)

    @staticmethod
    def _fit(room: Room, out: Outgoing) -> None:
        if room.encrypted:
            raise Rejected(
                "This room is encrypted: answer it in a Matrix app, or ask the customer into a room without encryption."
            )
        if room.open and out.visibility is Visibility.PRIVATE:
            raise Rejected("Everybody can read this room now, and this reply was written for one person.")

    async def _known(self, room: str, out: Outgoing) -> Sent | None:
        """Return what another device may have sent under this token."""
        since = self._session.since
        if since is None or out.written_at is None or out.written_at >= since:
            return None
        only = json.dumps({"senders": [self._session.us], "types": ["m.room.message"]})
        query = {"dir": "b", "limit": "100", "filter": only}
        answer = await self._session.ask(Call("GET", path("rooms", room, "messages"), query))
        for event in objects(answer.found.get("chunk")):
            ours = words(event, "sender") == self._session.us
            if ours and words(inner(event, "content"), TOKEN) == out.token and (id := words(event, "event_id")):
                return Sent(id)
        return None

    async def _contents(self, room: str, out: Outgoing) -> list[Found]:
        """Return the events of a reply: each file is one, and the text stands below the last of them."""
        text, extra = sound(out.text), await self._extra(room, out)
        files = [await uploaded(self._session, file) for file in out.files]
        if not files:
            return [{"msgtype": "m.text", "body": text, **extra}]
        *others, last = files
        captioned = {**last, "body": text} if text.strip() else last
        return [*others, {**captioned, **extra}]

    async def _extra(self, room: str, out: Outgoing) -> Found:
        people = [identity.value for identity in out.to if identity.kind == "matrix"][:MENTIONED]
        extra: Found = {"m.mentions": {"user_ids": people} if people else {}, TOKEN: out.token}
        # A message of a room that was replaced cannot be named in the new one.
        if out.reply_to.startswith("$") and room == out.conversation_key:
            relation: Found = {"m.in_reply_to": {"event_id": out.reply_to}}
            answer = await self._session.ask(Call("GET", path("rooms", room, "event", out.reply_to)))
            answered = inner(inner(answer.found, "content"), "m.relates_to") if answer.status < 400 else {}
            if words(answered, "rel_type") == "m.thread" and (root := words(answered, "event_id")):
                # Whoever asked in a thread looks for the answer there.
                relation |= {"rel_type": "m.thread", "event_id": root, "is_falling_back": False}
            extra["m.relates_to"] = relation
        return extra

    async def _put(self, room: str, token: str, content: Found) -> str:
        call = Call("PUT", path("rooms", room, "send", "m.room.message", token), json=content)
        answer = await self._session.hand(call)
        if code(answer):
            self._rooms.forget(room)
            self._refused(answer)
        if not (id := words(answer.found, "event_id")):
            raise Ambiguous("{host} took it but did not say under which name.", host=self._session.http.host)
        return id

    def _refused(self, answer: Answer) -> NoReturn:
        error, said, host = code(answer), self._session.said(answer), self._session.http.host
        if error in _LATER or error in ENDED or answer.status in (401, 408, 429):
            wait = answer.found.get("retry_after_ms")
            after = wait / 1000 if type(wait) in (int, float) else None  # type: ignore[operator]  # it is a number
            raise NotSent("{host} refused: {words}", retry_after=after, host=host, words=said)
        if error == "M_TOO_LARGE" or answer.status == 413:
            raise Rejected("{host} finds it too large; write less, or send it in parts.", host=host)
        if error == "M_FORBIDDEN":
            raise Rejected(
                "We may not write in this room ({words}); somebody there has to invite us, or give us the right.",
                words=said,
            )
        raise Rejected("{host} refused: {words}", host=host, words=said)
