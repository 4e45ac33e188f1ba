r"""How a file of rules is written and read, and what is made of each line.

    [promise of money] legal_risk
    why: It promises money.
    plain only
    <pay> = erstatt* | ueberweis*
    de: wir .. <pay>
    de not: ob wir .. <pay>

`*` stands for any letters, `(a|b c)` for one of several, `(a|b)?` for one or none, `..` for up to six words of the same
sentence (`..3` for up to three), `#` for a number, `##` for a long one, `Xx` for a word with a
capital, `^(a|b)` for one of these with a capital; `<email>` `<phone>` `<iban>` `<card>`
`<date>` for what they say, and `<name>` for what the file calls so. A line with `not` is what a rule leaves alone; one with `always` holds even
there, and whatever a clause denies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from inbox.domain.competence import Competence
from inbox.domain.risk.matching import KINDS, Capital, Choice, Gap, Part, Row, Word
from inbox.domain.risk.tokens import CLAUSE, QUESTION, fold
from inbox.errors import BadInput

LONGEST = 200_000
"""Characters a file of rules may have."""
DEEPEST = 8
_GAP, _WIDEST = 6, 30
_BUILT: dict[str, Part] = {
    kind: Word(f"¤{kind}") for kind in ("email", "phone", "iban", "card", "date", "url", "postcode")
}
_PART = re.compile(r"<[\w-]+>|\.\.\d{0,2}|\^?\(|\)\??|\||\S+?(?=[\s()|<]|\.\.|$)")
_LINE = re.compile(r"(?P<lang>de|en|any)(?: (?P<how>not|always))?:\s*(?P<line>.+)")
_LANGS, _HOWS = ("de", "en"), ("", "always", "not")
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
    lines: dict[tuple[str, str], list[Part]] = field(default_factory=dict)

    def ready(self) -> Rule:
        """Return the rule with its lines put together."""
        finds, always, leaves = ({lang: Choice(self.lines.get((how, lang), ())) for lang in _LANGS} for how in _HOWS)
        return Rule(self.name, self.competence, self.why, self.public, self.plain, self.others, finds, always, leaves)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: by language what it finds, what of it nothing takes back, and what it leaves alone.

    `plain`: not in a question and not where the clause denies it; `public`: not in private; `others`: the names of whoever
    writes and of their contact are not meant.
    """

    name: str
    competence: str
    why: str
    public: bool
    plain: bool
    others: bool
    finds: dict[str, Choice]
    always: dict[str, Choice]
    leaves: dict[str, Choice]


@dataclass(frozen=True, slots=True)
class Book:
    """A file of rules as it was read: the rules, and which competences a department's word counts for."""

    rules: tuple[Rule, ...]
    signers: dict[str, frozenset[str]]


@lru_cache(maxsize=8)
def book(text: str) -> Book:
    """Return what a file of rules says. Raises: BadInput, naming the line that cannot be read."""
    if len(text) > LONGEST:
        raise BadInput("These rules are too long; at most {n} characters fit.", n=LONGEST)
    named: dict[str, Part] = {}
    found: list[_Begun] = []
    signers: dict[str, frozenset[str]] = {}
    for number, whole in enumerate(text.splitlines(), 1):
        line = whole.strip()
        said = line and line != "#" and not line.startswith("# ")
        if said and not _signs(line, number, signers):
            _read(line, number, named, found)
    for rule in found:
        if not rule.why or not any(how != "not" for how, _ in rule.lines):
            raise BadInput("Rule {name} lacks a sentence (why:) or a line that finds something.", name=rule.name)
    return Book(tuple(rule.ready() for rule in sorted(found, key=lambda rule: rule.name)), signers)


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


def _read(line: str, number: int, named: dict[str, Part], found: list[_Begun]) -> None:
    if head := re.fullmatch(r"\[([\w ,-]{1,60})\]\s*(\w*)", line):
        _begin(head[1], head[2], number, found)
    elif macro := re.fullmatch(r"<([\w-]+)>\s*=\s*(.+)", line):
        named[macro[1]] = _line(f"({macro[2]})", named, number)
    elif not found:
        raise BadInput("Line {n} stands before the first rule; begin one with [its name] and a competence.", n=number)
    elif line.startswith("why:"):
        found[-1].why = line.removeprefix("why:").strip()
    elif line in ("public only", "plain only", "others only"):
        setattr(found[-1], line.split(maxsplit=1)[0], True)
    elif said := _LINE.fullmatch(line):
        read = _line(said["line"], named, number)
        for lang in ("de", "en") if said["lang"] == "any" else (said["lang"],):
            found[-1].lines.setdefault((said["how"] or "", lang), []).append(read)
    else:
        raise BadInput("Line {n} cannot be read: {line}", n=number, line=line[:80])


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
    return whole


def _row(parts: list[Part], number: int) -> Part:
    if not parts:
        raise BadInput("Line {n}: a word is missing beside a |, or in a bracket.", n=number)
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
    return Word({",": CLAUSE, "?": QUESTION}.get(piece) or fold(piece))
