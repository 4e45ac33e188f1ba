"""What a conversation needs: rules a lead can read and edit, tried on what the contact said and where they said it.

A rule names a competence, a level and at least one condition; all conditions it names must hold, and of several values
of one condition any. `words` are whole words or phrases in any spelling of umlauts; a star stands for any beginning or ending.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from inbox.domain.abilities import LEVELS, ByHand
from inbox.domain.competence import Competence
from inbox.domain.covering import Need
from inbox.domain.text import folded
from inbox.domain.tongue import LANGUAGES, tongue
from inbox.errors import BadInput

LONGEST = 50_000
"""Characters that a house's rules may have."""
MOST = 300
"""Rules that a house may have."""


@dataclass(frozen=True, slots=True)
class NeedRule:
    """One rule: the competence and level it asks for, and its conditions; an empty one is not looked at."""

    competence: Competence
    level: int
    words: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    visibility: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What rules look at: the contact's words, and where the conversation is."""

    text: str
    channel: str = ""
    visibility: str = ""
    tags: tuple[str, ...] = ()


_CONDITIONS = tuple(f.name for f in fields(NeedRule) if f.name not in ("competence", "level"))
_VALUES = {"visibility": ("public", "private"), "language": LANGUAGES}


@lru_cache(maxsize=8)
def read_rules(text: str) -> tuple[NeedRule, ...]:
    """Return the rules that a text says. Raises: BadInput, naming the rule that cannot be read."""
    if len(text) > LONGEST:
        raise BadInput("Rules have at most {most} characters.", most=LONGEST)
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise BadInput("These rules are no TOML: {cause}", cause=cause) from cause
    rules = found.get("need", [])
    if set(found) - {"need"} or not isinstance(rules, list) or len(rules) > MOST:
        raise BadInput("Rules are a list of up to {most} blocks that each begin with [[need]].", most=MOST)
    return tuple(_rule(n, rule) for n, rule in enumerate(rules, start=1))


def _rule(n: int, rule: object) -> NeedRule:
    if not isinstance(rule, dict):
        raise BadInput("Rule {n} is no block that begins with [[need]].", n=n)
    if unknown := set(rule) - {"competence", "level", *_CONDITIONS}:
        raise BadInput(
            "Rule {n} says {unknown}; a rule has competence, level and {known}.",
            n=n,
            unknown=", ".join(sorted(unknown)),
            known=", ".join(_CONDITIONS),
        )
    if rule.get("competence") not in list(Competence):
        raise BadInput("Rule {n} names no competence; there are: {known}.", n=n, known=", ".join(Competence))
    level = rule.get("level")
    if not isinstance(level, int) or isinstance(level, bool) or not 1 <= level <= LEVELS:
        raise BadInput("Rule {n} needs a level from 1 to {most}.", n=n, most=LEVELS)
    given = {name: _values(n, name, rule[name]) for name in _CONDITIONS if name in rule}
    if not any(given.values()):
        raise BadInput("Rule {n} holds always; name a condition: {known}.", n=n, known=", ".join(_CONDITIONS))
    return NeedRule(Competence(rule["competence"]), level, **given)


def _values(n: int, name: str, given: object) -> tuple[str, ...]:
    values = [given] if isinstance(given, str) else given
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise BadInput("Rule {n}: {name} is a text, or a list of texts.", n=n, name=name)
    allowed = _VALUES.get(name)
    for value in values:
        if allowed and value not in allowed:
            raise BadInput(
                "Rule {n}: {value} is no {name}; there are: {known}.",
                n=n, value=repr(value), name=name, known=", ".join(allowed),
            )  # fmt: skip
        if name == "words" and not _plain(value.strip("*")):
            raise BadInput("Rule {n}: {value} holds no word.", n=n, value=repr(value))
    return tuple(dict.fromkeys(values))


def _plain(text: str) -> str:
    """Return the words of a text, folded, one blank between them."""
    return " ".join(re.findall(r"\w+", folded(text)))


def _holds(rule: NeedRule, seen: Seen, plain: str, language: str) -> tuple[str, ...] | None:
    """Return what of it made a rule hold, None where it does not."""
    because: list[str] = []
    for wanted, there in (
        (rule.channel, (seen.channel,)),
        (rule.visibility, (seen.visibility,)),
        (rule.tags, seen.tags),
        (rule.language, (language,)),
    ):
        if wanted:
            if not (both := [value for value in wanted if value in there]):
                return None
            because += both
    if rule.words:
        if not (found := [word for word in rule.words if _said(word, plain)]):
            return None
        because = found + because
    return tuple(because)


def _said(word: str, plain: str) -> bool:
    front, back = "" if word.startswith("*") else " ", "" if word.endswith("*") else " "
    return f"{front}{_plain(word.strip('*'))}{back}" in f" {plain} "


def needs(rules: Sequence[NeedRule], seen: Seen, by_hand: ByHand | None = None) -> tuple[Need, ...]:
    """Return what a conversation needs: the highest level of the rules that hold; what was said by hand goes before them."""
    plain, language = _plain(seen.text), tongue(seen.text)
    found: dict[Competence, Need] = {}
    for rule in rules:
        because = _holds(rule, seen, plain, language)
        if because is None:
            continue
        before = found.get(rule.competence)
        if before is None or before.level < rule.level:
            found[rule.competence] = Need(rule.competence, rule.level, because)
        elif before.level == rule.level:
            found[rule.competence] = Need(rule.competence, rule.level, tuple(dict.fromkeys(before.because + because)))
    for competence, level, by in by_hand.needs if by_hand else ():
        found[competence] = Need(competence, level, (), by)
    return _ordered(need for need in found.values() if need.level)


def _ordered(found: Iterable[Need]) -> tuple[Need, ...]:
    place = {competence: n for n, competence in enumerate(Competence)}
    return tuple(sorted(found, key=lambda need: (-need.level, place[need.competence])))
