"""Carries replies out: as posts under a key of our own choosing, and as chat messages, which have none.

A post's key comes from the reply's token, so a repeat meets what is there already (the server refuses a second record
under one key) and getRecord tells. A chat message can only be looked for among the latest: the same words, by us,
written since. https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/repo/createRecord.json
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NoReturn

from adapters.bluesky.content import authority
from adapters.bluesky.letters import facets, measured, mentioned, rkey
from adapters.bluesky.posts import POST, parts_of
from adapters.bluesky.session import CHAT, Session, State, barred, failure, not_sent, query
from adapters.kit.found import Found, inner, objects, sound, stamp, words
from adapters.kit.http import Answer, Call
from inbox.errors import Ambiguous, InboxError, NotSent, Rejected, Unreachable
from inbox.ports.adapter import Context, File, Outgoing, Sent

IMAGES = 4
LARGEST = 1_000_000
"""Bytes of one picture (app.bsky.embed.images)."""
MENTIONS = 10
"""Handles that are looked up for one reply, at most."""
SKEW = timedelta(minutes=1)
"""How much earlier than it was written a message may seem to have been sent, once the clocks are compared."""
LATE = timedelta(minutes=1)
"""For how long a chat message whose answer was lost may still arrive."""
KEPT = 1000
"""Messages of ours that are remembered, to know their echoes."""


class Outbox:
    """Sends, and remembers what it is sending, so that an echo that comes first is known."""

    def __init__(self, session: Session, context: Context) -> None:
        self._session = session
        self._context = context
        self._dids: dict[str, str] = {}
        self._leaving: dict[str, tuple[str, str]] = {}
        self._given: dict[str, str] = {}
        self._tried: dict[str, datetime] = {}
        self._born = context.now()

    def token_of(self, convo: str, id: str, text: str) -> str:
        """Return the token of our own message, "" where it is none of ours that is on its way or was sent just now."""
        leaving, token = self._leaving.get(convo, ("", ""))
        return self._given.get(id) or (token if leaving and leaving == text.strip() else "")

    async def send(self, out: Outgoing) -> Sent:
        """Send once. Raises: NotSent, Rejected, Ambiguous."""
        root, _ = parts_of(out.conversation_key)
        if not out.conversation_key or (root and not root.startswith("at://")):
            raise Rejected("This dialogue has no place on Bluesky where an answer could go.")
        length = measured(out.text, "reply" if root else "dm")
        if not length.fits:
            raise Rejected(
                "It is too long for Bluesky: {used} of {max} characters {bytes}.",
                used=length.used,
                max=length.max,
                bytes=f"({length.why})" if length.why else "",
            )
        return await (self._post(out, root) if root else self._message(out))

    async def _ask(self, call: Call) -> Found:
        """Ask for what a reply needs. Raises: NotSent, Rejected; nothing has left yet."""
        try:
            answer = await self._session.read(call)
        except InboxError as cause:
            raise not_sent(cause) from cause
        if failure(answer):
            self._refused(answer)
        return answer.found

    # --- in public

    async def _post(self, out: Outgoing, root: str) -> Sent:
        _check(out.files)
        reply, langs = await self._answered(out, root)
        text = sound(out.text)
        record: dict[str, object] = {
            "$type": POST,
            "text": text,
            "reply": reply,
            # Not when it was written: a reply that waited for a sign-off would be sorted into the past.
            "createdAt": _iso(self._context.now()),
        }
        if marks := facets(text, await self._resolved(text)):
            record["facets"] = marks
        if langs:
            record["langs"] = langs
        if out.files:
            record["embed"] = {"$type": "app.bsky.embed.images", "images": [await self._image(f) for f in out.files]}
        did = (await self._opened()).did
        body = {"repo": did, "collection": POST, "rkey": rkey(out.token, out.written_at), "record": record}
        answer = await self._session.send(Call("POST", "xrpc/com.atproto.repo.createRecord", json=body))
        if failure(answer):
            self._refused(answer)
        if not (uri := words(answer.found, "uri")):
            raise Ambiguous("Bluesky took it but did not say under which address.")
        return Sent(uri)

    async def _opened(self) -> State:
        try:
            return await self._session.opened()
        except InboxError as cause:
            raise not_sent(cause) from cause

    async def _answered(self, out: Outgoing, root: str) -> tuple[Found, list[object]]:
        """Return what a reply names as its parent and its thread, and the languages of what it answers."""
        known = [uri for uri in reversed(out.references) if uri.startswith("at://")]
        parent = out.reply_to if out.reply_to.startswith("at://") else next(iter(known), root)
        view = await self._seen(parent)
        if not words(view, "cid"):
            raise Rejected(
                "The post that is answered is not on Bluesky any more, or its author has blocked us: nothing can be put below it."
            )
        author = inner(inner(view, "author"), "viewer")
        if author.get("blockedBy") is True or words(author, "blocking"):
            raise Rejected("One of you has blocked the other on Bluesky; only the app can take our own block back.")
        if inner(view, "viewer").get("replyDisabled") is True:
            raise Rejected(
                "Its author lets only some people answer this post; write to them in private, if they allow it."
            )
        this = {"uri": words(view, "uri"), "cid": words(view, "cid")}
        record = inner(view, "record")
        first = inner(inner(record, "reply"), "root")
        above = {"uri": words(first, "uri"), "cid": words(first, "cid")} if words(first, "cid") else this
        langs = record.get("langs")
        return {"root": above, "parent": this}, langs[:3] if isinstance(langs, list) else []

    async def _seen(self, uri: str) -> Found:
        """Return a post as it is shown to us, {} where it is not. One of our own the AppView may not have seen yet."""
        did = (await self._opened()).did
        if authority(uri) != did:
            found = await self._ask(Call("GET", "xrpc/app.bsky.feed.getPosts", query={"uris": uri}))
            return next(iter(objects(found.get("posts"))), {})
        where = query(repo=did, collection=POST, rkey=uri.rpartition("/")[2])
        found = await self._ask(Call("GET", "xrpc/com.atproto.repo.getRecord", where))
        return {**found, "record": found.get("value")}

    async def _resolved(self, text: str) -> Mapping[str, str]:
        for handle in mentioned(text)[:MENTIONS]:
            if handle in self._dids:
                continue
            call = Call("GET", "xrpc/com.atproto.identity.resolveHandle", query={"handle": handle})
            try:
                answer = await self._session.read(call)
            except InboxError as cause:
                raise not_sent(cause) from cause
            # A name that nobody has stays plain words.
            if did := words(answer.found, "did"):
                self._dids[handle] = did
        return self._dids

    async def _image(self, file: File) -> Found:
        call = Call(
            "POST", "xrpc/com.atproto.repo.uploadBlob", headers={"Content-Type": file.type}, content=file.content
        )
        blob = inner(await self._ask(call), "blob")
        if not blob:
            raise NotSent("Bluesky did not take the picture {name}.", name=file.name)
        return {"alt": file.name, "image": blob}

    # --- in private

    async def _message(self, out: Outgoing) -> Sent:
        if out.files:
            raise Rejected("Bluesky's chat takes no files; put them where a link leads to, or answer in public.")
        convo = out.conversation_key
        await self._ready(convo)
        text = sound(out.text)
        message: dict[str, object] = {"text": text}
        if marks := facets(text, await self._resolved(text)):
            message["facets"] = marks
        body = {"convoId": convo, "message": message}
        self._leaving[convo], self._tried[out.token] = (text.strip(), out.token), self._context.now()
        try:
            answer = await self._session.send(Call("POST", "xrpc/chat.bsky.convo.sendMessage", headers=CHAT, json=body))
            if failure(answer):
                self._refused(answer)
        except NotSent:
            del self._leaving[convo]
            raise
        if not (id := words(answer.found, "id")):
            raise Ambiguous("Bluesky took it but did not say under which number.")
        return self._sent(convo, id, out.token)

    def _sent(self, convo: str, id: str, token: str) -> Sent:
        self._given[id] = token
        while len(self._given) > KEPT:
            del self._given[next(iter(self._given))]
        self._leaving.pop(convo, None)
        self._tried.pop(token, None)
        return Sent(id)

    async def _ready(self, id: str) -> None:
        """Accept a request that we answer. Raises: Rejected where the conversation takes no more messages."""
        call = Call("GET", "xrpc/chat.bsky.convo.getConvo", headers=CHAT, query={"convoId": id})
        convo = inner(await self._ask(call), "convo")
        if words(inner(convo, "kind"), "lockStatus").startswith("locked"):
            raise Rejected(
                "This conversation is locked on Bluesky, or one of us has left it: nothing can be written there."
            )
        members = objects(convo.get("members"))
        if len(members) == 2 and any(_blocked(inner(m, "viewer")) for m in members):
            raise Rejected("One of you has blocked the other on Bluesky; only the app can take our own block back.")
        if words(convo, "status") == "request":
            body = {"convoId": id}
            await self._ask(Call("POST", "xrpc/chat.bsky.convo.acceptConvo", headers=CHAT, json=body))

    def _refused(self, answer: Answer) -> NoReturn:
        """Raise what a refusal means (platforms differ in names, Bluesky always says one)."""
        name, said = failure(answer), self._session.said(answer)
        if barred(answer):
            raise NotSent(
                "This app password does not reach direct messages; make one with “Allow access to your direct messages”."
            )
        if answer.status == 401 or name in ("ExpiredToken", "InvalidToken", "AuthMissing"):
            raise NotSent(
                "Bluesky does not accept our session any more ({words}); enter a new app password.", words=said
            )
        if name.startswith(("AccountTakedown", "AccountSuspended", "AccountDeactivated", "AccountInactive", "Repo")):
            raise NotSent("Bluesky has closed this account: {words}", words=said)
        if name == "InvalidSwap" or answer.status == 409:
            raise NotSent("Bluesky was writing something else for us: {words}", words=said)
        if name == "ConvoLocked":
            raise Rejected(
                "This conversation is locked on Bluesky, or one of us has left it: nothing can be written there."
            )
        if name == "RecordNotFound":
            raise Rejected(
                "The post that is answered is not on Bluesky any more, or its author has blocked us: nothing can be put below it."
            )
        if name == "InvalidConvo":
            raise Rejected("This conversation is not on Bluesky any more; perhaps one of you left it.")
        if "incoming messages" in said.casefold():
            raise Rejected("They take no direct messages from us ({words}); answer in public instead.", words=said)
        raise Rejected("Bluesky refused: {words}", words=said)

    # --- after a lost answer

    def _ahead(self, answer: Answer) -> timedelta:
        """Return how far Bluesky's clock is ahead of ours: what is looked for bears its time, not ours."""
        try:
            return parsedate_to_datetime(answer.headers.get("date", "")) - self._context.now()
        except (ValueError, TypeError):
            return timedelta()

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Look whether it arrived. Raises: Unreachable, Refused; also while it may still be on its way."""
        root, _ = parts_of(out.conversation_key)
        return await (self._found_post(out) if root else self._found_message(out))

    async def _found_post(self, out: Outgoing) -> Sent | None:
        state, key = await self._session.opened(), rkey(out.token, out.written_at)
        where = query(repo=state.did, collection=POST, rkey=key)
        answer = await self._session.read(Call("GET", "xrpc/com.atproto.repo.getRecord", query=where))
        if not failure(answer):
            return Sent(words(answer.found, "uri") or f"at://{state.did}/{POST}/{key}")
        # What arrives later still meets this key, so a repeat makes no second post.
        if failure(answer) == "RecordNotFound" or "locate record" in words(answer.found, "message"):
            return None
        raise Unreachable("Bluesky does not answer as it should: {words}", words=self._session.said(answer))

    async def _found_message(self, out: Outgoing) -> Sent | None:
        state, convo, cursor = await self._session.opened(), out.conversation_key, ""
        wanted, found = sound(out.text).strip(), list[str]()
        while True:
            where = query(convoId=convo, limit=100, cursor=cursor)
            answer = await self._session.read(Call("GET", "xrpc/chat.bsky.convo.getMessages", where, CHAT))
            if failure(answer):
                raise Unreachable("Bluesky does not answer as it should: {words}", words=self._session.said(answer))
            since = (out.written_at or self._born) + self._ahead(answer) - SKEW
            listed = objects(answer.found.get("messages"))
            recent = [m for m in listed if (at := stamp(m.get("sentAt"))) is not None and at >= since]
            found += [
                words(m, "id")
                for m in recent
                if words(inner(m, "sender"), "did") == state.did and words(m, "text").strip() == wanted
            ]
            cursor = words(answer.found, "cursor")
            if not listed or len(recent) < len(listed) or not cursor:
                break
        # The earliest that is not known as another reply's.
        for id in reversed(found):
            if id and self._given.get(id, out.token) == out.token:
                return self._sent(convo, id, out.token)
        if self._context.now() - self._tried.get(out.token, self._born) < LATE:
            raise Unreachable("Bluesky does not show this message yet; it may still arrive.")
        return None


def _blocked(viewer: Found) -> bool:
    return viewer.get("blockedBy") is True or bool(words(viewer, "blocking"))


def _check(files: tuple[File, ...]) -> None:
    if len(files) > IMAGES:
        raise Rejected("A post takes {max} pictures at most.", max=IMAGES)
    for file in files:
        if not file.type.startswith("image/"):
            raise Rejected("Bluesky takes pictures only; {name} is none.", name=file.name)
        if len(file.content) > LARGEST:
            raise Rejected("{name} is too large for Bluesky: {max} bytes at most.", name=file.name, max=LARGEST)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
