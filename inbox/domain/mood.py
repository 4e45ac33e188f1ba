"""Tells how a customer's text sounds, in German and English, by its words: sour, hostile, or glad. No judgement, a count.

A storm is told from a harmless peak by its mood. The words stand here for everybody to read and better; a text is
sour with one complaint, hostile with one insult or with much shouting.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SOUR = r"""
broken break(s|ing)? broke crash\w* bug\w* error\w* fail(s|ed|ure|ures|ing)? fault\w* defect\w* outage\w* down offline unavailable
declin\w+ reject\w* refus\w+ denied block(ed|ing)? suspend\w* lock(ed)? stuck pending delay\w* late lost missing
stolen wrong\w* incorrect\w* mistake\w* duplicate\w* twice overcharg\w* unauthori[sz]ed fraud\w* scam\w* problem\w* issue\w* trouble\w*
complain\w* unacceptable ridiculous terrible horrible awful worst bad poor(ly)? disappoint\w* frustrat\w* annoy\w* angry furious upset
useless joke ignor(e|ed|es|ing) rude waiting waited still never nobody nothing impossible unable cancel\w* refund\w* unfair
cannot can'?t won'?t doesn'?t didn'?t isn'?t wasn'?t hasn'?t haven'?t shame\w* disgrac\w* disgust\w* boycott\w* lawyer sue lie(s|d)?
lying liars? cheat\w* steal\w* thie(f|ves) robb\w+ rip-?off enough seriously unbelievable outrag\w* scandal\w* blood\w* pathetic
apologi[sz]e hate\w* suck\w* ruin\w* abandon\w* sick fed\s+up pissed wtf why
danger\w* burn(s|t|ing|ed)? unbelievab\w* silen(t|ce) stay\s+away explod\w* injur\w* poison\w* hurt\w* recall\w*
kaputt defekt\w* fehler\w* funktionier\w*\s+nicht geht\s+nicht geht\s+nichts klappt\s+nicht nicht\s+mehr störung\w* ausfall\w* ausgefallen abgestürzt
abgelehnt gesperrt verspät\w* verloren fehlt fehlen falsch\w* doppelt betrug\w* betrüg\w* abzocke\w* abgezockt problem\w* ärger\w* sauer wütend
beschwer\w* unverschämt\w* frech\w* schlecht\w* schlimm\w* schlechteste\w* katastroph\w* enttäusch\w* nervt nervig\w* unmöglich\w* inakzeptabel
lächerlich\w* witz peinlich\w* ignorier\w* wart(e|en|et|ete|eten)\b immer\s+noch\b niemand nie\s+wieder keiner nichts unfähig\w* kündig\w* stornier\w* rückerstatt\w*
erstatt\w* storno schande\w* schäm\w* skandal\w* boykott\w* anwalt anzeige lüg\w* gelogen verarsch\w* dreist\w* reicht\s+(mir|es|jetzt)
brenn(t|en|end\w*)? gefähr\w* unfass\w* schweig\w* finger\s+weg explodier\w* verletz\w* vergift\w* warn(t|ung\w*)
mies\w* übel\w* furchtbar\w* schrecklich\w* entsetz\w* empör\w* unglaublich\w* frust\w* saftladen zumutung warum weshalb wieso hass\w* ekel\w* widerlich\w*
"""
_HOSTILE = r"""
idiot\w* moron\w* stupid\w* dumb\w* incompetent\w* crap\w* shit\w* bullshit fuck\w* fucking asshole\w* bastard\w* bitch\w* damn\w* scum\w*
scammers? crooks? criminals? thieves liars? garbage trash clowns? disgusting disgrace pathetic losers? shame\s+on screw\w* piss\w* wtf
idioten dumm\w* blöd\w* dämlich\w* bescheuert\w* schei(ß|ss)\w* beschissen\w* arsch\w* verarsch\w* drecks?\w* mist(kerl|stück|laden|verein)?\b verdammt\w* kotz\w* fresse
betrüger\w* verbrecher\w* kriminell\w* gauner lügner\w* abzocker\w* versager\w* gesindel abschaum schwein\w* hure\w* wichser\w* fick\w* penner\w*
trottel deppen? vollpfosten schwachsinn\w* ekelhaft\w* widerlich\w* schäm(t|en)\s+(euch|sie) schande saftladen sauhaufen drecksladen dreckig\w* verlogen\w* asozial\w*
hetz\w* nazi\w* volksverräter\w* verblödet\w* dreckspack missgeburt\w* maul heuchler\w* heuchlerisch\w* unfähig\w* pfui
"""
_GLAD = r"""
thank(s|you)? thx love\w* great awesome amazing fantastic wonderful happy glad nice excited cool perfect brilliant congrat\w* cheers
voucher\w* coupon\w* discount\w* promo\w* code\w* sale giveaway raffle prize\w* win campaign offer\w* bonus gift\w* free deal\w* competition
danke\w* dank toll\w* super klasse prima wunderbar\w* schön\w* freu\w* lieb(e|en|ste|sten)?\b mega perfekt\w* begeistert\w* glückwunsch\w* herzlich\w* gern\w*
gutschein\w* rabatt\w* aktion\w* gewinnspiel\w* verlosung\w* gewinn\w* teilnehm\w* mitmach\w* angebot\w* geschenk\w* gratis
"""


def _any(words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words.split()) + r")(?!\w)")


_IS_SOUR, _IS_HOSTILE, _IS_GLAD = _any(_SOUR), _any(_HOSTILE), _any(_GLAD)
_NOT = re.compile(r"(?<!\w)(?:not|n't|no|nicht|kein\w*|ohne)(?!\w)")
_ANGRY = "😠😡🤬🖕💩👎🤮🤢"
_LOUD = re.compile(r"[!?]{3,}")
LONG = 2000
"""Characters of a text that are looked at: what somebody feels stands at its beginning, and a text may be huge."""


@dataclass(frozen=True, slots=True)
class Mood:
    """How a text sounds."""

    sour: bool = False
    hostile: bool = False
    glad: bool = False


def mood(text: str) -> Mood:
    """Tell how a text sounds; a text may be glad and sour at once, but not hostile without being sour."""
    text = unicodedata.normalize("NFKC", text[:LONG])
    low = text.casefold().replace("’", "'").replace("ß", "ss")
    hostile = bool(_IS_HOSTILE.search(low)) or any(sign in text for sign in _ANGRY)
    letters = [c for c in text if c.isalpha()]
    shouted = len(letters) > 15 and sum(c.isupper() for c in letters) > 0.6 * len(letters)
    loud = bool(_LOUD.search(text))
    sour = hostile or bool(_IS_SOUR.search(low)) or shouted or loud
    glad = not hostile and bool(_IS_GLAD.search(low)) and not _NOT.search(low)
    return Mood(sour, hostile or (sour and shouted and loud), glad)
