"""Colleagues see each other: who reads and who writes is on every screen, and nobody answers twice unknowingly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inbox import texts
from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.ports.desk import Desk, View
from inbox.tui.models.nearby import READS, WRITES
from tests.tui.stage import Stage, arrives, at_desk, company

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


async def ids(desk: Desk) -> list[int]:
    """Return the conversations there are, latest first."""
    return list(await desk.index(View.ALL))


def row(stage: Stage, words: str) -> str:
    """Return the line of the list in which something stands."""
    return next((line for line in stage.text().splitlines()[1:] if words in line), "")


@SIZES
async def test_a_row_says_who_reads_and_who_writes_and_nothing_else_is_painted_anew(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with company(tmp_path) as house:
        for n in range(6):
            await arrives(house, f"Frage {n}", who=f"Kunde {n}")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        found = await ids(anna)
        async with at_desk(anna, size) as stage:
            await stage.sees("Frage 0", "waiting 6", "all 6")
            await stage.settled()
            rows = stage.app.screen.rows  # type: ignore[attr-defined]
            monkeypatch.setattr(rows, "repaint", lambda: pytest.fail("the whole list was painted anew"))
            painted: list[int] = []
            paint = rows._paint
            monkeypatch.setattr(rows, "_paint", lambda place, width: painted.append(place) or paint(place, width))
            await jonas.look_at(found[0], screen="his")
            await stage.sees(f"{READS} jonas" if size[0] < 100 else READS)
            assert READS in row(stage, "Kunde 5")
            await jonas.look_at(found[0], writing=True, screen="his")
            await stage.sees(f"{WRITES} jonas" if size[0] < 100 else WRITES)
            await jonas.look_at(None, screen="his")
            await stage.misses(WRITES)
            assert len(set(painted)) == 1
            monkeypatch.undo()


@SIZES
async def test_the_head_of_a_thread_and_the_composer_say_it_before_the_first_letter(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas, lea = await house.desk("anna"), await house.desk("jonas"), await house.desk("lea")
        (id,) = await ids(anna)
        await lea.look_at(id)
        await jonas.look_at(id, writing=True)
        async with at_desk(anna, size) as stage:
            await stage.sees("Frage")
            await stage.press("enter")
            await stage.sees("jonas is writing", "lea is reading")
            await stage.press("r")
            await stage.sees("reply to Käthe", "jonas is writing here", "Esc leaves; nothing is lost")
            await stage.type("Ja")
            await stage.sees("jonas is writing here", "2 ")
            await jonas.look_at(None)
            await stage.misses("jonas is writing here ·")


async def test_who_writes_is_told_when_somebody_else_begins_too(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        async with at_desk(anna, (80, 24)) as hers, at_desk(jonas, (80, 24)) as his:
            await hers.sees("Frage")
            await hers.press("r")
            await hers.sees("reply to")
            await his.sees(f"{WRITES} anna")
            await his.press("r")
            await his.sees("anna is writing here")
            await hers.sees("jonas is writing here")
            await his.press("escape")
            await hers.misses("jonas is writing here ·")
        assert (await (await house.desk("lea")).around()).here == ()


async def test_a_colleague_who_answered_meanwhile_is_named_before_anything_leaves(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, lea = await house.desk("anna"), await house.desk("lea")
        (id,) = await ids(anna)
        await anna.perform(c.Take(id))
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to")
            await stage.type("Auch meine Antwort")
            await lea.perform(c.Reply(id, "Schon erledigt!", 1))
            await stage.press("ctrl+s")
            await stage.sees("lea answered at", "Send all the same?", "lea: Schon erledigt!")
            await stage.press("n")
            await stage.sees("Auch meine Antwort", "reply to")
            await stage.press("ctrl+s")  # what was shown has been seen
            await stage.sees("Queued")


async def test_who_answers_what_nobody_owns_takes_it_and_the_other_keeps_their_text(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        (id,) = await ids(anna)
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.type("Annas Antwort")
            await jonas.perform(c.Reply(id, "Jonas war schneller", 1))
            await stage.press("ctrl+s")
            await stage.sees("jonas owns conversation", "Annas Antwort")
        assert [str(m.words) for m in (await anna.thread(id)).messages] == ["Frage", "Jonas war schneller"]


async def test_a_new_owner_goes_on_with_the_draft_and_sees_who_began_it(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas, lea = await house.desk("anna"), await house.desk("jonas"), await house.desk("lea")
        (id,) = await ids(anna)
        await jonas.perform(c.Take(id))
        await jonas.perform(c.SaveDraft(id, "Guten Tag, wir haben"))
        await lea.perform(c.Assign(id, "anna", "bitte fertig machen"))
        async with at_desk(anna, (80, 24)) as stage:
            await stage.sees("✎ Frage")
            await stage.press("r")
            await stage.sees("goes on with the draft of jonas", "Guten Tag, wir haben")
            await stage.type(" geprüft")
            await stage.sees("draft kept")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        assert str((await anna.thread(id)).messages[-1].words) == "Guten Tag, wir haben geprüft"
        assert (await anna.thread(id)).draft is None


async def test_what_a_colleague_writes_on_in_the_same_draft_is_seen_and_nothing_is_written_over(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, lea = await house.desk("anna"), await house.desk("lea")
        (id,) = await ids(anna)
        await anna.perform(c.Take(id))
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.type("Erster Satz.")
            await stage.sees("draft kept")
            version = (await anna.thread(id)).draft.version  # type: ignore[union-attr]
            facts = await lea.perform(c.SaveDraft(id, "Erster Satz. Leas Satz.", continues=version))
            await stage.sees("Erster Satz. Leas Satz.", "lea wrote on")
            await stage.type(" Annas Satz.")
            await stage.sees("draft kept")
            assert str((await anna.thread(id)).draft.words) == "Erster Satz. Leas Satz. Annas Satz."  # type: ignore[union-attr]
            stage.app.screen.composer.insert(" Mehr von Anna.")  # type: ignore[attr-defined]
            version = (await anna.thread(id)).draft.version  # type: ignore[union-attr]
            assert version > facts[0].number
            await lea.perform(c.SaveDraft(id, "Leas ganz neuer Text", continues=version))
            await stage.sees("lea changed the draft", "Mehr von Anna.")
            assert str((await anna.thread(id)).draft.words) == "Leas ganz neuer Text"  # type: ignore[union-attr]
            await stage.press("escape", "r")
            await stage.sees("Leas ganz neuer Text", "Mehr von Anna.")


async def test_a_key_that_is_held_down_tells_nobody_anything_until_it_rests(tmp_path: Path) -> None:
    class Told:
        """A desk that remembers what it was told."""

        def __init__(self, desk: Desk) -> None:
            self._desk = desk
            self.told: list[tuple[int | None, bool]] = []

        def __getattr__(self, name: str) -> Any:
            return getattr(self._desk, name)

        async def look_at(self, conversation: int | None, *, writing: bool = False, screen: str = "") -> None:
            self.told.append((conversation, writing))
            await self._desk.look_at(conversation, writing=writing, screen=screen)

    async with company(tmp_path) as house:
        for n in range(30):
            await arrives(house, f"Frage {n}", who=f"Kunde {n}")
        desk = Told(await house.desk("anna"))
        async with at_desk(desk) as stage:  # type: ignore[arg-type]
            await stage.sees("Frage 0", "waiting 30")
            await stage.press(*"j" * 25)
            await stage._until(lambda: len(desk.told) > 0 and desk.told[-1][0] is not None, "tells")
            last = desk.told[-1]
            assert last == (stage.app.screen.row().conversation.id, False)  # type: ignore[attr-defined]
            assert len(desk.told) <= 2
            await stage.press("r")
            await stage._until(lambda: desk.told[-1] == (last[0], True), "tells that she writes")
            await stage.press("escape")
            await stage._until(lambda: desk.told[-1] == last, "tells that she does not")
        assert desk.told[-1] == (None, False)


async def test_it_is_said_in_german_and_of_oneself_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_chosen", "de")
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        (id,) = await ids(anna)
        async with at_desk(anna, (80, 24)) as stage:
            await stage.sees("Frage")
            await jonas.look_at(id, writing=True)
            await anna.look_at(id, writing=True, screen="another")
            await stage.press("r")
            await stage.sees("schreiben hier")
            await jonas.look_at(None)
            await stage.sees("du schreibst hier auf einem anderen Bildschirm")


async def test_nobody_is_shown_at_a_foreign_conversation(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Geheim", channel="acme@email")
        await arrives(house, "Frage", who="Ben")
        lea = await house.desk("lea")
        await lea.perform(c.SetPerson("anna", channels=("acme@mastodon",)))
        secret = await _where(house, "Geheim")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage", "all 1")
            await lea.look_at(secret, writing=True)
            await lea.look_at(await _where(house, "Frage"), screen="two")
            await stage.sees("lea is reading")
            assert WRITES not in stage.text()


async def _where(house: House, words: str) -> int:
    found = (await (await house.desk("lea")).conversations(View.ALL)).items
    return next(r.conversation.id for r in found if r.conversation.preview == words)
