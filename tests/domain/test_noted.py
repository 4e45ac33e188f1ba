"""What the inbox writes into a conversation itself is read in the reader's language; what people write stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox import texts
from inbox.domain import commands as c
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Delivery, Message, Request, RequestState, Role, Words
from inbox.domain.signing import Risks
from inbox.tui.models.noted import NOTED, noted
from tests.domain.small import HARMLESS, NOON, RISKY, Small


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Read German."""
    texts.speak("de")
    yield
    texts.speak("")


def _planned(small: Small) -> Message:
    later = small.at + timedelta(minutes=30)
    small.do(c.Reply(2, HARMLESS, None, planned=later), "anna")
    small.picture.planned.add(2)
    return max(small.picture.messages.values(), key=lambda m: m.number)


def _says(small: Small, kind: Kind = Kind.MESSAGE, **more: str) -> None:
    small.at += timedelta(minutes=1)
    said = Incoming(kind, "x9", conversation_key="k1", external_id="x9", text="Ach so!", occurred_at=small.at)
    small.do(c.Receive("acme@x", replace(said, **more)), None)


def wrote(small: Small) -> None:
    message = _planned(small)
    small.change(message.id, files=Words(json.dumps([{"name": "a.pdf", "media_type": "application/pdf"}]), "s"))
    _says(small)


def elsewhere(small: Small) -> None:
    _planned(small)
    _says(small, Kind.ECHO)


def answered(small: Small) -> None:
    message = _planned(small)
    small.at += timedelta(minutes=1)
    other = small.reply("lea", "Schon erledigt.")
    small.change(other.id, delivery=Delivery.SENT)
    assert not small.leaves(message.id)


def reconsidered(small: Small) -> None:
    message = _planned(small)
    small.picture.risks[1] = Risks("[thanks] media\nwhy: It thanks.\nany: danke\n")
    assert not small.leaves(message.id)


def signed(small: Small) -> Message:
    held = small.reply("anna", RISKY)
    small.do(c.Approve(held.id), "eva")
    return small.picture.messages[held.id]


def changed(small: Small) -> None:
    message = signed(small)
    small.change(message.id, words=Words.of("Das war euer Fehler.", "s"))
    assert not small.leaves(message.id)


def _became(small: Small, role: Role) -> None:
    message = small.reply("anna", HARMLESS)
    small.picture.people["anna"] = replace(small.picture.people["anna"], roles=frozenset({role}))
    assert not small.leaves(message.id)


def edited(small: Small) -> None:
    message = signed(small)
    small.change(message.id, delivery=Delivery.SENT, external_id="x7")
    _says(small, Kind.EDIT, target_id="x7", text="Das war unser Fehler, und\nwir zahlen.")


def outdated(small: Small) -> None:
    small.picture.requests[50] = Request(
        50, 2, "development", "anna", NOON, Words.of("?", "s"), RequestState.ACCEPTED, NOON,
        answer=Words.of("Ja", "s"), answered_by="tom",
    )  # fmt: skip
    small.do(c.Reply(2, HARMLESS, None, answers=(50,)), "anna")
    small.do(c.MarkOutdated(50, "kam wieder"), "tom")


def frozen(small: Small) -> None:
    small.do(c.FreezeSending(), "lea")
    small.reply("anna", HARMLESS)
    _says(small)
    small.do(c.UnfreezeSending(), "lea")


BACK = "die Antwort liegt wieder im Entwurf."


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (wrote, f"→ anna: der Kontakt schrieb, bevor die geplante Antwort hinausging; {BACK} Ihre Dateien müssen neu angehängt werden."),
        (elsewhere, f"→ anna: anderswo wurde schon geantwortet, bevor die geplante Antwort hinausging; {BACK}"),
        (answered, f"→ anna: lea antwortete, bevor die geplante Antwort hinausging; {BACK}"),
        (reconsidered, "Die geplante Antwort von anna würde jetzt gehalten; sie wird gehalten."),
        (changed, "Die Antwort von eva ist nicht, was freigegeben wurde; sie wird gehalten."),
        (lambda small: _became(small, Role.TRAINEE), "Die Antwort von anna braucht inzwischen eine Freigabe; sie wird gehalten."),
        (lambda small: _became(small, Role.AUDITOR), f"→ anna: anna darf hier nicht mehr antworten; {BACK}"),
        (outdated, f"→ anna: tom hat die Antwort auf Anfrage 50 als überholt gekennzeichnet; {BACK}"),
        (frozen, f"→ anna: der Kontakt schrieb, während das Senden eingefroren war; {BACK}"),
        (edited, "Antwort 101 wurde auf der Plattform geändert: Das war unser [-Fehler.-]{+Fehler, und\nwir zahlen.+}\neva hatte andere Worte freigegeben.\nDie Regeln würden sie halten: Schuldeingeständnis, Geldversprechen."),
    ],
)  # fmt: skip
def test_what_the_inbox_notes_is_german_in_a_german_house(happens: Callable[[Small], object], says: str) -> None:
    small = Small()
    happens(small)
    (note,) = small.picture.notes.values()
    assert noted(note.words) == says
    texts.speak("en")
    assert noted(note.words) == str(note.words)


def test_why_a_reply_did_not_leave_is_german_too() -> None:
    small = Small()
    message = small.reply("anna", HARMLESS)
    small.change(message.id, delivery=Delivery.FAILED)
    small.do(c.Settle(message.id, "dropped"), "anna")
    assert noted(small.picture.messages[message.id].error) == "von anna verworfen"


@pytest.mark.parametrize(
    "text", ["Bitte zurückrufen", "→ anna: the reply is back", "x\ndropped by anna", "dropped by anna\nx", "{name}"]
)
def test_what_somebody_wrote_stays_as_it_is(text: str) -> None:
    assert noted(text) == text


def test_every_sentence_has_its_german() -> None:
    assert all(texts.t(s) != s for first, after in NOTED.items() for s in (first, *after))
