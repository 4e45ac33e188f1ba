"""The standard rules' English half: what all of it shares, and the subjects in `english`; each goes on with its German half."""

from __future__ import annotations

from inbox.domain.risk.english.admissions import ADMISSIONS
from inbox.domain.risk.english.claims import CLAIMS
from inbox.domain.risk.english.health import HEALTH
from inbox.domain.risk.english.insults import INSULTS
from inbox.domain.risk.english.people import PEOPLE
from inbox.domain.risk.english.promises import PROMISES
from inbox.domain.risk.english.rivals import RIVALS

SHARED = """\
# Who speaks, to whom, how much, and how people say what is to come, what they ask for, and what nobody knows yet.
<en-we> = (we|i|ive|weve|im|our team|head office|my (boss|manager|supervisor)|our (boss|manager|supervisor|owner))
<en-you> = (you|youll|youve|youd|your (wife|husband|son|daughter|family|guests|group|account))
<en-n> = (#|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|forty|fifty|hundred|a hundred|half
  |half (a|an)|a few|few|a couple of|several|another|the next|a good)
<en-will> = (will|shall|gonna|going to|wanna|youll|itll|theyll|thatll|shell|hell|about to|set to|due|scheduled|booked|lined up|promise*
  |guarantee*|expect*|planned|aiming|on track|should)
<en-ask> = (please|pls|could you|can you|would you|if you|do you|did you|are you|were you|will you|kindly|make sure you|let us know|you can
  |you could|you may|you need|you must|you might|you have to|remember to|feel free)
<en-unsure> = (whether|(see|check|know|say|tell|find out|ask|sure|decide|confirm) if|if you (want|would like|prefer))
"""

ENGLISH = f"{SHARED}\n{PROMISES}\n{ADMISSIONS}\n{PEOPLE}\n{HEALTH}\n{CLAIMS}\n{RIVALS}\n{INSULTS}"
