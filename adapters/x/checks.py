"""Looks whether a channel on X is set up well, with the fewest calls: each one costs."""

from __future__ import annotations

from adapters.kit.found import Found, inner, number, objects, words
from adapters.kit.http import Answer, Call
from adapters.x.access import Access
from adapters.x.stream import DIRECT, WANTED, Stream
from inbox.errors import InboxError
from inbox.ports.adapter import Context

Row = tuple[str, str, str]
SCOPES = ("tweet.read", "tweet.write", "users.read", "offline.access", "media.write", "like.read")
DIRECT_SCOPES = ("dm.read", "dm.write")
CONSOLE = "console.x.com: your app, User authentication settings, then authorize the account again"


async def rows(context: Context, access: Access, stream: Stream | None, *, direct: bool) -> list[Row]:
    """Return what was looked at, and what to do."""
    found: list[Row] = []
    try:
        answer = await access.ask(Call("GET", "2/users/me", query={"user.fields": "id,name,username"}))
        me = inner(answer.found, "data")
        if answer.status >= 400 or not number(me, "id"):
            return [("fail", access.said(answer), CONSOLE)]
        found.append(("ok", f"@{words(me, 'username')}", ""))
        found.append(_rate("users/me", answer))
        found += _scopes(access, direct)
        if not context.secrets.get("refresh_token") or not context.settings.get("client_id"):
            found.append(
                ("warn", "the access ends in two hours", "set client_id and refresh_token (scope offline.access)")
            )
        if direct:
            found += await _directs(access)
        if stream is not None:
            found += await _subscriptions(access, me, direct)
        if context.secrets.get("consumer_secret") and stream is not None:
            found += await _webhooks(stream)
        found.append(("ok", "what it has cost so far only X knows", "console.x.com: Usage"))
    except InboxError as cause:
        found.append(("fail", str(cause), CONSOLE))
    return found


def _rate(what: str, answer: Answer) -> Row:
    left, most = answer.headers.get("x-rate-limit-remaining", ""), answer.headers.get("x-rate-limit-limit", "")
    if not left.isdecimal():
        return ("ok", f"{what}: X does not say how often it may still be asked", "")
    return ("warn" if left == "0" else "ok", f"{what}: {left[:10]} of {most[:10]} calls left for now", "")


def _scopes(access: Access, direct: bool) -> list[Row]:
    if not access.scopes:
        return [("ok", "which rights the account gave is told when the access is renewed", "")]
    missing = [s for s in (*SCOPES, *(DIRECT_SCOPES if direct else ())) if s not in access.scopes]
    return (
        [("fail", f"missing rights: {' '.join(missing)}", CONSOLE)] if missing else [("ok", "all rights are there", "")]
    )


async def _directs(access: Access) -> list[Row]:
    answer = await access.ask(Call("GET", "2/dm_events", query={"max_results": "1"}))
    if answer.status == 403:
        return [("fail", f"direct messages cannot be read: {access.said(answer)}", "scope dm.read, or set dms=no")]
    if answer.status >= 400:
        return [("fail", f"direct messages: {access.said(answer)}", CONSOLE)]
    return [_rate("direct messages", answer)]


async def _subscriptions(access: Access, me: Found, direct: bool) -> list[Row]:
    answer = await access.ask(Call("GET", "2/activity/subscriptions", query={"max_results": "1000"}))
    if answer.status >= 400:
        return [("fail", f"subscriptions: {access.said(answer)}", CONSOLE)]
    us = number(me, "id")
    known = {
        words(one, "event_type")
        for one in objects(answer.found.get("data"))
        if number(inner(one, "filter"), "user_id") == us
    }
    missing = [kind for kind in WANTED if kind not in known and (direct or not kind.startswith(DIRECT))]
    if missing:
        return [("warn", f"not subscribed to: {' '.join(missing)}", "the channel does it when it starts to listen")]
    return [("ok", "subscribed to everything", "")]


async def _webhooks(stream: Stream) -> list[Row]:
    answer = await stream.http.read(Call("GET", "2/webhooks"), 30.0)
    hooks = objects(answer.found.get("data"))
    if not hooks:
        return [("warn", "X knows no webhook of this app", "register the address of inbox serve with POST /2/webhooks")]
    return [
        ("ok", f"webhook {words(hook, 'url')[:200]}", "")
        if hook.get("valid") is True
        else (
            "fail",
            f"webhook {words(hook, 'url')[:200]} is not valid any more",
            "PUT /2/webhooks/ID validates it again",
        )
        for hook in hooks
    ]
