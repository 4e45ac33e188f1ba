"""Holds the German catalogue complete: every sentence people read has its German, with the same gaps, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from inbox import texts
from inbox.domain.model import Delivery
from inbox.errors import NotAllowed, Refused
from tests.house.catalogue import MO, catalogue, errors, gaps, sentences

HOW = "run: python -m tests.house.catalogue"


@pytest.fixture
def german() -> Iterator[None]:
    """Speak German for a while."""
    texts.speak("de")
    yield
    texts.speak("")


def test_every_sentence_has_its_german() -> None:
    known = {entry.msgid: entry.msgstr for entry in catalogue()}

    missing = [sentence for sentence in sentences() if not known.get(sentence)]

    assert not missing, f"{HOW}\n" + "\n".join(missing)


def test_nothing_is_translated_that_nobody_says() -> None:
    stale = {entry.msgid for entry in catalogue()} - set(sentences())

    assert not stale, f"{HOW}\n" + "\n".join(sorted(stale))


def test_the_german_has_the_gaps_of_the_english() -> None:
    wrong = [entry.msgid for entry in catalogue() if gaps(entry.msgid) != gaps(entry.msgstr)]

    assert not wrong, "\n".join(wrong)


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert MO.read_bytes() == catalogue().to_binary(), HOW


def test_every_error_is_a_whole_sentence() -> None:
    """It begins with a capital or with a gap that data fill, and ends as a sentence does or with what a colon names."""
    broken = [said for said in errors() if not re.match(r"[A-Z{]", said) or not re.search(r"[.!?]$|: [^.]+$", said)]

    assert not broken


def test_a_sentence_is_said_in_german_with_its_data_untouched(german: None) -> None:
    assert texts.t("{name} works here.", name="{x} works here.") == "{x} works here. arbeitet jetzt hier."


def test_words_of_ours_inside_an_error_are_said_in_german_too(german: None) -> None:
    refused = Refused("Reply {id} has left already ({delivery}).", id=5, delivery=Delivery.SENT)
    forbidden = NotAllowed(
        "As {roles} {person} may not {what}.", roles="lead, trainee", person="sent", what="answer customers"
    )

    assert texts.explain(refused) == "Antwort 5 ist schon raus (gesendet)."
    assert texts.explain(forbidden) == "Als Leitung, Trainee darf sent das nicht: Kunden antworten."


def test_what_the_catalogue_does_not_know_is_said_in_english(german: None) -> None:
    assert texts.t("Nobody ever said {this}.", this="x") == "Nobody ever said x."
