"""What stands around a question: its due time, what is withheld, how alike two questions are, and what a token is worth."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.letters import bearer, token, tokens_in
from inbox.domain.likeness import likeness, ranked
from inbox.domain.neededby import HURRY, MARGIN, Reason, needed_by, reminder
from inbox.domain.withholding import BAR, withheld

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = b"k" * 32


# --- due times


def test_a_due_time_is_the_usual_one_where_the_contact_has_time() -> None:
    assert needed_by(NOON, 4 * HOUR, None).due == NOON + 4 * HOUR
    assert needed_by(NOON, 4 * HOUR, NOON + 24 * HOUR).reason is Reason.USUAL


def test_a_due_time_leaves_time_for_the_reply_where_the_contact_has_waited_long() -> None:
    need = needed_by(NOON, 4 * HOUR, NOON + 3 * HOUR)
    assert (need.reason, need.due) == (Reason.CUSTOMER, NOON + 3 * HOUR - 0.75 * HOUR)
    assert needed_by(NOON, 48 * HOUR, NOON + 24 * HOUR).due == NOON + 24 * HOUR - MARGIN


@given(usual=st.integers(1, 60 * 24 * 30), left=st.integers(-60 * 24 * 30, 60 * 24 * 30))
def test_a_proposed_due_time_always_lies_ahead_and_never_behind_the_usual_one(usual: int, left: int) -> None:
    span = timedelta(minutes=usual)
    need = needed_by(NOON, span, NOON + timedelta(minutes=left))
    assert NOON < need.due <= NOON + span
    if need.reason is Reason.CUSTOMER:
        assert need.due < (need.deadline or NOON)
    if need.reason is Reason.LATE:
        assert need.due <= NOON + HURRY


@given(minutes=st.integers(1, 60 * 24 * 60))
def test_a_reminder_comes_before_the_due_time_and_after_the_question(minutes: int) -> None:
    due = NOON + timedelta(minutes=minutes)
    when = reminder(NOON, due)
    assert (when is None) == (minutes < 30)
    assert when is None or (NOON < when < due and due - when <= 4 * HOUR)


# --- what is withheld


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        ("Schreiben Sie mir an kaethe.b+x@mail.example.de!", "kaethe.b+x@mail.example.de", "Schreiben Sie mir an"),
        ("Meine IBAN: DE89 3704 0044 0532 0130 00.", "3704 0044", "Meine IBAN"),
        ("Karte 4111 1111 1111 1111, bitte prüfen", "4111 1111 1111 1111", "bitte prüfen"),
        ("Rufen Sie an: +49 (0)170 1234567", "170 1234567", "Rufen Sie an"),
        ("Tel. 0170/1234567", "0170/1234567", "Tel."),
        ("Ich bin Käthe Brandt. Käthes Paket fehlt.", "Käthe", "Paket fehlt"),
        ("hier ist @kaethe_b, hallo", "@kaethe_b", "hallo"),
        ("Meine IBAN: de89 3704 0044 0532 0130 00, danke", "0130", "danke"),
        ("IBAN DE89\n> 3704 0044 0532 0130 00 bitte", "00", "bitte"),
        ("Karte 4111.1111.1111.1111 gesperrt", "1111", "gesperrt"),
        ("Karte 4111 1111\n1111 1111 gesperrt", "1111", "gesperrt"),
        ("call me (555) 123-4567 today", "123-4567", "today"),
        ("call me 555-123-4567 today", "4567", "today"),
        ("Kaethe und kathe, K\u0061\u0308the hier", "the", "hier"),
    ],
)
def test_what_is_personal_is_withheld(text: str, gone: str, stays: str) -> None:
    said, hidden = withheld(text, ["Käthe Brandt", "@kaethe_b"])
    assert gone not in said
    assert stays in said
    assert hidden >= 1


@pytest.mark.parametrize(
    "text",
    [
        "Bestellung 4711-22 vom 12.11.2026, 3 Stück zu 19,99 €",
        "Version 5.2.1 auf Windows 11, Fehler 0x80070005",
        "Seit 14:30 Uhr geht nichts mehr, siehe https://shop.test/hilfe?id=12",
        "Rechnung 20261124001 ist doppelt",
        "Absatz (12) und (2026) 12, de89 ist kein Konto",
        "Der Brandtmeister grüßt",
    ],
)
def test_what_a_department_needs_to_answer_stays(text: str) -> None:
    assert withheld(text, ["Käthe Brandt"]) == (text, 0)


def test_what_the_asker_names_is_withheld_whatever_its_case_and_blanks() -> None:
    said, hidden = withheld("Wohne in der Lange  Straße 7, LANGE STRASSE 7 und lange straße 7", (), ("lange straße 7",))
    assert said == f"Wohne in der {BAR}, LANGE STRASSE 7 und {BAR}"
    assert hidden == 2
    assert withheld("a@b.de", personal=False) == ("a@b.de", 0)


@given(text=st.text(max_size=200), also=st.lists(st.text(min_size=1, max_size=10), max_size=3))
def test_nothing_that_was_named_is_left(text: str, also: list[str]) -> None:
    said, _ = withheld(text, (), also)
    pieces = [p for p in also if p.strip() and BAR not in p and not set(p) & set(BAR)]
    # What bars join is another text; between two bars nothing of a piece is left whole.
    assert not any(p.strip() in part for p in pieces for part in said.split(BAR))


# --- likeness


def test_the_same_question_in_other_words_is_found_and_another_one_is_not() -> None:
    known = [
        (1, "Ist der Fehler beim PDF-Export in Version 5.2 behoben?", "Ja, mit 5.2.1 seit Dienstag."),
        (2, "Dürfen wir bei Lieferverzug einen Gutschein zusagen?", "Bis 20 €, schriftlich."),
        (3, "Wie lange bewahren wir Rechnungskopien auf?", "Zehn Jahre."),
    ]
    for asked, id in (
        ("Wann wird der Export als PDF repariert?", 1),
        ("Kunde will Gutschein, weil die Lieferung verspätet ist – dürfen wir?", 2),
        ("Aufbewahrung von Rechnungen: wie lange?", 3),
    ):
        assert ranked(asked, known)[0][0] == id, asked
    assert ranked("Kann man bei euch auch mit PayPal bezahlen?", known) == []
    assert ranked("", known) == []


@given(one=st.text(max_size=80), other=st.text(max_size=80))
def test_likeness_is_a_share(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1


# --- tokens


def test_a_token_is_worth_something_to_its_person_only_whatever_a_mail_program_does_to_its_letters() -> None:
    until = NOON + timedelta(days=14)
    mark = token(KEY, 4711, "tom", until)
    assert len(f"anfragen+{mark}") <= 64
    for said in (mark, mark.upper(), mark.title()):
        found = bearer(KEY, said, ["anna", "tom"])
        assert found is not None
        assert (found.person, found.request) == ("tom", 4711)
        assert until <= found.until < until + HOUR
    assert bearer(KEY, mark, ["anna"]) is None
    assert bearer(b"x" * 32, mark, ["tom"]) is None
    assert tokens_in(f"An: <anfragen+{mark.upper()}@acme.test>") == (mark,)


def test_no_changed_letter_of_a_token_leads_to_another_request_person_or_time() -> None:
    chance = random.Random(7)
    mark = token(KEY, 4711, "tom", NOON)
    right = bearer(KEY, mark, ["tom"])
    for _ in range(5_000):
        at = chance.randrange(3, len(mark))
        changed = mark[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz234567") + mark[at + 1 :]
        # The last letter has two bits that say nothing.
        assert bearer(KEY, changed, ["tom", "anna"]) in (None, right)
