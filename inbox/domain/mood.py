"""Tells how a customer's text sounds, in German and English, by its words: troubled, sour, hostile, glad, curious.

No judgement, a count. A storm is told from a harmless peak by its mood. The words stand here for everybody to read and
better. A text is troubled where something is not as it should be, however politely that is said (mostly told by small
words: not, since, why, again); sour with one complaint; hostile with one insult or with much shouting. Without trouble
it may be glad (who is pleased, wishes well, wants to take part), or curious (when, where, may I).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SOUR = r"""
broken breaks breaking broke crash\w* bug\w* error\w* fail(s|ed|ure|ures|ing)? fault\w* defect\w* outage\w* down offline unavailable
declin\w+ reject\w* refus\w+ denied block(ed|ing)? suspend\w* lock(ed)? stuck pending delay\w* late lost missing
stolen wrong\w* incorrect\w* mistake\w* duplicate\w* twice overcharg\w* unauthori[sz]ed fraud\w* scam\w* problem\w* issue\w* trouble\w*
complain\w* unacceptable ridiculous terrible horrible awful worst bad poor(ly)? disappoint\w* frustrat\w* annoy\w* angry furious upset
useless joke ignor(e|ed|es|ing) rude waiting waited impossible unable cancel\w* refund\w* unfair
cannot can'?t won'?t doesn'?t didn'?t isn'?t wasn'?t hasn'?t haven'?t shame\w* disgrac\w* disgust\w* boycott\w* lawyer sue lie(s|d)?
lying liars? cheat\w* steal\w* thie(f|ves) robb\w+ rip-?off enough seriously unbelievable outrag\w* scandal\w* blood\w* pathetic
apologi[sz]e hate\w* suck\w* ruin\w* abandon\w* sick fed\s+up pissed wtf why
danger\w* burn(s|t|ing|ed)? unbelievab\w* silen(t|ce) stay\s+away explod\w* injur\w* poison\w* hurt\w* recall\w*
kaputt defekt\w* fehler\w* funktionier\w*\s+nicht geht\s+nicht geht\s+nichts klappt\s+nicht nicht\s+mehr störung\w* ausfall\w* ausgefallen abgestürzt
abgelehnt gesperrt verspät\w* verloren fehlt fehlen falsch\w* doppelt betrug\w* betrüg\w* abzocke\w* abgezockt problem\w* ärger\w* sauer wütend
beschwer\w* unverschämt\w* frech\w* schlecht\w* schlimm\w* schlechteste\w* katastroph\w* enttäusch\w* nervt nervig\w* unmöglich\w* inakzeptabel
lächerlich\w* witz peinlich\w* ignorier\w* wart(e|en|et|ete|eten)\b immer\s+noch\b nie\s+wieder unfähig\w* kündig\w* stornier\w* rückerstatt\w*
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
_TROUBLED = r"""
no(t|ne|where|body|thing)? never \w+n't without unable nothing\s+but instead although though despite supposed suddenly already yet anymore any\s+more no\s+longer
since again (second|third|fourth)\s+time double twice too\s+(much|high|long|expensive) strange\w* weird\w* odd unexpected\w* unknown unusual\w*
recogni[sz]\w+ gone disappear\w* vanish\w* stop(s|ped)? drop(s|ped)? empty blank mess(ed)? stuck slow\w* crack\w* leak\w* hack\w* breach\w* spam\w* phish\w*
strangers? somebody\s+(else|called) someone\s+else expected should\s+(have|be) supposed was\s+told promised explain\w* explanation clarif\w* figure\s+out
what\s+(happened|happens\s+now|is\s+(going\s+on|wrong)|should\s+i|do\s+i\s+do|can\s+i\s+do|to\s+do|now|went) what's\s+(going\s+on|wrong|happening) how\s+come how\s+do\s+we\s+proceed
help urgent\w* emergenc\w* asap worr(y|ied|ying) afraid scared fear\w* panick?\w* desperat\w* beg(ging)? cry(ing)? tears\s+of\s+anger hopeless helpless alarm\w* concern(ed|s|ing)
look\s+into check\s+(this|that|it|please)? investigat\w* sort\s+(this|it)\s+out fix\w* solv\w* resolv\w* repair\w* replac\w* known\s+(issue|problem) is\s+this\s+known advise
hospital\w* doctor\w* police court sick\w* ill\b vomit\w* threw\s+up mou?ld\w* smell\w* stink\w* dirty rotten toxic chemical\w* fire smok(e|ing) unsafe hazard\w* cramps? allerg\w*
racis\w* sexis\w* discriminat\w* offen[sc]\w+ insult\w* insensitive tasteless inappropriate mock\w* stereotyp\w* slur\w* unethical immoral
regret\w* tired\s+of had\s+enough give\s+up switch(ing)? leaving unsubscrib\w* complaint\w* claim\w* compensat\w* responsible increase[sd]? expensive
nicht\w* nichts niemand\w* kein\w* ohne nie\w* weder obwohl trotz\w* statt\w* anstatt plötzlich auf\s+einmal schon\s+wieder erneut noch\s+(immer|nicht) seit\w* (zweiten|dritten|vierten)\s+mal
zu\s+(viel|hoch|lang\w*|teuer|spät) doppelt komisch\w* seltsam\w* merkwürdig\w* unbekannt\w* unerwartet\w* verschwunden weg\b leer\w* stehen\s+geblieben hängt bricht brechen abbrech\w* abgebrochen langsam\w*
fremde\w* gehackt\w* geleakt\w* leck\w* datenleck\w* abgeflossen geklaut gestohlen spam erwartet sollte\w* eigentlich versprochen zugesagt erklär\w* klär\w*
was\s+(ist\s+(da\s+)?(los|passiert)|soll\s+(ich|das|der|die)|tun|mache\s+ich|nun) wie\s+gehen\s+wir\s+vor an\s+wen ist\s+das\s+bekannt hilf\w* helf(t|en)\b dringend\w* sofort notfall\w* sorge\w* angst\w* panik
verzweifel\w* flehe?\w* heul\w* wein(e|en|end)\b ratlos\w* hilflos\w* am\s+ende\b überprüf\w* (an|nach)(schauen|sehen|zusehen|zuschauen) prüf(t|en)\b reparier\w* behoben beheb\w* ersetz\w* umtausch\w* reklam\w*
krankenhaus\w* arzt ärztin polizei gericht krank\w* übergeben erbroch\w* schimmel\w* riech\w* stink\w* gestank eklig\w* verdorben giftig\w* chemi\w* splitter\w* feuer rauch\w* krämpf\w* bauchschmerz\w* allerg\w* unsicher\w*
rassis\w* sexis\w* diskriminier\w* beleidig\w* geschmacklos\w* unsensibel verspott\w* lustig\s+über klischee\w* unangebracht\w*
bereu\w* genug\s+davon wechsel\w* kündigung\w* schadenersatz\w* entschädig\w* verantwort\w* preiserhöhung\w* erhöhung\w* teuer\w* teurer schwach enttäuscht\w* bedauer\w*
"""
_GLAD = r"""
thank(s|you)? thx love\w* great awesome amazing fantastic wonderful happy glad nice excited cool perfect brilliant congrat\w* cheers beautiful lovely stunning gorgeous cute sweet fun funny best proud enjoy\w*
voucher\w* coupon\w* discount\w* promo\w* code\w* sale giveaway raffle prize\w* win(ner|ners|ning|s)? campaign offer\w* bonus gift\w* free deal\w* competition contest draw
hop(e|ing) looking\s+forward can't\s+wait dream\w* fingers\s+crossed good\s+luck count\s+me me\s+(too|please) pick\s+me i'm\s+in me\s+me well\s+done so\s+good yes+ finally wow yay haha\w* lol lmao
merry happy wish\w* greetings season\w* welcome best\s+of\s+luck see\s+you tag(ging|ged)? enter(ing)? join\w* participat\w* take\s+part part\s+of apply\w* applicat\w* sign\s+(me\s+)?up register\w* appl(y|ied) answer\s+is
danke\w* dank toll\w* super klasse prima wunderbar\w* schön\w* freu\w* lieb(e|en|ste|sten)?\b mega perfekt\w* begeistert\w* glückwunsch\w* herzlich\w* gern\w* geil\w* hübsch\w* süss\w* witzig\w* lustig stolz\w* stark\w* beste[nrs]? endlich wow
gutschein\w* rabatt\w* aktion\w* gewinn\w* verlosung\w* verlos\w* losglück lostopf teilnehm\w* teilnahme mitmach\w* mit(zu)?machen angebot\w* geschenk\w* gratis kostenlos\w* preisausschreiben
hoff(e|en|entlich)\b traum\w* träum\w* daumen dabei\b auch\s+(haben|mit\w*) nehm(t|e)?\s+(mich|mein) frohe\w* fröhliche\w* alles\s+gute grüss\w* gruss wünsch\w* viel\s+(glück|erfolg|spass) bewerb\w* bewirb\w* anmeld\w* melde\s+mich\s+an lösung\w* antwort\s+(ist|lautet|[a-d]\b)
"""
_CURIOUS = r"""
(how|where|when|which|who|until\s+when|by\s+when|from\s+when|what)\s+(\w+\s+){0,3}(can|do|does|will|would|is|are|may|should|must|time|day|kind|colou?rs?|size)
(can|could|may|do|does|will|would|is|are|am)\s+(i|we|you|one|it|they|the|there|this|that|people|my|a|children|kids)
(wo|wie|wann|wohin|woher|welche\w*|wer|ab\s+wann|bis\s+wann|wie\s+(lange|oft|viel\w*)|was\s+(ist|kostet|kosten|verdien\w*|muss|brauch\w*))
(gibt\s+es|kann\s+(ich|man|wir)|können\s+wir|könn(t|en)\s+(ihr|sie)|darf\s+(ich|man)|dürfen|muss\s+(ich|man|mein\w*)|müssen\s+wir|habt\s+ihr|haben\s+sie|seid\s+ihr|nehmt\s+ihr|gilt\s+\w+|ist\s+(die|der|das|es)|sind\s+(die|das)|brauch(e|t|en)\s+\w+|reicht\s+\w+|wird\s+es|zählt\s+\w+)
"""


def _any(words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words.split()) + r")(?!\w)")


_IS_SOUR, _IS_HOSTILE, _IS_GLAD = _any(_SOUR), _any(_HOSTILE), _any(_GLAD)
_IS_TROUBLED = _any(_TROUBLED)
_IS_CURIOUS = re.compile(
    r"(?:^|[.!?,:]\s*)(?:(?:hi|hey|hello|hallo|moin|and|und|ok|question|frage)\W+)?(?:"
    + "|".join(_CURIOUS.split("\n")[1:-1])
    + r")(?!\w)"
)
_MERRY = "😂🤣😍🥰😘❤💙💚🧡💛🎉🎊🎄🎅🎁🤞🍀😃😄😁😀🤩🥳🙌🐶✨🏆"
_ANGRY = "😠😡🤬🖕💩👎🤮🤢"
_NO_TROUBLE = re.compile(
    r"\b((can'?t|cannot|couldn'?t)\s+(stop\s+\w+ing|wait(?=[\s,]+(to|until|till|til|for\s+(the|this|that|it|my|our|next|tomorrow|\w+day))\b|\s*[!😍🎉]|\s*$)|resist|get\s+enough)"
    r"|kann\s+(\w+\s+)?(nicht\s+aufhören|kaum\s+er?warten|nicht\s+genug)"
    r"|(no|kein)\s+problem(?=\s*[,.!]|\s*$)|no\s+worries|keine\s+sorge|not\s+bad|nicht\s+schlecht)\b"
)
"""What denies, and names no trouble."""
_LOUD = re.compile(r"[!?]{3,}")
LONG = 2000
"""Characters of a text that are looked at: what somebody feels stands at its beginning, and a text may be huge."""


@dataclass(frozen=True, slots=True)
class Mood:
    """How a text sounds. Hostile is sour, and sour is troubled; who has trouble is neither glad nor curious."""

    troubled: bool = False
    sour: bool = False
    hostile: bool = False
    glad: bool = False
    curious: bool = False


def mood(text: str) -> Mood:
    """Tell how a text sounds."""
    text = unicodedata.normalize("NFKC", text[:LONG])
    low = text.casefold().replace("’", "'").replace("ß", "ss")
    calm = _NO_TROUBLE.sub(" ", low)
    hostile = bool(_IS_HOSTILE.search(low)) or any(sign in text for sign in _ANGRY)
    letters = [c for c in text if c.isalpha()]
    shouted = len(letters) > 15 and sum(c.isupper() for c in letters) > 0.6 * len(letters)
    loud = bool(_LOUD.search(text))
    sour = hostile or bool(_IS_SOUR.search(calm)) or shouted or loud
    troubled = sour or bool(_IS_TROUBLED.search(calm))
    glad = not troubled and (any(sign in text for sign in _MERRY) or bool(_IS_GLAD.search(low)))
    curious = not (troubled or glad) and bool(_IS_CURIOUS.search(low))
    return Mood(troubled, sour, hostile or (sour and shouted and loud), glad, curious)
