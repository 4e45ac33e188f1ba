"""A desk that is away: the screens say so, stay readable, lose no letter, and go on by themselves, nothing sent twice."""

from __future__ import annotations

import asyncio
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inbox.domain import commands as c
from inbox.errors import Unreachable
from inbox.ports.desk import Desk, View
from inbox.tui import app, attending
from inbox.tui.screens import writing
from tests.served import far
from tests.tui.stage import Stage, arrives, at_desk, company


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long for another try."""
    monkeypatch.setattr(app, "AGAIN", (0.02, 0.05))
    monkeypatch.setattr(attending, "AGAIN", 0.05)
    monkeypatch.setattr(writing, "PAUSE", 0.02)


class Door:
    """A desk behind a door. Shut, nothing comes through; `deaf`, commands do and their answers do not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shut = asyncio.Event()
        self.deaf = False
        self.handed: list[tuple[c.Command, str]] = []

    @property
    def person(self) -> object:
        return self._desk.person

    def shut(self) -> None:
        self._shut.set()

    def open(self) -> None:
        self._shut.clear()
        self.deaf = False

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._desk, name)

        async def through(*given: Any, **named: Any) -> Any:
            if self._shut.is_set():
                raise Unreachable("The server at {where} cannot be reached ({reason}).", where="x", reason="shut")
            asked, shut = asyncio.ensure_future(method(*given, **named)), asyncio.ensure_future(self._shut.wait())
            try:
                await asyncio.wait((asked, shut), return_when=asyncio.FIRST_COMPLETED)
                if not asked.done():
                    raise Unreachable("The server at {where} cannot be reached ({reason}).", where="x", reason="shut")
                return asked.result()
            finally:
                asked.cancel()
                shut.cancel()

        return through

    async def perform(self, command: c.Command, key: str = "") -> Any:
        self.handed.append((command, key))
        if not self.deaf or not isinstance(command, c.Reply | c.WriteNote):
            return await self.__getattr__("perform")(command, key)
        await self._desk.perform(command, key)
        self.shut()
        raise Unreachable(
            "The server at {where} did not say whether it did that ({reason}); look.", where="x", reason=""
        )

    def keys(self, kind: type[c.Command]) -> list[str]:
        """Return the keys under which commands of a kind were handed over."""
        return [key for command, key in self.handed if isinstance(command, kind)]


async def said(desk: Desk) -> list[str]:
    """Return what was said in the one conversation there is."""
    (id,) = await desk.index(View.ALL)
    return [str(m.words) for m in (await desk.thread(id)).messages]


async def begins(stage: Stage, text: str) -> None:
    """Begin a reply."""
    await stage.sees("Frage", "all 1")
    await stage.press("r")
    await stage.sees("reply to")
    await stage.type(text)


async def test_the_status_line_says_since_when_and_the_last_picture_stays_readable(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for n in range(3):
            await arrives(house, f"Frage {n}", who=f"Kunde {n}")
        door = Door(await house.desk("anna"))
        async with at_desk(door, (80, 24)) as stage:  # type: ignore[arg-type]
            await stage.sees("Frage 0", "waiting 3")
            await stage.press("enter")
            await stage.sees("owner: nobody")
            await stage.press("q")
            door.shut()
            await stage.sees("✗ offline since", "trying again · anna", "Frage 0", "Frage 2")
            await stage.press("enter")
            await stage.sees("owner: nobody", "Frage 0")  # read before, readable still
            await stage.press("m")
            await stage.sees("Not done (Take the conversation)", "cannot be reached")
            await arrives(house, "Frage 3", who="Kunde 3")
            door.open()
            await stage.sees("The inbox is there again")
            await stage.misses("offline since")
            await stage.press("q")
            await stage.sees("Frage 3", "waiting 4")


async def test_what_is_written_meanwhile_is_kept_for_its_writer_only_and_saved_on_return(tmp_path: Path) -> None:
    inbox = tmp_path / "kept" / "server"
    inbox.parent.mkdir()
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        (id,) = await anna.index(View.ALL)
        door = Door(anna)
        async with at_desk(door, inbox=inbox) as stage:  # type: ignore[arg-type]
            await begins(stage, "Vorher")
            await stage.sees("draft kept")
            door.shut()
            await stage.sees("offline since")
            await stage.type(" und offline")
            await stage.sees("kept here until the inbox is back")
            (kept,) = inbox.parent.glob("*.unsent")
            assert stat.S_IMODE(kept.stat().st_mode) == 0o600
            assert "Vorher und offline" in kept.read_text("utf-8")
            door.open()
            await stage.sees("draft kept")
            assert str((await anna.thread(id)).draft.words) == "Vorher und offline"  # type: ignore[union-attr]
            assert not list(inbox.parent.glob("*.unsent"))
            door.shut()
            await stage.sees("offline since")
            await stage.type("!")
            await stage.sees("kept here until")
            await stage.press("escape", "q")
        async with at_desk(anna, inbox=inbox) as stage:
            await stage.sees("Frage", "all 1")
            await stage.press("r")
            await stage.sees("Vorher und offline!")


async def test_what_is_left_while_the_line_is_down_is_gone_on_with_once_after_every_break(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        (id,) = await anna.index(View.ALL)
        door = Door(anna)
        async with at_desk(door) as stage:  # type: ignore[arg-type]
            await begins(stage, "Eins")
            await stage.sees("draft kept")
            for more in (" Zwei", " Drei"):
                door.shut()
                await stage.sees("offline since")
                await stage.type(more)
                await stage.sees("kept until you end")
                await stage.press("escape")
                await stage.misses("reply to")
                door.open()
                await stage.sees("The inbox is there again")
                await stage.press("r")
                await stage.sees("reply to")
            assert stage.app.screen.composer.text == "Eins Zwei Drei"  # type: ignore[attr-defined]
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        assert await said(anna) == ["Frage", "Eins Zwei Drei"]
        assert (await anna.thread(id)).draft is None


async def test_who_leaves_a_reply_that_got_no_answer_is_told_that_it_is_kept(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        door = Door(await house.desk("anna"))
        async with at_desk(door) as stage:  # type: ignore[arg-type]
            await begins(stage, "Antwort")
            door.shut()
            await stage.press("ctrl+s")
            await stage.sees("Not sent yet, and kept")
            await stage.press("escape")
            await stage.sees("Perhaps not sent, and kept: r goes on with it")


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_reply_that_got_no_answer_goes_once_with_its_key_when_the_desk_is_back(
    tmp_path: Path, *, arrived: bool
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        door = Door(anna)
        async with at_desk(door) as stage:  # type: ignore[arg-type]
            await begins(stage, "Antwort")
            await stage.sees("draft kept")
            if arrived:
                door.deaf = True
            else:
                door.shut()
                await stage.sees("offline since")
            await stage.press("ctrl+s")
            await stage.sees("Not sent yet, and kept", "offline since", "reply to")
            door.open()
            await stage.sees("Queued")
            await stage.misses("reply to")
        assert await said(anna) == ["Frage", "Antwort"]
        assert len(door.keys(c.Reply)) == 1 + arrived
        assert len(set(door.keys(c.Reply))) == 1


async def test_a_reply_changed_after_it_got_no_answer_is_not_sent_beside_the_first_one(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        door = Door(anna)
        async with at_desk(door) as stage:  # type: ignore[arg-type]
            await begins(stage, "Antwort")
            door.deaf = True
            await stage.press("ctrl+s")
            await stage.sees("Not sent yet, and kept")
            await stage.type(" geändert")
            door.open()
            await stage.misses("offline since")
            await stage.press("ctrl+s")
            await stage.sees("What you sent before has arrived after all.", "Antwort geändert")
            assert await said(anna) == ["Frage", "Antwort"]


async def test_after_a_restart_a_reply_without_an_answer_is_still_the_same_one(tmp_path: Path) -> None:
    inbox = tmp_path / "server"
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        door = Door(anna)
        async with at_desk(door, inbox=inbox) as stage:  # type: ignore[arg-type]
            await begins(stage, "Antwort")
            door.deaf = True
            await stage.press("ctrl+s")
            await stage.sees("Not sent yet, and kept")
            await stage.press("escape", "q")
        again = Door(anna)
        async with at_desk(again, inbox=inbox) as stage:  # type: ignore[arg-type]
            await stage.press("g", "a")
            await stage.sees("all · 1", "→ anna")
            await stage.press("r")
            await stage.sees("reply to")
            await stage.type("Antwort")
            await stage.sees("7 of 500")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        assert await said(anna) == ["Frage", "Antwort"]
        assert set(door.keys(c.Reply)) == set(again.keys(c.Reply))
        assert not list(tmp_path.glob("*.unsent"))


async def test_a_note_without_an_answer_is_written_once(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        (id,) = await anna.index(View.ALL)
        door = Door(anna)
        async with at_desk(door) as stage:  # type: ignore[arg-type]
            await stage.sees("Frage", "all 1")
            await stage.press("i")
            await stage.sees("internal note")
            await stage.type("Nur einmal")
            door.deaf = True
            await stage.press("ctrl+s")
            await stage.sees("Not sent yet, and kept")
            door.open()
            await stage.sees("The note is kept")
        assert [str(n.words) for n in (await anna.thread(id)).notes] == ["Nur einmal"]


@contextmanager
def served(where: Path, socket: Path) -> Iterator[subprocess.Popen[str]]:
    """Serve an inbox in a process of its own."""
    command = [sys.executable, "-m", "tests.tui.app_server", str(where), str(socket)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


async def test_a_server_that_is_killed_and_comes_back_costs_no_letter_and_sends_nothing_twice(tmp_path: Path) -> None:
    where, socket = tmp_path / "inbox.db", tmp_path / "s"
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
    async with far("", socket=str(socket)) as there:
        with served(where, socket) as process:
            anna = await there.desk("anna")
            stack = at_desk(anna, inbox=tmp_path / "kept")
            stage = await stack.__aenter__()
            try:
                await begins(stage, "Guten Tag")
                await stage.sees("draft kept")
                process.send_signal(signal.SIGKILL)
                process.wait()
                await stage.sees("✗ offline since", "Frage")
                await stage.type(", bald mehr")
                await stage.sees("kept here until the inbox is back")
                with served(where, socket):
                    lea = await there.desk("lea")
                    (id,) = await lea.index(View.ALL)
                    await stage.sees("draft kept")
                    await stage.misses("offline since")
                    assert str((await lea.thread(id)).draft.words) == "Guten Tag, bald mehr"  # type: ignore[union-attr]
                    await lea.look_at(id, screen="hers")
                    await stage.sees("lea is reading")
                    await stage.press("ctrl+s")
                    await stage.sees("Queued", "owner: anna")
                    assert await said(lea) == ["Frage", "Guten Tag, bald mehr"]
                    await lea.perform(c.Tag(id, ("eilig",)))
                    await stage.press("q")
            finally:
                await stack.__aexit__(None, None, None)


async def test_a_blink_says_no_span_and_leaves_standing_which_program_goes_on(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), (80, 24)) as stage:
            await stage.sees("Frage")
            stage.app.seat.reached.lost(datetime.now(UTC))
            await stage.app._returned()
            await stage.sees("The inbox is there again.")
            stage.app._told("This one goes on.")
            stage.app.seat.reached.lost(datetime.now(UTC))
            await stage.app._returned()
            await stage.sees("This one goes on.")


async def test_who_writes_in_a_conversation_that_has_left_the_list_goes_on_writing_when_the_desk_is_back(
    tmp_path: Path,
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Erste Frage", who="Berta")
        await arrives(house, "Zweite Frage", who="Cäsar")
        anna = await house.desk("anna")
        door = Door(anna)
        async with at_desk(door) as stage:  # type: ignore[arg-type]
            await stage.press("g", "u")
            await stage.sees("unowned · 2")
            await stage.press("m")
            await stage.sees("owner: anna")
            await stage.press("r")
            await stage.sees("Send")
            await stage.type("Vorher")
            door.shut()
            await stage.sees("offline since")
            await stage.type(" und offline")
            door.open()
            await stage.sees("The inbox is there again", "Vorher und offline", "Send")
            await stage.type(" und danach")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
            said = [
                str(m.words) for i in await anna.index(View.ALL) for m in (await anna.thread(i)).messages if m.author
            ]
            assert said == ["Vorher und offline und danach"]
