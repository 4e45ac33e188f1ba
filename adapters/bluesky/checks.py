"""Looks whether a channel is set up well: who we are, what the app password allows, how much may still be asked."""

from __future__ import annotations

from adapters.bluesky.session import CHAT, Session, barred, failure, query, scope
from adapters.kit.found import words
from adapters.kit.http import Answer, Call
from inbox.errors import InboxError

Row = tuple[str, str, str]
_PASSWORDS = "Bluesky: Settings → Privacy and security → App passwords"


async def looked_at(session: Session, channel: str, *, chat: bool) -> list[Row]:
    """Return what was looked at, and what to do."""
    rows: list[Row] = []
    try:
        state = await session.opened()
        answer = await session.read(Call("GET", "xrpc/com.atproto.server.getSession"))
        state = await session.opened()
        rows.append(_account(session, answer, state.did))
        rows.append(("ok", f"server: {state.pds}", ""))
        if scope(state) == "com.atproto.access":
            rows.append(("warn", "this is the account's own password, no app password", _PASSWORDS))
        rows += _rate(answer)
        asked = Call("GET", "xrpc/app.bsky.notification.listNotifications", query(limit=1))
        news = await session.read(asked)
        said = session.said(news)
        rows.append(("fail", f"notifications: {said}", _PASSWORDS) if failure(news) else ("ok", "notifications", ""))
        if chat:
            asked = Call("GET", "xrpc/chat.bsky.convo.listConvos", query(limit=1), CHAT)
            rows.append(_chat(session, await session.read(asked)))
    except InboxError as cause:
        rows.append(("fail", str(cause), f"inbox channel set {channel} --secret app_password=-"))
    return rows


def _account(session: Session, answer: Answer, did: str) -> Row:
    if failure(answer):
        return ("fail", f"session: {session.said(answer)}", _PASSWORDS)
    if answer.found.get("active") is False:
        return ("fail", f"account: {words(answer.found, 'status') or 'inactive'}", "https://bsky.app")
    return ("ok", f"@{words(answer.found, 'handle')} ({did})", "")


def _chat(session: Session, answer: Answer) -> Row:
    if barred(answer):
        return ("warn", "direct messages: this app password does not reach them", f"{_PASSWORDS}; chat=no")
    if failure(answer):
        return ("warn", f"direct messages: {session.said(answer)}", "chat=no")
    return ("ok", "direct messages", "")


def _rate(answer: Answer) -> list[Row]:
    left, most = (answer.headers.get(f"ratelimit-{key}", "") for key in ("remaining", "limit"))
    if not (left.isdecimal() and most.isdecimal()):
        return []
    return [("warn" if int(left) * 10 < int(most) else "ok", f"rate: {left} / {most}", "")]
