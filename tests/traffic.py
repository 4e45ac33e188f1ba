"""Customers by the week: seeded traffic with a rhythm by day and week, harmless peaks, and storms, for the storm watch.

Every text is put together here from what customers say every day; each row knows what it belongs to.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from inbox.domain.hearing import Said

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
"""A Monday."""
RHYTHM = (1, 1, 1, 1, 1, 2, 4, 9, 15, 19, 21, 20, 17, 17, 18, 18, 17, 18, 18, 16, 13, 9, 5, 2)
PRODUCTS = ("Kaffeemaschine", "Mühle", "Kanne", "Brita", "Röster", "grinder", "kettle", "espresso machine", "scale")
PLACES = ("Köln", "Wien", "Berlin", "Graz", "London", "Leeds", "Kiel", "Bern", "Ulm", "York")
USUAL = (
    "Wann kommt meine {p} an? Bestellt habe ich am {d}.",
    "Welche Bohnen passen zur {p}?",
    "Könnt ihr die {p} auch nach {o} liefern?",
    "Gibt es für die {p} Ersatzteile?",
    "Ich habe die falsche Adresse in {o} angegeben, bitte ändern.",
    "Wie entkalke ich die {p} richtig?",
    "Kann ich die {p} zurückgeben? Sie gefällt mir nicht.",
    "Rechnung {d} fehlt mir noch, bitte schicken.",
    "Habt ihr einen Laden in {o}?",
    "Die {p} tropft seit {d}, was kann ich tun?",
    "Leider ist die {p} kaputt angekommen.",
    "Danke für die schnelle Lieferung nach {o}!",
    "Is the {p} in stock again?",
    "How long is the warranty of the {p}?",
    "My {p} arrived with a broken lid.",
    "Do you ship to {o}?",
    "Where is order {d}? It should be in {o} by now.",
    "I love the {p}, thank you!",
    "Can I pay by invoice in {o}?",
    "The {p} makes a strange noise.",
    "Which filter fits the {p}?",
    "I was charged twice for the {p}, please check.",
)
CAMPAIGN = (
    "Gilt der Gutschein aus der Sommeraktion auch für die {p}?",
    "Toller Rabatt! Bis wann läuft die Aktion?",
    "Wie mache ich beim Gewinnspiel mit?",
    "Ich möchte am Gewinnspiel teilnehmen, viele Grüße aus {o}",
    "Is the summer discount valid for the {p}?",
    "Great offer! Where do I enter the voucher code?",
    "Can I use two vouchers for one {p}?",
    "Zählt die Aktion auch im Laden in {o}?",
)
STORMS = {
    "depot": (
        "Seit Tagen liegt mein Paket im Depot und keiner tut was!",
        "Depot {o}: alles steht. Unverschämt.",
        "Wieso kommt aus dem Depot nichts mehr? Ich warte auf die {p}.",
        "Euer Depot ist ein Witz, wo bleibt meine {p}??",
        "My parcel is stuck in your depot in {o} since {d}. Unacceptable.",
        "Still nothing from the depot. Ridiculous.",
    ),
    "price": (
        "Preiserhöhung um 40 %? Das ist Abzocke!",
        "Nach der Preiserhöhung kündige ich. Schämt euch.",
        "Diese Preiserhöhung ist eine Frechheit, nie wieder.",
        "Wer hat sich die Preiserhöhung ausgedacht? Lächerlich.",
        "Preiserhöhung ohne Ansage, das ist Betrug am Kunden.",
    ),
    "anger": (
        "Ihr seid so ein Saftladen!!!",
        "Einfach nur peinlich, was ihr da abzieht.",
        "What a disgusting company, shame on you.",
        "Euch geht es doch nur um das Geld, ihr Heuchler.",
        "Widerlich. Ich schäme mich, bei euch gekauft zu haben.",
        "You are liars, all of you.",
        "Boykott! Alle raus da.",
        "So ein verlogener Verein, pfui.",
    ),
}

POLITE = {
    "card": (
        "Hello, my card was not accepted in {o}. Could you have a look?",
        "Good morning, the card payment did not go through. What should I do?",
        "Hi, since {d} my card is not recognised at the till.",
        "Is it known that the card does not work in {o}?",
        "Guten Tag, meine Karte wurde in {o} nicht angenommen. Woran liegt das?",
        "Hallo, die Kartenzahlung ging nicht durch. Könnt ihr nachsehen?",
        "Seit {d} wird meine Karte an der Kasse nicht erkannt, habt ihr einen Rat?",
        "Ist bekannt, dass die Karte in {o} nicht funktioniert?",
    ),
    "login": (
        "I cannot sign in to my account any more. Who could help me?",
        "The login leads me back to the first page, is that intended?",
        "Dear team, my login has stopped working on {d}. Best regards",
        "Ich komme seit {d} nicht in mein Konto. An wen kann ich mich wenden?",
        "Die Anmeldung im Konto führt mich wieder auf die erste Seite, ist das so gedacht?",
        "Liebes Team, mein Login geht seit {d} nicht. Beste Grüße",
    ),
}
"""Bursts of people who stay friendly."""
GLAD = {
    "dog": (
        "Der Hund in eurem Video, ich lache Tränen 😂",
        "Wo finde ich mehr von dem Hund?",
        "My kids are watching the dog all day 😍",
        "Best post this year",
        "So schön gemacht, Gruß aus {o}",
        "Which breed is that?",
        "Made my morning!",
        "Darf ich das teilen?",
    ),
    "seats": (
        "Zwei Plätze fürs Konzert, das wäre ein Traum",
        "Fingers crossed for the front row 🤞",
        "Ich hoffe so auf die Karten, drückt mir die Daumen",
        "Pick me, I have never been to {o}",
        "Wie komme ich auf die Liste?",
        "Until when may one join?",
        "Meine Freundin würde sich riesig freuen",
        "When do you say who is in?",
    ),
    "feast": (
        "Frohe Feiertage euch allen!",
        "Merry Christmas from {o}",
        "Einen guten Start ins neue Jahr wünscht Familie Ott",
        "Happy new year to the whole team",
        "Alles Gute und viele Grüße aus {o} 🎄",
        "See you all in January, enjoy the break",
    ),
    "job": (
        "Ich würde mich gern bewerben, wohin schicke ich die Unterlagen?",
        "Is the position in {o} still open?",
        "Sucht ihr auch in {o}?",
        "May I work from home?",
        "Freue mich auf eure Antwort, Bewerbung ist raus",
        "My son would love to apply",
        "Wie lange läuft die Bewerbung?",
        "Do you offer part time?",
    ),
}
"""Harmless peaks in other words than a campaign with vouchers."""
ASKED = (
    "Ab wann hat die Werkstatt in {o} offen?",
    "Wo ist die neue Werkstatt genau?",
    "Brauche ich für die Werkstatt einen Termin?",
    "When does the Werkstatt open?",
    "Is the Werkstatt open on Saturdays?",
    "Kann ich die {p} in die Werkstatt bringen?",
)
"""What is asked where something new was announced."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message, and what it belongs to: "usual", "campaign", or a storm."""

    said: Said
    label: str


@dataclass(frozen=True, slots=True)
class Peak:
    """More than usual, from a moment on for some hours: `more` times the usual on top of it."""

    label: str
    begin: datetime
    hours: float
    more: float
    texts: Sequence[str]
    channels: tuple[str, ...] = ()


def rate(at: datetime, per_day: float) -> float:
    """Return messages an hour at a moment."""
    week = 1.15 if at.weekday() < 5 else 0.6
    return per_day * week * RHYTHM[at.hour] / sum(RHYTHM)


def traffic(
    seed: int,
    weeks: float,
    per_day: float,
    peaks: Sequence[Peak] = (),
    channels: Sequence[str] = ("acme@x",),
    uneven: float = 0.1,
) -> list[Row]:
    """Return what customers write in some weeks, oldest first; days differ by `uneven`."""
    chance = random.Random(seed)
    found: list[tuple[datetime, str, str, str, str]] = []
    days: dict[int, float] = {}
    for hour in range(int(weeks * 168)):
        at = BEGIN + timedelta(hours=hour)
        day = days.setdefault(hour // 24, chance.lognormvariate(0, uneven))
        for _ in range(poisson(chance, rate(at, per_day) * day)):
            who = f"c{chance.randrange(40 * int(per_day))}"
            when = at + timedelta(seconds=3600 * chance.random())
            found.append((when, spoken(chance, USUAL), "usual", who, chance.choice(channels)))
    for peak in peaks:
        for minute in range(int(60 * peak.hours)):
            at = peak.begin + timedelta(minutes=minute)
            for _ in range(poisson(chance, rate(at, per_day) * peak.more / 60)):
                who, where = f"s{chance.randrange(10**9)}", chance.choice(peak.channels or channels)
                when = at + timedelta(seconds=60 * chance.random())
                found.append((when, spoken(chance, peak.texts), peak.label, who, where))
    found.sort(key=lambda row: row[0])
    return [
        Row(Said(n, at, channel, n, who, channel.endswith("@x"), text), label)
        for n, (at, text, label, who, channel) in enumerate(found, 1)
    ]


def spoken(chance: random.Random, texts: Sequence[str]) -> str:
    """Return something that a customer says."""
    day = f"{chance.randint(1, 28)}. {chance.choice(('Mai', 'Juni', 'Juli', 'June', 'July'))}"
    text = chance.choice(texts).format(p=chance.choice(PRODUCTS), o=chance.choice(PLACES), d=day)
    return text + chance.choice(("", "", "", " LG", " :)", " Danke", " 🙂", " …"))


def poisson(chance: random.Random, mean: float) -> int:
    """Return how often something happens that happens so often on average."""
    limit, n, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        n, product = n + 1, product * chance.random()
    return n
