"""Finds in what we wrote the sentences that promise something, in German and English, for whoever goes on with it.

Rather one sentence too many than one too few: on a handover card a harmless line costs a glance, a lost promise a customer.
"""

from __future__ import annotations

import re

_SHORT = r"(?<!\b[a-zA-Z]\.)(?<!\bca\.)(?<!\bNr\.)(?<!\bDr\.)(?<!\bFr\.)(?<!\bHr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bbzw\.)(?<!\bSt\.)"
_END = re.compile(rf"(?<=[.!?…:;])(?<!\d\.){_SHORT}\s+(?=\S)|\n+")
"""Where a sentence ends: not behind a number or an abbreviation."""

_WEEKDAY = (
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:s|abend|morgen|mittag|nachmittag)?"
)
_MONTH = (
    r"(?:januar|februar|m[äa]rz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|january|february|march|may|june|july|october|december)"
)
_DATE = rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.(?:\d{{2,4}})?|\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:\.|st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}})"
_HOUR = r"(?:\d{1,2}(?::\d\d)?\s?(?:uhr|am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}:\d\d|noon|mittags?|midnight)"
_SOON = (
    r"(?:(?:über)?morgen(?:\s+(?:früh|mittag|abend|vormittag|nachmittag))?|heute(?:\s+(?:noch|mittag|abend|nachmittag))?"
    r"|tomorrow(?:\s+(?:morning|noon|evening|afternoon))?|today|tonight|this (?:morning|afternoon|evening|week)"
    r"|(?:im laufe|anfang|mitte|ende|am ende) (?:des|der|dieser|nächster|kommender|der nächsten|des nächsten)?\s?(?:tages|woche|monats|jahres)"
    r"|(?:diese|nächste|kommende)[nrs]? (?:woche|monat|tage?n?|jahr)|next (?:week|month|days?|year)|(?:the )?end of (?:the |this |next )?(?:day|week|month|year)"
    r"|in k[üu]rze|umgehend|sofort|gleich|zeitnah|schnellstm[öo]glich|shortly|soon|right away|straight away|immediately|as soon as possible|asap)"
)
_SPAN = r"(?:\d+|ein(?:e[rmn]?)?|zwei|drei|vier|f[üu]nf|one|two|three|four|five|a few|wenigen|an?)"
_UNIT = r"(?:minuten?|stunden?|tage?n?|werktage?n?|arbeitstage?n?|wochen?|monate?n?|minutes?|hours?|(?:working |business )?days?|weeks?|months?)"
_WHEN = (
    rf"(?:(?:(?:sp[äa]testens |bis |by |before |until |no later than |at the latest ){{1,3}}(?:zum |zur |am |um |the |on )?)?"
    rf"(?:(?:am |on |um |at |n[äa]chste[nr]? |kommende[nr]? |next )?(?:{_WEEKDAY}|{_DATE}|{_HOUR})|{_SOON})"
    rf"(?:,? (?:um |at |gegen |by )?{_HOUR})?"
    rf"|(?:innerhalb (?:von )?|binnen |within |in )(?:der |the )?(?:n[äa]chsten |next )?{_SPAN}(?: bis \d+|[-–]\d+| to \d+)? {_UNIT})"
)
_TIME = re.compile(rf"\b{_WHEN}(?!\w)")

_DEEDS = (
    "melde|melden|schicke|schicken|sende|senden|schreibe|schreiben|liefere|liefern|erstatte|erstatten|ersetze|ersetzen|tausche|tauschen|"
    "überweise|überweisen|prüfe|prüfen|kläre|klären|kümmere|kümmern|sorge|sorgen|rufe|rufen|leite|leiten|gebe|geben|veranlasse|veranlassen|"
    "buche|buchen|storniere|stornieren|schreibe|gutschreiben|übernehme|übernehmen|hole|holen|reiche|reichen|bringe|bringen|frage|fragen|"
    "informiere|informieren|halte|halten|repariere|reparieren|beheben|behebe|korrigiere|korrigieren|bezahle|bezahlen|zahle|zahlen|"
    "verlängere|verlängern|reserviere|reservieren|stelle|stellen|lasse|lassen|sehe|sehen|bitte|mache|machen|gehe|gehen|setze|setzen|nehme|nehmen|"
    "bestelle|bestellen|bereite|bereiten|arbeite|arbeiten|erledige|erledigen|antworte|antworten|versende|versenden|komme|kommen"
)
_PROMISES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:ich|wir)\b (?:\w+ ){{0,3}}?(?:werde|werden|{_DEEDS})\b",
        rf"\b(?:werde|werden|{_DEEDS}) (?:ich|wir)\b",
        r"\b(?:werden|wird) (?:\w+ ){0,2}?(?:ihnen|dir|euch|sie|dich)\b",
        r"\b(?:meld\w*|r[üu]hr\w*) (?:mich|uns)\b",
        r"\b(?:versprech\w*|versprich\w*|versprochen|zugesagt|zusage[n]?|sag(?:e|en) \w* ?zu|garantier\w*|versicher(?:e|n) ihnen|verlass\w* sie sich)\b",
        r"\b(?:sie|du|ihr) (?:bekomm\w*|erh[aä]lt\w*|h[öo]r\w*|krieg\w*|hast|habt|haben|werden|wirst|werdet)\b",
        r"\b(?:bekomm\w*|erh[aä]lt\w*|h[öo]r\w*) (?:sie|du|ihr)\b",
        r"\b(?:i|we)(?:'ll|’ll| will| shall|'m going to|’m going to| am going to|'re going to|’re going to| are going to| intend to| plan to)\b",
        r"\b(?:you|it|this|that|they|he|she|everything|there)(?:'ll|’ll| will| shall)\b",
        r"\b(?:will|shall) (?:be|get|receive|have|hear|arrive|send|ship|call|contact|reply|fix|reach|come|follow|go|take|refund|replace)\b",
        r"\b(?:promis\w*|guarantee\w*|commit(?:ted)? to|you have my word|rest assured|assure you|make sure|see to it|count on)\b",
        r"\b(?:get(?:ting)? back to you|let you know|keep you (?:posted|updated|informed)|look(?:ing)? into (?:it|this|that)|let me (?:check|look|ask|find out))\b",
        r"\b(?:i'm|i am|we're|we are)\b (?:\w+ )?(?:sending|shipping|refunding|replacing|checking|calling|working on|passing|forwarding|booking|arranging|ordering|issuing)\b",
    )
)
_COMES = re.compile(
    r"\b(?:wird|werden|geht|kommt|steht|folgt|erfolgt|trifft|erscheint|startet|beginnt"
    r"|comes?|goes|ships?|arrives?|leaves|starts?|going to|expect\w*|due|scheduled)\b"
)
_PAST = re.compile(
    r"\b(?:wurden?|war|waren|hatten?|gestern|vorgestern|bereits|schon|letzte[nrs]?|vergangene[nrs]?|was|were|had|has been|have been|yesterday|last|already|ago)\b",
)
_NO = re.compile(
    r"\b(?:kann|k[öo]nnen|darf|d[üu]rfen|m[öo]chte[n]?|will|wollen|werde[n]?) (?:\w+ ){0,4}?(?:nicht|nichts|keine?\w*) (?:\w+ ){0,3}?(?:versprech\w*|zusag\w*|garantier\w*)"
    r"|\b(?:cannot|can't|can’t|won't|won’t|will not|unable to|not able to|may not) (?:\w+ ){0,2}?(?:promise|guarantee|commit)"
    r"|\byou(?:'ll|’ll| will) (?:need|have to|find|see|notice|understand)\b"
    r"|\bwerden sie (?:gebeten|feststellen|sehen)\b|\b(?:wir|ich) (?:werden?|w[üu]rden?) (?:gern\w* )?wissen\b",
)
LONGEST = 400
"""Characters after which a sentence is cut."""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; what never ends is cut, so that no text takes long to be read."""
    whole = [" ".join(part.split()) for part in _END.split(text) if part.strip()]
    return [s[start : start + LONGEST] for s in whole for start in range(0, len(s), LONGEST)]


def promise(sentence: str) -> bool:
    """Tell whether one sentence of ours promises something. A question does not."""
    said = sentence.lower()  # patterns that mind no case take many times as long
    if said.endswith("?") or _NO.search(said):
        return False
    if any(p.search(said) for p in _PROMISES):
        return True
    # A time to come is a promise whatever the verb, unless the sentence tells of what is past.
    return bool(_TIME.search(said)) and bool(_COMES.search(said) or not _PAST.search(said))


def until(sentence: str) -> str:
    """Return the words that say until when, "" where none do."""
    said = sentence.lower()
    found = _TIME.search(said)
    return (sentence if len(said) == len(sentence) else said)[slice(*found.span())].strip() if found else ""


def promises(text: str) -> list[tuple[str, str]]:
    """Return what a text of ours promises: (the sentence, the words that say until when)."""
    return [(s, until(s)) for s in sentences(text[:50_000]) if promise(s)]
