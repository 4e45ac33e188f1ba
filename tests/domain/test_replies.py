"""What becomes of a reply and of its text: nothing is answered twice by mistake, and no words are lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.incoming import Kind
from inbox.domain.model import Delivery, Message, Role, State
from inbox.errors import Conflict, Refused, Stale
from inbox.ports.desk import Desk, Thread, made
from tests.world import World, message, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    """The company; whatever was done in it, the facts still explain what is stored."""
    async with world(tmp_path) as found:
        yield found
        verdict = await (await found.desk("otto")).verify()
        assert verdict.ok, verdict.why


async def written(desk: Desk, conversation: int, text: str = "Antwort", **more: object) -> int:
    """Reply, and return the message."""
    return made(await desk.perform(c.Reply(conversation, text, now=True, **more))) or 0  # type: ignore[arg-type]


async def tried(w: World, message: int, delivery: Delivery, *, doubt: bool = False) -> None:
    """Let one attempt end."""
    office, due = w.house._office, w.clock() if delivery is Delivery.QUEUED else None
    await office.perform(c.BeginSend(message), None)
    await office.perform(c.EndSend(message, delivery, error="darum", due=due, doubt=doubt), None)


async def leaves(w: World, message: int) -> None:
    """Let the courier begin."""
    await w.house._office.perform(c.BeginSend(message), None)


async def looked(w: World, conversation: int) -> Thread:
    """Read a conversation."""
    return await (await w.desk("lea")).thread(conversation)


async def last(w: World, conversation: int) -> Message:
    """Return the last message."""
    return (await looked(w, conversation)).messages[-1]


async def draft(w: World, conversation: int) -> str:
    """Return what is being written."""
    found = (await looked(w, conversation)).draft
    return str(found.words) if found else ""


# --- what may have arrived


async def test_a_reply_that_may_have_arrived_is_not_taken_back(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    reply = await written(anna, id)
    await tried(w, reply, Delivery.QUEUED, doubt=True)

    with pytest.raises(Refused, match="may have arrived already"):
        await anna.perform(c.TakeBack(reply))
    assert await anna.undoable() is None
    assert (await last(w, id)).doubt
    with pytest.raises(Refused, match="no reply here that could be taken back"):
        await anna.perform(c.TakeBack())


async def test_an_unclear_reply_that_is_sent_again_is_not_taken_back(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    reply = await written(anna, id)
    await tried(w, reply, Delivery.UNKNOWN)
    await anna.perform(c.Settle(reply, "again"))

    with pytest.raises(Refused, match="may have arrived already"):
        await anna.perform(c.TakeBack(reply))
    assert [m.id for m in (await looked(w, id)).messages if m.author] == [reply]


async def test_a_refused_attempt_says_nothing_about_an_unclear_one_before_it(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    reply = await written(anna, id)
    await tried(w, reply, Delivery.QUEUED, doubt=True)
    await tried(w, reply, Delivery.FAILED)

    assert (await last(w, id)).delivery is Delivery.UNKNOWN
    assert await draft(w, id) == ""


async def test_a_reply_that_arrived_for_certain_is_in_doubt_no_more(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    reply = await written(anna, id)
    await tried(w, reply, Delivery.QUEUED, doubt=True)
    await tried(w, reply, Delivery.SENT)

    assert not (await last(w, id)).doubt


# --- who may still send when it leaves


async def test_a_reply_of_somebody_who_became_a_trainee_is_held_and_a_note_says_why(w: World) -> None:
    id, anna, lea = await w.arrives(), await w.desk("anna"), await w.desk("lea")
    reply = await written(anna, id)
    await lea.perform(c.SetPerson("anna", (Role.TRAINEE,)))
    await leaves(w, reply)

    thread = await looked(w, id)
    assert thread.messages[-1].delivery is Delivery.HELD
    assert thread.row.ball == "lead"
    assert "needs a sign-off" in str(thread.notes[-1].words)
    await lea.perform(c.Approve(reply))
    w.clock.move(seconds=11)
    await leaves(w, reply)
    assert (await last(w, id)).delivery is Delivery.SENDING


async def test_a_reply_whose_conversation_was_handed_on_is_back_in_the_draft(w: World) -> None:
    id, anna, lea = await w.arrives(), await w.desk("anna"), await w.desk("lea")
    reply = await written(anna, id)
    await lea.perform(c.Assign(id, "jonas", "nicht antworten!"))
    await leaves(w, reply)

    thread = await looked(w, id)
    assert await draft(w, id) == "Antwort"
    assert len(thread.messages) == 1
    assert "may no longer answer here" in str(thread.notes[-1].words)


async def test_what_may_have_arrived_stays_when_its_writer_may_no_longer_send(w: World) -> None:
    id, anna, lea = await w.arrives(), await w.desk("anna"), await w.desk("lea")
    reply = await written(anna, id)
    await tried(w, reply, Delivery.QUEUED, doubt=True)
    await lea.perform(c.Assign(id, "jonas"))
    await leaves(w, reply)
    assert (await last(w, id)).delivery is Delivery.UNKNOWN

    await (await w.desk("jonas")).perform(c.Settle(reply, "again"))
    await leaves(w, reply)
    assert (await last(w, id)).delivery is Delivery.SENDING

    await w.house._office.perform(c.EndSend(reply, Delivery.UNKNOWN), None)
    await lea.perform(c.Assign(id, "anna"))
    await anna.perform(c.Settle(reply, "again"))
    await leaves(w, reply)
    assert (await last(w, id)).delivery is Delivery.SENDING


# --- the contact wrote since


async def test_who_signs_off_is_asked_first_if_the_contact_wrote_since(w: World) -> None:
    id = await w.arrives(channel="school@x")
    mia, lea = await w.desk("mia"), await w.desk("lea")
    held = made(await mia.perform(c.Reply(id, "Ja gern", seen=1))) or 0
    await w.arrives("STOP", channel="school@x")

    with pytest.raises(Stale, match="1 new since reply"):
        await lea.perform(c.Approve(held))
    await lea.perform(c.Approve(held, force=True))


async def test_who_sends_again_is_asked_first_if_the_contact_wrote_since(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    reply = await written(anna, id)
    await tried(w, reply, Delivery.UNKNOWN)
    await w.arrives("hat sich erledigt")

    with pytest.raises(Stale):
        await anna.perform(c.Settle(reply, "again"))
    await anna.perform(c.Settle(reply, "again", force=True))
    await leaves(w, reply)


async def test_only_the_contacts_messages_count_as_new(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    for text in ("eins", "zwei", "drei"):
        await anna.perform(c.Reply(id, text))
    await w.arrives("eine Frage")

    with pytest.raises(Stale, match=r"^1 new since you looked"):
        await anna.perform(c.Reply(id, "x", seen=1))


async def test_a_machine_is_not_answered_even_with_force(w: World) -> None:
    id, anna = await w.arrives("Bin im Urlaub", automatic=True), await w.desk("anna")
    with pytest.raises(Refused, match="Only a machine wrote"):
        await anna.perform(c.Reply(id, "x", force=True))


# --- drafts


@pytest.mark.parametrize("way", ["undo", "refuse", "failure", "taken away"])
async def test_a_text_that_comes_back_joins_what_is_being_written_by_then(w: World, way: str) -> None:
    who = "mia" if way == "refuse" else "anna"
    id, desk, lea = await w.arrives(channel="school@x"), await w.desk(who), await w.desk("lea")
    reply = await written(desk, id, "erster Text")
    await desk.perform(c.SaveDraft(id, "zweiter Text"))

    if way == "undo":
        await desk.perform(c.TakeBack(reply))
    elif way == "refuse":
        await lea.perform(c.Refuse(reply, "freundlicher"))
    elif way == "failure":
        await tried(w, reply, Delivery.FAILED)
    else:
        await lea.perform(c.Assign(id, "jonas"))
        await leaves(w, reply)

    assert await draft(w, id) == "erster Text\n\nzweiter Text"
    assert (await looked(w, id)).draft.author == who  # type: ignore[union-attr]


async def test_a_text_that_comes_back_is_not_doubled_in_a_draft_that_goes_on_from_it(w: World) -> None:
    id, anna, lea = await w.arrives(), await w.desk("anna"), await w.desk("lea")
    reply = await written(lea, id, "Guten Tag")
    await lea.perform(c.SaveDraft(id, "Guten Tag, Ada"))

    await lea.perform(c.TakeBack(reply))

    assert await draft(w, id) == "Guten Tag, Ada"
    assert (await anna.thread(id)).draft


async def test_a_draft_is_kept_clean_with_its_blank_edges(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    for _ in range(2):
        await anna.perform(c.SaveDraft(id, " a\x00\x1b[31mb\u202ec \n"))
        assert await draft(w, id) == " a␀␛[31mbc \n"
    assert not await anna.perform(c.SaveDraft(id, " a\x00\x1b[31mb\u202ec \n"))


async def test_nobody_overwrites_a_colleagues_draft_unseen(w: World) -> None:
    id, anna, jonas = await w.arrives(), await w.desk("anna"), await w.desk("jonas")
    await anna.perform(c.SaveDraft(id, "eine halbe Stunde Arbeit"))
    for text in ("x", ""):
        for continues in (None, 0):
            with pytest.raises(Conflict, match="anna changed the draft"):
                await jonas.perform(c.SaveDraft(id, text, continues=continues))
    seen = (await jonas.thread(id)).draft.version  # type: ignore[union-attr]
    await jonas.perform(c.SaveDraft(id, "eine halbe Stunde Arbeit, besser", continues=seen))

    with pytest.raises(Conflict, match="jonas changed the draft"):
        await anna.perform(c.SaveDraft(id, "eine ganze Stunde", continues=seen))
    assert await draft(w, id) == "eine halbe Stunde Arbeit, besser"


async def test_a_reply_ends_its_writers_draft_or_the_one_it_comes_from_and_no_other(w: World) -> None:
    anna, lea = await w.desk("anna"), await w.desk("lea")
    id = await w.arrives()
    await anna.perform(c.SaveDraft(id, "annas Text"))
    await lea.perform(c.Reply(id, "etwas anderes"))
    assert await draft(w, id) == "annas Text"

    version = (await lea.thread(id)).draft.version  # type: ignore[union-attr]
    await lea.perform(c.Reply(id, "annas Text, geändert", continues=version))
    assert await draft(w, id) == ""

    other = await w.arrives(who="Ben")
    await lea.perform(c.SaveDraft(other, "mein Text"))
    await lea.perform(c.Reply(other, "doch ganz anders"))
    assert await draft(w, other) == ""


async def test_a_failed_reply_that_is_sent_again_leaves_no_copy_in_the_draft(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    reply = await written(anna, id)
    await tried(w, reply, Delivery.FAILED)
    assert await draft(w, id) == "Antwort"
    await anna.perform(c.Settle(reply, "again"))
    assert await draft(w, id) == ""


# --- undo


async def test_undo_puts_the_list_back_as_it_was(w: World) -> None:
    id, lea = await w.arrives("Frage"), await w.desk("lea")
    await lea.perform(c.Close(id))
    await lea.perform(c.Reply(id, "Hallo"))
    await lea.perform(c.TakeBack())
    conversation = (await looked(w, id)).row.conversation
    assert (conversation.state, conversation.preview) == (State.CLOSED, "Frage")

    until = w.clock() + timedelta(days=1)
    await lea.perform(c.Reopen(id))
    await lea.perform(c.Snooze(id, until))
    await lea.perform(c.Reply(id, "Hallo"))
    await lea.perform(c.TakeBack())
    conversation = (await looked(w, id)).row.conversation
    assert (conversation.state, conversation.snoozed_until) == (State.SNOOZED, until)


async def test_undo_closes_nothing_in_which_the_contact_wrote_since(w: World) -> None:
    id, lea = await w.arrives("Frage"), await w.desk("lea")
    await lea.perform(c.Close(id))
    await lea.perform(c.Reply(id, "Hallo"))
    await w.arrives("noch eine Frage")
    await lea.perform(c.TakeBack())
    conversation = (await looked(w, id)).row.conversation
    assert (conversation.state, conversation.preview) == (State.OPEN, "noch eine Frage")


# --- the ball


async def test_after_a_failed_reply_the_ball_is_with_us_until_a_later_one_arrives(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    first = await written(anna, id, "eins")
    await tried(w, first, Delivery.SENT)
    second = await written(anna, id, "zwei")
    await tried(w, second, Delivery.FAILED)
    assert (await looked(w, id)).row.ball == "us"

    third = await written(anna, id, "drei")
    await tried(w, third, Delivery.SENT)
    assert (await looked(w, id)).row.ball == "customer"


async def test_a_reply_that_arrives_ends_the_waiting_that_an_earlier_failure_began_again(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    first, second = await written(anna, id, "eins"), await written(anna, id, "zwei")
    await tried(w, first, Delivery.FAILED)
    await tried(w, second, Delivery.SENT)

    row = (await looked(w, id)).row
    assert (row.ball, row.conversation.waiting_since) == ("customer", None)


async def test_a_department_that_owes_an_answer_has_the_ball_in_a_closed_conversation_too(w: World) -> None:
    id, lea = await w.arrives(), await w.desk("lea")
    await lea.perform(c.Ask(id, "legal", "?", blocking=True))
    await lea.perform(c.Close(id, "Kunde hat abgesagt"))
    assert (await looked(w, id)).row.ball == "department:legal"


# --- a colleague answered since


async def test_a_colleagues_answer_since_one_looked_is_as_stale_as_a_customers_message(w: World) -> None:
    id = await w.arrives()
    anna, lea = await w.desk("anna"), await w.desk("lea")
    await anna.perform(c.Take(id))
    answered = await written(lea, id)
    at = (await looked(w, id)).messages[-1].at
    with pytest.raises(Stale, match="lea answered at") as stale:
        await anna.perform(c.Reply(id, "Auch von mir", seen=1))
    assert stale.value.values["when"] == at
    await anna.perform(c.Reply(id, "Auch von mir", seen=2))
    await w.house._office.perform(c.EndSend(answered, Delivery.FAILED), None)
    with pytest.raises(Stale, match="anna answered at"):
        await lea.perform(c.Reply(id, "Noch einmal", seen=1))
    await lea.perform(c.Reply(id, "Noch einmal", seen=1, force=True))


async def test_ones_own_answer_and_what_no_platform_took_make_nothing_stale(w: World) -> None:
    id = await w.arrives()
    anna, lea = await w.desk("anna"), await w.desk("lea")
    await anna.perform(c.Take(id))
    await anna.perform(c.Reply(id, "Erstens", seen=1))
    await anna.perform(c.Reply(id, "Zweitens", seen=1))
    await anna.perform(c.TakeBack(None))
    await anna.perform(c.TakeBack(None))
    refused = await written(lea, id)
    await tried(w, refused, Delivery.FAILED)
    await anna.perform(c.Reply(id, "Drittens", seen=1))


async def test_what_was_said_elsewhere_in_our_name_makes_a_reply_stale_too(w: World) -> None:
    id, anna = await w.arrives(), await w.desk("anna")
    said = message("echo-1", "Schon geklärt")
    await w.take_in(replace(said, kind=Kind.ECHO))
    with pytest.raises(Stale, match="answered elsewhere"):
        await anna.perform(c.Reply(id, "Antwort", seen=1))
