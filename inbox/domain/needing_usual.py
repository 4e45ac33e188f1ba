"""What conversations usually need, until a house has rules of its own: in German and English, to be read and edited."""

from __future__ import annotations

USUAL = """\
# What a conversation needs, and by what that shows. All conditions of a block must hold; of several values any does.
# words: whole words or phrases, a star stands for any ending. Further: channel, visibility (public, private), tags,
# language (de, en, fr, es, it, nl, pl, tr, ? for another). Levels: 1 with support, 2 alone, 3 can teach it.

[[need]]
competence = "legal_risk"
level = 2
words = [
  "anwalt*", "rechtsanwalt*", "klage", "klagen", "verklag*", "gericht", "gerichtlich*", "schadensersatz*", "schadenersatz*",
  "haftung*", "haften", "abmahn*", "dsgvo", "datenschutz*", "anzeige", "strafanzeige", "gewaehrleistung*", "vertragsbruch",
  "betrug", "betrueger*", "verbraucherzentrale",
  "lawyer*", "i act for", "my client", "mein mandant", "meine mandantin", "mandantschaft", "fristsetzung", "attorney*", "solicitor*", "sue", "suing", "lawsuit*", "court", "legal action", "liab*", "damages", "gdpr",
  "data protection", "breach of contract", "fraud*", "scam*", "police",
]

[[need]]
competence = "legal_risk"
level = 2
words = [
  "verletzt", "verletzung*", "verbrann*", "verbrenn*", "stromschlag", "explodiert*", "brand", "feuer",
  "injur*", "burnt", "burned", "electric shock", "exploded", "caught fire",
]

[[need]]
competence = "product"
level = 2
words = [
  "defekt*", "kaputt*", "fehler*", "stoerung*", "funktioniert nicht", "geht nicht", "laeuft nicht", "abgestuerzt", "stuerzt ab",
  "ersatzteil*", "kompatib*", "passt das", "anleitung", "firmware", "update", "dichtung*", "undicht*", "reparatur*", "reparier*",
  "broken", "defect*", "fault*", "error*", "bug", "bugs", "crash*", "does not work", "doesn't work", "not working",
  "stopped working", "spare part*", "gasket*", "part number", "compatib*", "manual", "leak*", "repair*",
]

[[need]]
competence = "industry"
level = 2
words = [
  "norm", "iso", "din", "zertifi*", "ausschreibung*", "haendler*", "grosshandel", "wettbewerber*", "mitbewerber*", "konkurrenz*",
  "branche*", "certifi*", "tender", "reseller*", "wholesale*", "competitor*", "industry standard*",
]

[[need]]
competence = "customer_orientation"
level = 1
words = [
  "rechnung*", "lieferung*", "bestell*", "paket*", "sendung*", "rueckgabe*", "umtausch*", "erstattung*", "geld zurueck", "abgebucht",
  "invoice*", "deliver*", "order*", "parcel*", "package*", "refund*", "return*", "exchange", "charged", "money back",
]

[[need]]
competence = "communication"
level = 2
language = ["fr", "es", "it", "nl", "pl", "tr"]

[[need]]
competence = "media"
level = 3
words = [
  "journalist*", "presse", "interview*", "magazin*", "ich schreibe fuer", "wir berichten", "recherch*", "blogger*", "redaktion*", "redakteur*", "pressestelle", "presseanfrage*", "zeitung*", "fernsehen", "reporter*", "stellungnahme",
  "newspaper*", "magazine*", "i write for", "writing for", "writing an article", "article about", "the press", "the media", "editor", "press inquiry", "press enquiry", "press office", "for a story", "statement by",
  "television", "podcast*",
]

[[need]]
competence = "foresight"
level = 2
visibility = "public"
words = [
  "boykott*", "petition*", "shitstorm", "viral", "skandal*", "rueckruf*", "alle teilen", "bitte teilen", "weitersagen",
  "boycott*", "scandal*", "recall*", "go viral", "please share", "class action", "everyone should know",
]

[[need]]
competence = "taking_criticism"
level = 2
words = [
  "unverschaemt*", "frechheit*", "enttaeusch*", "nie wieder", "unmoeglich*", "katastroph*", "laecherlich*", "schlechteste*", "miserabel*",
  "abzocke", "saftladen", "schlamperei", "veralber*", "verarsch*",
  "unacceptable", "disappoint*", "never again", "ridiculous*", "worst", "terrible", "awful", "appalling", "disgrace*", "rip off",
  "pathetic", "useless",
]

[[need]]
competence = "loyalty"
level = 1
words = [
  "kuendig*", "stammkund*", "seit jahren kunde*", "wechsle", "wechseln zu", "anderen anbieter",
  "cancel my", "cancelling", "cancellation*", "loyal customer*", "customer for years", "switching to", "switch to",
]

[[need]]
competence = "empathy"
level = 2
words = [
  "verstorben*", "gestorben", "trauer*", "krankenhaus", "schwer krank", "unfall*", "verletzt", "verbrann*", "angst", "verzweifelt*",
  "mein kind", "meine tochter", "mein sohn", "pflegefall",
  "died", "passed away", "funeral", "hospital*", "seriously ill", "accident*", "injur*", "burnt", "afraid", "scared", "desperate*",
  "my child", "my daughter", "my son",
]

[[need]]
competence = "platform"
level = 1
visibility = "public"
"""
