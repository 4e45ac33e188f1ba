"""A text as words that rules can be laid against, each knowing where in the text it stands, and the language it is in.

Words are folded: small letters, ä as ae, ß as ss, "won't" as will not. The ends of clauses and sentences are words too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://\S+|www\.\S+)"
    r"|(?P<iban>\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){3,7}(?: ?[\dA-Z]{1,3})?\b)"
    r"|(?P<card>\b\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{2,4}\b)"
    r"|(?P<date>\b\d{1,2}\. ?\d{1,2}\.(?: ?\d{4}\b|\d{2}\b)?|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b)"
    r"|(?P<phone>(?<![\w.])(?:\+\d|\(?0\d)[\d /()-]{5,}\d\b)"
    r"|(?P<postcode>\b\d{5}(?= [A-ZÄÖÜ]))"
    rf"|(?P<word>{_LETTER}[\w]*(?:['’`\-/&]{_LETTER}[\w]*)*)"
    r"|(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<end>[.!?…]+)"
    r"|(?P<line>\n\s*)"
    r"|(?P<clause>[,;:()–—]|(?<=\s)-(?=\s))"
    r"|(?P<sign>[^\s])"
)
_SHORT = frozenset(
    "dr prof hr fr nr str ca bzw usw etc ggf evtl inkl zzgl vgl abs art tel st mr mrs ms no approx inc ltd jr sr z b d h u a e g i".split()
)
"""What a full stop makes an abbreviation, behind which no sentence ends."""
_CONTRACTED = {"'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "'d": "would", "'s": "is"}
_MONTHS = frozenset(
    "januar februar maerz april mai juni juli august september oktober november dezember january february march may june july october december".split()
)
END, QUESTION, CLAUSE, LINE = "¶", "¶?", "·", "↵"
"""The tokens that stand for the end of a sentence, of a question, of a clause, of a line."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word as rules see it: folded, `^` before what was written with a capital; and where it stands."""

    said: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return a word as it is compared."""
    word = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").replace("`", "'")
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        word = word.replace(letter, plain)
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def tokens(text: str) -> list[Token]:
    """Return the words of a text."""
    found: list[Token] = []
    matches = list(_TOKEN.finditer(text))
    for n, match in enumerate(matches):
        kind, said = match.lastgroup or "", match.group()
        following = matches[n + 1] if n + 1 < len(matches) else None
        if kind == "word":
            found += [Token(w, match.start(), match.end()) for w in _words(said)]
            continue
        if kind == "end":
            mark = _ending(said, found, following)
        elif kind in ("email", "url", "iban", "card", "date", "phone", "postcode"):
            mark = f"¤{kind}"
        else:
            mark = {"line": LINE, "clause": CLAUSE}.get(kind, said)
        if mark:
            found.append(Token(mark, match.start(), match.end()))
    return found


def _words(said: str) -> list[str]:
    """Return what one written word is: `won't` is two."""
    word, capital = fold(said), "^" if said[:1].isupper() else ""
    if word in ("won't", "can't", "cannot", "shan't"):
        return [capital + {"won't": "will", "shan't": "shall"}.get(word, "can"), "not"]
    if word.endswith("n't"):
        return [capital + word[:-3], "not"]
    for tail, whole in _CONTRACTED.items():
        if word.endswith(tail) and len(word) > len(tail):
            return [capital + word[: -len(tail)], whole]
    return [capital + part for part in word.split("/")] if "/" in word else [capital + word]


def _ending(said: str, before: list[Token], following: re.Match[str] | None) -> str:
    """Return the end of a sentence, "" where it is an abbreviation's or an ordinal's full stop."""
    if "?" in said:
        return QUESTION
    if said == "." and before and following is not None:
        last = before[-1].said.lstrip("^")
        word = fold(following.group())
        if last in _SHORT or (
            last.isdigit() and len(last) < 3 and (word in _MONTHS or following.group()[:1].islower())
        ):
            return ""
    return END


_GERMAN = frozenset(
    "der die das und ist nicht wir sie ihnen ihr ihre ihren ihrem ich uns unser unsere es ein eine einen einem mit fuer auf von zu zum zur im den dem des auch noch bitte haben hat hatte wird werden koennen kann dass wenn aber oder bei nach aus ueber vor bis danke leider gern gerne sehr wie was wo du dir dich euch wurde war sind sein keine kein nur schon mal hallo dann als so am um an da guten tag liebe lieber viele gruesse".split()
)
_ENGLISH = frozenset(
    "the and is not we you your yours our us it a an with for on of to in at also still please have has had will would can could that if but or from about before until thanks thank unfortunately very how what where was were are be been no only already hello then as so i my me they them this these there which who do does did by just any all sorry hi dear out up them than".split()
)


def language(words: Sequence[Token]) -> str:
    """Return `de` or `en`, whichever a text is written in; "" where nobody can tell."""
    said = [w.said.lstrip("^") for w in words]
    german, english = sum(w in _GERMAN for w in said), sum(w in _ENGLISH for w in said)
    return "" if german == english else "de" if german > english else "en"
