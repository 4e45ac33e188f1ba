"""Telegram's Bot API (10.2): long polling in, sendMessage out, delivery class C (nothing can be looked up).

https://core.telegram.org/bots/api: an update is kept for 24 hours and confirmed by asking with a higher offset; only one
program may ask; nothing repeats a message safely and nothing lists what a bot has sent.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import ClassVar, NoReturn
from urllib.parse import quote

from adapters.kit.found import Found, inner, number, sound, words
from adapters.kit.http import Answer, Call, Http, Paused, checked_base, line
from adapters.telegram.parse import parse, said_by
from adapters.telegram.places import Place, number_in, place_of
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    OPEN,
    Account,
    Attachment,
    Batch,
    Capabilities,
    Context,
    DeliveryClass,
    Entry,
    Identity,
    Incoming,
    Kind,
    Measure,
    Outgoing,
    ReplyWindow,
    Sent,
    Setting,
    Standing,
    Trial,
    Visibility,
    Way,
    Window,
)

LIMIT = 100
"""Updates in one answer, at most."""
LONGEST = 4096
"""UTF-16 code units of a message, which is how Telegram counts."""
POLL = 50.0
"""Seconds an answer may wait for news."""
FILE = 300.0
"""Seconds for a file."""
NETWORK = 30.0
"""Seconds for any other call, and for what an answer may come late."""
PATIENCE = 60.0
"""Seconds we wait at most where the platform asks for patience; then the channel says so."""
WANTED = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "callback_query", "my_chat_member",
)  # fmt: skip
"""What we ask for: the dialogue, and what changes it. Reactions come only if they are named."""
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}")


def used(text: str) -> int:
    """Return how long Telegram finds a text, in UTF-16 code units."""
    return len(sound(text).encode("utf-16-le")) // 2


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "telegram"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.BLIND
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("token", "the bot's token, from @BotFather in Telegram (/newbot or /token)", secret=True),
        Setting("api_base", "where the Bot API is", required=False, default="https://api.telegram.org"),
        Setting("poll_seconds", "how long one request waits for news", required=False, default="50"),
    )

    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.POLL}),
        frozenset(
            {
                Kind.MESSAGE,
                Kind.ECHO,
                Kind.EDIT,
                Kind.DELETE,
                Kind.REACTION,
                Kind.CONTACT,
                Kind.CONVERSATION,
                Kind.ACCOUNT,
            }
        ),
        frozenset({Visibility.PRIVATE, Visibility.PUBLIC}),
        files_out=True,
        splits=True,
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._token = context.secrets.get("token", "").strip()
        if not _TOKEN.fullmatch(self._token):
            raise BadInput("The token is no bot token; @BotFather gives one like 123456:ABC-DEF.")
        base = self._base = checked_base("api_base", context.settings.get("api_base") or "https://api.telegram.org")
        try:
            seconds = float(context.settings.get("poll_seconds") or POLL)
        except ValueError:
            seconds = math.nan
        if not seconds > 0:
            raise BadInput("{key} is a number of seconds above 0.", key="poll_seconds")
        self._poll = min(POLL, seconds)
        self._http = Http(f"{base}/bot{self._token}", lambda found: _parameters(found).get("retry_after"))

    async def open(self) -> Account:
        """Ask who the bot is."""
        me = await self._me()
        return Account(words(me, "first_name"), f"@{words(me, 'username')}" if words(me, "username") else "")

    async def _me(self) -> Found:
        me = inner(self._granted(await self._http.read(_call("getMe", {}), NETWORK)), "result")
        if not number(me, "id"):
            raise Unreachable("Telegram does not answer as it should: {words}", words="no bot")
        return me

    def _granted(self, answer: Answer) -> Found:
        """Return a good answer to a question. Raises: Refused, Unreachable."""
        code = _code(answer)
        if code == 0:
            return answer.found
        if code in (401, 404):
            raise Refused("Telegram does not know this token; @BotFather shows the one that counts (/token).")
        if code == 409:
            raise Unreachable(
                "Another program fetches this bot's messages, or a webhook is set for it: end that program, or call deleteWebhook."
            )
        raise Unreachable("Telegram does not answer as it should: {words}", words=self._said(answer))

    def _said(self, answer: Answer) -> str:
        return line(answer.found.get("description"), self._token) or f"HTTP {answer.status}"

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield updates. Asking on confirms what was yielded, so the caller must have stored it by then."""
        offset, wait = int(cursor) if cursor.isascii() and cursor.isdigit() else 0, 0.0
        while True:
            updates = await self._updates(offset, wait)
            # Not the highest ever: after a quiet week numbers begin anew, perhaps far below, and an offset above them is
            # ignored. https://core.telegram.org/bots/api#update
            newest = max(map(_id, updates), default=-1)
            before, offset = offset, newest + 1 if newest >= 0 else offset
            # A full answer means that more may wait; the first question does not wait, to find that out.
            full = len(updates) >= LIMIT
            yield Batch(tuple(_entry(u) for u in updates), str(offset) if offset else "", caught_up=not full)
            if updates and offset == before:
                # Updates without a number cannot be confirmed and come again at once.
                await self._context.sleep(self._poll)
            wait = 0.0 if full else self._poll

    async def _updates(self, offset: int, wait: float) -> list[object]:
        body = {"timeout": math.ceil(wait), "limit": LIMIT, "allowed_updates": WANTED}
        if offset:
            body["offset"] = offset
        try:
            answer = await self._http.read(_call("getUpdates", body), wait + NETWORK)
        except Paused as cause:
            await self._context.sleep(min(PATIENCE, cause.seconds or 0))
            raise
        found = self._granted(answer).get("result")
        if not isinstance(found, list):
            raise Unreachable("Telegram does not answer as it should: {words}", words="no list of updates")
        return found

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Count as Telegram does, in UTF-16 code units. https://core.telegram.org/bots/api#sendmessage"""
        length = used(text)
        return Measure(length, LONGEST, "utf-16", length <= LONGEST)

    @staticmethod
    def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
        """Say whether the bot may still write here: not to who blocked it, and not where it was only asked something."""
        place = place_of(standing.conversation_key)
        if place is not None and place.guest:
            return ReplyWindow(Window.CLOSED, why="a bot cannot write to this chat; it was only asked something there.")
        if standing.hint == Window.BLOCKED:
            return ReplyWindow(Window.BLOCKED, why="the contact has blocked the bot; only they can change that.")
        return OPEN

    async def send(self, out: Outgoing) -> Sent:
        """Send once; where the group has become a supergroup, to its new number."""
        place = place_of(out.conversation_key)
        if place is None or place.guest:
            raise Rejected("A bot cannot write to this chat; it was only asked something there.")
        length = used(out.text)
        if length > LONGEST:
            raise Rejected(
                "It is too long for Telegram: {used} of {max} characters (an emoji counts as two or more).",
                used=length,
                max=LONGEST,
            )
        await self._enclose(place, out)
        try:
            return await self._say(place, out)
        except NotSent as cause:
            if out.files:  # they are there already, and nobody may send them again by mistake
                raise Ambiguous("Its files arrived, its text did not: {why}", why=cause) from cause
            raise

    async def _say(self, place: Place, out: Outgoing) -> Sent:
        answer = await self._http.send(_call("sendMessage", _message(place, out)), NETWORK)
        if moved := number(_parameters(answer.found), "migrate_to_chat_id"):
            # Refused for certain, so a second call is no double.
            place = place._replace(chat=moved)
            answer = await self._http.send(_call("sendMessage", _message(place, out)), NETWORK)
        if _code(answer):
            self._refused(answer)
        id = place.message(number(inner(answer.found, "result"), "message_id"))
        if not id:
            raise Ambiguous("Telegram took it but did not say under which number.")
        return Sent(id)

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Bring a file; a bot gets at most 20 MB of one. https://core.telegram.org/bots/api#getfile"""
        call = _call("getFile", {"file_id": attachment.url.removeprefix("tg:")})
        answer = await self._http.read(call, NETWORK)
        path = words(inner(answer.found, "result"), "file_path")
        if _code(answer) or not path:
            raise Refused("Telegram does not give this file: {words}", words=self._said(answer))
        async for part in self._http.fetch(f"{self._base}/file/bot{self._token}/{quote(path)}", limit):
            yield part

    async def _enclose(self, place: Place, out: Outgoing) -> None:
        """Send the files of a reply before its text, each in a message of its own."""
        for n, file in enumerate(out.files):
            call = Call(
                "POST", "sendDocument", form=_to(place), files={"document": (file.name, file.content, file.type)}
            )
            try:
                answer = await self._http.send(call, FILE)
                if _code(answer):
                    self._refused(answer)
            except NotSent as cause:
                if n:  # what went before cannot be taken back
                    raise Ambiguous(
                        "Only {n} of {all} files arrived: {why}", n=n, all=len(out.files), why=cause
                    ) from cause
                raise

    def _refused(self, answer: Answer) -> NoReturn:
        code, said = _code(answer), self._said(answer)
        if code >= 500:
            raise Ambiguous("Telegram failed while it had the message: {words}", words=said)
        if code == 429:
            after = _parameters(answer.found).get("retry_after")
            seconds = float(after) if type(after) in (int, float) else None  # type: ignore[arg-type]  # it is a number
            raise NotSent("{host} asks us to slow down.", retry_after=seconds, host=self._http.host)
        if code == 409:
            raise NotSent("Telegram does not answer as it should: {words}", words=said)
        if code in (401, 404):
            raise NotSent("Telegram does not know this token; @BotFather shows the one that counts (/token).")
        if code == 403:
            raise Rejected("Telegram lets us write to nobody who blocked the bot or left: {words}", words=said)
        raise Rejected("Telegram refused: {words}", words=said)

    async def check(self) -> list[tuple[str, str, str]]:
        """Ask who the bot is, what it sees of groups, and whether a webhook stands in the way."""
        rows: list[tuple[str, str, str]] = []
        try:
            me = await self._me()
            rows.append(("ok", f"@{words(me, 'username')}", ""))
            if me.get("can_join_groups") is True and me.get("can_read_all_group_messages") is not True:
                rows.append(("ok", "groups: only what is addressed to the bot", "@BotFather: /setprivacy"))
            hook = inner(self._granted(await self._http.read(_call("getWebhookInfo", {}), NETWORK)), "result")
            if words(hook, "url"):
                rows.append(("fail", "a webhook is set, so nothing can be fetched", "deleteWebhook"))
            rows.append(("ok", f"updates that wait: {number(hook, 'pending_update_count') or '0'}", ""))
        except InboxError as cause:
            mend = f"inbox channel set {self._context.channel} --secret token=-" if isinstance(cause, Refused) else ""
            rows.append(("fail", str(cause), mend))
        return rows

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it."""
        from adapters.telegram.trial import trial  # nobody needs it to answer customers

        return trial(base)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._http.aclose()


def _call(method: str, body: Mapping[str, object]) -> Call:
    return Call("POST", method, json=body)


def _to(place: Place) -> dict[str, str]:
    found = {"chat_id": place.chat}
    if place.business:
        found["business_connection_id"] = place.business
    if place.thread:
        found["message_thread_id"] = place.thread
    return found


def _message(place: Place, out: Outgoing) -> dict[str, object]:
    # Neither parse_mode nor entities: what is written is what arrives.
    body: dict[str, object] = {"chat_id": int(place.chat), "text": sound(out.text)}
    if place.business:
        body["business_connection_id"] = place.business
    if place.thread:
        body["message_thread_id"] = int(place.thread)
    if place.topic:
        body["direct_messages_topic_id"] = int(place.topic)
    if replied := number_in(place, out.reply_to):
        body["reply_parameters"] = {"message_id": replied, "allow_sending_without_reply": True}
    return body


def _parameters(found: Mapping[str, object]) -> Found:
    return inner(dict(found), "parameters")


def _code(answer: Answer) -> int:
    """Return 0 for a good answer, else the error's number: the body's word counts, the status where it has none."""
    if answer.found.get("ok") is True and answer.status < 400:
        return 0
    code = answer.found.get("error_code")
    return code if type(code) is int and code >= 400 else answer.status if answer.status >= 400 else 500


def _id(update: object) -> int:
    id = update.get("update_id") if isinstance(update, dict) else None
    return id if type(id) is int and 0 <= id < 2**53 else -1


def _entry(update: object) -> Entry:
    try:
        raw = json.dumps(update).encode()
    except RecursionError:
        raw = b"null"
    return Entry(raw, tuple(said_by(update)))
