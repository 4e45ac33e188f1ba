"""Says whether a channel is set up well, and where on its server to mend what is not.

What a token may do is tried where nothing can happen: changing the status 0, which is nobody's, is refused with 403 where
the right is missing and with 404 where it is there. https://docs.joinmastodon.org/api/oauth-scopes/
"""

from __future__ import annotations

from adapters.kit.found import inner, words
from adapters.kit.http import Call, Http
from adapters.mastodon.content import handle
from adapters.mastodon.measure import LONGEST
from adapters.mastodon.server import NETWORK, Server, path
from inbox.errors import InboxError, Refused, Unreachable
from inbox.ports.adapter import Context

Row = tuple[str, str, str]
APPLICATION = "on your server: Preferences, Development, your application"
"""Where rights are given. A token made before keeps the rights it had."""


async def rows(server: Server, context: Context) -> list[Row]:
    """Return what was looked at, and what to do. Never raises."""
    found: list[Row] = []
    try:
        me = await server.me()
        found.append(("ok", f"@{handle(me)}", ""))
        if me.get("bot") is True:
            found.append(("warn", "the account is marked as automated", "on your server: Preferences, Public profile"))
        if inner(me, "moved"):
            found.append(("warn", f"the account has moved to @{handle(inner(me, 'moved'))}", "set up that account"))
        found += await _rights(server)
        found += await _length(server, context)
        found.append(await _streams(server))
        if not await server.keeps_keys():
            said = f"the server is no Mastodon ({words(await server.about(), 'version') or 'no version'})"
            found.append(("warn", said, "what may have been sent is looked for, and never simply sent again"))
        if server.left:
            found.append(("ok" if int(server.left) > 30 else "warn", f"calls left for now: {server.left}", ""))
    except (InboxError, ValueError) as cause:
        found.append(("fail", str(cause), f"inbox channel set {context.channel} --secret token=-"))
    return found


async def _rights(server: Server) -> list[Row]:
    found: list[Row] = []
    for where, name in (
        (path("notifications"), "read:notifications"),
        (path("conversations"), "read:statuses"),
    ):
        try:
            await server.ask(where, (("limit", "1"),))
            found.append(("ok", name, ""))
        except Refused:
            found.append(("fail", f"the token may not {name}", APPLICATION))
    for where, name in ((path("statuses", "0"), "write:statuses"), (path("media", "0"), "write:media")):
        answer = await server.http.read(Call("PUT", where, json={}), NETWORK)
        if answer.status in (401, 403):
            state = "fail" if name == "write:statuses" else "warn"
            found.append((state, f"the token may not {name}", APPLICATION))
        else:
            found.append(("ok", name, ""))
    return found


async def _length(server: Server, context: Context) -> list[Row]:
    there = await server.longest()
    given = context.settings.get("max_characters") or str(LONGEST)
    if there and str(there) != given:
        doing = f"inbox channel set {context.channel} --set max_characters={there}"
        return [("warn", f"a status may have {there} characters here, and the setting says {given}", doing)]
    return [("ok", f"characters: {given}", "")]


async def _streams(server: Server) -> Row:
    http: Http = await server.streams_from()
    instead = "the server is asked for news now and then instead"
    try:
        answer = await http.read(Call("GET", "api/v1/streaming/health", plain=True), NETWORK)
    except Unreachable as cause:
        return ("warn", f"streams: {cause}", instead)
    else:
        return ("ok", f"streams: {http.host}", "") if answer.status < 300 else ("warn", "streams: none", instead)
    finally:
        await http.aclose()
