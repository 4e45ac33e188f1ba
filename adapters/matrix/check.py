"""Says whether a channel is set up well: who we are, what the server speaks, which rooms cannot be answered here."""

from __future__ import annotations

from adapters.kit.found import inner, words
from adapters.kit.http import Call
from adapters.matrix.session import NETWORK, Session, path
from inbox.errors import InboxError, Unreachable

LOOKED = 50
"""Rooms that are looked at, so that a check ends."""


async def look(session: Session, channel: str) -> list[tuple[str, str, str]]:
    """Return rows of (ok | warn | fail, what, what to do)."""
    rows: list[tuple[str, str, str]] = []
    try:
        if not (versions := await _versions(session)):
            return [("fail", f"{session.http.host} is no Matrix homeserver", await _elsewhere(session, channel))]
        await session.enter()
        rows += [("ok", session.us, ""), ("ok", f"Matrix {versions[-1]}", "")]
        rows += await _files(session)
        rows += await _rooms(session)
        rows += await _waiting(session)
    except InboxError as cause:
        # Where nothing answers, a new token would not either.
        rows.append(
            (
                "fail",
                str(cause),
                "" if isinstance(cause, Unreachable) else f"inbox channel set {channel} --secret token=-",
            )
        )
    return rows


async def _versions(session: Session) -> list[object]:
    try:
        answer = await session.http.read(Call("GET", "_matrix/client/versions"), NETWORK)
    except Unreachable as cause:
        if "HTTP 404" not in str(cause):
            raise
        return []
    found = answer.found.get("versions")
    return found if isinstance(found, list) else []


async def _elsewhere(session: Session, channel: str) -> str:
    """Return what to do where a domain was given and not its homeserver: the domain says which that is.

    https://spec.matrix.org/v1.19/client-server-api/#well-known-uris
    """
    answer = await session.http.read(Call("GET", ".well-known/matrix/client", plain=True), NETWORK)
    there = words(inner(answer.found, "m.homeserver"), "base_url")
    return f"inbox channel set {channel} --set homeserver={there}" if there else "homeserver"


async def _files(session: Session) -> list[tuple[str, str, str]]:
    answer = await session.ask(Call("GET", "_matrix/client/v1/media/config"))
    size = answer.found.get("m.upload.size")
    return [("ok", f"files: up to {size // 2**20} MB", "")] if type(size) is int else []


async def _rooms(session: Session) -> list[tuple[str, str, str]]:
    found = session.granted(await session.ask(Call("GET", path("joined_rooms")))).get("joined_rooms")
    rooms = [room for room in found if isinstance(room, str)] if isinstance(found, list) else []
    rows = [("ok", f"rooms: {len(rooms)}", "")]
    sealed, crowded = [], []
    for room in rooms[:LOOKED]:
        if await session.state(room, "m.room.encryption"):
            sealed.append(room)
        joined = inner((await session.ask(Call("GET", path("rooms", room, "joined_members")))).found, "joined")
        if len(joined) > 2:
            crowded.append(room)
    if sealed:
        rows.append(
            ("warn", f"encrypted, can only be answered in a Matrix app: {len(sealed)}", "a new room without encryption")
        )
    if crowded:
        rows.append(("warn", f"more than one customer shares a conversation: {len(crowded)}", "one room each"))
    if len(rooms) > LOOKED:
        rows.append(("ok", f"rooms that were looked at: {LOOKED}", ""))
    return rows


async def _waiting(session: Session) -> list[tuple[str, str, str]]:
    only = '{"room":{"timeline":{"limit":1},"state":{"types":[]}},"presence":{"types":[]}}'
    query = {"timeout": "0", "filter": only, "set_presence": "offline"}
    found = session.granted(await session.ask(Call("GET", path("sync"), query)))
    invites = inner(inner(found, "rooms"), "invite")
    who = words({"room": next(iter(invites), "")}, "room")
    return [("warn", f"invitations that wait: {len(invites)} ({who})", "accept=all")] if invites else []
