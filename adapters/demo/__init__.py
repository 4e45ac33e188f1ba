"""Scripted customers on pretended platforms: the demo's other side, deterministic by seed.

One adapter is one channel. First it tells what was written before (`backlog`), then customers go
on writing at a human pace (`speed` 0: at once), and answer what is sent to them.
"""

from __future__ import annotations

import asyncio
import json
import random
import tomllib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from inbox.errors import Ambiguous, NotSent
from inbox.ports.adapter import (
    Account,
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
    Sent,
    Setting,
    Visibility,
    Way,
)

LIMITS = {"x": 280, "bluesky": 300, "mastodon": 500, "instagram": 1000, "facebook": 1999, "telegram": 4096}
"""Characters of a message on the platforms it pretends to be."""
PUBLIC = frozenset({"facebook", "x", "mastodon", "instagram", "bluesky"})
STORM = {
    "de": (
        "Charge 7 brennt und Acme schweigt. Unfassbar!",
        "Ist Charge 7 gefährlich? Antwortet endlich!",
        "Finger weg von #Acme Charge 7!!",
    ),
    "en": (
        "Batch 7 burns and Acme stays silent. Unbelievable!",
        "Is batch 7 dangerous? Answer already!",
        "Stay away from #Acme batch 7!!",
    ),
}
NUDGES = {
    "de": (
        "Gibt es schon etwas Neues?",
        "Hallo? Ich warte noch auf eine Antwort.",
        "Kurze Nachfrage zu meinem Anliegen …",
    ),
    "en": ("Any news?", "Hello? I am still waiting for an answer.", "Just following up on this …"),
}
PACE = 30.0
"""Seconds between two live customers at speed 1."""


@dataclass(frozen=True, slots=True)
class Story:
    """What one customer writes: first words, then one line after each of our answers."""

    name: str
    text: str
    then: tuple[str, ...]
    subject: str
    lang: str
    platforms: tuple[str, ...]


def stories(lang: str) -> list[Story]:
    """Return the scripted stories in German, English, or `both`."""
    folder = Path(__file__).parent / "stories"
    rows = [
        (name, row)
        for name in (("de", "en") if lang == "both" else (lang,))
        for row in tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))["story"]
    ]
    return [
        Story(row["name"], row["text"], tuple(row["then"]), row.get("subject", ""), name, tuple(row["platforms"]))
        for name, row in rows
    ]


@dataclass(slots=True)
class _Talk:
    story: Story
    key: str
    public: bool
    said: int = 0
    waiting: list[Incoming] = field(default_factory=list)


class Adapter:
    """See `inbox.ports.adapter.Adapter`. Repeating a send with the same token sends once."""

    platform: ClassVar[str] = "demo"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.IDEMPOTENT
    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.POLL}),
        frozenset({Kind.MESSAGE, Kind.DELIVERY}),
        frozenset(Visibility),
        files_out=True,
        splits=True,
    )

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Count as many characters as the platform it pretends to be takes; the real ones count more finely."""
        most = LIMITS.get(settings.get("pretends", ""), 4000)
        return Measure(len(text), most, "characters", len(text) <= most)

    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("pretends", "the platform it pretends to be", required=False, default="mastodon"),
        Setting("lang", "de, en or both", required=False, default="en"),
        Setting("seed", "another number, other customers", required=False, default="1"),
        Setting("speed", "0 writes at once, 1 at a human pace", required=False, default="1"),
        Setting("backlog", "conversations from before", required=False, default="3"),
        Setting("storm", "1: angry posts about one topic build up", required=False, default="0"),
        Setting("faults", "1: some sends fail, so that one sees how that looks", required=False, default="0"),
        Setting("training", "1: trainees may take conversations here", required=False, default=""),
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._pretends = self._of("pretends", "mastodon")
        self._speed = float(self._of("speed", "1"))
        self._chance = random.Random(f"{self._of('seed', '1')}/{context.channel}")  # noqa: S311 - a script, no secret
        told = [s for s in stories(self._of("lang", "en")) if self._pretends in s.platforms]
        self._chance.shuffle(told)
        self._told = told
        self._talks: dict[str, _Talk] = {}
        self._sent: dict[str, Sent] = {}
        self._next = 0
        self._woken = asyncio.Event()
        self._queue: list[tuple[datetime, Incoming]] = []
        self._closed = False

    def _of(self, key: str, default: str) -> str:
        return self._context.settings.get(key) or default

    async def open(self) -> Account:
        """There is nobody to connect to."""
        return Account(f"Acme ({self._pretends})", self._context.channel)

    async def aclose(self) -> None:
        """End every waiting."""
        self._closed = True
        self._woken.set()

    # --- what customers say

    def _begin(self, story: Story, at: datetime) -> Incoming:
        number = len(self._talks) + 1
        # Somebody who writes on two platforms has the same handle on both, as people do.
        handle = "".join(c for c in story.name.lower() if c.isalnum()) or "guest"
        key = f"{handle}-{number}" if handle in self._talks else handle
        talk = _Talk(story, key, self._pretends in PUBLIC and self._chance.random() < 0.7)
        self._talks[talk.key] = talk
        return self._said(talk, story.text, at)

    def _said(self, talk: _Talk, text: str, at: datetime) -> Incoming:
        talk.said += 1
        id = f"{talk.key}.{talk.said}"
        return Incoming(
            Kind.MESSAGE,
            id,
            talk.key,
            at,
            id,
            identities=(Identity(self._pretends, talk.key),),
            name=talk.story.name,
            visibility=Visibility.PUBLIC if talk.public else Visibility.PRIVATE,
            subject=talk.story.subject if self._pretends == "email" else "",
            text=text,
        )

    def _backlog(self) -> list[Incoming]:
        now = self._context.now()
        told, self._told = self._told[: int(self._of("backlog", "3"))], self._told[int(self._of("backlog", "3")) :]
        return [self._begin(story, now - timedelta(minutes=self._chance.randint(3, 300))) for story in told]

    def _schedule(self) -> None:
        """Plan who writes next, so that the demo lives without anybody waiting for it."""
        now = self._context.now()
        at = now + timedelta(seconds=PACE * (0.5 + self._chance.random()))
        if self._of("storm", "0") == "1" and self._next < 12:
            lang = "de" if self._of("lang", "en") == "de" else "en"
            text = STORM[lang][self._next % 3]
            story = Story(f"user{self._next + 17}", text, (), "", lang, (self._pretends,))
            self._queue.append((now + timedelta(seconds=PACE / 2 * self._chance.random() + 4), self._begin(story, at)))
        elif self._told:
            self._queue.append((at, self._begin(self._told.pop(0), at)))
        elif self._talks:
            talk = self._talks[self._chance.choice(sorted(self._talks))]
            later = now + timedelta(seconds=PACE * (2 + 2 * self._chance.random()))
            self._queue.append((later, self._said(talk, self._chance.choice(NUDGES[talk.story.lang]), later)))
        self._next += 1

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield the backlog once, then whoever writes, forever."""
        if not cursor:
            entries = tuple(_entry(said) for said in self._backlog())
            yield Batch(entries, "live", caught_up=True)
        else:
            self._backlog()
            yield Batch((), cursor, caught_up=True)
        self._schedule()
        while not self._closed:
            self._queue.sort(key=lambda pair: pair[0])
            now = self._context.now()
            due = [said for at, said in self._queue if at <= now or not self._speed]
            if due:
                self._queue = [pair for pair in self._queue if pair[1] not in due]
                yield Batch(tuple(_entry(_at(said, now)) for said in due), "live", caught_up=not self._queue)
                self._schedule()
                continue
            await self._until(self._queue[0][0] if self._queue else None)

    async def _until(self, at: datetime | None) -> None:
        """Wait until somebody writes, or we send something they answer."""
        self._woken.clear()
        pause = (
            3600.0 if at is None else max(0.01, (at - self._context.now()).total_seconds() / max(self._speed, 0.001))
        )
        waits = [asyncio.ensure_future(self._woken.wait()), asyncio.ensure_future(self._context.sleep(pause))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    # --- what we say

    async def send(self, out: Outgoing) -> Sent:
        """Take a reply; its customer reads it and, after typing, answers."""
        if out.token in self._sent:
            return self._sent[out.token]
        if self._of("faults", "0") == "1" and self._chance.random() < 0.1:
            if self._chance.random() < 0.5:
                raise NotSent("The platform asks us to slow down.", retry_after=2.0)
            raise Ambiguous("The platform did not answer.")
        sent = self._sent[out.token] = Sent(f"ours.{out.token}")
        now, talk = self._context.now(), self._talks.get(out.conversation_key)
        read = Incoming(
            Kind.DELIVERY,
            f"read.{out.token}",
            target_id=sent.external_id,
            token=out.token,
            state="read",
            occurred_at=now,
        )
        self._queue.append((now + timedelta(seconds=2), read))
        if talk is not None and 0 < talk.said <= len(talk.story.then):
            typing = timedelta(seconds=6 + self._chance.random() * 10)
            self._queue.append((now + typing, self._said(talk, talk.story.then[talk.said - 1], now + typing)))
        self._woken.set()
        return sent


def _at(said: Incoming, now: datetime) -> Incoming:
    return replace(said, occurred_at=now)


def _entry(said: Incoming) -> Entry:
    raw = {"id": said.external_id, "from": said.name, "text": said.text, "kind": said.kind}
    return Entry(json.dumps(raw, ensure_ascii=True).encode(), (said,))
