"""A text reaches the desk once, whole, and about what its writer has seen; what does not get there stays written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from inbox.domain import commands as c
from inbox.domain.events import Recorded
from inbox.ports.desk import Desk, View
from inbox.tui import app
from inbox.tui.screens import writing
from tests.tui.stage import Stage, arrives, at_desk, company


class SlowDesk:
    """A desk whose answers to replies come only after they are let through."""

    def __init__(self, desk: Desk, *, early: bool = False) -> None:
        self._desk = desk
        self._early = early
        self.asked: list[c.Command] = []
        self.let = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    async def perform(self, command: c.Command, key: str = "") -> Sequence[Recorded]:
        """Carry a command out, a reply before or after the wait."""
        self.asked.append(command)
        if not isinstance(command, c.Reply):
            return await self._desk.perform(command, key)
        if self._early:
            facts = await self._desk.perform(command, key)
            await self.let.wait()
            return facts
        await self.let.wait()
        return await self._desk.perform(command, key)

    def replies(self) -> int:
        """Return how many replies were handed over."""
        return sum(isinstance(command, c.Reply) for command in self.asked)


async def only(desk: Desk) -> int:
    """Return the one conversation there is."""
    return (await desk.conversations(View.ALL)).items[0].conversation.id


async def drafted(desk: Desk) -> str:
    """Return the draft in the one conversation there is."""
    draft = (await desk.thread(await only(desk))).draft
    return str(draft.words) if draft else ""


async def writes(stage: Stage, text: str) -> None:
    """Begin a reply and write this."""
    await stage.sees("Frage")
    await stage.press("r")
    await stage.sees("reply to")
    await stage.type(text)


async def test_a_reply_is_sent_once_however_often_the_key_is_pressed(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        desk = SlowDesk(await house.desk("anna"))
        async with at_desk(desk) as stage:  # type: ignore[arg-type]
            await writes(stage, "Antwort")
            await stage.press("ctrl+s", "ctrl+s")
            await stage.sees("sending …")
            await stage.press("A", "ctrl+s", "A")
            desk.let.set()
            await stage.sees("Queued", "owner: anna")
            await stage.press("?")
            await stage.sees("Keys")
        assert desk.replies() == 1
        assert not any(isinstance(command, c.Release) for command in desk.asked)


async def test_two_keys_at_once_send_one_reply(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await writes(stage, "Antwort")
            stage.app.simulate_key("ctrl+s")
            stage.app.simulate_key("ctrl+s")
            await stage.sees("Queued")
            await stage.press("?")
            await stage.sees("Keys")
        assert [str(m.words) for m in (await anna.thread(await only(anna))).messages] == ["Frage", "Antwort"]


async def test_what_was_sent_is_no_draft_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PAUSE", 0.001)
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        desk = SlowDesk(await house.desk("anna"), early=True)
        async with at_desk(desk) as stage:  # type: ignore[arg-type]
            await writes(stage, "Antwort")
            stage.app.screen.composer.insert("!")  # type: ignore[attr-defined]
            await stage.press("ctrl+s")
            await stage.sees("sending …", "Antwort")
            for _ in range(10):
                await stage.pilot.pause()
            desk.let.set()
            await stage.sees("Queued", "Antwort!")
            await stage.press("?")
            await stage.sees("Keys")
        assert await drafted(desk) == ""  # type: ignore[arg-type]


async def test_nothing_can_be_typed_into_what_is_on_its_way_and_a_refusal_gives_it_back(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        desk, lea = SlowDesk(await house.desk("anna")), await house.desk("lea")
        async with at_desk(desk) as stage:  # type: ignore[arg-type]
            await writes(stage, "Antwort")
            await stage.press("ctrl+s")
            await stage.sees("sending …")
            await stage.type(" Nachtrag")
            await stage.misses("Nachtrag")
            await lea.perform(c.Assign(await only(lea), "jonas"))
            desk.let.set()
            await stage.sees("✗ jonas owns conversation", "Antwort")
            await stage.type(" bis gleich")
            await stage.sees("Antwort bis gleich")


@pytest.mark.parametrize("refused", [False, True])
async def test_who_leaves_while_a_reply_is_on_its_way_finds_a_draft_only_if_it_was_refused(
    tmp_path: Path, refused: bool
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        desk, lea = SlowDesk(await house.desk("anna")), await house.desk("lea")
        async with at_desk(desk) as stage:  # type: ignore[arg-type]
            await writes(stage, "Antwort")
            await stage.press("ctrl+s")
            await stage.sees("sending …")
            stage.app.screen.leave_writing()  # type: ignore[attr-defined]  # as another conversation does
            await stage.misses("sending …")
            if refused:
                await lea.perform(c.Assign(await only(lea), "jonas"))
            desk.let.set()
            await stage.sees("✗ jonas owns conversation" if refused else "Queued")
        assert await drafted(lea) == ("Antwort" if refused else "")


async def test_a_message_nobody_was_asked_about_is_shown_before_the_reply_leaves(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", key="k")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await writes(stage, "Antwort")
            await arrives(house, "Zweitens", key="k")
            await stage.press("ctrl+s")
            await stage.sees("Send all the same?", "Käthe: Zweitens")
            await arrives(house, "Halt, nicht senden!", key="k")
            await stage.press("y")
            await stage.sees("Send all the same?", "Käthe: Halt, nicht senden!")
            await stage.misses("Käthe: Zweitens")
            await stage.press("y")
            await stage.sees("Queued")


async def test_an_error_nobody_expected_is_said_and_logged_and_keeps_what_is_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(SlowDesk):
        async def perform(self, command: c.Command, key: str = "") -> Sequence[Recorded]:
            if isinstance(command, c.Reply):
                geheim = command.text  # a local that no log may show
                raise KeyError(len(geheim))
            return await super().perform(command, key)

    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        desk = Broken(await house.desk("anna"))
        with caplog.at_level(logging.ERROR):
            async with at_desk(desk) as stage:  # type: ignore[arg-type]
                await writes(stage, "Antwort")
                await stage.press("ctrl+s")
                await stage.sees("Something went wrong here (KeyError)", "Antwort")
                await stage.press("escape", "?")
                await stage.sees("Keys")
        assert await drafted(desk) == "Antwort"  # type: ignore[arg-type]
        assert "KeyError" in caplog.text
        assert "Antwort" not in caplog.text


async def test_an_error_nobody_expected_while_something_is_shown_does_not_end_the_program(tmp_path: Path) -> None:
    class Broken(SlowDesk):
        async def counts(self) -> object:
            if self.let.is_set():
                raise KeyError("counts")
            return await self._desk.counts()

    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        desk = Broken(await house.desk("anna"))
        async with at_desk(desk) as stage:  # type: ignore[arg-type]
            await stage.sees("Frage", "waiting 1")
            desk.let.set()
            await arrives(house, "Noch eine", who="Ben")
            await stage.sees("Something went wrong here (KeyError)")
            desk.let.clear()
            await arrives(house, "Und noch eine", who="Eva")
            await stage.sees("waiting 3")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
async def test_an_editor_may_write_in_its_own_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    (tmp_path / "text").write_bytes("Grüße, später".encode(encoding))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"cp {tmp_path / 'text'}")
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            monkeypatch.setattr(stage.app, "suspend", nullcontext)
            await writes(stage, "")
            await stage.press("f4")
            await stage.sees("Grüße, später")


async def test_an_editor_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "vim 'x")
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            await writes(stage, "Antwort")
            await stage.press("f4")
            await stage.sees("EDITOR is vim 'x", "Antwort")


async def test_what_is_pasted_can_steer_nobodys_terminal(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        await anna.perform(c.Reply(await only(anna), "Gu\x1b]52;c;YQ==\x07t\x00 \u202edaaaaa", public=True))
        said = str((await anna.thread(await only(anna))).messages[-1].words)
        assert said == "Gu␛]52;c;YQ==␇t␀ daaaaa"


class FullDesk(SlowDesk):
    """A desk that never gets round to keeping a draft."""

    async def perform(self, command: c.Command, key: str = "") -> Sequence[Recorded]:
        """Carry a command out, but for drafts."""
        if isinstance(command, c.SaveDraft):
            await self.let.wait()
        return await super().perform(command, key)


async def test_what_a_desk_did_not_take_before_the_terminal_was_gone_is_there_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LAST", 0.1)
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, place = await house.desk("anna"), tmp_path / "inbox.db"
        async with at_desk(FullDesk(anna), inbox=place) as stage:  # type: ignore[arg-type]
            await writes(stage, "Antwort")
            for _ in range(2):
                stage.app.keep_and_exit(0)
                await stage.pilot.pause()
            await stage._until(lambda: stage.app._exit, "ends")
        async with at_desk(anna, inbox=place) as stage:
            await writes(stage, "")
            await stage.sees("Antwort")
