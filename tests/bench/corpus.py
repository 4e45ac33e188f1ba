"""Makes customers' messages from a seed: German and English, words by Zipf's law, dialogues with a heavy tail.

The shape follows what support mailboxes look like: three in five dialogues German, a median of 18
words, about nine messages a dialogue with a few very long ones, everything in global time order.
"""

from __future__ import annotations

import bisect
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from inbox.domain.incoming import Identity, Incoming, Kind
from inbox.ports.adapter import Entry

BEGINNING = datetime(2026, 1, 5, 8, tzinfo=UTC)
EXPONENT = 1.07
WORDS = 60_000
NAMES = (
    "Adele", "Bodo", "Cilli", "Detlef", "Edda", "Falko", "Gesine", "Hanno", "Imke", "Joris", "Kerrin", "Lorenz", "Merle", "Nils",
    "Ortrud", "Percy", "Quirin", "Ronja", "Sönke", "Tjark", "Ulla", "Veit", "Wiebke", "Xaver", "Yorick", "Zoe",
)  # fmt: skip
"""First names of all customers; nothing else on a screen is called so."""
GERMAN = "die der und ich nicht das ist es ein zu mit für auf hat bitte wir sie haben seit Rechnung Lieferung Konto warum noch"
ENGLISH = "the to I and a is it not my have for of you with this please we account order still invoice since delivery why your"
SYLLABLES = {
    "de": "ab ver ge sch ung heit kei ter lie fer recht kon to zahl ein aus stell über grö ßen mä wä de le ne ra ti be an vor".split(),
    "en": "con pre re tion ment able er ing ship pay ord acc ount de li ver ful ness un is sue tra ck ab ove low st ra in out".split(),
}


class Vocabulary:
    """One language's words; the nth is used in proportion to n ** -EXPONENT."""

    def __init__(self, language: str, common: str, dice: random.Random) -> None:
        parts = SYLLABLES[language]
        words = dict.fromkeys(common.split())
        while len(words) < WORDS:
            words["".join(dice.choices(parts, k=dice.randint(2, 5)))] = None
        self.words = list(words)
        self._weights = list(itertools.accumulate((n + 1) ** -EXPONENT for n in range(len(self.words))))

    def draw(self, dice: random.Random, count: int) -> list[str]:
        """Return words by their frequency."""
        return dice.choices(self.words, cum_weights=self._weights, k=count)

    def at(self, share: float) -> str:
        """Return the word at which this share of all uses is reached."""
        return self.words[bisect.bisect(self._weights, share * self._weights[-1])]


@dataclass(slots=True)
class _Dialogue:
    number: int
    name: str
    language: str
    left: int


class Corpus:
    """An endless, reproducible stream of what customers wrote."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self.vocabularies = {
            "de": Vocabulary("de", GERMAN, self._dice),
            "en": Vocabulary("en", ENGLISH, self._dice),
        }
        self._open: list[_Dialogue] = []
        self._dialogues = 0
        self._messages = 0

    def _begin(self, longest: int) -> _Dialogue:
        dice = self._dice
        self._dialogues += 1
        # A Pareto tail with mean 9.3: most dialogues are short, a few go on for hundreds of messages.
        length = min(longest, max(1, int(4.9 * dice.paretovariate(1.9))))
        name = f"{dice.choice(NAMES)} {dice.choice(self.vocabularies['de'].words).capitalize()}"
        found = _Dialogue(self._dialogues, name, "de" if dice.random() < 0.6 else "en", length)
        self._open.append(found)
        return found

    def _next(self, longest: int) -> _Dialogue:
        # One message in nine opens a dialogue, so that about nine make one.
        if not self._open or self._dice.random() < 0.108:
            return self._begin(longest)
        return self._dice.choice(self._open)

    def entries(self, count: int, *, longest: int = 2000) -> Iterator[Entry]:
        """Yield messages as an adapter would hand them over, their raw bytes as lines of a JSON file; `longest` limits a dialogue."""
        dice = self._dice
        for _ in range(count):
            dialogue = self._next(longest)
            dialogue.left -= 1
            if not dialogue.left:
                self._open.remove(dialogue)
            self._messages += 1
            length = max(1, round(dice.lognormvariate(2.89, 0.75)))
            text = " ".join(self.vocabularies[dialogue.language].draw(dice, length))
            yield _entry(self._messages, dialogue, text)


def _entry(number: int, dialogue: _Dialogue, text: str) -> Entry:
    id, at = f"m{number}", BEGINNING + timedelta(seconds=20 * number)
    line = {
        "id": id, "contact": f"c{dialogue.number}", "contact_name": dialogue.name, "conversation": f"d{dialogue.number}",
        "at": at.isoformat(), "direction": "in", "text": text,
    }  # fmt: skip
    said = Incoming(
        Kind.MESSAGE,
        id,
        conversation_key=f"d{dialogue.number}",
        occurred_at=at,
        external_id=id,
        identities=(Identity("bench", f"c{dialogue.number}"),),
        name=dialogue.name,
        text=text,
    )
    return Entry(json.dumps(line, ensure_ascii=False).encode(), (said,))
