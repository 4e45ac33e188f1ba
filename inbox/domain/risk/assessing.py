"""Which rules a text breaks, and where: the same text, rules and language give the same holds."""

from __future__ import annotations

import re
from collections.abc import Collection

from inbox.domain.holding import Hold
from inbox.domain.risk.matching import STOPS, Words
from inbox.domain.risk.reading import Rule, book
from inbox.domain.risk.tokens import CLAUSE, LINE, QUESTION, Token, language, tokens

_DENIES = re.compile(
    r" (?:nicht|kein|keine|keinen|keinem|keiner|keinerlei|niemals|nie|weder|ohne|not|no|never|neither|nor|cannot|unable|without|refuse|decline) "
)
_NO_DENIAL = re.compile(
    r" (?:nicht (?:nur|zoegern|mehr lange|laenger|spaeter als)|keine (?:sorge|ursache|frage)|kein problem|ohne (?:weiteres|wenn|umstaende|zusaetzliche|aufpreis|probleme)"
    r"|no (?:problem|worries|doubt|longer|later than|question|extra cost|extra charge)|not only|never again|without delay|at no (?:cost|charge|extra|additional)) "
)
_BORDERS = STOPS | {CLAUSE}


class Laid:
    """A text laid out for rules: its words, each of which knows where it stands."""

    def __init__(self, text: str, names: Collection[str] = ()) -> None:
        self.tokens = [Token(LINE, 0, 0), *tokens(text), Token(LINE, len(text), len(text))]
        if names:
            own = {f"^{word.said.removeprefix('^')}" for name in names for word in tokens(name)}
            self.tokens = [Token("¤known", w.start, w.end) if w.said in own else w for w in self.tokens]
        self.words = Words(self.tokens)

    def span(self, first: int, behind: int) -> tuple[int, int]:
        """Return where in the text these words stand."""
        return self.tokens[first].start, self.tokens[behind - 1].end

    def denied(self, first: int, behind: int) -> bool:
        """Tell whether the sentence of these words asks, or their clause denies."""
        said = self.words.said
        if next((w for w in said[behind - 1 :] if w in STOPS), LINE) == QUESTION:
            return True
        begin = next((n + 1 for n in range(first - 1, -1, -1) if said[n] in _BORDERS), 0)
        end = next((n for n in range(behind, len(said)) if said[n] in _BORDERS), len(said))
        clause = f" {' '.join(said[begin:end])} "
        return _DENIES.search(_NO_DENIAL.sub(" ", clause)) is not None


def assess(text: str, written: str, *, public: bool, lang: str = "", names: Collection[str] = ()) -> tuple[Hold, ...]:
    """Return what holds a text by a file of rules, in the order of the text; `names` are who writes, and to whom.

    Raises: BadInput for a file that cannot be read.
    """
    laid, of_others = Laid(text), Laid(text, names) if names else None
    spoken = lang or language(laid.tokens)
    found: dict[tuple[str, int], Hold] = {}
    for rule in book(written).rules:
        if rule.public and not public:
            continue
        for one in (spoken,) if spoken else ("de", "en"):
            for start, end in _places(of_others or laid if rule.others else laid, rule, one):
                found.setdefault((rule.name, start), Hold(rule.name, rule.competence, rule.why, (start, end)))
    return tuple(sorted(found.values(), key=lambda h: (h.span, h.rule)))


def _places(laid: Laid, rule: Rule, lang: str) -> list[tuple[int, int]]:
    """Return where a rule finds something it does not leave alone, each word at most once."""
    words, found, last = laid.words, list[tuple[int, int]](), 0
    left: list[tuple[int, int]] | None = None
    for at in range(len(words)):
        if at < last:
            continue
        sure = rule.always[lang].ends(words, at)
        ends = sure or rule.finds[lang].ends(words, at)
        if ends and not sure:
            left = _left(words, rule, lang) if left is None else left
            ends = tuple(
                end
                for end in ends
                if not any(a < end and at < b for a, b in left) and not (rule.plain and laid.denied(at, end))
            )
        if ends:
            last = ends[0]
            found.append(laid.span(at, last))
    return found


def _left(words: Words, rule: Rule, lang: str) -> list[tuple[int, int]]:
    return [(at, ends[-1]) for at in range(len(words)) if (ends := rule.leaves[lang].ends(words, at))]
