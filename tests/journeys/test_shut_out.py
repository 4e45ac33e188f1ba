"""Somebody whose token is worth nothing any more, or who works here no longer: the screens end, what was begun is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.ports.desk import View
from inbox.tui import app
from inbox.tui.screens import writing
from tests.served import Tokens, far, serving
from tests.tui.stage import arrives, at_desk, company


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long for another try."""
    monkeypatch.setattr(app, "AGAIN", (0.02, 0.05))
    monkeypatch.setattr(writing, "PAUSE", 0.02)


async def test_a_revoked_token_ends_the_screens_and_its_person_goes_on_where_they_were_with_another(
    tmp_path: Path,
) -> None:
    inbox = tmp_path / "kept"
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        tokens = Tokens(house)
        async with serving(house, tokens) as where:
            token = tokens.make("anna")
            async with far(where, token) as away, at_desk(await away.desk(""), inbox=inbox) as stage:
                await stage.sees("Frage", "all 1")
                await stage.press("r")
                await stage.sees("reply to")
                await stage.type("Liebe Ada")
                await stage.sees("draft kept")
                tokens.revoke(token)
                await stage.type(", gern")
                await stage._until(lambda: stage.app.return_code == 1, "ends")
            async with far(where, tokens.make("anna")) as away, at_desk(await away.desk(""), inbox=inbox) as stage:
                await stage.sees("Frage", "all 1")
                await stage.press("r")
                await stage.sees("Liebe Ada, gern")


async def test_somebody_who_is_removed_can_read_nothing_on_an_open_screen(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, lea = await house.desk("anna"), await house.desk("lea")
        async with at_desk(anna) as stage:
            await stage.sees("Frage", "all 1")
            await lea.perform(c.RemovePerson("anna"))
            await stage._until(lambda: stage.app.return_code == 1, "ends")


async def test_a_colleague_who_sends_the_shared_draft_is_named_to_whoever_has_it_open(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, lea = await house.desk("anna"), await house.desk("lea")
        (id,) = await anna.index(View.ALL)
        async with at_desk(anna) as stage:
            await stage.sees("Frage", "all 1")
            await stage.press("r")
            await stage.type("Antwort")
            await stage.sees("draft kept")
            draft = (await lea.thread(id)).draft
            assert draft is not None
            await lea.perform(c.Reply(id, "Antwort", continues=draft.version, force=True))
            await stage.sees("lea has sent this draft")
