"""Sends a reply once: to whom it is for, as public as what it answers, and repeated only where that can do no harm.

https://docs.joinmastodon.org/methods/statuses/#create: a repeated Idempotency-Key returns the status that stands, for up to
an hour. So the first attempt leaves with the key, and whenever an earlier one may have left (its answer was lost, or the
reply is not fresh, so the program may have ended meanwhile) our own statuses are looked through before it is repeated:
that holds after the hour too, and where a server knows no keys.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import NoReturn

from adapters.kit.found import Found, inner, name_of, objects, stamp, words
from adapters.kit.http import Answer, Call, Paused
from adapters.mastodon.content import read
from adapters.mastodon.content import text as words_of
from adapters.mastodon.measure import LONGEST, addressed, used
from adapters.mastodon.media import upload
from adapters.mastodon.places import DIRECT, FOLLOWERS, Place, place_of
from adapters.mastodon.server import GONE, NETWORK, Server, barred, path, stranger
from inbox.errors import Ambiguous, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import Context, Identity, Outgoing, Sent, Visibility

FRESH = timedelta(seconds=30)
"""A reply older than this may have been tried by a program that ended meanwhile."""
SKEW = timedelta(minutes=5)
"""How far the server's clock may be behind ours."""
PAGES = 10
"""Answers of 40 statuses that are looked through for one of ours."""
REMEMBERED = 500
"""Attempts that are remembered while the program runs."""
_WIDTHS = ("direct", "private", "unlisted", "public")
"""From the narrowest to the widest."""


class Sending:
    """Hands replies to one server."""

    def __init__(self, server: Server, context: Context) -> None:
        self._server = server
        self._context = context
        self._doubt: set[str] = set()
        self._sent: dict[str, str] = {}
        self._leaving: dict[str, tuple[str, str]] = {}

    async def send(self, out: Outgoing) -> Sent:
        """Send one reply. Raises: NotSent, Rejected, Ambiguous."""
        place = place_of(out.conversation_key)
        if place is None:
            raise Rejected("This conversation is none of Mastodon's; there is nobody to answer.")
        try:
            body = await self._body(out, place)
            if (id := await self._stands(out, body)) or (id := await self._posted(out, body)):
                self._sent = {**dict(list(self._sent.items())[-REMEMBERED:]), id: out.token}
                self._doubt.discard(out.token)
                self._leaving.pop(out.token, None)
                return Sent(id)
        except (Unreachable, Refused) as cause:
            # Raised by what is asked before: this attempt did not leave. Whether an earlier one did is not known.
            if out.token in self._doubt:
                raise Ambiguous(cause.template, **cause.values) from cause
            raise _not_sent(cause, cause.seconds if isinstance(cause, Paused) else None) from cause
        raise Ambiguous("{host} took it but did not say under which name.", host=self._server.host)

    def token_of(self, status: Found) -> str:
        """Return which reply a status of ours is, "" where it is none of this program's.

        A stream may tell of it before the call that sent it returns, so what is on its way is known by its words.
        """
        if token := self._sent.get(name_of(status), ""):
            return token
        looks = (name_of(status, "in_reply_to_id"), _bare(read(words(status, "content"))))
        return next((token for token, left in self._leaving.items() if left == looks), "")

    # --- what is sent

    async def _body(self, out: Outgoing, place: Place) -> Found:
        answered = await self._answered(out, place)
        acct = await self._acct(out, place, answered)
        if not acct and place.kind == DIRECT:
            raise Rejected("A direct message reaches only who is named in it, and nobody is known here.")
        text = addressed(out.text, acct)
        given = self._context.settings.get("max_characters") or ""
        most = await self._server.longest() or (int(given) if given.isdecimal() else LONGEST)
        if (length := used(text, out.subject)) > most:
            raise Rejected(
                "It is too long for {host}: {used} of {max} characters (a link counts 23, a handle without its server).",
                host=self._server.host,
                used=length,
                max=most,
            )
        body: Found = {"status": text, "visibility": _visibility(out, place, answered)}
        if answered:
            body["in_reply_to_id"] = name_of(answered)
        if out.subject:
            body["spoiler_text"] = out.subject
        if language := self._context.settings.get("language") or words(answered, "language"):
            body["language"] = language
        return body

    async def _answered(self, out: Outgoing, place: Place) -> Found:
        """Return the status to answer: the last one that still stands. Raises: Rejected where a public one has gone."""
        asked = list(dict.fromkeys(id for id in (out.reply_to, *reversed(out.references)) if id))[:4]
        for id in asked:
            answer = await self._server.ask(path("statuses", id))
            if answer.status < 300 and name_of(answer.found):
                return answer.found
        if asked and place.kind != DIRECT:
            raise Rejected(
                "What this answers was deleted, or is not shown to us any more; before others an answer would stand alone."
                " Write a direct message in {host}'s own app, or leave it.",
                host=self._server.host,
            )
        return {}

    async def _acct(self, out: Outgoing, place: Place, answered: Found) -> str:
        """Return by which name the contact is known on this server; "" where it is ourselves or nobody."""
        if place.contact == name_of(await self._server.me()):
            return ""
        people = (inner(answered, "account"), *objects(answered.get("mentions")))
        named = next((words(p, "acct") for p in people if name_of(p) == place.contact), "")
        if named:
            return named
        answer = await self._server.ask(path("accounts", place.contact))
        if answer.status < 300 and (named := words(answer.found, "acct")):
            return named
        return receiver(out.to, await self._server.hosts())

    # --- once

    async def _stands(self, out: Outgoing, body: Found) -> str:
        """Return the id under which an earlier attempt stands, "" where none does. Raises: Ambiguous, Unreachable."""
        late = out.written_at is not None and self._context.now() - out.written_at > FRESH
        if out.token not in self._doubt and not late:
            return ""
        since = (out.written_at or self._context.now() - timedelta(hours=1)) - SKEW
        async for status in _own(self._server, since):
            taken = self._sent.get(name_of(status), out.token) != out.token
            if not taken and await self._same(status, body):
                return name_of(status)
        if out.token in self._doubt and not await self._server.keeps_keys():
            raise Ambiguous(
                "It does not stand among our statuses yet, and {host} would take it twice.", host=self._server.host
            )
        return ""

    async def _same(self, status: Found, body: Found) -> bool:
        if name_of(status, "in_reply_to_id") != str(body.get("in_reply_to_id", "")):
            return False
        wanted = _bare(str(body["status"]))
        answer = await self._server.ask(path("statuses", name_of(status), "source"))
        if answer.status < 300 and "text" in answer.found:
            return _bare(words(answer.found, "text")) == wanted
        return _bare(read(words(status, "content"))) == wanted or _bare(words_of(status)) == wanted

    async def _posted(self, out: Outgoing, body: Found) -> str:
        call = Call("POST", "api/v1/statuses", headers={"Idempotency-Key": out.token}, json=body)
        if out.files:
            body["media_ids"] = await upload(self._server, self._context, out.files)
        left = (str(body.get("in_reply_to_id", "")), _bare(str(body["status"])))
        self._leaving = {**dict(list(self._leaving.items())[-REMEMBERED:]), out.token: left}
        try:
            answer = await self._server.http.send(call, NETWORK)
        except Ambiguous:
            self._doubt.add(out.token)
            raise
        if answer.status >= 300:
            self._refused(answer, out.token)
        if not (id := name_of(answer.found)):
            self._doubt.add(out.token)
        return id

    def _refused(self, answer: Answer, token: str) -> NoReturn:
        """Say why it was refused; by number, because the words come in the account's language."""
        self._leaving.pop(token, None)
        host, said = self._server.host, self._server.said(answer)
        if answer.status == 401:
            raise _not_sent(stranger(host))
        if answer.status == 403:
            raise _not_sent(barred(host, said))
        if answer.status in GONE:
            raise Rejected(
                "What this answers is gone at {host}, or not shown to us any more: {words}", host=host, words=said
            )
        raise Rejected("{host} refused it: {words}", host=host, words=said)


def _not_sent(cause: InboxError, seconds: float | None = None) -> NotSent:
    return NotSent(cause.template, retry_after=seconds, **cause.values)


async def _own(server: Server, since: datetime) -> AsyncIterator[Found]:
    """Yield our own statuses, the newest first, back to a time. Raises: Ambiguous where there are too many."""
    where, before = path("accounts", name_of(await server.me()), "statuses"), ""
    for _ in range(PAGES):
        query = [("exclude_reblogs", "true"), ("limit", "40"), *([("max_id", before)] if before else [])]
        items = objects((await server.get(where, query)).items)
        for status in items:
            if (stamp(status.get("created_at")) or since) < since:
                return
            yield status
        if not items or name_of(items[-1]) in ("", before):
            return
        before = name_of(items[-1])
    raise Ambiguous("Among so many statuses of ours at {host} it cannot be looked for.", host=server.host)


def _bare(text: str) -> str:
    """Return a text as it can be compared: handles without servers, and one space for each gap."""
    return " ".join(re.sub(r"@([\w.-]*\w)@[\w.:-]*\w", r"@\1", text).split()).casefold()


def _visibility(out: Outgoing, place: Place, answered: Found) -> str:
    """Return who may read the reply: whoever could read what it answers, never more, and nobody else if it is private."""
    usual = {DIRECT: "direct", FOLLOWERS: "private"}.get(place.kind, "unlisted")
    found = words(answered, "visibility") or usual
    if found in _WIDTHS and place.kind in (DIRECT, FOLLOWERS):
        found = min(found, usual, key=_WIDTHS.index)
    if out.visibility is Visibility.PRIVATE and found not in ("direct", "private"):
        found = "direct"
    return found


def receiver(to: tuple[Identity, ...], hosts: frozenset[str]) -> str:
    """Return the contact's handle; people of the server itself are named without it."""
    found = next((i.value for i in to if i.kind == "mastodon"), "")
    user, _, host = found.partition("@")
    return user if host.lower() in hosts else found
