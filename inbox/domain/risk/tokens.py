"""A text as words that rules can be laid against, each knowing where in the text it stands, and the language it is in.

Words are folded: small letters, ä as ae, ß as ss, "won't" as will not. The ends of clauses and sentences are words too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inbox.domain.risk.alike import BEGUN, begun, plain, worded

_LETTER = r"[^\W\d_]"
_MORE = r"[\w\u0300-\u036f]*"
# Every repetition below ends after so many letters or begins where no other could: no text takes more than one look a letter.
_TOKEN = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})"
    r"|(?P<url>https?://\S+|www\.\S+)"
    r"|(?P<iban>\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){3,7}(?: ?[\dA-Z]{1,3})?\b)"
    r"|(?P<card>\b\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{2,4}\b)"
    r"|(?P<date>(?<![$€£])\b(?:0?[1-9]|[12]\d|3[01])\. ?(?:0?[1-9]|1[0-2])\.(?: ?\d{4}\b|\d{2}\b)?|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b)"
    r"|(?P<phone>(?<![\w.])(?:\+\d|\(?0\d)[\d /()-]{5,30}\d\b)"
    r"|(?P<postcode>\b\d{5}(?= [A-ZÄÖÜ]))"
    rf"|(?P<spelt>(?<!\w){_LETTER}(?:[ .*·_-]{_LETTER}){{3,}}(?!\w))"
    rf"|(?P<word>{_LETTER}{_MORE}(?:['’`\-/&]{_LETTER}{_MORE})*)"
    rf"|(?P<begun>{BEGUN})"
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
_SIGNS = {"^": "-", "~": "-"}
"""What else stands before who signs."""
_DENIED = {"won't": "will", "shan't": "shall", "can't": "can", "cannot": "can", "wont": "will", "cant": "can"} | {
    f"{word}nt": word for word in "do does did could would should is are was were has have had need must".split()
}
"""What is denied in one word, also where people leave out what stands above the line; any other `n't` is found by its ending."""
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
    if word.isascii():
        return worded(word.lower().replace("`", "'"))
    word = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").replace("`", "'")
    for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        word = word.replace(letter, two)
    return worded("".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)))


def tokens(text: str) -> list[Token]:
    """Return the words of a text."""
    text = plain(text)
    found: list[Token] = []
    matches = list(_TOKEN.finditer(text))
    for n, match in enumerate(matches):
        kind, said = match.lastgroup or "", match.group()
        following = matches[n + 1] if n + 1 < len(matches) else None
        if kind in _WORDS:
            found += [Token(w, match.start(), match.end()) for w in _WORDS[kind](said)]
            continue
        if kind == "end":
            mark = _ending(said, found, following)
        elif kind in ("email", "url", "iban", "card", "date", "phone", "postcode"):
            mark = f"¤{kind}"
        elif kind == "line":
            mark = LINE if _ends_line(text, match, found) else ""
        else:
            mark = {"clause": CLAUSE}.get(kind, _SIGNS.get(said, said))
        if mark:
            found.append(Token(mark, match.start(), match.end()))
    return found


def words_of(said: str) -> list[str]:
    """Return what one written word is: `won't` is two."""
    word, capital = fold(said), "^" if said[:1].isupper() else ""
    if word in _DENIED:
        return [capital + _DENIED[word], "not"]
    if word.endswith("n't"):
        return [capital + word[:-3], "not"]
    for tail, whole in _CONTRACTED.items():
        if word.endswith(tail) and len(word) > len(tail):
            return [capital + word[: -len(tail)], whole]
    return [capital + part for part in word.split("/")] if "/" in word else [capital + word]


def _spelt(said: str) -> list[str]:
    """Return what was written letter by letter: `I d i o t`; without a first one that may be a word, too: `a f o o l`."""
    word, capital = fold("".join(filter(str.isalpha, said))), "^" if said[0].isupper() else ""
    return [capital + word, word[1:]] if word[0] in _LONE else [capital + word]


_LONE = frozenset("ai")
_WORDS: dict[str, Callable[[str], list[str]]] = {
    "word": words_of,
    "spelt": _spelt,
    "begun": lambda said: words_of(begun(said)),
}
"""What the words of each kind of match are."""


def _ending(said: str, before: list[Token], following: re.Match[str] | None) -> str:
    """Return the end of a sentence, "" where it is an abbreviation's or an ordinal's full stop."""
    if "?" in said:
        return QUESTION
    if said == "." and before and following is not None:
        last = before[-1].said.lstrip("^")
        word = fold(following.group())
        if (
            last in _SHORT
            or last.endswith("str")
            or (len(last) == 1 and last.isalpha())
            or (last.isdigit() and len(last) < 3 and (word in _MONTHS or following.group()[:1].islower()))
        ):
            return ""
    return END


_LISTED = re.compile(r"[-–*•·>]\s|\d{1,2}[.)]\s")
_GREETED = re.compile(
    r"\s*(?:(?i:hallo|hi|hey|moin|servus|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen|abend)|dear|hello|good (?:morning|afternoon|evening)))"
    r"(?:,? [A-ZÄÖÜ][\w.'-]*){0,5}\s*[,!]?\s*"
)
_SIGNED = re.compile(
    r"(?i:grüße|grüsse|gruesse|gruß|gruss|lg|vg|mfg|regards|cheers|wishes|sincerely|yours|best|thanks|dank)\s*[,!]?\s*$"
)
_LONGEST_GREETING = 60


def _ends_line(text: str, line: re.Match[str], before: list[Token]) -> bool:
    """Tell whether a line ends what was said, and not only the width of the paper.

    It does before an empty line, before a list's mark, where a sentence has ended, and behind a greeting.
    """
    if not before or before[-1].said in (END, QUESTION, LINE) or "\n" in line.group()[1:]:
        return True
    begin = text.rfind("\n", max(0, line.start() - _LONGEST_GREETING), line.start()) + 1
    said = text[max(begin, line.start() - _LONGEST_GREETING) : line.start()]
    return bool(_LISTED.match(text, line.end()) or _GREETED.fullmatch(said) or _SIGNED.search(said))


_GERMAN = frozenset(
    "der die das und ist nicht wir sie ihnen ihr ihre ihren ihrem ich uns unser unsere es ein eine einen einem mit fuer auf von zu zum zur im den dem des auch noch bitte haben hat hatte wird werden koennen kann dass wenn aber oder bei nach aus ueber vor bis danke leider gern gerne sehr wie wo du dir dich euch wurde war sind sein keine kein nur schon mal hallo dann als um da guten tag liebe lieber viele gruesse".split()
)
_ENGLISH = frozenset(
    "the and is not we you your yours our us it a with for on of to at still please have has had would can could that if but or from about before until thanks thank unfortunately very how what where were are be been no only already hello then as i my me they them this these there which who do does did by just any all sorry hi dear out up them than".split()
)


def languages(words: Sequence[Token], spoken: str = "") -> list[str]:
    """Return for each word in which language its sentence is: `de`, `en`, or "" where nobody can tell.

    One short word beside those of the rest of the text does not tell. `spoken` is what all of it is in.
    """
    if spoken:
        return [spoken] * len(words)
    said = [w.said.lstrip("^") for w in words]
    whole = _spoken(said)
    found: list[str] = []
    begin = 0
    for n, word in enumerate((*said, LINE)):
        if word in (END, QUESTION, LINE):
            part = said[begin : n + 1]
            found += [_sentence(part, whole)] * len(part)
            begin = n + 1
    del found[len(words) :]
    # The end of a sentence is in the language of what comes behind it: lines that begin with it are about that.
    for n in range(len(words) - 2, -1, -1):
        if said[n] in (END, QUESTION, LINE):
            found[n] = found[n + 1]
    return found


_OTHERS = 2
"""Words of the other language with which a sentence is in both, however long it is."""


def _count(said: Sequence[str]) -> tuple[int, int]:
    """Return how many words are only German, and only English."""
    return sum(w in _GERMAN for w in said), sum(w in _ENGLISH for w in said)


def _spoken(said: Sequence[str]) -> str:
    german, english = _count(said)
    return "" if german == english else "de" if german > english else "en"


def _sentence(said: Sequence[str], whole: str) -> str:
    """Return the language of a sentence of a text that as a whole is in one."""
    german, english = _count(said)
    most, least, one = max(german, english), min(german, english), "de" if german > english else "en"
    clear = most > 2 * least and least < _OTHERS and (most > 1 or one == whole)
    return one if clear else ""
