"""What whoever signs off writes anew is their own text: who lets that go, by the rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.domain import commands as c
from inbox.domain import events as e
from inbox.domain.model import Delivery, Message, Role
from inbox.domain.signing import Guard, Step
from inbox.errors import NotAllowed, NotFound
from tests.domain.small import HARMLESS, RISKY, Small

WORSE = "Du Idiot, verklag uns doch. Wir zahlen dir 5000 Euro."


def guarded(small: Small, guard: Guard) -> Guard:
    """Say how freely somebody speaks here."""
    small.picture.guards[guard.key] = guard
    return guard


def rewritten(small: Small, by: str, text: str, first: str = RISKY) -> Message:
    """Anna's held reply, written anew by whoever signs it off."""
    held = small.reply("anna", first)
    small.do(c.Approve(held.id, text=text), by)
    return small.picture.messages[held.id]


@pytest.mark.parametrize("text", [WORSE, HARMLESS, "Das war wohl unser Fehler."])
def test_a_specialist_who_sends_nothing_themselves_sends_nothing_by_writing_anew(text: str) -> None:
    small = Small()
    found = rewritten(small, "eva", text)

    assert found.delivery is Delivery.HELD and str(found.words) == text and found.hands == ("eva",)
    assert not found.mark
    with pytest.raises(NotFound):
        small.do(c.Approve(found.id), "eva")
    small.do(c.Approve(found.id), "lea")
    assert small.leaves(found.id)


def test_what_holds_the_new_text_is_what_the_rules_find_in_it() -> None:
    found = rewritten(Small(), "eva", WORSE)

    assert {"promise of money", "insult", "rewritten"} <= {h.rule for h in found.holds}
    assert "admission of fault" not in {h.rule for h in found.holds}


@pytest.mark.parametrize("step", [Step.DRAFT, Step.FOUR_EYES])
def test_a_lead_who_does_not_speak_freely_does_not_by_writing_anew(step: Step) -> None:
    small = Small()
    guarded(small, Guard("lea", step=step))
    found = rewritten(small, "lea", HARMLESS)

    assert found.delivery is Delivery.HELD and [h.rule for h in found.holds] == ["rewritten"]
    small.do(c.Approve(found.id), "lou")
    assert small.leaves(found.id)


def test_a_leads_new_text_that_waits_in_view_waits_in_view() -> None:
    small = Small()
    guarded(small, Guard("lea", step=Step.DELAYED, minutes=20))
    found = rewritten(small, "lea", HARMLESS)

    assert found.delivery is Delivery.QUEUED and found.due == small.at + timedelta(minutes=20)
    small.do(c.Stop(found.id), "lou")
    assert small.picture.messages[found.id].delivery is Delivery.HELD


def test_a_lead_brings_new_risks_in_only_with_a_second_person() -> None:
    small = Small()
    found = rewritten(small, "lea", "Wir erstatten dir den vollen Preis.")
    assert found.delivery is Delivery.HELD and found.hands == ("lea",)
    with pytest.raises(NotAllowed, match="own reply"):
        small.do(c.Approve(found.id), "lea")
    small.do(c.Approve(found.id), "lou")
    assert small.leaves(found.id)


def test_what_a_lead_wrote_anew_without_new_risks_leaves_on_their_word() -> None:
    small = Small()
    assert small.leaves(rewritten(small, "lea", "Das war wohl unser Fehler.").id)


def test_a_manager_with_a_department_writes_anew_only_what_it_covers_and_where_they_answer() -> None:
    for owner, text, goes in (
        ("eva", "Das war wohl unser Fehler.", True),
        ("eva", WORSE, False),
        ("anna", "Das war wohl unser Fehler.", False),
    ):
        small = Small(owner="anna")
        eva = small.picture.people["eva"]
        small.picture.people["eva"] = replace(eva, roles=frozenset({Role.SPECIALIST, Role.MANAGER}))
        held = small.reply("anna", RISKY)
        small.picture.conversations[2] = replace(small.picture.conversations[2], owner=owner)
        small.do(c.Approve(held.id, text=text), "eva")
        assert small.leaves(held.id) is goes if goes else small.picture.messages[held.id].delivery is Delivery.HELD


def test_a_rewritten_reply_does_not_count_as_one_that_was_let_go_unchanged() -> None:
    small = Small(owner="mia")
    guard = guarded(small, Guard("mia", "acme@x", "public", unchanged=3))
    held = small.reply("mia", HARMLESS)
    small.do(c.Approve(held.id, text="Wir erstatten dir den Preis."), "lea")
    facts = small.do(c.Approve(held.id), "lou")

    assert not [x for x in facts if isinstance(x, e.GuardCounted)]
    assert small.picture.guards.get(guard.key, Guard("mia")).unchanged == 0
