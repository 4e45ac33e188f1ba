"""The restore drill: an inbox is copied while it is lived in, put back elsewhere, and proves to be what it was."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from inbox.backup import back_up, put_back
from inbox.bootstrap import open_house, secrets_of
from inbox.domain import commands as c
from inbox.errors import BadInput, NotFound, Refused, Unreachable
from inbox.storage.sealed import add_key
from tests.servers import postgres
from tests.world import message, world


def silent(done: int, total: int) -> None:
    assert done <= total


async def test_a_backup_of_an_inbox_that_goes_on_taking_in_is_one_moment_of_it_and_verifies_where_it_is_put_back(
    tmp_path: Path,
) -> None:
    copy, again = tmp_path / "copies" / "monday.db", tmp_path / "again.db"
    copy.parent.mkdir()
    async with world(tmp_path) as w:
        for n in range(40):
            await w.arrives(f"Nachricht {n}", who=f"Kunde {n}")
        before = await w.house._store.last()
        ended = asyncio.Event()

        async def going_on() -> int:
            n = 0
            while not ended.is_set():
                n += 1
                await w.take_in(message(f"später {n}", "x" * 2000, who=f"Neu {n}"))
            return n

        living = asyncio.create_task(going_on())
        size = await back_up(str(w.path), copy, silent)
        ended.set()
        assert await living > 0
        after = await w.house._store.last()

    assert size == copy.stat().st_size
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert await put_back(copy, str(again), silent) == (True, "")
    async with open_house(str(again)) as house:
        assert before <= await house._store.last() <= after
        assert (await (await house.desk("lea")).verify()).ok
        assert len((await (await house.desk("lea")).conversations("all", limit=500)).items) >= 40  # type: ignore[arg-type]
    assert {p.name for p in copy.parent.iterdir()} == {"monday.db", "monday.db.lock"}


@pytest.mark.parametrize("with_secrets", [True, False])
async def test_secrets_are_in_a_backup_only_where_they_are_asked_for_and_only_its_owner_reads_them(
    tmp_path: Path, with_secrets: bool
) -> None:
    copy, again = tmp_path / "copy.db", tmp_path / "again.db"
    async with world(tmp_path) as w:
        await (await w.house.keeping("lea")).keep_secret("acme@x", "token", "tok-123")
        await back_up(str(w.path), copy, silent, secrets=with_secrets)
    beside = tmp_path / "copy.db.secrets"
    assert beside.exists() is with_secrets
    assert b"tok-123" not in copy.read_bytes()
    if with_secrets:
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600

    assert (await put_back(copy, str(again), silent))[0]
    async with open_house(str(again)) as house:
        assert house._secrets.of("acme@x") == ({"token": "tok-123"} if with_secrets else {})


@pytest.mark.parametrize("with_secrets", [True, False])
async def test_a_backup_of_an_inbox_in_postgresql_holds_its_secrets_only_where_asked_and_never_in_a_keyring(
    tmp_path: Path, postgres_server: str, monkeypatch: pytest.MonkeyPatch, with_secrets: bool
) -> None:
    copy, key = tmp_path / "copy.db", tmp_path / "one.key"
    monkeypatch.setenv("INBOX_SECRETS_KEY", str(key))
    add_key(key)
    async with postgres.fresh(postgres_server) as first, postgres.fresh(postgres_server) as again:
        async with world(first) as w:
            await w.arrives()
            await (await w.house.keeping("lea")).keep_secret("acme@x", "token", "tok-123")
            await (await w.desk("lea")).perform(c.MakeToken("anna", "ab" * 32, "laptop"))
            await w.house._store.hold(["channel:acme@x", "watch"], "dead", 3600)
            await w.house._store.take_part("dead", "old:1", 0, 3600)
            monkeypatch.setenv("INBOX_SECRETS", "keyring")
            if not with_secrets:
                monkeypatch.setenv("INBOX_SECRETS_KEY", str(tmp_path / "none"))
            await back_up(first, copy, silent, secrets=with_secrets)
        assert (tmp_path / "copy.db.secrets").exists() is with_secrets
        assert (await put_back(copy, again, silent))[0]
        monkeypatch.setenv("INBOX_SECRETS_KEY", str(key))
        assert secrets_of(again).of("acme@x") == ({"token": "tok-123"} if with_secrets else {})
        assert await postgres.value(again, "select count(*) from token") == 1
        assert await postgres.value(again, "select count(*) from lease where node = 'dead'") == 0
        assert await postgres.value(again, "select count(*) from node where id = 'dead'") == 0


async def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with world(tmp_path) as w:
        await back_up(str(w.path), copy, silent)
        with pytest.raises(Refused, match="already"):
            await back_up(str(w.path), copy, silent)
    with pytest.raises(Refused, match="holds something"):
        await put_back(copy, str(w.path), silent)


async def test_what_cannot_be_backed_up_or_put_back_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await back_up(str(tmp_path / "none.db"), tmp_path / "copy.db", silent)
    with pytest.raises(Refused, match="where it is kept"):
        await back_up("https://inbox.example", tmp_path / "copy.db", silent)
    with pytest.raises(BadInput, match="no backup"):
        await put_back(tmp_path / "none.db", str(tmp_path / "again.db"), silent)
    async with world(tmp_path) as w:
        with pytest.raises(Unreachable):
            await back_up(str(w.path), tmp_path / "no folder" / "copy.db", silent)
    assert not (tmp_path / "again.db").exists()
    assert not (tmp_path / "copy.db").exists()
