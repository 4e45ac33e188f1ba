"""Which goals and guidelines a reply falls under, and which of their lines speak of what is being written.

Pure, and cheap enough for every key: the composer asks it while somebody types, the rule asks it when the reply is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from inbox.domain.goals import Card, CardKind
from inbox.domain.model import Conversation, Message, unanswered
from inbox.domain.text import folded

_WORD = re.compile(r"\w+")
SHORTEST = 4
"""Letters from which on a word says what a line is about."""
FRONT, INSIDE = 5, 6
"""Letters from which on a word is also found at the front of a longer one, and within it: German joins words."""
LONGEST = 40
"""Letters of a word that are looked at for words within it."""
ENDINGS = ("ungen", "ings", "ing", "en", "er", "es", "em", "ed", "e", "s", "n")
EMPTY = frozenset(
    folded("aber alle allem allen aller alles also andere anderen auch beim bitte dann dass deine deinem deinen deiner denn diese diesem"
    " diesen dieser dieses doch durch eine einem einen einer eines etwas fuer gegen genau haben hatte hier ihre ihrem ihren ihrer"
    " immer jede jedem jeden jeder jetzt kann kein keine keinem keinen keiner koennen mehr mein meine mich muss nach nicht nichts noch"
    " oder ohne schon sehr sein seine sich sind sollen ueber unser unsere unserem unseren unserer unter viel vielen vom wann warum"
    " weil welche wenn werden wird wieder wurde about after also always and any are before been from have here into just more must"
    " never only other over please should some than that their them then there these they this those under until very what when"
    " where which will with would your yours").split()
)  # fmt: skip
"""Words that stand in every text, folded."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of a card at the composer. `near` tells that it speaks of what is being written."""

    card: Card
    do: bool
    text: str
    near: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a reply answers: where it is said, and the words of the contact that it is about."""

    channel: str
    public: bool
    tags: tuple[str, ...]
    words: str


def told(conversation: Conversation, messages: Sequence[Message]) -> Told:
    """Return what a reply here answers, of the conversation's latest messages, oldest first."""
    said = [str(conversation.subject or ""), *(str(m.words) for m in unanswered(messages))]
    public = conversation.visibility == "public"
    return Told(conversation.channel, public, conversation.tags, "\n".join(said))


def heeded(cards: Iterable[Card], to: Told, text: str, at: datetime) -> tuple[Card, ...]:
    """Return the cards that a reply with this text falls under, goals first, then by age."""
    found = [card for card in cards if card.holds(at) and applies(card, to, text)]
    return tuple(sorted(found, key=lambda card: (card.kind is not CardKind.GOAL, card.card, card.id)))


def applies(card: Card, to: Told, text: str) -> bool:
    """Tell whether a card is for a dialogue, given what is written there, whether or not it holds."""
    scope = card.scope
    if scope.channels and to.channel not in scope.channels:
        return False
    if scope.visibility is not None and (scope.visibility == "public") is not to.public:
        return False
    if scope.tags and not set(scope.tags) & set(to.tags):
        return False
    if not scope.topics:
        return True
    return any(_said(said).has_phrase(topic) for topic in scope.topics for said in (to.words, text))


def advice(cards: Iterable[Card], to: Told, text: str) -> tuple[Advice, ...]:
    """Return the lines of these cards: those that speak of what is being written or answered first, else in their order.

    Of a card that is about a topic every line speaks of it.
    """
    written, asked = _said(text), _said(to.words)
    found: list[tuple[int, Advice]] = []
    for card in cards:
        for do, part in ((True, card.do), (False, card.dont)):
            for line in filter(None, map(str.strip, str(part).splitlines())):
                rank = 2 * any(map(written.has, _about(line))) + any(map(asked.has, _about(line)))
                rank = rank or int(bool(card.scope.topics))
                found.append((rank, Advice(card, do, line, near=rank > 0)))
    return tuple(line for _, line in sorted(found, key=lambda pair: -pair[0]))


class _Said:
    """A text, ready to be asked whether it holds a word in some form."""

    __slots__ = ("_begun", "_joined", "_known", "_stems", "words")

    def __init__(self, text: str) -> None:
        self.words = tuple(_WORD.findall(folded(text)))
        self._stems = {stem for stem in map(_stem, self.words) if len(stem) >= SHORTEST} | set(self.words)
        self._begun = {stem[:-n] for stem in self._stems for n in (1, 2, 3) if len(stem) - n >= SHORTEST}
        self._joined = "\n" + "\n".join(stem for stem in self._stems if len(stem) >= INSIDE)
        self._known: dict[str, bool] = {}

    def has(self, word: str) -> bool:
        """Tell whether a form of a folded word stands here, by itself or joined to others."""
        if word not in self._known:
            self._known[word] = self._has(word, _stem(word))
        return self._known[word]

    def _has(self, word: str, stem: str) -> bool:
        if word in self._stems or len(stem) < SHORTEST:
            return word in self._stems
        if stem in self._stems or stem in self._begun:
            return True
        if any(stem[:-n] in self._stems for n in (1, 2, 3) if len(stem) - n >= SHORTEST):
            return True
        if len(stem) < FRONT or f"\n{stem}" in self._joined:
            return len(stem) >= FRONT
        if len(stem) < INSIDE:
            return False
        return stem in self._joined or not self._stems.isdisjoint(_within(stem))

    def has_phrase(self, phrase: str) -> bool:
        """Tell whether the words of a phrase stand here one behind the other."""
        topic = _line(phrase).words
        if not topic or not all(map(self.has, topic)):
            return False
        places = range(len(self.words) - len(topic) + 1)
        return len(topic) == 1 or any(
            all(_line(word).has(sought) for sought, word in zip(topic, self.words[at:], strict=False)) for at in places
        )


_said = lru_cache(16)(_Said)
"""What is being written and answered: may be long, and changes with every key."""
_line = lru_cache(4096)(_Said)
"""Lines of cards, topics and single words: short, and asked again and again."""


@lru_cache(4096)
def _about(line: str) -> tuple[str, ...]:
    """Return the words of a line that say what it is about."""
    return tuple(word for word in _line(line).words if len(word) >= SHORTEST and word not in EMPTY)


@lru_cache(4096)
def _within(stem: str) -> frozenset[str]:
    """Return what may be a word of its own within a longer one."""
    stem = stem[:LONGEST]
    return frozenset(stem[a:b] for b in range(INSIDE, len(stem) + 1) for a in range(b - INSIDE + 1))


@lru_cache(4096)
def _stem(word: str) -> str:
    """Cut the commonest endings of German and English."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word
