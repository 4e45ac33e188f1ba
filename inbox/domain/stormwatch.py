"""Hears what customers write, one message after the other, and says when it is a storm. Pure: time and words are given.

Three roads lead to an alarm, each held against what is usual at this hour of the week: a topic of which far more is
heard than usual; far more messages than usual that are sour, hostile, or in new words; far more of everything. People
count, not messages: one who writes ten times is one. Tone sets the bar, and is no gate to the polite: where more people
have trouble, however politely they say so, than are glad or curious, it is a storm; where they only ask, it is one if
many ask the same, once a day, since whoever announces something is asked much; where they are glad, it is none, and what
a few say amid a glad crowd belongs to it. One crowd is one alarm: what follows on its channels within a day joins it, as
long as it is not sour, because many people say one thing in many words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from inbox.domain.crowd import GLAD_ALL, ONE, apart, ill, in_trouble, oddity, one_topic, plain
from inbox.domain.gathering import Group, drawn, grouped, likeness
from inbox.domain.hearing import Heard, Said, heard
from inbox.domain.lately import AGAIN, KEEPS, Stream
from inbox.domain.storm import Signals, Thresholds
from inbox.domain.usual import RIPE_DAY, Usual

GROWS = (12, 25, 50, 100)
"""Messages of a storm with which its words are learnt anew."""
SCALES = (5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 55, 75, 100, 150, 220, 320)
"""How many messages back a beginning is looked for."""
BLIND = 2.5
"""How many times as many people a storm has at least before a day was heard."""
DAY = timedelta(days=1)
SOUR, HOSTILE, NEW = 0, 1, 2
"""Places of what is counted of a mood; see `Heard.marks`."""
AMID, AMID_ILL = 0.5, 0.3
"""Part of a glad crowd that may say anything without it being a storm, and that may do so where most of them have trouble."""
MOST_ILL = 0.6
"""Part of those who say something that has trouble where it is most of them."""
ASKED = 3
"""How much more surprising it must be where people only ask."""
FLOODS = (12, 13, 14, 15, 16, 17, 18, 20, 22, 25, 30, 40, 55, 75, 100, 150, 220, 320)
"""How many messages back a flood is looked for."""
ODD, ODDER = 2.0, 0.5
"""How surprising a flood must be by its amount alone, and how much more together with what it says."""
CLEAR, CLEARER = 0.25, 0.4
"""Part of those who wrote lately that another topic must have to be another storm: where else little is said, and anyhow."""
BESIDE = 0.4
"""Odds (their log10) of belonging to what is more than usual, from which what is beside a storm is more of it."""
ASKING = "?"
"""Where it is remembered when people last only asked; no channel is called so."""
ALL = ""
"""The name of all channels together."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A storm rises: what it is about ("" where it has no one topic), why, and what belongs to it.

    Where it is more of a storm that is known already, `of` is that one's number.
    """

    at: datetime
    topic: str
    signals: Signals
    messages: tuple[int, ...]
    conversations: tuple[int, ...]
    group: Group = field(repr=False)
    of: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A beginning that is surprising: what came since, how many of it are usual, and how surprising that is."""

    seeds: tuple[Heard, ...]
    usual: float
    surprise: float
    wide: bool = False


class Watcher:
    """Hears messages in the order they came. `open` are the storms that are known; they grow, and are not raised again."""

    def __init__(
        self, thresholds: Thresholds = Thresholds(), usual: Mapping[str, Usual] = MappingProxyType({})
    ) -> None:
        self.thresholds = thresholds
        self.streams = {name: Stream(known) for name, known in usual.items()}
        self.open: dict[int, Group] = {}
        self._cried: dict[str, datetime] = {}
        self._last = datetime.min.replace(tzinfo=UTC) + KEEPS
        self._rested: dict[int, tuple[Group, datetime]] = {}

    def hear(self, said: Said, *, judge: bool = True) -> Alarm | int | None:
        """Return the alarm that a message sets off, the number of the storm it belongs to, or neither.

        What is long past is only learnt from: without `judge`.
        """
        # Channels are not heard in step: what comes late counts as heard now, what is far too late not at all.
        if said.at < self._last - KEEPS:
            return None
        self._last = max(self._last, said.at)
        new = heard(replace(said, at=self._last))
        here = self.streams.setdefault(said.channel, Stream())
        here.pace.hear(new.at, new.author)
        if (number := self._joined(new, here)) is not None:
            return number
        # What a channel hears is also heard by all together, so that a storm on several channels is one.
        for name in dict.fromkeys((ALL, said.channel)):
            stream = self.streams.setdefault(name, Stream())
            mine = stream.take(new)
            # While all is one channel, what all hear is what it hears.
            once = name == ALL or len(self.streams) > 2
            if judge and once and mine.counts and (alarm := self._judged(name, stream, mine)):
                return alarm
        return self._beside(here, new) if judge else None

    def _joined(self, new: Heard, here: Stream) -> int | None:
        """Return the storm that a message belongs to: by what it says, or else because it comes amid far more than usual."""
        if not self.open:
            return None
        known = self.streams[ALL].usual if ALL in self.streams else Usual()
        marked, odds = replace(new, new=known.new(new.terms)), here.pace.odds(new.at, here.usual)
        owner = next((n for n, g in self.open.items() if (not g.wide or odds >= 0) and g.owns(marked)), None)
        if owner is None:
            wide = (n for n, g in self.open.items() if g.wide and new.channel in g.channels)
            owner = next((n for n in wide if self.open[n].draws(marked, known, odds)), None)
        if owner is not None:
            self._grow(owner, marked, known)
        return owner

    def _beside(self, here: Stream, now: Heard) -> Alarm | None:
        """Let what comes beside a storm, in other words but no other topic, be more of it while far more comes than usual."""
        number = next((n for n, g in self.open.items() if now.channel in g.channels), 0)
        if not number or here.pace.odds(now.at, here.usual) < BESIDE:
            return None
        since = max(self.open[number].members[0].at, now.at - AGAIN)
        rest, usual = [h for h in here.counted if h.at >= since], here.usual.expected(since, now.at)
        if len(rest) < self.thresholds.people + 1.5 * usual or one_topic(rest, usual):
            return None
        if not plain(rest, GLAD_ALL) or oddity(rest, here.usual) < ODD:
            return None
        group = drawn(rest, [h for h in here.lately if h.at >= since], here.usual, usual)
        return self._alarm(_Found(tuple(rest), usual, 0.0, True), group, now, number)

    def _grow(self, number: int, heard: Heard, usual: Usual) -> None:
        """Learn more of a storm's words from what joins it, each time that as many have joined again."""
        group = self.open[number].joined(heard)
        if len(group.members) in GROWS:
            group = group.widened(grouped(group.members, group.members, usual, 0.0))
        self.open[number] = group

    def begun(self, number: int, alarm: Alarm) -> None:
        """Let an alarm be the storm of this number: its messages teach nothing, later ones join it."""
        rested, _ = self._rested.pop(number, (None, None))
        known = self.open.get(number) or rested
        self.open[number] = known.widened(alarm.group) if known else alarm.group
        for stream in self.streams.values():
            stream.without(set(alarm.messages))

    def reopen(self, number: int, group: Group) -> None:
        """Know a storm that was raised before: later messages join it."""
        self._rested.pop(number, None)
        self.open[number] = group

    def over(self, number: int, at: datetime) -> None:
        """Let a storm be over; what is more of it within a day is that storm again, and none of its own."""
        if (group := self.open.get(number)) is not None:
            self.rest(number, group, at + DAY)

    def rest(self, number: int, group: Group, until: datetime) -> None:
        """Let a storm be over, and known until a moment."""
        self.open.pop(number, None)
        self._rested[number] = group, until

    def forget(self, alarm: Alarm) -> None:
        """Let an alarm that nobody wants to hear of be usual: it is not cried again with the next message.

        What was said to be harmless knows that its crowd is still there.
        """
        group, until = self._rested.get(alarm.of, (None, None))
        if group is not None and until is not None and not in_trouble(alarm.group.members):
            self._rested[alarm.of] = group.widened(alarm.group), until
        for stream in self.streams.values():
            for one in [h for h in stream.lately if h.id in alarm.messages]:
                stream.usual.learn(one)
            stream.without(set(alarm.messages))

    def _judged(self, name: str, stream: Stream, now: Heard) -> Alarm | None:
        found = told = self._topic(stream, now)
        if found is None and stream.usual.age >= RIPE_DAY:
            counted = stream.counted
            found = told = self._marked(stream, counted, now)
            found = found or self._flood(name, stream, counted, now)
        if found is None:
            return None
        since = found.seeds[0].at
        lately = [h for h in stream.lately if h.at >= since]
        if found.wide:
            group = drawn(found.seeds, lately, stream.usual, found.usual)
        else:
            group = grouped(found.seeds, lately, stream.usual, found.usual)
        if len({h.author for h in group.members}) < self.thresholds.people - (not found.wide):
            return None
        if told is None and apart([h for h in group.members if h.new or h.echo]):
            return None  # each will be found by its own word
        if found.wide:
            self._cried[name] = now.at
        return self._alarm(found, group, now, self._more(stream, found, group, now))

    def _more(self, stream: Stream, found: _Found, group: Group, now: Heard) -> int:
        """Return the storm that a new one is more of: another topic that is sour is one of its own, and that only where most say it."""
        rested = {n: g for n, (g, until) in self._rested.items() if now.at < until}
        # Whoever has trouble once a storm is over, or was none, belongs to it by their words only.
        known = rested | self.open
        crowds = self.open if in_trouble(group.members) else known
        near = [n for n, storm in known.items() if storm.near(group)] or [
            n for n, storm in crowds.items() if storm.crowded(group)
        ]
        part = self.streams[now.channel].pace.part(found.seeds)
        clear = part >= CLEARER or (part >= CLEAR and one_topic(*self._crowd(stream, found.seeds, now)))
        if not near and not (group.topic and clear):
            near = [n for n, storm in self.open.items() if storm.channels & group.channels]
        return near[0] if near else 0

    def _alarm(self, found: _Found, group: Group, now: Heard, more: int) -> Alarm:
        members, n = group.members, len(group.members)
        signals = Signals(
            n,
            len({h.author for h in members}),
            max(1, round((now.at - members[0].at).total_seconds() / 60)),
            min(99, round(len(found.seeds) / max(found.usual, 0.01))),
            round(100 * sum(h.sour for h in members) / n),
            round(100 * group.alike),
            round(100 * sum(h.public for h in members) / n),
            len({h.channel for h in members}),
            round(100 * sum(h.troubled for h in members) / n),
        )
        conversations = tuple(dict.fromkeys(h.conversation for h in members))
        return Alarm(now.at, group.topic, signals, tuple(h.id for h in members), conversations, group, more)

    # --- the three roads

    def _topic(self, stream: Stream, now: Heard) -> _Found | None:
        """Look for a word of this message that far more people say than usual, and not gladly."""
        best: _Found | None = None
        young = stream.usual.age < RIPE_DAY
        least = int(BLIND * self.thresholds.people) if young else self.thresholds.people
        for term in sorted(now.terms):  # the same in every run, whatever the order of a set
            about = stream.about[term]
            if len(about) < least:
                continue
            said, share = list(about), stream.usual.share(term)
            for k in (k for k in _scales(said) if k >= least):
                usual = stream.usual.expected(said[-k].at, now.at) * share
                if k < (self.thresholds.times + 1) * usual:
                    continue
                seeds = said[-k:]
                sure = stream.usual.surprise(k - 1, usual)
                if sure < self._needed(seeds) + 1 or (best and sure <= best.surprise):
                    continue
                if not (young and not _loud(seeds)) and self._alarming(stream, seeds, now, usual, sure):
                    best = _Found(tuple(seeds), usual, sure)
        return best

    def _alarming(self, stream: Stream, seeds: Sequence[Heard], now: Heard, usual: float, sure: float) -> bool:
        """Tell whether it is a storm that so many talk of one topic: they have trouble, or many ask the same."""
        sick = ill(seeds, stream.usual, usual)
        if self._amid(stream, seeds, now, sick):
            return False
        return sick or (self._asked(seeds, sure) and self._asked_first(now))

    def _amid(self, stream: Stream, seeds: Sequence[Heard], now: Heard, sick: bool) -> bool:
        """Tell whether some say this amid a crowd that is glad; without trouble it must be what half of the crowd says."""
        crowd, usual = self._crowd(stream, seeds, now)
        more = len(crowd) - usual
        if not sick:
            return len(seeds) < ONE * more or not plain(crowd)
        most_ill = sum(h.troubled for h in seeds) >= MOST_ILL * len(seeds)
        few = max((AMID_ILL if most_ill else AMID) * more, min(more, 2 * self.thresholds.people))
        return len(seeds) < few and not ill(crowd, stream.usual, usual)

    def _crowd(self, stream: Stream, seeds: Sequence[Heard], now: Heard) -> tuple[list[Heard], float]:
        """Return all that came since a beginning, or in the last hour, and how many of it are usual."""
        since = min(seeds[0].at, now.at - AGAIN)
        return [h for h in stream.counted if h.at >= since], stream.usual.expected(since, now.at)

    def _crowd_ill(self, stream: Stream, seeds: Sequence[Heard], now: Heard) -> bool:
        """Tell whether the whole crowd has trouble, and not only a part of a glad one."""
        crowd, usual = self._crowd(stream, seeds, now)
        return ill(crowd, stream.usual, usual)

    def _asked(self, seeds: Sequence[Heard], sure: float) -> bool:
        """Tell whether it is a storm although nobody has trouble: more people ask, nobody is glad."""
        return len(seeds) >= 1.5 * self.thresholds.people and sure >= self._needed(seeds) + ASKED and plain(seeds)

    def _asked_first(self, now: Heard) -> bool:
        """Tell whether it is long since far more people than usual asked something: whoever announces something is asked much."""
        cried, self._cried[ASKING] = self._cried.get(ASKING), now.at
        return cried is None or now.at - cried >= DAY

    def _marked(self, stream: Stream, counted: Sequence[Heard], now: Heard) -> _Found | None:
        """Look for far more messages than usual that are sour, or hostile, or in words new here and not glad."""
        for mark in (HOSTILE, SOUR, NEW):
            if not now.marks[mark]:
                continue
            places, q = [n for n, h in enumerate(counted) if h.marks[mark]], stream.usual.marks[mark]
            for k in (k for k in _scales(places) if k > self.thresholds.people - (mark == HOSTILE)):
                n = len(counted) - places[-k]
                usual = stream.usual.expected(counted[-n].at, now.at)
                if n < self.thresholds.times * usual or k < max(0.2, 0.8 * q) * n:
                    continue
                seeds, sure = counted[-n:], stream.usual.surprise(k - 1, usual * q)
                if sure < self._needed(seeds) + (mark != HOSTILE) or not ill(seeds, stream.usual, usual):
                    continue
                if mark != NEW or self._crowd_ill(stream, seeds, now):
                    return _Found(tuple(seeds), usual, sure)
        return None

    def _flood(self, name: str, stream: Stream, counted: Sequence[Heard], now: Heard) -> _Found | None:
        """Look for far more of everything than usual, and not gladly; it is cried once a day at most."""
        cried = self._cried.get(name)
        if stream.usual.age < 2 * RIPE_DAY or (cried is not None and now.at - cried < DAY):
            return None
        for k in (k for k in FLOODS if 2 * self.thresholds.people <= k <= len(counted)):
            usual = stream.usual.expected(counted[-k].at, now.at)
            if k < (self.thresholds.times + 0.5) * usual:
                continue
            seeds = counted[-k:]
            sure = stream.usual.surprise(k - 1, usual)
            if self._sick_flood(stream, seeds, now, usual, sure) or self._odd_flood(stream, seeds, now, sure):
                # Two storms at once are told apart by their words where these tell that there is trouble.
                return _Found(tuple(seeds), usual, sure, not ill(seeds, stream.usual, usual))
        return None

    def _sick_flood(self, stream: Stream, seeds: Sequence[Heard], now: Heard, usual: float, sure: float) -> bool:
        return sure >= self._needed(seeds) and ill(seeds, stream.usual, usual) and self._crowd_ill(stream, seeds, now)

    def _odd_flood(self, stream: Stream, seeds: Sequence[Heard], now: Heard, sure: float) -> bool:
        """Tell whether so many who are not glad say what is unlike the usual, and like each other.

        Trouble in words that nobody foresaw is not known by them, so no word of trouble is needed.
        """
        if sum(h.new or h.echo for h in seeds) < self.thresholds.people:
            return False
        if sure < ODD or not plain(seeds, GLAD_ALL) or not plain(self._crowd(stream, seeds, now)[0], GLAD_ALL):
            return False
        return sure + oddity(seeds, stream.usual) >= self.thresholds.sureness + ODDER

    def _needed(self, seeds: Sequence[Heard]) -> float:
        """Return how surprising it must be: less where it spreads over several channels in public."""
        spread = len({h.channel for h in seeds}) > 1 and any(h.public for h in seeds)
        return self.thresholds.sureness - (1.0 if spread else 0.0)


def _loud(seeds: Sequence[Heard]) -> bool:
    """Tell whether it is a storm also to whoever does not know what is usual: within an hour, nearly all of it sour, and

    either hostile or in one voice.
    """
    soon, n = seeds[-1].at - seeds[0].at <= AGAIN, len(seeds)
    angry = sum(h.hostile for h in seeds) >= 0.4 * n or likeness(seeds) >= 0.5
    return soon and angry and sum(h.sour for h in seeds) >= 0.7 * n


def _scales(said: Sequence[object]) -> Iterable[int]:
    """Return how many back to look: the usual scales, and all."""
    return [*(k for k in SCALES if k < len(said)), len(said)] if said else []
