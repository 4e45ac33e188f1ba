"""What conversations usually need, until a house has rules of its own: in German and English, to be read and edited."""

from __future__ import annotations

USUAL = """\
# What a conversation needs, and by what that shows. All conditions of a block must hold; of several values any does.
# words: whole words or phrases, a star stands for any beginning or ending. Further: channel, visibility (public, private), tags,
# language (de, en, fr, es, it, nl, pl, tr, ? for another). Levels: 1 with support, 2 alone, 3 can teach it.

[[need]]
competence = "legal_risk"
level = 2
words = [
  # who speaks for somebody
  "*anwalt*", "*anwaelt*", "*kanzlei*", "jurist*", "rechtsschutz*", "rechtsbeistand", "ombuds*", "schlichtungsstelle*",
  "mein mandant", "meine mandantin", "mandantschaft", "lawyer*", "attorney*", "solicitor*", "barrister*", "legal counsel",
  "law firm*", "legal team", "legal department", "i act for", "my client", "our client",
  # going to law
  "klage", "klagen", "verklag*", "sammelklage*", "gericht", "gerichtlich*", "gerichts*", "amtsgericht*", "landgericht*",
  "rechtliche schritte", "rechtlich vorgehen", "rechtsweg", "rechtsstreit*", "mahnbescheid*", "einstweilige*", "unterlass*",
  "abmahn*", "fristsetzung*", "sue", "suing", "lawsuit*", "class action", "court", "small claims", "legal action", "legal steps",
  "legal proceedings", "litigat*", "tribunal*", "injunction*", "cease and desist", "letter before action",
  # money for harm
  "schadensersatz*", "schadenersatz*", "*schmerzensgeld*", "entschaedig*", "wiedergutmach*", "compensat*", "damages", "indemnif*",
  "redress", "restitution", "pain and suffering",
  # who answers for it
  "haftung*", "haften", "haftbar*", "*haftpflicht*", "gewaehrleistung*", "vertragsbruch", "vertragsstrafe*", "liable", "liabilit*",
  "negligence", "negligent", "breach of contract", "in breach", "contract penalty",
  # crimes and authorities
  "betrug*", "betrueger*", "anzeige", "strafanzeige*", "polizei*", "verbraucherzentrale*", "verbraucherschutz*", "*aufsichtsbehoerde*",
  "dsgvo", "datenschutz*", "fraud*", "scam*", "police", "trading standards", "regulator*", "consumer protection", "gdpr",
  "data protection",
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
  # broken
  "defekt*", "kaputt*", "fehler*", "stoerung*", "undicht*", "abgestuerzt", "stuerzt ab", "broken", "defect*", "fault*", "error*",
  "bug", "bugs", "crash*", "leak*", "malfunction*",
  # does not do what it should
  "funktioniert nicht", "geht nicht", "laeuft nicht", "startet nicht", "schaltet nicht", "laesst sich nicht", "does not work",
  "doesn't work", "not working", "stopped working", "won't start", "will not start", "won't turn", "out of order",
  # parts, repair, how to use it
  "*ersatzteil*", "kompatib*", "passt das", "*anleitung*", "firmware", "update", "dichtung*", "reparatur*", "reparier*", "spare part*",
  "gasket*", "part number", "compatib*", "manual", "repair*",
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
  # buying and calling it off
  "*bestell*", "auftrag", "auftrags*", "*stornier*", "storno*", "widerruf*", "rueckgaengig", "ordered", "orders", "my order",
  "our order", "your order", "the order", "this order", "an order", "order number", "order no", "order status", "cancel*",
  # bringing and sending back
  "*liefer*", "paket*", "sendung*", "versand*", "zustell*", "ruecksend*", "rueckgabe*", "retoure*", "umtausch*", "reklam*",
  "deliver*", "parcel*", "package*", "shipment*", "shipping", "return*", "exchange",
  # paying and money back
  "*rechnung*", "zahlung*", "ueberweis*", "mahnung*", "gutschrift*", "*erstatt*", "geld zurueck", "abgebucht", "invoice*", "billing",
  "billed", "payment*", "refund*", "reimburs*", "charged", "money back", "credit note",
]

[[need]]
competence = "communication"
level = 2
language = ["fr", "es", "it", "nl", "pl", "tr"]

[[need]]
competence = "media"
level = 3
words = [
  # who works for the press
  "*journalist*", "*redakteur*", "*redaktion*", "*reporter*", "*blogger*", "ich schreibe fuer", "wir berichten", "recherch*",
  "i write for", "writing for", "editor", "correspondent", "freelance writer",
  # where it appears
  "presse", "pressestelle*", "presseanfrage*", "pressevertret*", "*zeitung*", "magazin*", "fernsehen", "*rundfunk*", "podcast*",
  "newspaper*", "magazine*", "the press", "the media", "press inquiry", "press enquiry", "press office", "news desk", "television",
  "newsroom", "f a z", "faz", "sueddeutsche*", "handelsblatt*", "taz", "dpa", "zdf", "ard", "wdr", "ndr", "swr", "rtl", "reuters",
  "bbc", "cnn", "itv", "bloomberg", "the guardian", "new york times",
  # what they want
  "*interview*", "*stellungnahme*", "ein statement", "o ton", "writing an article", "article about", "for a story", "statement by",
  "statement from", "a statement on", "a statement about", "official statement", "for comment", "on the record",
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
