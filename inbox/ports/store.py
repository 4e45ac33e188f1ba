"""What a store must be: one writer at a time, state and facts in one transaction, a feed without holes.

Promises every store keeps: a write is durable when `writing` ends; writers take turns, and the
feed's number is taken first, so that no reader sees a gap; whatever `load_…` did not load, a
decision does not see.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from inbox.domain.events import Recorded
from inbox.domain.incoming import File, Identity, Incoming
from inbox.domain.limits import Standing
from inbox.domain.model import Channel, Department, Message, Person, RequestState
from inbox.domain.picture import Picture
from inbox.domain.rules import Fact
from inbox.domain.views import Filter
from inbox.ports.abilities import AbleStore, AbleUnit
from inbox.ports.adapter import Entry
from inbox.ports.asking import AskingStore
from inbox.ports.desk import (
    Across,
    ChannelRow,
    Counts,
    Hit,
    Overview,
    Portrait,
    RequestRow,
    Row,
    Thread,
    Verdict,
    View,
)
from inbox.ports.entering import Entering
from inbox.ports.guiding import Guiding
from inbox.ports.leases import Lease, Roll
from inbox.ports.page import Page
from inbox.ports.reporting import Reporting
from inbox.ports.routine import RoutineStore
from inbox.ports.signing import Signing
from inbox.ports.storms import StormStore, StormUnit

WHISPER = 7900
"""Bytes of UTF-8 that a whisper may have."""


class Unit(AbleUnit, StormUnit, Protocol):
    """One write in progress; also the mint of ids and salts."""

    picture: Picture
    recorded: list[Recorded]

    def id(self) -> int:
        """Return the next id of the one sequence."""

    def salt(self) -> str:
        """Return an unguessable salt."""

    async def load_house(self) -> None:
        """Load people, departments and channels, and who is away."""

    async def load_conversations(self, ids: Sequence[int]) -> None:
        """Load conversations and their contacts."""

    async def load_dialogue(self, id: int) -> None:
        """Load a conversation with everything decisions about it look at."""

    async def load_carrying(self, requests: Sequence[int]) -> None:
        """Load the dialogues in which a reply waits that carries the answer to one of these, or what stands for it there."""

    async def load_put_away(self, id: int) -> None:
        """Load whether the conversation of a reply was closed or put away since it was written; nothing where there is none."""

    async def load_messages(self, ids: Sequence[int]) -> None:
        """Load messages by id, without their conversations."""

    async def load_message(self, id: int) -> None:
        """Load a message and its dialogue; nothing where there is none."""

    async def load_request(self, id: int) -> None:
        """Load a request and its dialogue; nothing where there is none."""

    async def load_letter(self, id: int) -> None:
        """Load a letter with its request; nothing where there is none."""

    async def load_letters_out(self) -> None:
        """Load the letters about requests that still want something from somebody."""

    async def load_pending_of(self, department: str) -> None:
        """Load a department's pending requests."""

    async def load_owned(self, person: str, *, closed: bool = False) -> None:
        """Load every conversation a person owns, those that are closed only if asked for."""

    async def load_any_of_channel(self, channel: str) -> None:
        """Load one conversation of a channel, if it has any."""

    async def load_requests_of(self, conversation: int) -> None:
        """Load a conversation's requests."""

    async def load_move(self, id: int) -> None:
        """Load a bulk move, its conversations, and which move changed each last."""

    async def load_access(self, person: str) -> None:
        """Load a person's tokens, and everybody's logins."""

    async def load_routine(self) -> None:
        """Load templates, saved views, hours and rules."""

    async def load_hours(self) -> None:
        """Load when channels are attended."""

    async def load_mentions(self, person: str) -> None:
        """Load where somebody was named."""

    async def load_cards(self, ids: Sequence[int] | None = None) -> None:
        """Load the goals and guidelines that stand, or these versions."""

    async def load_seen(self, conversation: int, person: str) -> None:
        """Load up to which message somebody has seen a conversation."""

    async def load_rules(self) -> None:
        """Load the automatic rules, and where one is on, the hours and what it asks of the conversations that are loaded."""

    async def load_targets(self, conversations: Sequence[int]) -> None:
        """Load what people were told of conversations whose contacts wait."""

    async def load_token(self, id: int) -> None:
        """Load a token; nothing where there is none."""

    async def keep_token(self, id: int, digest: str) -> None:
        """Keep what a token is known by. Raises: Conflict."""

    async def keep_password(self, person: str, verifier: str, before: str | None) -> None:
        """Keep what a password is known by ("" only looks). Raises: Conflict where the one of `before` was changed."""

    async def load_pair(self, one: int, other: int) -> None:
        """Load two contacts with their conversations, the link between them, and whether one was turned down."""

    async def load_link(self, id: int) -> None:
        """Load a link with both its contacts; nothing where there is none."""

    async def latest_move(self, person: str) -> int | None:
        """Return a person's latest bulk move that stands."""

    async def latest_reply(self, person: str) -> int | None:
        """Return a person's latest reply that has not left."""

    async def load_keyed(self, channel: str, keys: Sequence[str], identities: Sequence[Identity]) -> None:
        """Load conversations by key and contacts by identity."""

    async def load_said(self, column: str, values: Sequence[str]) -> None:
        """Load messages by `external_id` or `token`, with their conversations and the drafts in those."""

    async def load_leaving(self) -> None:
        """Load the replies on their way, and those of which nobody knows, in the conversations that are loaded."""

    async def load_planned(self) -> None:
        """Load the replies that are planned for later in the conversations that are loaded, with their dialogues."""

    async def fresh(self, channel: str, keys: Sequence[str]) -> set[str]:
        """Remember dedupe keys of a channel, and return those that were not known."""

    async def keep_files(self, message: int, files: Sequence[File]) -> None:
        """Keep the files that go out with a reply."""

    async def keep_raw(self, channel: str, at: datetime, entries: Sequence[Entry]) -> list[int]:
        """Keep raw payloads, and return their ids."""

    async def quarantine(self, channel: str, at: datetime, rows: Sequence[tuple[int, str, str]]) -> None:
        """Set aside what could not be read: (raw id, why, dedupe key)."""

    async def quarantined(
        self, channel: str, limit: int, after: int
    ) -> list[tuple[int, int, bytes, Mapping[str, str]]]:
        """Return what is set aside on a channel behind an id: (id, raw id, raw payload, its headers)."""

    async def set_why(self, id: int, why: str) -> None:
        """Say anew why something is set aside."""

    async def unquarantine(self, channel: str, ids: Sequence[int]) -> None:
        """Forget what could be read after all, its dedupe keys included."""

    async def keep_waiting(self, channel: str, said: Incoming, at: datetime) -> None:
        """Keep an entry until the message it is about is known; at most a month."""

    async def waiting_for(self, channel: str, targets: Sequence[str]) -> list[Incoming]:
        """Return the entries that wait for these messages, and let them wait no longer."""

    async def newest(self, channel: str, edit: Incoming, at: datetime) -> bool:
        """Remember an edit, and tell whether none that is known is newer."""

    async def set_cursor(self, channel: str, cursor: str, at: datetime) -> None:
        """Keep how far a channel was read."""

    async def outcome(self, person: str, key: str) -> tuple[str, int, int] | None:
        """Return digest, first and last fact of what a person did under an idempotency key."""

    async def keep_outcome(self, person: str, key: str, digest: str, at: datetime, first: int, last: int) -> None:
        """Remember what a person did under an idempotency key."""

    async def forget_outcomes(self, before: datetime) -> None:
        """Forget what was done under idempotency keys before a moment."""

    async def between(self, first: int, last: int) -> list[Recorded]:
        """Return the facts with these numbers, as this write sees them."""

    def record(self, facts: Sequence[Fact], by: str | None, at: datetime) -> None:
        """Number and chain facts, and fold them onto the picture."""

    async def save(self) -> None:
        """Write the facts and the nouns they changed."""


class Store(Entering, AbleStore, Guiding, Signing, StormStore, AskingStore, Reporting, RoutineStore, Protocol):
    """Keeps the inbox."""

    @property
    def alone(self) -> bool:
        """Tell whether no other process can have this inbox open."""

    def writing(self, lease: Lease | None = None) -> AbstractAsyncContextManager[Unit]:
        """Hold the one turn to write. Commits at the end, nothing on an error.

        Raises: LeaseLost where a lease is named that does not stand any more; while this lasts, it stands.
        """

    async def close(self) -> None:
        """Let the inbox go. May be called twice."""

    async def last(self) -> int:
        """Return the number of the latest fact."""

    async def wait(self, after: int, seconds: float) -> None:
        """Return once a fact behind `after` exists, or the time is over."""

    async def whisper(self, text: str) -> None:
        """Tell every process on this inbox a line that is no fact and is kept nowhere; who is not listening misses it.

        Raises: Unreachable.
        """

    def listen(self, heard: Callable[[str], None]) -> None:
        """Call for each whisper from now on, this process's own included, in the event loop of the store."""

    async def feed(self, person: Person, after: int, limit: int) -> list[Recorded]:
        """Return facts about what a person may see, words sealed."""

    async def between(self, first: int, last: int) -> list[Recorded]:
        """Return the facts with these numbers."""

    async def person(self, name: str) -> Person | None:
        """Return somebody who works here."""

    async def people(self) -> tuple[Person, ...]:
        """Return who works here."""

    async def departments(self) -> tuple[Department, ...]:
        """Return who can be asked."""

    async def channel_rows(self) -> tuple[ChannelRow, ...]:
        """Return our accounts and how they fare."""

    async def channel(self, name: str) -> Channel | None:
        """Return one of our accounts."""

    async def conversations(self, person: Person, view: View, narrow: Filter, limit: int, after: str) -> Page[Row]:
        """Return one page of a view."""

    async def index(self, person: Person, view: View, narrow: Filter) -> array[int]:
        """Return the ids of a whole view, in its order."""

    async def rows(self, person: Person, ids: Sequence[int]) -> list[Row]:
        """Return the rows of conversations that the person may see."""

    async def counts(self, person: Person, now: datetime) -> Counts:
        """Return how many each view holds."""

    async def overview(self, person: Person, now: datetime) -> Overview:
        """Return the lead's look at the whole."""

    async def thread(self, person: Person, conversation: int, before: int | None, limit: int) -> Thread:
        """Return a conversation to read. Raises: NotFound."""

    async def threads(self, person: Person, conversations: Sequence[int], limit: int) -> list[Thread]:
        """Return conversations with their newest messages, in the order asked for; what is not visible is left out."""

    async def message(self, person: Person, message: int) -> tuple[Message, str]:
        """Return a message a person may read, and its channel. Raises: NotFound."""

    async def standing(self, person: Person, conversation: int) -> tuple[Channel, Standing]:
        """Return what a platform's rules look at before a reply. Raises: NotFound."""

    async def portrait(self, person: Person, id: int) -> Portrait:
        """Return a contact, by its own id or a conversation's, as a person. Raises: NotFound."""

    async def across(self, person: Person, id: int, limit: int, before: str) -> Across:
        """Return what was said with a contact on all channels. Raises: NotFound, BadInput."""

    async def requests(
        self, person: Person, department: str, state: RequestState | None, limit: int, after: str
    ) -> Page[RequestRow]:
        """Return a page of requests."""

    async def request(self, person: Person, request: int) -> RequestRow:
        """Return one request. Raises: NotFound."""

    async def search(self, person: Person, words: str, limit: int, after: str) -> Page[Hit]:
        """Find words, newest first. Raises: BadInput."""

    async def verify(self, known: tuple[int, str] | None = None) -> Verdict:
        """Prove that nobody changed the feed; `known` is a fact's number and hash that must be in it."""

    async def cursor(self, channel: str) -> str:
        """Return how far a channel was read; "" not at all."""

    async def trouble(self, channel: str, words: str, at: datetime) -> None:
        """Keep what is wrong with a channel ("" nothing)."""

    async def undoable(self, person: str) -> int | None:
        """Return the number of the fact behind a person's latest act that can be taken back."""

    async def to_send(self, now: datetime, limit: int, channels: Collection[str] | None = None) -> list[Message]:
        """Return queued messages that are due and first in their conversation, oldest first (None: on any channel)."""

    async def in_flight(self, channels: Collection[str] | None = None) -> list[Message]:
        """Return messages whose send was begun (None: on any channel)."""

    async def channels_of(self, conversations: Sequence[int]) -> dict[int, str]:
        """Return the channels of conversations."""

    async def outgoing(self, message: int) -> tuple[Message, Row, tuple[tuple[str, str], ...], tuple[str, ...]] | None:
        """Return what a send needs: message, row, handles of the contact, external ids said so far."""

    async def files(self, message: int) -> tuple[File, ...]:
        """Return the files that go out with a reply."""

    async def due(self, now: datetime) -> tuple[list[int], list[int]]:
        """Return snoozed conversations whose time has come, and requests that have fallen due."""

    async def next_due(
        self, busy: Collection[int] = (), channels: Collection[str] | None = None, *, rings: bool = True
    ) -> datetime | None:
        """Return the earliest moment at which something will want to leave, but from busy conversations; or fall due, with `rings`.

        `channels` are those that are looked at (None: all).
        """

    async def hold(self, names: Sequence[str], node: str, seconds: float) -> list[Lease]:
        """Take or renew what no other node holds, by the database's time, and return it; an epoch is the holder's own."""

    async def let_go(self, held: Sequence[Lease]) -> None:
        """Hand leases back."""

    async def take_part(self, node: str, label: str, ahead: float, seconds: float) -> None:
        """Say that a node is there for so long, and by how many seconds its clock is ahead of the database's."""

    async def leave(self, node: str) -> None:
        """Forget a node that ends."""

    async def roll(self) -> Roll:
        """Return who takes part, and who holds what."""

    async def examine(self) -> list[tuple[str, str, str]]:
        """Return rows of (`ok` | `warn` | `fail`, what was looked at, what to do)."""
