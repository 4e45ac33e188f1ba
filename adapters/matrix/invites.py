"""Answers invitations: a customer's direct room is joined, so that what they write there reaches us.

https://spec.matrix.org/v1.19/client-server-api/#joining-rooms and #direct-messaging
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from adapters.kit.found import Found, inner, words
from adapters.kit.http import Call
from adapters.matrix.around import events_in
from adapters.matrix.rooms import Rooms
from adapters.matrix.session import Session, path
from inbox.errors import InboxError, Unreachable

ACCEPT = ("direct", "all", "never")


class Invites:
    """Joins rooms we are invited to: `direct` rooms and those that replace one we are in, `all`, or `never` any."""

    def __init__(self, session: Session, rooms: Rooms, accept: str) -> None:
        self._session = session
        self._rooms = rooms
        self._accept = accept

    async def answer(self, rooms: Found, waiting: list[str]) -> tuple[list[str], bool]:
        """Join what is to be joined; return what could not be joined yet, and whether anything was.

        An invitation that was withdrawn, or leads nowhere, is let go.
        """
        wanted = dict.fromkeys(waiting, "")
        for id, room in rooms.items():
            if (who := await self._wants(id, room)) is not None:
                wanted[id] = who
        still: list[str] = []
        joined = False
        for id, inviter in wanted.items():
            try:
                answer = await self._session.ask(Call("POST", path("rooms", id, "join"), json={}))
            except Unreachable:
                # Its server does not answer now; the others must not wait for that.
                still.append(id)
                continue
            joined = joined or answer.status < 400
            if answer.status < 400 and inviter:
                await self._mark_direct(id, inviter)
        return still, joined

    def follows(self, events: Iterable[Found]) -> list[str]:
        """Return the rooms that replace those in which this happened: we go along, where we may."""
        found = (
            words(inner(e, "content"), "replacement_room") for e in events if words(e, "type") == "m.room.tombstone"
        )
        return [id for id in found if self._accept != "never" and id.startswith("!") and len(id.split()) == 1]

    async def _wants(self, id: str, room: object) -> str | None:
        """Return who invites us directly, "" where it is no direct room but joined too, None where we do not join."""
        if self._accept == "never" or not isinstance(room, dict):
            return None
        old = ""
        for event in events_in(room, "invite_state"):
            content = inner(event, "content")
            ours = words(event, "type") == "m.room.member" and words(event, "state_key") == self._session.us
            if ours and words(content, "membership") == "invite" and content.get("is_direct") is True:
                return words(event, "sender")
            if words(event, "type") == "m.room.create":
                old = words(inner(content, "predecessor"), "room_id")
        # That it replaces another room it may say itself; that other room must say so too.
        follows = bool(old) and (await self._rooms.room(old)).replaced == id
        return "" if follows or self._accept == "all" else None

    async def _mark_direct(self, room: str, who: str) -> None:
        """Note that a room is a direct one, as other programs of the same account expect; no harm if that fails."""
        place = path("user", self._session.us, "account_data", "m.direct")
        try:
            answer = await self._session.ask(Call("GET", place))
            if answer.status >= 400 and words(answer.found, "errcode") != "M_NOT_FOUND":
                return
            known: Mapping[str, object] = answer.found if answer.status < 400 else {}
            rooms = known.get(who)
            of_them = [id for id in rooms if isinstance(id, str)] if isinstance(rooms, list) else []
            if room not in of_them:
                await self._session.ask(Call("PUT", place, json={**known, who: [*of_them, room]}))
        except InboxError:
            return
