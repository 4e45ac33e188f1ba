r"""How a file of rules is written and read, and what is made of each line.

    [promise of money] legal_risk
    why: It promises money.
    plain only
    <pay> = erstatt* | ueberweis*
    de: wir .. <pay>
    de not: ob wir .. <pay>
    de unless: wann
      | wie lange

`*` stands for any letters, `(a|b c)` for one of several, `(a|b)?` for one or none, `..` for up to six words of the same
sentence (`..3` for up to three), `#` for a number, `##` for a long one, `Xx` for a word with a
capital, `^(a|b)` for one of these with a capital; `<email>` `<phone>` `<iban>` `<card>`
`<date>` for what they say, and `<name>` for what the file calls so. A line that begins with `|` goes on with the one above.

A line with `not` is what a rule leaves alone, word for word; one with `unless` makes it leave alone the whole clause that
says so; what one with `always` finds is held even there, and whatever the clause denies. `plain only` leaves questions and
denials alone, `clause only` what reaches over the end of a clause, `public only` what only one person reads, `others only` the
names of who writes and to whom.

A gap (`..`) stands between two words, and at most three stand in a line. Each sentence is laid against the lines of its own
language, against both where it is short or mixed. A line that only breaks does not end a sentence; an empty line, a list's mark, the
end of a sentence and a greeting do. Words are read as they look: `idi0t`, `r e f u n d` and Cyrillic or Greek letters are
Latin ones, in a file of rules too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from inbox.domain.competence import Competence
from inbox.domain.risk.alike import plain
from inbox.domain.risk.matching import KINDS, Capital, Choice, Gap, Index, Lines, Part, Row, Word, depth_of, gaps_of
from inbox.domain.risk.tokens import CLAUSE, QUESTION, fold, words_of
from inbox.errors import BadInput

LONGEST = 250_000
"""Characters a file of rules may have."""
DEEPEST = 8
_DEEPEST_NAMED = 24
"""Brackets in one another in a line, those of what is named in it included: looking at them must not go too deep."""
MOST_GAPS = 3
"""Gaps on the way through one line, those of what is named in it included."""
_GAP, _WIDEST = 6, 30
_BUILT: dict[str, Part] = {
    kind: Word(f"¤{kind}") for kind in ("email", "phone", "iban", "card", "date", "url", "postcode")
}
_PART = re.compile(r"<[\w-]+>|\.\.\d{0,2}|\^?\(|\)\??|\||\S+?(?=[\s()|<]|\.\.|$)")
_LINE = re.compile(r"(?P<lang>de|en|any)(?: (?P<how>not|unless|always))?:\s*(?P<line>.+)")
LANGS = ("de", "en")
_HOWS = ("", "always", "not", "unless")
_MARKS = {",": CLAUSE, "?": QUESTION}
_OPEN, _OR = ("(", "^("), "|"


@dataclass(slots=True)
class _Begun:
    """A rule while its lines are read."""

    name: str
    competence: str
    why: str = ""
    public: bool = False
    plain: bool = False
    others: bool = False
    clause: bool = False
    lines: dict[tuple[str, str], list[Part]] = field(default_factory=dict)

    def ready(self) -> Rule:
        """Return the rule with its lines put together."""
        said = [{lang: Lines(self.lines.get((how, lang), ())) for lang in LANGS} for how in _HOWS]
        return Rule(self.name, self.competence, self.why, self.public, self.plain, self.others, self.clause, *said)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: by language what it finds, what of it nothing takes back, which words it leaves alone, and
    which clauses.

    `plain`: not in a question and not where the clause denies it; `public`: not in private; `others`: the names of whoever
    writes and of their contact are not meant; `clause`: what it finds does not reach from one clause into another.
    """

    name: str
    competence: str
    why: str
    public: bool
    plain: bool
    others: bool
    clause: bool
    finds: dict[str, Lines]
    always: dict[str, Lines]
    leaves: dict[str, Lines]
    unless: dict[str, Lines]


@dataclass(frozen=True, slots=True)
class Book:
    """A file of rules as it was read: the rules, and their lines with their numbers and by what they begin with."""

    rules: tuple[Rule, ...]
    lines: tuple[tuple[int, Part], ...]
    index: Index


@lru_cache(maxsize=8)
def book(text: str) -> Book:
    """Return what a file of rules says. Raises: BadInput, naming the line that cannot be read."""
    if len(text) > LONGEST:
        raise BadInput("These rules are too long; at most {n} characters fit.", n=LONGEST)
    named: dict[str, Part] = {}
    found: list[_Begun] = []
    lines: list[tuple[int, Part]] = []
    for number, line in _whole_lines(text):
        said = line and line != "#" and not line.startswith("# ")
        if said and not _signs(line, number, {}):
            lines += ((number, part) for part in _read(line, number, named, found))
    for rule in found:
        if not rule.why or not any(how in ("", "always") for how, _ in rule.lines):
            raise BadInput("Rule {name} lacks a sentence (why:) or a line that finds something.", name=rule.name)
    rules = tuple(rule.ready() for rule in sorted(found, key=lambda rule: rule.name))
    every = (said for r in rules for how in (r.finds, r.always, r.leaves, r.unless) for said in how.values())
    return Book(rules, tuple(lines), Index(every))


@lru_cache(maxsize=8)
def unread(text: str) -> BadInput | None:
    """Return why a file of rules cannot be read, None where it can."""
    try:
        book(text)
    except BadInput as why:
        return why
    return None


@lru_cache(maxsize=8)
def signers(text: str) -> dict[str, frozenset[str]]:
    """Return for what the word of each department counts, by its name in small letters. Raises: BadInput."""
    found: dict[str, frozenset[str]] = {}
    for number, line in _whole_lines(text):
        _signs(line, number, found)
    return found


def _whole_lines(text: str) -> list[tuple[int, str]]:
    """Return each line with its number, those that begin with `|` put behind the one that they go on with."""
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if found and line.lstrip().startswith(_OR):
            found[-1][1].append(line.strip())
        else:
            found.append((number, [line.strip()]))
    return [(number, " ".join(parts)) for number, parts in found]


def _signs(line: str, number: int, signers: dict[str, frozenset[str]]) -> bool:
    """Read whose word counts: `department legal may release: legal_risk, foresight`."""
    said = re.fullmatch(r"department (.{1,60}) may release: ?(.+)", line)
    if said is None:
        return False
    named = frozenset(name.strip() for name in said[2].split(","))
    for name in sorted(named - set(Competence)):
        raise _no_competence(name, number)
    signers[said[1].strip().casefold()] = named
    return True


def _no_competence(name: str, number: int) -> BadInput:
    known = ", ".join(Competence)
    return BadInput("Line {n}: there is no competence {name}; there are: {known}.", n=number, name=name, known=known)


def _read(line: str, number: int, named: dict[str, Part], found: list[_Begun]) -> tuple[Part, ...]:
    """Read a line of a rule, or what stands above one; return what is laid against texts."""
    if head := re.fullmatch(r"\[([\w ,-]{1,60})\]\s*(\w*)", line):
        _begin(head[1], head[2], number, found)
    elif macro := re.fullmatch(r"<([\w-]+)>\s*=\s*(.+)", line):
        named[macro[1]] = _line(f"({macro[2]})", named, number)
    elif not found:
        raise BadInput("Line {n} stands before the first rule; begin one with [its name] and a competence.", n=number)
    elif line.startswith("why:"):
        found[-1].why = line.removeprefix("why:").strip()
    elif line in ("public only", "plain only", "others only", "clause only"):
        setattr(found[-1], line.split(maxsplit=1)[0], True)
    elif said := _LINE.fullmatch(line):
        read = _line(said["line"], named, number)
        for lang in LANGS if said["lang"] == "any" else (said["lang"],):
            found[-1].lines.setdefault((said["how"] or "", lang), []).append(read)
        return (read,)
    else:
        raise BadInput("Line {n} cannot be read: {line}", n=number, line=line[:80])
    return ()


def _begin(name: str, competence: str, number: int, found: list[_Begun]) -> None:
    """Begin a rule, or go on with one that was begun above."""
    if competence and competence not in set(Competence):
        raise _no_competence(competence, number)
    known = next((rule for rule in found if rule.name == name), None)
    if known is not None:
        found.remove(known)
        known.competence = competence or known.competence
    found.append(known or _Begun(name, competence))


def _line(written: str, named: dict[str, Part], number: int) -> Part:
    """Return what one line is made of. Raises: BadInput."""
    # Each open bracket holds the rows before its last `|`, and the parts of the row that is being read.
    stack: list[tuple[list[Part], list[Part]]] = [([], [])]
    capitals: list[bool] = []
    for piece in _PART.findall(written):
        rows, parts = stack[-1]
        if piece in _OPEN:
            stack.append(([], []))
            capitals.append(piece == "^(")
        elif piece == _OR:
            rows.append(_row(parts, number))
            parts.clear()
        elif piece.startswith(")"):
            if len(stack) == 1:
                raise BadInput("Line {n}: a bracket is missing.", n=number)
            stack.pop()
            choice: Part = Choice([*rows, _row(parts, number)], none=piece.endswith("?"))
            stack[-1][1].append(Capital(choice) if capitals.pop() else choice)
        else:
            parts.append(_part(piece, named, number))
        if len(stack) > DEEPEST:
            raise BadInput("Line {n}: too many brackets in one another.", n=number)
    if len(stack) != 1:
        raise BadInput("Line {n}: a bracket is missing.", n=number)
    rows, parts = stack[0]
    whole = Choice([*rows, _row(parts, number)]) if rows else _row(parts, number)
    if _says_nothing(whole):
        raise BadInput("Line {n} fits any text; say at least one word.", n=number)
    if depth_of(whole) > _DEEPEST_NAMED:
        raise BadInput("Line {n}: too many brackets in one another.", n=number)
    if gaps_of(whole) > MOST_GAPS:
        raise BadInput("Line {n} has more than {most} gaps (..); make two lines of it.", n=number, most=MOST_GAPS)
    return whole


def _row(parts: list[Part], number: int) -> Part:
    if not parts:
        raise BadInput("Line {n}: a word is missing beside a |, or in a bracket.", n=number)
    gaps = [isinstance(part, Gap) for part in parts]
    if len(parts) > 1 and (gaps[0] or gaps[-1] or any(a and b for a, b in pairwise(gaps))):
        raise BadInput("Line {n}: a gap (..) stands between two words, not at an end and not beside another.", n=number)
    return parts[0] if len(parts) == 1 else Row(parts)


def _says_nothing(part: Part) -> bool:
    """Tell whether a line is only what may be missing."""
    parts = part.parts if isinstance(part, Row) else (part,)
    return all(isinstance(p, Gap) or (isinstance(p, Choice) and p.none) for p in parts)


def _part(piece: str, named: dict[str, Part], number: int) -> Part:
    if piece.startswith(".."):
        return Gap(min(_WIDEST, int(piece[2:] or _GAP)))
    if piece.startswith("<") and piece.endswith(">"):
        found = named.get(piece[1:-1]) or _BUILT.get(piece[1:-1])
        if found is None:
            raise BadInput("Line {n}: nothing is called <{name}> above it.", n=number, name=piece[1:-1])
        return found
    if piece in KINDS:
        return Word(piece)
    if piece.endswith("?") and piece != "?":
        raise BadInput("Line {n}: what may be missing stands in brackets: ({word})?", n=number, word=piece.rstrip("?"))
    if piece in _MARKS:
        return Word(_MARKS[piece])
    # What stands for two words in a text does so in a rule: `don't`.
    said = [fold(plain(piece))] if "*" in piece else [word.removeprefix("^") for word in words_of(plain(piece))]
    return Word(said[0]) if len(said) == 1 else Row([Word(word) for word in said])
