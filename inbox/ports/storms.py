"""What is asked about storms: how the weather is, one storm with its threads, and what a store keeps for the watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from inbox.domain.hearing import Said
from inbox.domain.model import Person
from inbox.domain.storm import Freeze, Storm, Thresholds


@dataclass(frozen=True, slots=True)
class StormRow:
    """A storm in a list, counted over the conversations that whoever asks may see."""

    storm: Storm
    conversations: int
    waiting: int
    unowned: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """A reply that a freeze alone keeps: stopped in the queue, or held since it was written. `wrote_since`: the contact wrote after it was written."""

    message: int
    conversation: int
    author: str
    at: datetime
    preview: str
    wrote_since: bool


@dataclass(frozen=True, slots=True)
class Gauge:
    """How many people wrote on a channel in the last hour, how many usually do at this hour, and how sour it was (percent)."""

    channel: str
    lately: int
    usual: float
    sour: int


@dataclass(frozen=True, slots=True)
class Weather:
    """How it is: storms (latest first), what is frozen on one's channels, the gauge of each channel, and when the watch speaks up."""

    storms: tuple[StormRow, ...]
    freezes: tuple[Freeze, ...]
    stopped: tuple[Stopped, ...]
    gauges: tuple[Gauge, ...]
    thresholds: Thresholds

    @property
    def freeze(self) -> Freeze | None:
        """The freeze that stands, of several the first; None where sending is free."""
        return self.freezes[0] if self.freezes else None


@dataclass(frozen=True, slots=True)
class StormThread:
    """One conversation of a storm, with what it takes to decide whether the same reply fits here.

    `number` is its last message, to be given as seen; `in_the_way` says why nothing can be sent now ("": it can), and
    `answered` that somebody of us spoke last; `lang` is the language they write in.
    """

    conversation: int
    channel: str
    contact: str
    public: bool
    state: str
    owner: str | None
    number: int
    last_words: str
    waiting_since: datetime | None
    answered: bool
    in_the_way: str = ""
    lang: str = "de"


@dataclass(frozen=True, slots=True)
class StormView:
    """A storm and its threads, longest waiting first.

    `proposed` is what could be told for now to most of them, `texts` the same by language, and `waits` in which languages
    that waits for somebody else's word.
    """

    row: StormRow
    threads: tuple[StormThread, ...]
    proposed: str
    texts: tuple[tuple[str, str], ...] = ()
    waits: tuple[str, ...] = ()

    def text_for(self, conversation: int) -> str:
        """Return what could be told in one of its threads, in the language of that thread."""
        lang = next((one.lang for one in self.threads if one.conversation == conversation), "")
        return dict(self.texts).get(lang, self.proposed)


class StormDesk(Protocol):
    """The part of a desk that knows storms."""

    async def weather(self, *, gauges: bool = True) -> Weather:
        """Return how the weather is: storms and the freeze; with `gauges` also how much is written, which takes longer.

        Raises: NotAllowed.
        """

    async def storm(self, storm: int) -> StormView:
        """Return one storm with its threads. Raises: NotAllowed, NotFound."""


class StormUnit(Protocol):
    """The part of a write that knows storms and the freeze."""

    async def load_storm(self, id: int) -> None:
        """Load a storm with its conversations; nothing where there is none."""

    async def load_rising(self) -> None:
        """Load the storms that rise, without their conversations."""

    async def load_watch(self) -> None:
        """Load when the storm watch speaks up."""

    async def load_frozen(self) -> None:
        """Load the replies that a freeze stops or holds, with their dialogues."""

    async def keep_usual(self, channel: str, upto: int, at: datetime, learnt: str) -> None:
        """Keep what is usual on a channel ("": on all together), as it was learnt up to a message."""


class StormStore(Protocol):
    """The part of a store that knows storms and the freeze."""

    async def storms(self, person: Person | None) -> list[StormRow]:
        """Return the storms that a person may see (None: all), latest first: those that rise, and some that are over."""

    async def storm_view(self, person: Person, storm: int) -> StormView:
        """Return a storm with the threads that a person may see. Raises: NotFound."""

    async def freezes(self) -> list[Freeze]:
        """Return the freezes that stand, oldest first."""

    async def stopped(self, person: Person) -> list[Stopped]:
        """Return the replies that a freeze stops, oldest first, where a person may see them."""

    async def said(self, after: int, limit: int) -> list[Said]:
        """Return what customers wrote by hand behind a message, in the order of numbers."""

    async def said_since(self, since: datetime, limit: int) -> list[Said]:
        """Return the latest that customers wrote by hand since a moment, in the order of time."""

    async def said_in(self, conversations: Sequence[int], limit: int) -> list[Said]:
        """Return what customers wrote by hand in conversations, in the order of time."""

    async def usual(self) -> dict[str, tuple[int, str]]:
        """Return what was learnt, by channel: up to which message, and what."""

    async def thresholds(self) -> Thresholds:
        """Return when the storm watch speaks up."""
