"""Hands a reply to X: below a post, or as a direct message; pictures first, which nobody sees until the reply has gone.

Delivery class C. X has no key that a repeat could carry, and nothing of ours comes back in an echo; a text that was found
again among our posts (links shortened, prices of reading) could as well be the same sentence to somebody else. So nobody but
a person can say whether a reply whose answer was lost went out.
"""

from __future__ import annotations

import re
from typing import NoReturn

from adapters.kit.found import Found, inner, number, sound, words
from adapters.kit.http import Answer, Call
from adapters.x.access import Access
from adapters.x.frame import PERSON
from adapters.x.weighted import MAX, weighed
from inbox.errors import Ambiguous, NotSent, Rejected
from inbox.ports.adapter import File, Outgoing, Sent, Visibility

LONGEST_DIRECT = 10_000
"""Characters of a direct message (https://docs.x.com/x-api/direct-messages/manage/introduction)."""
MOST_FILES = 4
PICTURES = {"image/jpeg": "image", "image/png": "image", "image/webp": "image", "image/gif": "gif"}
LARGEST = {"image": 5 * 1024 * 1024, "gif": 15 * 1024 * 1024}
_PUBLIC = re.compile(r"(\d{1,19})(?:/(\d{1,19}))?", re.ASCII)
_PAIR = re.compile(r"(\d{1,19})-(\d{1,19})", re.ASCII)
_GROUP = re.compile(r"g?\d{1,19}", re.ASCII)
_FORBIDDEN = ("client-forbidden", "unsupported-authentication", "oauth1-permissions", "not-authorized-for-resource")
"""Problems of the app, not of the message (https://docs.x.com/x-api/fundamentals/response-codes-and-errors)."""


def path_of(out: Outgoing) -> str:
    """Return where a reply goes. Raises: Rejected where it would go somewhere else than it was written for."""
    if out.visibility is Visibility.PUBLIC:
        if not _PUBLIC.fullmatch(out.conversation_key):
            raise Rejected("This conversation is private on X; nothing of it is answered in public.")
        return "2/tweets"
    pair = _PAIR.fullmatch(out.conversation_key)
    people = [i.value for i in out.to if i.kind == PERSON and _GROUP.fullmatch(i.value)]
    if pair or out.conversation_key.startswith("dm:"):
        there = [id for id in people if pair is None or id in pair.groups()]
        if not there:
            raise Rejected("It is not known to whom this direct message goes.")
        return f"2/dm_conversations/with/{there[0]}/messages"
    if not _GROUP.fullmatch(out.conversation_key):
        raise Rejected("This conversation is public on X; write a direct message to answer in private.")
    return f"2/dm_conversations/{out.conversation_key}/messages"


def checked(out: Outgoing) -> None:
    """Look at a reply before anything leaves. Raises: Rejected."""
    direct = out.visibility is Visibility.PRIVATE
    weight = weighed(out.text)
    used, most = (len(out.text), LONGEST_DIRECT) if direct else (weight.weight, MAX)
    if used > most:
        raise Rejected("It is too long for X: {used} of {max} (a link counts 23, an emoji 2).", used=used, max=most)
    if not direct and not weight.valid and not (out.files and not out.text):
        raise Rejected("X takes no post without a text, or with characters that stand for none.")
    if len(out.files) > (1 if direct else MOST_FILES):
        raise Rejected("X takes {max} pictures at most.", max=1 if direct else MOST_FILES)
    for file in out.files:
        kind = PICTURES.get(file.type.partition(";")[0].strip().lower())
        if kind is None:
            raise Rejected("X takes pictures only (JPEG, PNG, WebP, GIF), not {name}.", name=file.name)
        if len(file.content) > LARGEST[kind]:
            raise Rejected("{name} is too large for X: {max} MB at most.", name=file.name, max=LARGEST[kind] // 1024**2)


async def sent(access: Access, out: Outgoing) -> Sent:
    """Send once. Raises: NotSent, Rejected, Ambiguous."""
    path = path_of(out)
    checked(out)
    media = [await _uploaded(access, file, out.visibility) for file in out.files]
    answer = await access.hand(Call("POST", path, json=body_of(out, media)))
    if answer.status >= 400:
        _refused(access, answer, out)
    made = inner(answer.found, "data")
    id = number(made, "dm_event_id" if out.visibility is Visibility.PRIVATE else "id")
    if not id:
        raise Ambiguous("X took it but did not say under which number.")
    return Sent(id)


def body_of(out: Outgoing, media: list[str]) -> Found:
    """Return the body of a call. X itself puts the handle of whoever is answered before a reply."""
    text = {"text": sound(out.text)} if out.text else {}
    if out.visibility is Visibility.PRIVATE:
        return {**text, **({"attachments": [{"media_id": id} for id in media]} if media else {})}
    key = _PUBLIC.fullmatch(out.conversation_key)
    answered = number({"id": out.reply_to}, "id") or (key[1] if key else "")
    reply = {"reply": {"in_reply_to_tweet_id": answered}} if answered else {}
    return {**text, **reply, **({"media": {"media_ids": media}} if media else {})}


async def _uploaded(access: Access, file: File, visibility: Visibility) -> str:
    kind = PICTURES[file.type.partition(";")[0].strip().lower()]
    category = f"{'dm' if visibility is Visibility.PRIVATE else 'tweet'}_{kind}"
    call = Call(
        "POST",
        "2/media/upload",
        form={"media_category": category},
        files={"media": (file.name, file.content, file.type)},
    )
    answer = await access.lent(call)
    if answer.status in (400, 413, 415):
        raise Rejected("X does not take {name}: {words}", name=file.name, words=access.said(answer))
    id = number(inner(answer.found, "data"), "id")
    if answer.status >= 400 or not id:
        raise NotSent("X did not take {name}: {words}", name=file.name, words=access.said(answer))
    return id


def _refused(access: Access, answer: Answer, out: Outgoing) -> NoReturn:
    said, problem = access.said(answer), words(answer.found, "type")
    if answer.status == 402:
        raise NotSent("X wants money first: buy credits at console.x.com ({words}).", words=said)
    if answer.status == 403 and problem.endswith(_FORBIDDEN):
        raise NotSent(
            "The app lacks a right at X: {words} (console.x.com: tweet.write, dm.write, media.write).", words=said
        )
    if answer.status == 403 and out.visibility is Visibility.PUBLIC:
        raise Rejected(
            "X refuses this reply: {words} An app may answer only posts that mention or quote us, and say nothing twice: "
            "answer in the X app.",
            words=said,
        )
    if answer.status == 403:
        raise Rejected("X lets us write nothing to this person: {words} Perhaps the X app does.", words=said)
    if answer.status == 408:
        raise Ambiguous("X failed while it had the message: {words}", words=said)
    raise Rejected("X refused: {words}", words=said)
