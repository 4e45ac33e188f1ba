"""The standard rules' German half, and what each rule is about: what all of it shares, and the subjects in `german`."""

from __future__ import annotations

from inbox.domain.risk.german.admissions import ADMISSIONS
from inbox.domain.risk.german.claims import CLAIMS
from inbox.domain.risk.german.health import HEALTH
from inbox.domain.risk.german.insults import INSULTS
from inbox.domain.risk.german.people import PEOPLE
from inbox.domain.risk.german.promises import PROMISES
from inbox.domain.risk.german.rivals import RIVALS

SHARED = """\
# Who speaks, to whom, and what numbers and times are called.
<wir> = (wir|ich|ma|mir)
<uns> = (uns|mir|unserer seite|unserem haus|unserem hause|unser* Xx)
<dir> = (sie|ihnen|dir|du|dich|euch|ihr)
<n> = (#|ein|eine|einen|einem|einer|nen|ner|ne|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|vierzehn|fünfzehn
  |zwanzig|vierundzwanzig|dreißig|achtundvierzig|anderthalb|eineinhalb|zweieinhalb|halben|halbe|paar|wenigen|weniger|wenige
  |einigen)
<span> = (sekunde*|minute*|min|stunde*|std|h|tag|tage|tagen|werktag*|arbeitstag*|woche*|monat|monate|monaten|*viertelstunde
  |*stündchen|halbstunde|jahr|jahre|jahren|nacht|nächte)
<wochentag> = (montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|*tagvormittag|*tagnachmittag|*tagabend
  |*tagfrüh|*tagmittag|mittwochvormittag|mittwochabend)
<monat> = (januar*|jänner*|feber|februar*|märz*|april*|mai|maiwoche|juni*|juli*|august*|september*|oktober*|november*|dezember*)
<zeitraum> = (woche|monat|monats|jahr|jahres|quartal|quartals|saison|tage*|wochen|wochenende|frühjahr|frühling|sommer|herbst
  |winter|stunden|minuten|ferien|vormittags|nachmittags)
<fest> = (ostern|weihnachten|heiligabend|silvester|neujahr|pfingsten|monatsende|monatsersten|jahresende|jahreswechsel|quartalsende
  |wochenende|wochenbeginn|wochenanfang|feiertag*|*ferien|schulstart|schulbeginn|semesterstart|saisonstart|saisonbeginn|urlaub
  |mittag|abend|feierabend|monatswechsel|schichtwechsel)
"""

GERMAN = f"{SHARED}\n{PROMISES}\n{ADMISSIONS}\n{PEOPLE}\n{HEALTH}\n{CLAIMS}\n{RIVALS}\n{INSULTS}"
