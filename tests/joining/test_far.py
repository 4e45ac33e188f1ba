"""The same commands and the screens' house at a server: a token says who asks, and what is away comes back."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inbox.bootstrap import create, open_house
from inbox.cli import inbox
from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.errors import BadInput, Unreachable
from inbox.joining import Threaded, opened
from inbox.ports.desk import View
from inbox.ports.gate import Scope
from inbox.server import listening
from tests.served import Tokens, free, running, serving


@pytest.fixture
async def where(tmp_path: Path) -> str:
    """An inbox."""
    path = str(tmp_path / "inbox.db")
    await create(path, lead="lea", departments=["development"])
    async with open_house(path) as house:
        await (await house.desk("lea")).perform(c.AddPerson("anna", (Role.MANAGER,)))
    return path


async def command(address: str, token: str, *words: str) -> Result:
    """Call a command beside this loop."""
    environment = {
        "XDG_CONFIG_HOME": "/nowhere",
        "INBOX": address,
        "INBOX_TOKEN": token,
        "INBOX_LANG": "en",
        "INBOX_AS": "somebody else",
    }
    return await asyncio.to_thread(CliRunner().invoke, inbox, list(words), env=environment)


async def test_commands_work_at_a_server_as_whoever_the_token_stands_for(where: str, tmp_path: Path) -> None:
    rows = tmp_path / "old.jsonl"
    said = {"contact": "bo", "at": "2026-11-20T10:00:00Z", "direction": "in"}
    rows.write_text("".join(json.dumps({**said, "id": str(n), "text": f"Alt {n}"}) + "\n" for n in range(250)))
    async with open_house(where) as house:
        tokens = Tokens(house)
        lea, anna = tokens.make("lea"), tokens.make("anna", Scope.READ, Scope.WRITE)
        async with serving(house, tokens, house.keeping) as address:
            taken = await command(address, lea, "import", str(rows), "--channel", "archive", "--json")
            again = await command(address, lea, "import", str(rows), "--channel", "archive", "--json")
            listed = await command(address, anna, "ls", "--json")
            id = json.loads(listed.stdout)["items"][0]["id"]
            noted = await command(address, anna, "note", id, "Aus der Ferne", "--quiet")
            forbidden = await command(address, anna, "channel", "rm", "archive")
            other = await command(address, anna, "--as", "lea", "ls")
            nobody = await command(address, "", "ls")
            health = await command(address, lea, "doctor", "--json")

            assert (json.loads(taken.stdout)["taken"], json.loads(again.stdout)["known"]) == (250, 250)
            assert noted.exit_code == 0 and noted.stdout.strip().isdigit()
            assert (forbidden.exit_code, other.exit_code, nobody.exit_code, health.exit_code) == (1, 1, 2, 0)
            assert "inbox login" in nobody.stderr
            thread = await (await house.desk("lea")).thread(int(id))
            assert [(note.author, note.words.text) for note in thread.notes] == [("anna", "Aus der Ferne")]


async def test_the_screens_house_is_away_while_the_server_is_and_there_again_with_it(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.remote.desk.LOOK", 0.2)
    async with open_house(where) as house:
        tokens = Tokens(house)
        monkeypatch.setenv("INBOX_TOKEN", tokens.make("anna"))
        with free() as (address, taken):
            async with running(house, tokens, taken, None):
                screens = Threaded(address)
                await asyncio.to_thread(screens.start)
                anna = await screens.desk("")
                assert anna.person.name == "anna"
        try:
            with pytest.raises(Unreachable):
                await anna.conversations(View.ALL)
            again = listening.bind("127.0.0.1", int(address.rpartition(":")[2]))
            async with running(house, tokens, again, None):
                assert not (await anna.conversations(View.ALL)).items
        finally:
            await asyncio.to_thread(screens.stop)


async def test_without_a_token_nobody_comes_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INBOX_TOKEN", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(BadInput):
        async with opened("https://inbox.example"):
            pass
