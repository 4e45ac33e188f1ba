"""Tokens, passwords and logins on the command line: shown once, never an argument, kept where only this user reads them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from inbox import config, passes
from inbox.domain import commands as c
from inbox.domain.access import digest
from inbox.services.gate import LocalGate
from tests.cli.conftest import Shell
from tests.served import serving
from tests.servers.oidc import provider
from tests.services.test_oidc import gated
from tests.world import world

GOOD, OTHER = "richtig pferd batterie", "etwas ganz anderes 7"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration of this test's own."""
    monkeypatch.setattr(config, "config_file", lambda: tmp_path / "config" / "config.toml")
    return tmp_path / "config"


def test_a_token_is_shown_once_listed_and_revoked(empty: Shell) -> None:
    made = empty("token", "create", "--scope", "read", "--days", "3", "--label", "Laptop", "--json").json
    assert made["token"].startswith("inbox_") and made["person"] == "lea"
    listed = empty("token", "ls", "--json")
    assert [(k["id"], k["person"], k["label"], k["scopes"]) for k in listed.json["items"]] == [
        (made["id"], "lea", "Laptop", ["read"])
    ]
    assert made["token"] not in listed.out and digest(made["token"]) not in listed.out
    assert "Laptop" in empty("token", "ls").out
    assert empty("token", "create", "--quiet").lines[0].startswith("inbox_")
    assert empty("token", "revoke", made["id"]).code == 0
    assert len(empty("token", "ls", "--quiet").lines) == 1
    assert empty("token", "revoke", 999_999).code == 4
    assert empty("token", "create", "--person", "niemand").code == 4
    assert empty("token", "create", "--scope", "alles").code == 2


def test_a_password_comes_from_standard_input_and_never_from_an_argument(empty: Shell) -> None:
    empty("person", "add", "mia", "--role", "trainee")
    said = empty("person", "password", "mia", GOOD)
    assert said.code == 2 and GOOD not in said.err
    assert empty("person", "password", "mia").code == 2
    assert empty("person", "password", "mia", "-", input=f"{GOOD}\n").code == 0
    assert empty("person", "password", "mia", "-", as_="mia", input=f"falsch\n{OTHER}\n").code == 1
    assert empty("person", "password", "mia", "-", as_="mia", input=f"{GOOD}\n{OTHER}\n").code == 0
    assert empty("person", "password", "mia", "--clear", "-", input="\n").code == 0
    assert empty("person", "password", "mia", "--clear").code == 1
    assert empty("person", "password", "lea", "-", as_="mia", input=f"{GOOD}\n").code == 1


def test_an_admin_says_what_the_provider_calls_somebody(empty: Shell) -> None:
    empty("person", "add", "mia", "--role", "trainee")
    assert empty("person", "set", "lea", "--login", "Lea@Acme.test").code == 0
    assert empty("person", "set", "mia", "--login", "lea@acme.test").code == 1
    assert empty("person", "set", "mia", "--login", "mia", "--role", "manager").code == 2
    assert empty("person", "set", "lea", "--login", "").code == 0
    assert empty("person", "set", "mia", "--login", "lea@acme.test").code == 0


async def test_who_logs_in_has_a_token_kept_until_they_log_out(tmp_path: Path, own: Path) -> None:
    shell = Shell("", {"INBOX_LANG": "en"}, "")
    async with world(tmp_path) as w, serving(w.house, LocalGate(w.house._office)) as where:
        await (await w.desk("adam")).perform(c.SetPassword("anna", GOOD))
        wrong = await asyncio.to_thread(shell, "login", where, "--person", "anna", "-", input="falsch\n")
        assert (wrong.code, wrong.err) == (1, "Name or password is wrong.\n")
        done = await asyncio.to_thread(shell, "login", where, "--person", "anna", "-", "--json", input=f"{GOOD}\n")
        assert done.json == {"server": where, "person": "anna", "kept": str(own / "tokens")}
        assert (own / "tokens").stat().st_mode & 0o77 == 0
        token = passes.token_for(f"{where.upper()}/", {})
        assert token and token not in done.out
        assert passes.token_for(where, {"INBOX_TOKEN": "other"}) == "other"
        assert (await asyncio.to_thread(shell, "logout", where)).code == 0
        assert passes.token_for(where, {}) == "" and await LocalGate(w.house._office).known(token) is None
        assert (await asyncio.to_thread(shell, "logout", where)).code == 4


async def test_who_logs_in_at_the_provider_is_told_where_and_by_which_code(tmp_path: Path, own: Path) -> None:
    shell = Shell("", {"INBOX_LANG": "en"}, "")
    async with provider() as there, world(tmp_path) as w, gated(w, there) as gate, serving(w.house, gate) as where:
        await (await w.desk("adam")).perform(c.SetLogin("anna", "anna@acme.test"))
        there.begins = "agreed"
        done = await asyncio.to_thread(shell, "login", where, "--device")
        assert done.code == 0, done.err
        assert f"Open {there.issuer}/open and enter: WDJB-MJHT" in done.err and "You are in as anna" in done.out
        assert (await asyncio.to_thread(shell, "login", where, "--device", "--person", "anna")).code == 2


def test_nobody_logs_in_where_the_way_can_be_read(own: Path) -> None:
    shell = Shell("", {"INBOX_LANG": "en"}, "")
    said = shell("login", "http://inbox.example", "--person", "anna", "-", input=f"{GOOD}\n")
    assert said.code == 2 and "use https" in said.err and GOOD not in said.err
