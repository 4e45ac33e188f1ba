"""The three roles' first jobs, done on the real screens over a real inbox, keys counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import Delivery, Message, RequestState
from inbox.ports.desk import Desk, View, made
from tests.tui.stage import arrives, at_desk, company


async def test_a_manager_answers_a_customer_with_two_keys_and_takes_it_back_with_one(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Wo bleibt meine Bestellung?")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Wo bleibt meine Bestellung?", "PUBLIC")
            await stage.press("r")
            await stage.sees("reply to Käthe", "PUBLIC on mastodon")
            await stage.type("Ist unterwegs!")
            await stage.press("ctrl+s")
            await stage.sees("Queued: leaves in 10 seconds", "… queued", "owner: anna")
            assert stage.keys == 2
            await stage.press("z")
            await stage.sees("back in the draft", "✎")
            await stage.press("r")
            await stage.sees("Ist unterwegs!", "reply to Käthe")


async def test_a_message_that_arrives_anywhere_appears_without_a_key(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
        await stage.sees("Nobody waits for us.")
        await arrives(house, "Hallo, ist da jemand?")
        await stage.sees("Hallo, ist da jemand?", "waiting 1")
        await arrives(house, "Hallo???")
        await stage.sees("Hallo???")


async def test_asking_a_department_and_using_its_answer(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Die App stürzt ab.")
        anna, tom = await house.desk("anna"), await house.desk("tom")
        async with at_desk(anna) as stage:
            await stage.sees("Die App stürzt ab.")
            await stage.press("x")
            await stage.sees("Ask which department?", "development")
            await stage.press("enter")
            await stage.sees("Ask development", "development may read:", "Die App stürzt ab.")
            await stage.type("Ist der Fehler behoben?")
            await stage.press("ctrl+s")
            await stage.sees("development is asked", "→ development")
            assert stage.keys <= 6
            (asked,) = (await tom.requests()).items
            assert [str(m.words) for m in asked.shown] == ["Die App stürzt ab."]
            await tom.perform(c.Answer(asked.request.id, "Ja, in 5.2.1."))
            await stage.sees("Ja, in 5.2.1.", "put this answer into the reply")
            await stage.press("v")
            await stage.sees("uses answer #")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        thread = await anna.thread(asked.request.conversation)
        assert thread.messages[-1].answers == (asked.request.id,)
        assert str(thread.messages[-1].words) == "Ja, in 5.2.1."
        assert thread.requests[0].state is RequestState.ACCEPTED


async def test_asking_in_a_closed_conversation_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Die App stürzt ab.")
        anna = await house.desk("anna")
        (id,) = await anna.index(View.ALL)
        await anna.perform(c.Take(id))
        await anna.perform(c.Close(id))
        async with at_desk(anna) as stage:
            await stage.press("g", "a")
            await stage.sees("all · 1", "Die App stürzt ab.")
            await stage.press("x")
            await stage.sees("is closed; reopen it before you ask.")


async def test_a_specialist_sees_what_is_wanted_and_answers_with_two_keys(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Die App stürzt ab.")
        await arrives(house, "Meine Adresse ist Geheimweg 1.", key="Käthe")
        anna, tom = await house.desk("anna"), await house.desk("tom")
        row = (await anna.conversations(View.ALL)).items[0]
        first = (await anna.thread(row.conversation.id)).messages[0]
        await anna.perform(c.Ask(row.conversation.id, "development", "Seit wann?", show=(first.id,)))
        async with at_desk(tom) as stage:
            await stage.sees("REQUESTS", "anna asks development", "Seit wann?", "Die App stürzt ab.", "r answers")
            assert "Geheimweg" not in stage.text()
            await stage.press("r")
            await stage.sees("answer to anna (internal)")
            await stage.type("Seit 5.2.")
            await stage.press("ctrl+s")
            await stage.sees("The answer is with whoever asked.", "answered")
            assert stage.keys == 2
            await arrives(house, "Noch eine Frage", who="Ben")
            other = (await anna.conversations(View.UNOWNED)).items[-1].conversation.id
            await anna.perform(c.Ask(other, "development", "Und das hier?"))
            await stage.sees("Und das hier?")
            await stage.press("k", "c")
            await stage.sees("question back to anna")
            await stage.type("Welche Version?")
            await stage.press("ctrl+s")
            await stage.sees("returned")


async def test_a_lead_hands_on_everything_of_somebody_and_takes_it_back(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna, lea = await house.desk("anna"), await house.desk("lea")
        for n in range(5):
            await arrives(house, f"Frage {n}", who=f"Kunde {n}")
        for row in (await anna.conversations(View.UNOWNED)).items[:4]:
            await anna.perform(c.Take(row.conversation.id))
        async with at_desk(lea) as stage:
            await stage.sees("waiting 5")
            await stage.press("w")
            await stage.sees("TEAM", "5 open", "1 unowned", "anna")
            await stage.press("a")
            await stage.sees("Hand everything of anna to whom?")
            await stage.type("jonas")
            await stage.press("enter")
            await stage.sees("A line for jonas")
            await stage.type("Anna ist krank.")
            await stage.press("ctrl+s")
            await stage.sees("Of anna with jonas now: ")
            assert (await (await house.desk("jonas")).counts()).views[View.MINE] == 4
            await stage.press("z")
            await stage.sees("The move is taken back.")
            assert (await anna.counts()).views[View.MINE] == 4
            await stage.press("l", "space", "space", "a")
            await stage.sees("Hand 2 to whom?")


async def test_a_lead_signs_off_a_trainees_reply(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Hallo?")
        mia, lea = await house.desk("mia"), await house.desk("lea")
        id = (await mia.conversations(View.UNOWNED)).items[0].conversation.id
        async with at_desk(mia) as stage:
            await stage.sees("Hallo?")
            await stage.press("r")
            await stage.type("Hallo zurück")
            await stage.press("ctrl+s")
            await stage.sees("Held (four eyes)")
        async with at_desk(lea) as stage:
            await stage.sees("‖")
            await stage.press("g", "h")
            await stage.sees("‖ held")
            await stage.press("P")
            await stage.sees("Signed off")
        message = (await lea.thread(id)).messages[-1]
        assert (message.delivery, message.cleared_by) == (Delivery.QUEUED, "lea")


async def test_who_writes_while_the_customer_writes_is_asked_first_and_loses_nothing(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Erste Frage", key="k")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Erste Frage")
            await stage.press("r")
            await stage.type("Antwort")
            await arrives(house, "Halt, hat sich erledigt!", key="k")
            await stage.press("ctrl+s")
            await stage.sees("Send all the same?", "Halt, hat sich erledigt!")
            await stage.press("n")
            await stage.sees("Antwort")
            await stage.press("ctrl+s")
            await stage.sees("Queued")


async def test_a_draft_is_kept_while_typing_and_after_leaving(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        id = (await anna.conversations(View.ALL)).items[0].conversation.id
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.type("Halb fertig")
            await stage.sees("· draft kept")
            assert str((await anna.thread(id)).draft.words) == "Halb fertig"  # type: ignore[union-attr]
            await stage.type(" und mehr")
            await stage.press("escape")
            await stage.sees("✎")
        assert str((await anna.thread(id)).draft.words) == "Halb fertig und mehr"  # type: ignore[union-attr]


async def test_a_text_is_not_lost_when_a_colleague_writes_the_same_reply(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        id = (await anna.conversations(View.ALL)).items[0].conversation.id
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.type("Annas Text")
            await stage.sees("· draft kept")
            version = (await jonas.thread(id)).draft.version  # type: ignore[union-attr]
            await jonas.perform(c.SaveDraft(id, "Jonas' Text", continues=version))
            await stage.type(" und mehr")
            await stage.sees("jonas changed the draft", "Annas Text und mehr")
            await stage.press("escape")
            await stage.misses("reply to Käthe")
            await stage.press("r")
            await stage.sees("Jonas' Text", "Annas Text und mehr")
            await stage.type("!")
            await stage.sees("· draft kept")
        assert str((await anna.thread(id)).draft.words) == "Jonas' Text\n\nAnnas Text und mehr!"  # type: ignore[union-attr]


async def test_who_signs_off_what_the_customer_has_overtaken_is_asked_first(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Hallo?", key="k")
        mia, lea = await house.desk("mia"), await house.desk("lea")
        id = (await mia.conversations(View.UNOWNED)).items[0].conversation.id
        await mia.perform(c.Reply(id, "Ja gern"))
        await arrives(house, "Halt, hat sich erledigt!", key="k")
        async with at_desk(lea) as stage:
            await stage.sees("Halt, hat sich erledigt!")
            await stage.press("P")
            await stage.sees("1 new since reply", "Send all the same?")
            await stage.press("n")
            await stage.misses("Send all the same?")
            assert (await last(lea, id)).delivery is Delivery.HELD
            await stage.press("P")
            await stage.sees("Send all the same?")
            await stage.press("y")
            await stage.sees("Signed off")
        assert (await last(lea, id)).delivery is Delivery.QUEUED


async def last(desk: Desk, conversation: int) -> Message:
    """Return our last message in a conversation."""
    return next(m for m in reversed((await desk.thread(conversation)).messages) if m.author)


async def test_closing_with_a_blocking_request_asks_for_a_reason(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        id = (await anna.conversations(View.ALL)).items[0].conversation.id
        await anna.perform(c.Take(id))
        await anna.perform(c.Ask(id, "legal", "Dürfen wir?", blocking=True))
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("e")
            await stage.sees("legal still owes an answer")
            await stage.type("Kunde hat abgesagt")
            await stage.press("ctrl+s")
            await stage.sees("is closed", "z undoes it")
            await stage.press("z")
            await stage.sees("Taken back: 1")
            assert (await anna.rows([id]))[0].conversation.state == "open"


async def test_who_closes_several_with_reasons_is_told_how_many_steps_that_took(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna = await house.desk("anna")
        for who in "AB":
            await arrives(house, "Frage", who=who)
        for row in (await anna.conversations(View.ALL)).items:
            await anna.perform(c.Take(row.conversation.id))
            await anna.perform(c.Ask(row.conversation.id, "legal", "Dürfen wir?", blocking=True))
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("space", "space", "e")
            for reason in ("eins", "zwei"):
                await stage.sees("legal still owes an answer")
                await stage.type(reason)
                await stage.press("ctrl+s")
                await stage.misses(reason)
            await stage.sees("Closed: 2", "z undoes the last of 2 steps")
            await stage.press("z")
            await stage.sees("Taken back: 1")
            await stage.press("z")
            await stage.misses("mine 1")
            await stage.sees("mine 2")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_size_shows_list_and_thread_and_its_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Eine Frage zur Größe")
        async with at_desk(await house.desk("anna"), size) as stage:
            await stage.sees("INBOX", "Käthe", "? Help", "r Reply")
            await stage.press("enter")
            await stage.sees("Eine Frage zur Größe", "owner: nobody")
            await stage.press("q")
            await stage.sees("waiting · 1")


async def test_a_window_that_is_too_small_says_so(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna"), (50, 12)) as stage:
        await stage.sees("too small")


async def test_hostile_text_does_nothing_but_be_shown(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        hostile = "[@click=app.quit]klick[/] [/x] \x1b]0;weg\x07 \u202etxet [red]"
        await arrives(house, hostile, who="[/]\x1b[31mMallory")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("[@click=app.quit]klick[/]", "Mallory", "[red]")
            assert not any(ord(ch) < 32 and ch != "\n" for ch in stage.text())
            await stage.press("?")
            await stage.sees("Keys", "Reply to the contact")
            await stage.press("escape", "ctrl+p")
            await stage.sees("What do you want to do?")


async def test_help_and_palette_say_why_something_cannot_be_done(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
        await stage.sees("Nobody waits for us.")
        await stage.press("r")
        await stage.sees("There is no conversation here.")
        await stage.breathes()
        await stage.press("w")
        await stage.sees("Only leads see the overview.")


async def test_the_list_says_that_a_department_has_answered_and_whose_a_conversation_is(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Ist das bekannt?", key="k")
        anna, tom, jonas = [await house.desk(name) for name in ("anna", "tom", "jonas")]
        id = (await anna.conversations(View.ALL)).items[0].conversation.id
        await anna.perform(c.Take(id))
        asked = made(await anna.perform(c.Ask(id, "development", "Bekannt?")))
        async with at_desk(jonas) as stage:
            await stage.sees("(anna) → development ")
            await tom.perform(c.Return(asked or 0, "Welche Version?"))
            await stage.sees("↩ma@", "(anna) ↩ development ")
            await anna.perform(c.Return(asked or 0, "5.2"))
            await stage.sees("?ma@")
            await tom.perform(c.Answer(asked or 0, "Ja"))
            await stage.sees("✓ma@", "(anna) ✓ development ")
