"""Says whether a channel is set up well: who we are, what the server speaks, which rooms cannot be answered here."""

from __future__ import annotations

from adapters.kit.found import inner, words
from adapters.kit.http import Call
from adapters.matrix.session import NETWORK, Session, path
from inbox.errors import InboxError

LOOKED = 50
"""Rooms that are looked at, so that a check ends."""


async def look(session: Session, channel: str) -> list[tuple[str, str, str]]:
    """Return rows of (ok | warn | fail, what, what to do)."""
    rows: list[tuple[str, str, str]] = []
    try:
        versions = (await session.http.read(Call("GET", "_matrix/client/versions"), NETWORK)).found.get("versions")
        if not isinstance(versions, list) or not versions:
            host = session.http.host
            return [("fail", f"{host} is no Matrix homeserver", f"https://{host}/.well-known/matrix/client")]
        await session.enter()
        rows += [("ok", session.us, ""), ("ok", f"Matrix {versions[-1]}", "")]
        rows += await _files(session)
        rows += await _rooms(session)
        rows += await _waiting(session)
    except InboxError as cause:
        rows.append(("fail", str(cause), f"inbox channel set {channel} --secret token=-"))
    return rows


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
