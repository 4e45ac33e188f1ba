"""Which rules a text breaks, and where: the same text, rules and language give the same holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from inbox.domain.holding import Hold
from inbox.domain.risk.matching import BORDERS, Index, Lines, Part, TooMuch, Words, ends
from inbox.domain.risk.reading import LANGS, Rule, book
from inbox.domain.risk.tokens import CLAUSE, LINE, QUESTION, Token, languages, tokens

LONGEST = 10_000
"""Characters of a text that rules are laid against."""
TOO_LONG = Hold("too long to read", "", "It is too long for the rules to read; a lead reads it.")
"""What holds a text that the rules cannot look at as a whole."""
_AROUND = 40
"""Words before and behind a place among which a denial counts."""
_DENIES = re.compile(
    r"(?<= )(?:(?P<affirms>nicht (?:nur|zuletzt|(?:eine (?:sekunde|minute) )?(?:zu )?zoegern|mehr lange|laenger|spaeter als|genug entschuldigen|umhin)"
    r"|keine (?:sorge|ursache|frage)|kein(?:en|erlei)? (?:problem|zweifel)"
    r"|no (?:problem|worries|doubt|longer|later than|question|extra cost|extra charge)"
    r"|not (?:only|just|hesitate|(?:be )?(?:able to )?(?:apologi[sz]e|thank you|say sorry) enough)|never (?:again|apologi[sz]e enough)"
    r"|without (?:delay|(?:a |any )?(?:shadow of a )?(?:doubt|question|hesitation|fail))"
    r"|at no (?:cost|charge|extra|additional))"
    r"|nicht|kein|keine|keinen|keinem|keiner|keinerlei|niemals|nie|weder|not|no|never|neither|nor|cannot|unable|without"
    r"|refuse|decline)(?= )"
)
_STATES = frozenset(("wir", "ich", "we", "i"))
"""What a clause that states begins with, even where a question follows: `we pay that, what is your IBAN?`."""
_TAGS = frozenset(
    (
        "ok", "okay", "ja", "gell", "ne", "oder", "passt", "passt das", "passt das so", "ist das ok", "ist das okay", "in ordnung",
        "einverstanden", "versprochen", "stimmt's", "right", "yes", "alright", "deal", "correct", "promise",
    )
)  # fmt: skip
"""What asks for a nod behind a clause and makes no question of it."""
_NODS = frozenset(("oder", "gell"))
"""Tags that need no comma."""
_LONGEST_TAG = 6


class Laid:
    """A text laid out for rules: its words, each of which knows where it stands, and what they deny."""

    def __init__(self, tokens: Sequence[Token], index: Index, lang: str = "") -> None:
        """`index`: the lines that are laid against it. Raises: TooMuch."""
        self.tokens = tokens
        self.words = Words(self.tokens)
        self._begun = index.lay(self.words)
        self.langs = languages(self.tokens, lang)
        self._denials = _denials(self.words.said)
        self._begins, self._closes = _clauses(self.words.said)

    def span(self, first: int, behind: int) -> tuple[int, int]:
        """Return where in the text these words stand."""
        return self.tokens[first].start, self.tokens[behind - 1].end

    def begun(self, lines: Lines) -> dict[int, list[Part]]:
        """Return at which words some of these lines may begin, and which."""
        return self._begun.get(lines, {})

    def clause(self, first: int, behind: int) -> tuple[int, int]:
        """Return the first word of the clause, or clauses, that these words stand in, and the place behind the last."""
        said = self.words.said
        first += said[first] in BORDERS
        behind -= said[behind - 1] in BORDERS and behind > first
        return self._begins[first], self._closes[behind]

    def asked(self, begin: int, end: int) -> bool:
        """Tell whether a clause asks: its sentence is a question, and it is no statement before one."""
        said = self.words.said
        close = self.words.stops[end]
        if close == len(said) or said[close] != QUESTION or said[begin] in _STATES or said[close - 1] in _NODS:
            return False
        return close - end >= _LONGEST_TAG or " ".join(said[end + 1 : close]) not in _TAGS

    def denied(self, first: int, behind: int) -> bool:
        """Tell whether the clause of these words denies, not too far away from them."""
        begin, end = self.clause(first, behind)
        return 1 in self._denials[max(begin, first - _AROUND) : min(end, behind + _AROUND)]


def _denials(said: Sequence[str]) -> bytearray:
    """Return which words deny, but where the words around them affirm: `no doubt`."""
    whole, starts, at = f" {' '.join(said)} ", dict[int, int](), 1
    for n, word in enumerate(said):
        starts[at] = n
        at += len(word) + 1
    found = bytearray(len(said))
    for match in _DENIES.finditer(whole):
        if match["affirms"] is None:
            found[starts[match.start()]] = 1
    return found


def _clauses(said: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return for each place where the clause around it begins, and the first border at or behind it."""
    begins, closes = [0] * (len(said) + 1), [len(said)] * (len(said) + 1)
    for n in range(1, len(said) + 1):
        begins[n] = n if said[n - 1] in BORDERS else begins[n - 1]
    for n in range(len(said) - 1, -1, -1):
        closes[n] = n if said[n] in BORDERS else closes[n + 1]
    return begins, closes


def assess(text: str, written: str, *, public: bool, lang: str = "", names: Collection[str] = ()) -> tuple[Hold, ...]:
    """Return what holds a text by a file of rules, in the order of the text; `names` are who writes, and to whom.

    A text that is too long to read is held for that alone. Raises: BadInput for a file that cannot be read.
    """
    read = book(written)
    if len(text) > LONGEST:
        return (TOO_LONG,)
    found: dict[tuple[str, int], Hold] = {}
    try:
        said = [Token(LINE, 0, 0), *tokens(text), Token(LINE, len(text), len(text))]
        others = _without(said, names)
        laid = Laid(said, read.index, lang)
        of_others = Laid(others, read.index, lang) if others != said else laid
        for rule in read.rules:
            if rule.public and not public:
                continue
            for one in LANGS:
                for start, end in _places(of_others if rule.others else laid, rule, one):
                    found.setdefault((rule.name, start), Hold(rule.name, rule.competence, rule.why, (start, end)))
    except TooMuch:
        return (TOO_LONG,)
    return tuple(sorted(found.values(), key=lambda h: (h.span, h.rule)))


def _without(said: Sequence[Token], names: Collection[str]) -> list[Token]:
    """Return the words of a text, those that are somebody's name as such."""
    own = {f"^{word.said.removeprefix('^')}" for name in names for word in tokens(name)}
    return [Token("¤known", w.start, w.end) if w.said in own else w for w in said]


def _places(laid: Laid, rule: Rule, lang: str) -> list[tuple[int, int]]:
    """Return where a rule finds something it does not leave alone, each word at most once."""
    if lang not in laid.langs and "" not in laid.langs:
        return []
    words, found, last = laid.words, list[tuple[int, int]](), 0
    surely, maybe = laid.begun(rule.always[lang]), laid.begun(rule.finds[lang])
    free: _Free | None = None
    for at in sorted(surely.keys() | maybe.keys()):
        if at < last or laid.langs[at] not in ("", lang):
            continue
        behind = ends(surely[at], words, at) if at in surely else ()
        if not behind and at in maybe and (behind := ends(maybe[at], words, at)):
            free = free or _Free(laid, rule, lang)
            behind = tuple(end for end in behind if not free.leaves(at, end))
        if behind:
            last = behind[0]
            found.append(laid.span(at, last))
    return found


class _Free:
    """What a rule leaves alone in a text."""

    def __init__(self, laid: Laid, rule: Rule, lang: str) -> None:
        """Raises: TooMuch."""
        self._laid, self._rule = laid, rule
        self._words, self._clauses = bytearray(len(laid.words)), bytearray(len(laid.words))
        for at, parts in laid.begun(rule.leaves[lang]).items():
            if behind := ends(parts, laid.words, at):
                self._words[at : behind[-1]] = b"\1" * (behind[-1] - at)
        for at, parts in laid.begun(rule.unless[lang]).items():
            self._clauses[at] = bool(ends(parts, laid.words, at))

    def leaves(self, first: int, behind: int) -> bool:
        """Tell whether these words are left alone: one of them is, or their clause asks, denies or is let off."""
        if 1 in self._words[first:behind]:
            return True
        if self._rule.clause and CLAUSE in self._laid.words.said[first : behind - 1]:
            return True
        begin, end = self._laid.clause(first, behind)
        if self._rule.plain and (self._laid.asked(begin, end) or self._laid.denied(first, behind)):
            return True
        return 1 in self._clauses[max(begin - 1, 0) : end]
