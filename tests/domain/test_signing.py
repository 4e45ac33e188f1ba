"""Signing off by the rules alone: what a release is bound to, who may give it, and what each step of the guard means."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.domain import commands as c
from inbox.domain import events as e
from inbox.domain.holding import Hold
from inbox.domain.incoming import Visibility
from inbox.domain.model import (
    Channel,
    Delivery,
    Handle,
    Message,
    Role,
    Words,
)  # fmt: skip
from inbox.domain.rules import decide
from inbox.domain.rules.holding import able, mark_of
from inbox.domain.signing import UNCHANGED, Guard, Risks, Step
from inbox.errors import BadInput, InboxError, NotAllowed, NotFound, Refused
from tests.domain.small import HARMLESS, NOON, RISKY, Small

EDITS = 10_000


def released(by: str = "eva") -> tuple[Small, Message]:
    """A risky reply that somebody has released."""
    small = Small()
    held = small.reply("anna", RISKY)
    small.do(c.Approve(held.id), by)
    return small, small.picture.messages[held.id]


def test_rules_of_the_house_that_cannot_be_read_any_more_hold_like_the_standard_ones() -> None:
    small = Small()
    small.picture.risks[1] = Risks("[thanks] media\nwhy: It thanks.\nany: danke ..")

    assert small.reply("anna", HARMLESS).delivery is Delivery.QUEUED
    assert small.reply("anna", RISKY).delivery is Delivery.HELD
    assert able(small.picture, small.picture.people["eva"]) >= {"legal_risk"}


@pytest.mark.parametrize("by", ["eva", "lea"])
def test_what_was_released_leaves_as_it_is(by: str) -> None:
    small, message = released(by)

    assert message.delivery is Delivery.QUEUED and message.cleared_by == by
    assert small.leaves(message.id)


def edited(text: str, chance: random.Random) -> str:
    """Change one character: put one in, take one out, or write another."""
    while True:
        place, letter = chance.randrange(len(text) + 1), chance.choice("aä .,!€0\n\u200b\u0301🙂ZБ")
        kind = chance.randrange(3)
        new = text[:place] + (letter if kind < 2 else "") + text[place + (kind > 0) :]
        if new != text:
            return new


def test_ten_thousand_single_edits_behind_a_release_are_all_blocked() -> None:
    small, message = released()
    chance, seed = random.Random(20261127), 20261127
    before, contact, where = str(message.words), small.picture.contacts[1], small.picture.conversations[2]
    for n in range(EDITS * int(os.environ.get("INBOX_TEST_DOSE", "1"))):
        small.picture.messages[message.id] = message
        small.picture.contacts[1], small.picture.conversations[2] = contact, where
        kind = n % 8
        if kind < 5:
            words = Words.of(edited(before, chance), message.words.salt or "")
            small.picture.messages[message.id] = replace(message, words=words)
        elif kind == 5:
            handle = Handle("x", Words.of(edited("kaethe", chance), "s"))
            added = chance.random() < 0.5
            small.picture.contacts[1] = replace(contact, handles=(*contact.handles, handle) if added else (handle,))
        elif kind == 6:
            key = Words.of(edited("k1", chance), "s")
            small.picture.conversations[2] = replace(where, key=key, contact=1)
        else:
            visible = chance.choice(["message", "conversation", "answers", "channel"])
            if visible == "message":
                small.picture.messages[message.id] = replace(message, visibility=Visibility.PRIVATE)
            elif visible == "answers":
                small.picture.messages[message.id] = replace(message, reply_to=f"x{n}")
            elif visible == "channel":
                small.picture.conversations[2] = replace(where, channel="other@x")
            else:
                small.picture.conversations[2] = replace(where, visibility=Visibility.PRIVATE)
        found = decide(small.picture, c.BeginSend(message.id), None, NOON + timedelta(hours=1), small.mint)
        assert not any(isinstance(event, e.SendBegun) for _, event in found), (seed, n)
        assert any(isinstance(event, e.ReplyHeld) for _, event in found), (seed, n)


def test_a_reply_that_was_changed_waits_anew_with_what_held_it_and_a_word_about_it() -> None:
    small, message = released()
    small.change(message.id, words=Words.of("Das war euer Fehler.", "s"))

    assert not small.leaves(message.id)
    found = small.picture.messages[message.id]
    assert found.delivery is Delivery.HELD and found.mark == ""
    assert [h.rule for h in found.holds] == ["admission of fault", "changed"]
    assert any("not what was released" in str(n.words) for n in small.picture.notes.values())


def test_a_reply_without_any_release_never_leaves() -> None:
    small = Small()
    message = small.reply("anna", HARMLESS)
    small.change(message.id, mark="")

    assert not small.leaves(message.id)


@pytest.mark.parametrize(
    ("by", "error"),
    [("anna", NotAllowed), ("mia", NotAllowed), ("tom", NotFound), ("eva", None), ("lea", None)],
)
def test_a_hold_is_released_by_whom_its_competence_names_or_a_lead(by: str, error: type[InboxError] | None) -> None:
    small = Small()
    held = small.reply("anna", RISKY)
    assert held.delivery is Delivery.HELD and [h.competence for h in held.holds] == ["legal_risk"]
    if error is None:
        small.do(c.Approve(held.id), by)
    else:
        with pytest.raises(error):
            small.do(c.Approve(held.id), by)


def test_what_two_competences_hold_a_specialist_of_one_does_not_release() -> None:
    small = Small()
    held = small.reply("anna", "Das war unser Fehler, Sie Idiot.")

    with pytest.raises(NotFound):
        small.do(c.Approve(held.id), "eva")
    small.do(c.Approve(held.id), "lea")


def _also(small: Small, role: Role) -> Small:
    lea = small.picture.people["lea"]
    small.picture.people["lea"] = replace(lea, roles=lea.roles | {role})
    return small


def _drafted(small: Small, draft: str, text: str) -> Message:
    small.do(c.SaveDraft(2, draft), "lea")
    if text != draft:
        small.do(c.SaveDraft(2, text, continues=small.picture.drafts[2].version), "anna")
    return small.reply("anna", text)


def _sent_again(small: Small) -> Message:
    held = small.reply("lea", RISKY)
    small.do(c.TakeBack(held.id), "lou")
    return small.reply("anna", RISKY)


DRAFT = "Wir schauen nach und melden uns bald. Das war unser Fehler."


def _typed_anew(small: Small) -> Message:
    small.do(c.SaveDraft(2, DRAFT), "lea")
    return small.reply("anna", DRAFT.replace("bald", "dann"))


def _from_template(small: Small) -> Message:
    small.do(c.SetTemplate("sorry", RISKY), "lea")
    return small.reply("anna", RISKY, template=next(iter(small.picture.templates)))


DOORS = {
    "under another's name, typed anew beside the own draft": _typed_anew,
    "under another's name, from the own template": _from_template,
    "as its writer": lambda s: s.reply("lea", RISKY),
    "in a second role": lambda s: _also(s, Role.TRAINEE).reply("lea", RISKY),
    "under another's name, from the own draft": lambda s: _drafted(s, RISKY, RISKY),
    "under another's name, with a letter changed": lambda s: _drafted(s, RISKY, RISKY + "!"),
    "given back and sent again by another": _sent_again,
}


@pytest.mark.parametrize("door", DOORS)
def test_nobody_releases_an_own_text_through_whatever_door(door: str) -> None:
    small = Small()
    held = DOORS[door](small)  # type: ignore[no-untyped-call]
    assert held.delivery is Delivery.HELD

    for command in (c.Approve(held.id), c.Approve(held.id, force=True), c.Approve(held.id, text="Anders.")):
        with pytest.raises(NotAllowed, match="own reply"):
            small.do(command, "lea")
    with pytest.raises(NotAllowed, match="own reply"):
        small.do(c.Refuse(held.id, "x"), "lea")
    small.do(c.Approve(held.id), "lou")
    assert small.leaves(held.id)


def test_whose_draft_a_reply_does_not_resemble_may_release_it() -> None:
    small = Small()
    small.do(c.SaveDraft(2, "Bitte schick uns deine Bestellnummer."), "lea")
    held = small.reply("anna", RISKY)
    assert held.hands == ()
    small.do(c.Approve(held.id), "lea")


def test_the_signer_may_write_it_anew_and_its_writer_learns_the_difference() -> None:
    small = Small()
    held = small.reply("anna", "Das war unser Fehler, sorry.")
    small.do(c.Approve(held.id, text="Das war Pech, sorry."), "lea")

    message = small.picture.messages[held.id]
    assert str(message.words) == "Das war Pech, sorry." and message.author == "anna"
    (note,) = small.picture.notes.values()
    assert str(note.words) == "→ anna: Das war [-unser Fehler,-]{+Pech,+} sorry."
    assert small.leaves(held.id)


def test_the_most_exact_word_counts() -> None:
    small = Small()
    for place, step in ((("", ""), Step.DRAFT), (("acme@x", ""), Step.FREE), (("acme@x", "private"), Step.DRAFT)):
        guard = Guard("mia", *place, step)
        small.picture.guards[guard.key] = guard
    small.picture.conversations[2] = replace(small.picture.conversations[2], owner="mia")

    assert small.reply("mia", HARMLESS).delivery is Delivery.QUEUED


def test_a_lead_stops_a_delayed_reply_and_decides_then() -> None:
    small = Small()
    small.do(c.SetGuard("anna", Step.DELAYED, minutes=20), "lea")
    message = small.reply("anna", HARMLESS)
    assert [h.rule for h in message.holds] == ["delayed"]
    with pytest.raises(NotAllowed):
        small.do(c.Stop(message.id), "anna")
    small.do(c.Stop(message.id), "lea")

    assert small.picture.messages[message.id].delivery is Delivery.HELD
    with pytest.raises(Refused):
        small.do(c.Stop(message.id), "lea")
    small.do(c.Approve(message.id), "lea")
    assert small.leaves(message.id)


def test_a_guard_that_is_tightened_meanwhile_holds_what_waits_in_the_queue() -> None:
    small = Small()
    message = small.reply("anna", HARMLESS)
    small.do(c.SetGuard("anna", Step.FOUR_EYES), "lea")

    assert not small.leaves(message.id)
    assert [h.rule for h in small.picture.messages[message.id].holds] == ["four eyes"]


def test_nobody_sets_their_own_guard_and_only_leads_set_others() -> None:
    small = Small()
    with pytest.raises(NotAllowed, match="ask another lead"):
        small.do(c.SetGuard("lea", Step.FREE), "lea")
    for who in ("anna", "mia", "eva"):
        with pytest.raises(NotAllowed, match="may not say how freely"):
            small.do(c.SetGuard("mia", Step.FREE), who)
    assert [type(x) for x in small.do(c.SetGuard("mia", Step.FREE), "lea")] == [e.GuardSet]


def test_who_leads_only_some_channels_sets_nothing_for_the_others() -> None:
    small = Small()
    small.picture.people["lou"] = replace(small.picture.people["lou"], channels=frozenset({"acme@x"}))
    small.picture.channels["other@x"] = Channel("other@x", "x")
    with pytest.raises(NotAllowed, match="You lead acme@x; name one of them"):
        small.do(c.SetGuard("mia", Step.FREE), "lou")
    for name in ("other@x", "nowhere"):
        with pytest.raises(NotFound, match=f"no channel {name} here for you"):
            small.do(c.SetGuard("mia", Step.FREE, name), "lou")
    assert [type(x) for x in small.do(c.SetGuard("mia", Step.FREE, "acme@x"), "lou")] == [e.GuardSet]

    for command in (
        c.SetRisks("[thanks] media\nwhy: It thanks.\nde: danke"),
        c.SetRisks(""),
        c.SetStormWatch(times=50),
    ):
        with pytest.raises(NotAllowed, match="the whole house's"):
            small.do(command, "lou")


@pytest.mark.parametrize("text", ["# nothing", "department legal may release: legal_risk", "<a> = b"])
def test_rules_that_hold_nothing_at_all_are_refused(text: str) -> None:
    small = Small()
    with pytest.raises(BadInput, match="no rule in it"):
        small.do(c.SetRisks(text), "lea")
    assert small.reply("anna", RISKY).delivery is Delivery.HELD


def _round(small: Small, text: str = HARMLESS, new: str | None = None) -> list[e.Event]:
    held = small.reply("mia", text)
    facts = small.do(c.Approve(held.id, text=new), "lea")
    small.leaves(held.id)
    small.do(c.EndSend(held.id, Delivery.SENT, f"e{held.id}"), None)
    return facts


def test_after_ten_unchanged_in_a_row_the_next_step_is_proposed_and_a_changed_one_begins_anew() -> None:
    small = Small(owner="mia")
    for _ in range(UNCHANGED - 1):
        _round(small)
    _round(small, new="Danke, wir schauen nach.")
    for n in range(UNCHANGED):
        (counted,) = [x for x in _round(small) if isinstance(x, e.GuardCounted)]
        assert counted.proposed is (Step.DELAYED if n == UNCHANGED - 1 else None)
    assert (counted.person, counted.channel, counted.visibility) == ("mia", "acme@x", "public")

    small.do(c.SetGuard("mia", Step.DELAYED, "acme@x", "public"), "lea")
    (guard,) = small.picture.guards.values()
    assert (guard.step, guard.unchanged, guard.proposed) == (Step.DELAYED, 0, None)


def test_drafts_that_others_send_as_they_are_and_delayed_replies_that_leave_count_as_well() -> None:
    small = Small(owner="mia")
    small.do(c.SetGuard("mia", Step.DRAFT), "lea")
    small.do(c.SaveDraft(2, HARMLESS), "mia")
    facts = small.do(c.Reply(2, HARMLESS), "lea")
    assert [x.unchanged for x in facts if isinstance(x, e.GuardCounted)] == [1]

    small = Small()
    small.do(c.SetGuard("anna", Step.DELAYED), "lea")
    message = small.reply("anna", HARMLESS)
    small.at += timedelta(hours=1)
    facts = small.do(c.BeginSend(message.id), None)
    assert [x.unchanged for x in facts if isinstance(x, e.GuardCounted)] == [1]


def test_other_risk_rules_hold_other_replies_and_the_standard_ones_come_back() -> None:
    small = Small()
    small.do(c.SetRisks("[thanks] media\nwhy: It thanks.\nde: danke"), "lea")
    held = small.reply("anna", HARMLESS)
    assert held.holds == (Hold("thanks", "media", "It thanks.", (0, 5)),)
    small.do(c.TakeBack(held.id), "anna")
    assert small.reply("anna", RISKY).delivery is Delivery.QUEUED

    small = Small()
    small.do(c.SetRisks("[thanks] media\nwhy: It thanks.\nde: danke"), "lea")
    small.do(c.SetRisks(""), "lea")
    assert small.reply("anna", RISKY).delivery is Delivery.HELD


def test_a_mark_says_nothing_of_the_text_without_its_salt() -> None:
    one, other = Small(), Small()
    other.mint.last += 50
    marks = {mark_of(s.picture, s.reply("anna", HARMLESS)) for s in (one, other)}

    assert len(marks) == 2


def _approved(small: Small, text: str) -> None:
    small.do(c.Approve(small.reply("anna", RISKY).id, text=text), "eva")


CARRIERS: dict[type[c.Command], Callable[[Small, str], object]] = {
    c.Reply: lambda small, text: small.reply("anna", text),
    c.Approve: _approved,
}
"""The commands whose text goes to a contact."""
KEPT = {
    c.Answer, c.Return, c.WriteNote, c.SaveDraft, c.SetRisks, c.SetNeedRules, c.SetTemplate, c.StateStorm,
}  # fmt: skip
"""The commands whose text stays here until somebody sends it by one of the others."""


@pytest.mark.parametrize("command", CARRIERS)
def test_no_command_carries_what_a_template_left_open_to_a_contact(command: type[c.Command]) -> None:
    small = Small()
    with pytest.raises(Refused, match="order number"):
        CARRIERS[command](small, "Ihr ⟨order number?⟩ ist da.")

    assert not [m for m in small.picture.messages.values() if m.delivery is Delivery.QUEUED]


def test_of_every_command_with_a_text_it_was_decided_whether_a_contact_reads_it() -> None:
    found = {
        kind
        for kind in (getattr(c, name) for name in dir(c))
        if isinstance(kind, type)
        and issubclass(kind, c.Command)
        and "text" in kind.__dict__.get("__dataclass_fields__", {})
    }

    assert found == {*CARRIERS, *KEPT}
